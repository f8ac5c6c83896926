"""The page Preparation: per column its chain of steps, and what they make of its cells."""

from __future__ import annotations

from functools import partial
from typing import Any

from pydantic import ValidationError
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QTableWidget,
    QTableWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.data.augment import Augment
from playground.data.guessing.changes import with_file
from playground.data.prepare import Prepared
from playground.data.steps import STEPS, Step
from playground.data.tables.spec import ColumnSpec
from playground.gui import theme
from playground.gui.data.pages import DataPage, Surroundings
from playground.gui.data.preparation.augmenting import AugmentCard
from playground.gui.data.preparation.fields import fields_of
from playground.gui.data.preparation.preview import Preview, preview_of
from playground.gui.data.review.background import Background
from playground.gui.data.review.foot import ReviewFoot
from playground.gui.data.review.review import Review
from playground.gui.icons import icon
from playground.gui.topics import mark

_LIST_PX = 230
_MOST_CELL_PX = 320


class PreparationPage(DataPage):
    """Columns on the left, the chain of the one chosen in the middle, its cells beneath.

    Attributes:
        review: whose file it is. list: the columns. add_button: offers more steps.
        augment: what is done to pictures at training time.
        cells: before and after. told: what the steps were fitted on.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = surroundings.document
        self.review: Review = surroundings.review
        self._prepared: Prepared | None = None
        self._background = Background(self)
        self.list = QListWidget()
        self.list.setFixedWidth(_LIST_PX)
        self.list.setAccessibleName("Columns")
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heading = QLabel()
        self.heading.setProperty("role", "heading")
        self.add_button = QPushButton("Add a step")
        self.add_button.setIcon(icon("plus"))
        self.menu = QMenu(self.add_button)
        self.menu.setToolTipsVisible(True)
        self.add_button.setMenu(self.menu)
        self.cards: list[QFrame] = []
        self._chain = QVBoxLayout()
        self._chain.setSpacing(theme.SPACE_2)
        self.cells = QTableWidget()
        self.cells.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.cells.setAccessibleName("Cells before and after")
        self.cells.setMinimumHeight(120)
        self.told = QLabel()
        self.told.setProperty("role", "muted")
        self.told.setWordWrap(True)
        self.nothing = QLabel()
        self.nothing.setProperty("role", "muted")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.augment = AugmentCard()
        self.augment.chosen.connect(self._set_augment)
        self.foot = ReviewFoot(self.review, self._document)
        self._arrange()
        self.review.changed.connect(self.refresh)
        self.list.currentRowChanged.connect(self._show_column)
        self.refresh()

    def set_data(self, prepared: Prepared) -> None:
        """The data in use is other data."""
        self._prepared = prepared
        self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter uses what was changed, Escape leaves it."""
        if not self.foot.take_key(event):
            super().keyPressEvent(event)

    def finish(self) -> None:
        self._background.finish()

    # Showing

    @Slot()
    def refresh(self) -> None:
        """Show the columns that there are."""
        known = self.review.known
        usable = known is not None and known.whole
        self._show_augment()
        self._whole.setVisible(usable)
        self.nothing.setVisible(not usable)
        if not usable:
            data = self._document.project.data
            scaled = "each feature is standardised" if data.standardise else "nothing is scaled"
            self.nothing.setText(
                self.review.error or "It is being read."
                if self.review.name
                else f"The data in use comes prepared: {scaled} on the training rows. "
                "Open a file of your own to see and change each step."
            )
            return
        if not self.isVisible():
            return
        assert known is not None
        columns = [c for c in known.file.columns if c.role == "feature" or _is_scaled_target(c)]
        before = self._current_name()
        self.list.blockSignals(True)
        self.list.clear()
        for column in columns:
            chain = " → ".join(step.label for step in column.steps) or "as it is"
            item = QListWidgetItem(f"{column.name}\n{chain}")
            item.setData(Qt.ItemDataRole.UserRole, column.name)
            item.setSizeHint(QSize(_LIST_PX - 20, 42))
            item.setToolTip(f"{column.name}: {chain}")
            self.list.addItem(item)
        names = [column.name for column in columns]
        self.list.setCurrentRow(names.index(before) if before in names else 0)
        self.list.blockSignals(False)
        self._show_column()

    def _show_augment(self) -> None:
        """Where there are pictures: what is done to them at training time."""
        known = self.review.known
        if known is not None:
            pictured = any(c.kind == "picture" for c in known.file.features)
            data = known.data
        else:
            data = self._document.project.data
            prepared = self._prepared
            pictured = prepared is not None and len(prepared.dataset.feature_shape) == 3
        self.augment.setVisible(pictured)
        self.augment.show_augment(data.augment)

    def _current_name(self) -> str:
        item = self.list.currentItem()
        return str(item.data(Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _column(self) -> ColumnSpec | None:
        known, name = self.review.known, self._current_name()
        if known is None:
            return None
        return next((c for c in known.file.columns if c.name == name), None)

    @Slot()
    def _show_column(self) -> None:
        column = self._column()
        while (item := self._chain.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = []
        if column is None:
            self.heading.setText("No column is used.")
            return
        self.heading.setText(column.name)
        for place in range(len(column.steps)):
            card = self._card(column, place)
            self.cards.append(card)
            self._chain.addWidget(card)
        self._fill_menu(column)
        known = self.review.known
        if known is not None and self.isVisible():
            self._clear_cells()
            self.told.setText("Working out what the steps make of the first rows…")
            self._background.start(
                partial(preview_of, known, column.name), self._show_cells, self.told.setText
            )

    def _card(self, column: ColumnSpec, place: int) -> QFrame:
        step = column.steps[place]
        card = QFrame()
        card.setProperty("role", "card")
        mark(card, f"step.{step.type}")
        rows = QVBoxLayout(card)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        head = QHBoxLayout()
        title = QLabel(f"{place + 1}. {step.label}")
        title.setProperty("role", "value")
        head.addWidget(title)
        about = QLabel(step.help)
        about.setProperty("role", "muted")
        about.setMinimumWidth(40)
        about.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        about.setToolTip(step.help)
        head.addWidget(about, 1)
        for name, words, to in (
            ("caret_up", "Earlier", place - 1),
            ("caret_down", "Later", place + 1),
            ("close", "Take out", None),
        ):
            button = QToolButton()
            button.setProperty("flat", True)
            button.setIcon(icon(name, "muted"))
            button.setToolTip(words)
            button.setAccessibleName(f"{words}: {step.label}")
            if to is not None:
                button.setEnabled(0 <= to < len(column.steps))
            button.clicked.connect(partial(self._move, place, to))
            head.addWidget(button)
        rows.addLayout(head)
        form = fields_of(step, partial(self._set_field, place))
        if form.rowCount():
            rows.addLayout(form)
        return card

    def _fill_menu(self, column: ColumnSpec) -> None:
        self.menu.clear()
        for step in STEPS:
            if column.kind in step.takes:
                action = self.menu.addAction(step.label)
                action.setToolTip(step.help)
                action.triggered.connect(partial(self._add, step))
        self.add_button.setEnabled(bool(self.menu.actions()))

    def _show_cells(self, found: Preview) -> None:
        if found.column != self._current_name():
            return
        self._clear_cells()
        if found.error or not found.names:
            self.told.setText(found.error)
            return
        heads = ["before", *found.names]
        self.cells.setColumnCount(len(heads))
        self.cells.setRowCount(len(found.before))
        self.cells.setHorizontalHeaderLabels(heads)
        for row, before in enumerate(found.before):
            for place, text in enumerate((before, *found.after[row])):
                self.cells.setItem(row, place, QTableWidgetItem(text))
        self.cells.resizeColumnToContents(0)
        self.cells.setColumnWidth(0, min(self.cells.columnWidth(0), _MOST_CELL_PX))
        more = f" {found.more:,} more features are not shown." if found.more else ""
        fitted = f"Fitted on the {found.train:,} training rows alone."
        known = self.review.known
        if known is not None and found.of < len(known.table):
            fitted = (
                f"Of {found.of:,} rows drawn by chance, fitted on the {found.train:,} that train; "
                "in use it is fitted on all training rows, and on them alone."
            )
        self.told.setText(f"{fitted}{more}")

    def _clear_cells(self) -> None:
        self.cells.clear()
        self.cells.setRowCount(0)
        self.cells.setColumnCount(0)

    # Changing

    @Slot(object)
    def _set_augment(self, augment: Augment) -> None:
        known = self.review.known
        if known is not None:
            self.review.set_data(known.data.model_copy(update={"augment": augment}))
        else:
            data = self._document.project.data.model_copy(update={"augment": augment})
            self._document.use_data(data, "change what is done to pictures")

    def _set_steps(self, steps: tuple[Any, ...]) -> None:
        known, column = self.review.known, self._column()
        if known is None or column is None:
            return
        changed = column.model_copy(update={"steps": steps})
        columns = tuple(changed if c.name == column.name else c for c in known.file.columns)
        file = known.file.model_copy(update={"columns": columns})
        self.review.set_data(with_file(known.data, file))

    def _set_field(self, place: int, name: str, value: Any) -> None:
        column = self._column()
        if column is None or getattr(column.steps[place], name) == value:
            return
        old = column.steps[place]
        try:
            new = type(old).model_validate({**old.model_dump(), name: value})
        except ValidationError as error:
            self.told.setText(error.errors()[0]["msg"])
            return
        self._set_steps((*column.steps[:place], new, *column.steps[place + 1 :]))

    def _move(self, place: int, to: int | None, _checked: bool = False) -> None:
        column = self._column()
        if column is None:
            return
        steps = list(column.steps)
        step = steps.pop(place)
        if to is not None:
            steps.insert(to, step)
        self._set_steps(tuple(steps))

    def _add(self, step: type[Step], _checked: bool = False) -> None:
        column = self._column()
        if column is not None:
            self._set_steps((*column.steps, step()))

    # Building

    def _arrange(self) -> None:
        mark(self, "data.preparation")
        mark(self.list, "data.preparation")
        mark(self.add_button, "data.add_step")
        mark(self.cells, "data.cells")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, theme.SPACE_2, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.heading)
        column.addLayout(self._chain)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        scroll.setWidget(inside)
        right = QVBoxLayout()
        right.addWidget(scroll, 3)
        right.addWidget(self.told)
        right.addWidget(self.cells, 2)
        self._whole = QWidget()
        row = QHBoxLayout(self._whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_3)
        row.addWidget(self.list)
        row.addLayout(right, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self._whole, 1)
        rows.addWidget(self.nothing, 1)
        rows.addWidget(self.augment)
        rows.addWidget(self.foot)


def _is_scaled_target(column: ColumnSpec) -> bool:
    """Whether it is the target of a series, which looks back on itself."""
    return column.role == "target" and bool(column.steps)
