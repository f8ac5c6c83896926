"""One line above the canvas: the way into a lesson, and on from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon

Way = tuple[str, Callable[[], None]]
_ICON_PX = 18


class LessonOffer(QFrame):
    """A sentence, and what can be made of it; the first stands out.

    Attributes:
        label: the sentence. buttons: the ways on.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Lessons")
        self._mark = QLabel()
        self._mark.setFixedSize(_ICON_PX, _ICON_PX)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        self._row.setSpacing(theme.SPACE_2)
        self._row.addWidget(self._mark)
        self._row.addWidget(self.label, 1)
        self.hide()

    def say(self, text: str, ways: Sequence[Way]) -> None:
        """Show a sentence with its ways on; each takes the line away."""
        for button in self.buttons:
            button.hide()  # until it is deleted it would stand beside the new ones
            button.deleteLater()
        self._mark.setPixmap(icon("lesson", "accent").pixmap(_ICON_PX, _ICON_PX))
        self.label.setText(text)
        self.buttons = [self._button(label, call) for label, call in ways]
        if self.buttons:
            self.buttons[0].setProperty("primary", True)
        self.show()

    def _button(self, label: str, call: Callable[[], None]) -> QPushButton:
        button = QPushButton(label)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(self.hide)
        button.clicked.connect(lambda: call())
        self._row.addWidget(button)
        return button
