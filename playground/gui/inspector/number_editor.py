"""A number, or several, that are typed or stepped."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QToolButton, QWidget

from playground.gui.inspector.kinds import Number
from playground.gui.inspector.line_editor import LineEditor
from playground.gui.inspector.notation import Notation
from playground.gui.inspector.subject import MIXED

_BUTTON_WIDTH = 16
_PAGE = 10


class NumberEditor(LineEditor):
    """Arrow keys, two small buttons, and the wheel while it has the focus, step the number.

    Attributes:
        up, down: the buttons.
    """

    kind: Number | Notation

    def __init__(
        self, kind: Number | Notation, empty: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(kind, empty, parent)
        self.up = self._button("up")
        self.down = self._button("down")
        self.up.clicked.connect(self._step_up)
        self.down.clicked.connect(self._step_down)
        self.setTextMargins(0, 0, _BUTTON_WIDTH - 4, 0)

    def step(self, steps: int) -> None:
        """Ask for the number some steps on; where layers differ, there is none to step from."""
        if self.value is MIXED and not self.isModified():
            return
        self.choose(self.kind.stepped(self._start(), steps))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Down: -1,
            Qt.Key.Key_PageUp: _PAGE,
            Qt.Key.Key_PageDown: -_PAGE,
        }.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.step(steps)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only with the focus: a panel that is scrolled past it must not change it."""
        turned = event.angleDelta().y()
        if not self.hasFocus() or not turned:
            event.ignore()
            return
        self.step(1 if turned > 0 else -1)
        event.accept()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        left, half = self.width() - _BUTTON_WIDTH - 2, (self.height() - 4) // 2
        self.up.setGeometry(left, 2, _BUTTON_WIDTH, half)
        self.down.setGeometry(left, self.height() - 2 - half, _BUTTON_WIDTH, half)

    @Slot()
    def _step_up(self) -> None:
        self.step(1)

    @Slot()
    def _step_down(self) -> None:
        self.step(-1)

    def _start(self) -> Any:
        """Where steps begin: what is typed, if it is sound, or the value."""
        if self.isModified():
            try:
                return self.kind.read(self.text())
            except ValueError:
                pass
        return self.value

    def _button(self, way: str) -> QToolButton:
        button = QToolButton(self)
        button.setProperty("spin", way)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.ArrowCursor)
        button.setAutoRepeat(True)
        button.setIconSize(QSize(8, 8))
        return button
