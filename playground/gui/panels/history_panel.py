"""Every edit made, to go back to and forth from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget
from shiboken6 import isValid

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.edit_words import as_entry
from playground.gui.icons import icon
from playground.gui.topics import mark

_ENTRY = QSize(250, 28)
_ICON = QSize(14, 14)
_ROOT = QModelIndex()

Index = QModelIndex | QPersistentModelIndex


class HistoryPanel(QWidget):
    """A list of the undo stack: what is done, where the project is, what has been undone.

    Up and down move in it; a click or Enter brings the project to how it was after that edit.

    Attributes:
        view: the list. model: its entries.
    """

    def __init__(
        self,
        document: Document,
        go_to: Callable[[int], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """`go_to` has the project as it was after so many edits; else the document does at once."""
        super().__init__(parent)
        self.setAccessibleName("History")
        mark(self, "panel.history")
        self._go_to = go_to or document.go_to
        self.model = HistoryModel(document, self)
        self.view = QListView()
        self.view.setAccessibleName("Edits")
        self.view.setModel(self.model)
        self.view.setUniformItemSizes(True)
        self.view.setIconSize(_ICON)
        self.view.setFlow(QListView.Flow.TopToBottom)
        self.view.setWrapping(True)
        self.view.setResizeMode(QListView.ResizeMode.Adjust)
        self.view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.view.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.view.clicked.connect(self._go)
        self.view.activated.connect(self._go)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        rows.addWidget(self.view)
        self.model.modelReset.connect(self._follow)
        theme.notifier().theme_changed.connect(self._restyle)
        self._follow()

    def showEvent(self, event: QShowEvent) -> None:
        """Show where the project is."""
        super().showEvent(event)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        """Bring the present entry into sight."""
        present = self.model.index(self.model.present)
        self.view.setCurrentIndex(present)
        self.view.scrollTo(present, QAbstractItemView.ScrollHint.PositionAtCenter)

    @Slot(QModelIndex)
    def _go(self, entry: QModelIndex) -> None:
        if entry.row() != self.model.present:
            self._go_to(entry.row())

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.view.viewport().update()


class HistoryModel(QAbstractListModel):
    """The undo stack as entries: how the project began, then one entry an edit.

    Nothing is kept here, so that a thousand entries cost no more than those in sight.
    """

    def __init__(self, document: Document, parent: QObject) -> None:
        super().__init__(parent)
        self._stack = document.undo_stack
        self._stack.indexChanged.connect(self._start_anew)

    @property
    def present(self) -> int:
        """The row of the project as it is now."""
        return self._stack.index()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """How many entries there are."""
        return 0 if parent.isValid() else self._stack.count() + 1

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Words, mark and look of an entry; what has been undone is greyed."""
        row = index.row()
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(row)
            case Qt.ItemDataRole.DecorationRole:
                return icon(*self._mark(row))
            case Qt.ItemDataRole.FontRole if row == self.present:
                return theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold)
            case Qt.ItemDataRole.ForegroundRole if row > self.present:
                return QColor(theme.current().muted)
            case Qt.ItemDataRole.SizeHintRole:
                return _ENTRY
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{self._words(row)}, {self._standing(row)}"
        return None

    def _words(self, row: int) -> str:
        if row:
            return as_entry(self._stack.text(row - 1))
        # A full stack may have lost its first edits.
        full = self._stack.count() == self._stack.undoLimit()
        return "Before the edits kept" if full else "Opened"

    def _standing(self, row: int) -> str:
        if row == self.present:
            return "the project now"
        return "done" if row < self.present else "undone"

    def _mark(self, row: int) -> tuple[str, str]:
        if row == self.present:
            return "step_present", "accent"
        return ("step_done", "muted") if row < self.present else ("step_undone", "disabled")

    @Slot()
    def _start_anew(self) -> None:
        if not isValid(self._stack):
            return  # it says so as it is taken down with its document
        self.beginResetModel()
        self.endResetModel()
