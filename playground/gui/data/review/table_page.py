"""The page Table: rows and columns, what each is for, and the one button that trains on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from playground.data.prepare import Prepared
from playground.data.spec import FILE
from playground.gui import theme
from playground.gui.data.pages import DataPage, Surroundings
from playground.gui.data.review.cell_table import CellTable
from playground.gui.data.review.foot import ReviewFoot
from playground.gui.data.review.heading import ColumnHeading
from playground.gui.data.review.item_model import TableItemModel
from playground.gui.data.review.review import Review
from playground.gui.data.review.row_heading import ROW_PX, RowHeading
from playground.gui.data.review.samples import columns_told, samples_table
from playground.gui.data.review.side import ReviewSide
from playground.gui.data.review.state import Known, spreads_of
from playground.gui.data.review.thumbnails import SIDE_PX
from playground.gui.topics import mark
from playground.gui.turns import Turns

_AT_ONCE, _MOST_STYLED = 12, 96  # widgets that are styled in one turn, and in all
_WIDE = {"text": 280, "tags": 220, "picture": 180}  # columns that are wider than others, in px
_MOST_WIDE = 1_000
_WELCOME = "Drop a file or a folder anywhere on the window, or press Ctrl+Shift+O to choose one."
_ANOTHER = "Drop another file or folder on the window, or press Ctrl+Shift+O to choose one."


class TablePage(DataPage):
    """A table with a card over each column; beside it what the file is.

    Attributes:
        review: what is looked through. table: its cells. heading: the cards. side: the rest.
        foot: what is done with it.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = surroundings.document
        self.review: Review = surroundings.review
        self._prepared: Prepared | None = None
        self._shown: Prepared | None = None  # whose samples the table has
        self.model = TableItemModel()
        self.table = CellTable(self.model)
        self.heading = ColumnHeading(self.table)
        self._side: ReviewSide | None = None
        self.foot = ReviewFoot(self.review, self._document)
        self.empty = QLabel(_WELCOME)
        self.empty.setWordWrap(True)
        self.empty.setTextFormat(Qt.TextFormat.PlainText)
        self.empty.setProperty("role", "muted")
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._turns = Turns(self)
        self._set_up_table()
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def side(self) -> ReviewSide:
        """Beside the table: made when it is wanted, or a moment after the page; whole by then."""
        made = self._made_side()
        self._turns.finish()
        return made

    def _made_side(self) -> ReviewSide:
        self._make_side()
        assert self._side is not None
        return self._side

    @Slot()
    def _make_side(self) -> None:
        if self._side is not None:
            return
        review, side = self.review, ReviewSide()
        self._side = side
        side.hide()
        self._middle.addWidget(side)
        side.target_chosen.connect(self._set_target)
        side.task_chosen.connect(review.set_task)
        side.reading_chosen.connect(review.read_as)
        side.findings.remedy_chosen.connect(self._remedy)
        side.trouble_chosen.connect(self._go_to)

    def set_data(self, prepared: Prepared) -> None:
        """The data in use is other data: it is shown, unless a file is looked through."""
        self._prepared = prepared
        if self.review.active:
            return
        if prepared.spec.source == FILE:
            known = self.review.known
            if known is None or known.data != prepared.spec:
                self.review.look_at(prepared)
                return
        elif self.review.name:
            self.review.leave()
        self.refresh()

    def begin(self) -> None:
        """What Enter does is in the light."""
        self.foot.use_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """What changed while the page was out of sight is shown."""
        super().showEvent(event)
        self.refresh()

    def parts_to_prepare(self) -> list[Callable[[], None]]:
        """What takes a while when the page is first shown, in parts that can be done before."""
        return [
            self._make_side,
            *(partial(_style, self, first) for first in range(0, _MOST_STYLED, _AT_ONCE)),
        ]

    def finish(self) -> None:
        self._turns.stop()
        self.model.finish()

    # Showing

    @Slot()
    def refresh(self) -> None:
        """Show what is known by now."""
        if not self.isVisible():
            return
        review, known = self.review, self.review.known
        self._turns.begin([self._make_side])  # which the table need not wait for
        if known is not None:
            self._show_known(known)
        elif review.name:
            self._shown = None
            self.model.show_table(None)
        else:
            self._show_samples()
        if known is None and self._side is not None:
            self._side.hide()
        self.table.setVisible(self.model.table is not None)
        self._tell_empty()

    def _tell_empty(self) -> None:
        """In place of a table: what can be done, or why a file can't be used."""
        review = self.review
        self.empty.setVisible(self.model.table is None)
        said = _WELCOME
        if review.error:
            said = f"{review.error}\n\n{_ANOTHER}"
        elif review.name:
            said = f"Looking into {review.name}…"
        self.empty.setText(said)
        self.empty.setProperty("role", "error" if review.error else "muted")
        self.empty.style().polish(self.empty)

    def _show_known(self, known: Known) -> None:
        self._shown = None
        self.model.show_table(known.table)
        side = self._made_side()
        self._turns.begin([*side.parts(known), side.show])
        wrong = {
            name
            for finding in known.findings
            if not finding.settled and finding.severity != "note"
            for name in finding.columns
        }
        self.heading.show_columns(
            {column.name: column for column in known.file.columns},
            {column.name: column for column in known.survey.columns},
            known.spreads,
            known.reasons,
            frozenset(wrong),
            editable=known.whole,
        )
        kinds: dict[str, str] = {column.name: column.kind for column in known.table.columns}
        self._make_room(kinds | {column.name: column.kind for column in known.file.columns})

    def _make_room(self, kinds: Mapping[str, str]) -> None:
        """Texts and pictures have wide columns; rows with pictures are high."""
        names = self.model.table.names if self.model.table is not None else ()
        for section, name in enumerate(names[:_MOST_WIDE]):
            wide = _WIDE.get(kinds[name], 0)
            if self.table.columnWidth(section) < wide:
                self.table.setColumnWidth(section, wide)
        high = SIDE_PX + theme.SPACE_1 if self.model.has_pictures else ROW_PX
        self.table.verticalHeader().setDefaultSectionSize(high)

    def _show_samples(self) -> None:
        """The data in use, where it is no file: its numbers."""
        prepared = self._prepared
        if prepared is None:
            self.model.show_table(None)
            return
        if self._shown is not prepared:
            self._shown = prepared
            table = samples_table(prepared)
            self.model.show_table(table)
            told = columns_told(prepared, table)
            self.heading.show_columns(told, {}, spreads_of(table), {}, frozenset(), editable=False)
            self._make_room({column.name: column.kind for column in table.columns})

    # Choosing

    @Slot(str)
    def _set_target(self, name: str) -> None:
        known = self.review.known
        if known is not None and name in known.table:
            self.review.set_targets((name,))

    @Slot(int, str)
    def _go_to(self, row: int, column: str) -> None:
        """Scroll to a row of the file, where it can be seen."""
        known = self.review.known
        if known is None or not row:
            return
        place = min(known.table.place_of(row), self.model.rowCount() - 1)
        section = known.table.names.index(column) if column in known.table.names else 0
        index = self.model.index(place, section)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)

    @Slot(QPoint)
    def _tell_column(self, place: QPoint) -> None:
        section = self.heading.logicalIndexAt(place)
        if section >= 0:
            where = self.heading.viewport().mapToGlobal(place)
            QToolTip.showText(where, self.heading.said(section), self.heading)

    @Slot()
    def _open_column_menu(self) -> None:
        """The menu of the column in which the table's cursor is."""
        self.heading.open_menu(max(0, self.table.currentIndex().column()))

    # Building

    def _set_up_table(self) -> None:
        self.table.setHorizontalHeader(self.heading)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.table.setWordWrap(False)
        self.table.setAccessibleName("Rows and columns")
        self.table.setVerticalHeader(RowHeading(self.table))
        keys = QShortcut(QKeySequence(Qt.Key.Key_F2), self.table)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keys.activated.connect(self._open_column_menu)

    def _arrange(self) -> None:
        mark(self, "data.table")
        mark(self.table, "data.table")
        mark(self.heading, "data.column")
        middle = QHBoxLayout()
        middle.setSpacing(theme.SPACE_3)
        left = QVBoxLayout()
        left.addWidget(self.empty, 1)
        left.addWidget(self.table, 1)
        middle.addLayout(left, 1)
        self._middle = middle
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(middle, 1)
        rows.addWidget(self.foot)

    def _connect(self) -> None:
        review = self.review
        review.changed.connect(self.refresh)
        self.heading.kind_chosen.connect(review.set_kind)
        self.heading.role_chosen.connect(review.set_role)
        self.foot.listen_on(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter trains on it, Escape leaves it."""
        if not self.foot.take_key(event):
            super().keyPressEvent(event)

    @Slot(object)
    def _remedy(self, remedy: object) -> None:
        self.review.set_data(remedy.data)  # type: ignore[attr-defined]


def _style(page: QWidget, first: int) -> None:
    """Give some of the widgets in a page their style, which Qt does as they are first shown."""
    for widget in page.findChildren(QWidget)[first : first + _AT_ONCE]:
        widget.ensurePolished()
