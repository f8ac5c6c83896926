"""A field that is typed, or chosen among a few words."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.gui.inspector.line_editor import LineEditor
from playground.gui.inspector.notation import Notation

_BUTTON_WIDTH = 16


class WordsEditor(LineEditor):
    """Its words are in a menu, which the arrow keys and the button open.

    Attributes:
        menu: the menu of words.
        button: what opens it.
    """

    kind: Notation

    def __init__(self, kind: Notation, empty: str = "", parent: QWidget | None = None) -> None:
        super().__init__(kind, empty, parent)
        self.menu = QMenu(self)
        for word in kind.words:
            self.menu.addAction(word).setData(word)
        if kind.optional:
            self.menu.addAction(empty or "none")
        self.menu.triggered.connect(self._choose)
        self.button = QToolButton(self)
        self.button.setProperty("spin", "down")
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        self.button.clicked.connect(self.open_menu)
        self.setTextMargins(0, 0, _BUTTON_WIDTH - 4, 0)

    @Slot()
    def open_menu(self) -> None:
        """Open the menu beneath, on its first word."""
        self.menu.setMinimumWidth(self.width())
        self.menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))
        self.menu.setActiveAction(self.menu.actions()[0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.open_menu()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left = self.width() - _BUTTON_WIDTH - 2
        self.button.setGeometry(left, 2, _BUTTON_WIDTH, self.height() - 4)

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.choose(action.data())
