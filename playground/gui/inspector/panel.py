"""The inspector: the fields of what is selected."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from playground.gui import field_edits, theme
from playground.gui.document import Document
from playground.gui.inspector.columns import Columns, Heading
from playground.gui.inspector.field import Field
from playground.gui.inspector.header import (
    About,
    Header,
    about_head,
    about_nodes,
    about_nothing,
)
from playground.gui.inspector.nodes import NodeFields
from playground.gui.inspector.rest import HeadFields, TrainingFields
from playground.gui.inspector.row import FieldRow
from playground.gui.inspector.subject import Subject
from playground.gui.topics import mark
from playground.network.node import NodeSpec
from playground.network.spec import HEAD

# The parts of a project that what is said of a layer depends on.
_CONCERN_LAYERS = ("network", "head", "data")
# What a set-up calls the part that fields belong to.
_PARTS: dict[type, str] = {NodeFields: "network", HeadFields: "head", TrainingFields: "training"}
# Whose field it is, and which: what a row is kept by.
_Key = tuple[type[Subject], Field]


class Inspector(QWidget):
    """A line about what is selected, and beneath it a row a field, in columns.

    Rows are kept as long as there is a field of their kind: what is being typed, and the focus,
    stay where they are while the network trains and the document changes.

    Attributes:
        header: the line on top.
        rows: the rows, in order.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Inspector")
        mark(self, "inspector")
        self._document = document
        self._project = document.project
        self._selected: tuple[str, ...] = ()
        self._kept: dict[_Key, FieldRow] = {}
        self._headings: dict[str, Heading] = {}
        self._locks: dict[str, str] = {}
        self._filling = QTimer(self)
        self._filling.setSingleShot(True)
        self._filling.timeout.connect(self._refresh)
        self._stale = True
        self.header = Header(self)
        self._columns = Columns()
        self._columns.setAutoFillBackground(False)
        self._scroll = _scroll(self._columns, self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_1, theme.SPACE_1)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.header)
        rows.addWidget(self._scroll, 1)
        document.changed.connect(self._follow)
        document.replaced.connect(self._start_over)

    @property
    def rows(self) -> list[FieldRow]:
        """The rows that are shown, in order."""
        return [item for item in self._columns.items if isinstance(item, FieldRow)]

    def row(self, *path: str) -> FieldRow:
        """The row of a field, by its path: `row("activation", "slope")`."""
        return next(row for row in self.rows if row.field.path == path)

    @Slot(object)
    def show_selection(self, identities: Sequence[str]) -> None:
        """Show the layers of these ids, in any order; "head" is the head, none is everything.

        What is no layer is passed over; the head is shown only by itself.
        """
        # While a layer gets another name, its card goes and another comes: it stays selected.
        names = self._renamed()
        kept = (new for old, new in names.items() if old in self._selected)
        selected = tuple(sorted({*identities, *kept}))
        if selected != self._selected:
            self._selected = selected
            for row in self.rows:
                row.forget()
            self._refresh()

    def lock(self, part: str, reason: str) -> None:
        """Disable the fields of a part ("network", "head", "training"), or ("") free them."""
        if self._locks.get(part, "") != reason:
            self._locks[part] = reason
            self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what has changed while it was not seen."""
        super().showEvent(event)
        if self._stale:
            # Not before the window stands: dozens of fields take a while to make.
            self._filling.start(0)

    @Slot()
    def _follow(self) -> None:
        """The document has changed; a layer that was renamed stays selected."""
        names, before = self._renamed(), self._project
        self._project = after = self._document.project
        self._selected = tuple(sorted(names.get(each, each) for each in self._selected))
        # Layers have nothing to do with how they are trained.
        if not self._nodes() or any(
            getattr(before, part) is not getattr(after, part) for part in _CONCERN_LAYERS
        ):
            self._refresh()

    @Slot()
    def _start_over(self) -> None:
        self._project, self._selected = self._document.project, ()
        for row in self.rows:
            row.forget()
        self._refresh()

    def _renamed(self) -> dict[str, str]:
        """The old and the new name of a layer that was renamed since the document was looked at."""
        return field_edits.renamed(self._project.network, self._document.network)

    def _nodes(self) -> list[NodeSpec]:
        """The selected layers, in the network's order."""
        selected = set(self._selected)
        return [node for node in self._document.network if node.id in selected]

    @Slot()
    def _refresh(self) -> None:
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        about, subjects = self._look()
        self.header.show_about(about)
        self._show_fields(subjects)

    def _look(self) -> tuple[About, list[Subject]]:
        document = self._document
        if nodes := self._nodes():
            return about_nodes(document, nodes), [NodeFields(document, nodes)]
        if HEAD in self._selected:
            return about_head(document), [HeadFields(document)]
        return about_nothing(document), [HeadFields(document), TrainingFields(document)]

    def _show_fields(self, subjects: list[Subject]) -> None:
        items: list[QWidget] = []
        shown: dict[_Key, FieldRow] = {}
        for subject in subjects:
            reason = self._locks.get(_PARTS[type(subject)], "")
            for section in subject.sections():
                if section.heading and len(subjects) > 1:
                    items.append(self._heading(section.heading))
                for field in section.fields:
                    key = (type(subject), field)
                    shown[key] = self._kept.get(key) or self._new_row(field)
                    shown[key].show_of(subject)
                    shown[key].setEnabled(not reason)
                    shown[key].setToolTip(reason)
                    items.append(shown[key])
        if items != self._columns.items:
            self._replace(items)
        self._kept = shown

    def _replace(self, items: list[QWidget]) -> None:
        """Show other rows; those that are no longer needed go."""
        gone = [item for item in self._columns.items if item not in items]
        self._columns.set_items(items)
        stops = [stop for row in self.rows for stop in (row.editor, row.reset_button)]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)
        for item in gone:
            item.hide()
            if isinstance(item, FieldRow):
                item.deleteLater()

    def _new_row(self, field: Field) -> FieldRow:
        row = FieldRow(field, self._columns)
        row.height_changed.connect(self._columns.arrange)
        return row

    def _heading(self, text: str) -> Heading:
        if text not in self._headings:
            self._headings[text] = Heading(text, self._columns)
        return self._headings[text]


def _scroll(content: QWidget, parent: QWidget) -> QScrollArea:
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidget(content)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    return area
