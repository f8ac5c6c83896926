"""One line above the canvas: the way into a lesson, and on from it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark

Way = tuple[str, Callable[[], None]]
_ICON_PX = 18
_MOST_BESIDE = 2


class LessonOffer(QFrame):
    """A sentence, and what can be made of it; the first stands out.

    Attributes:
        label: the sentence. buttons: the ways on.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Lessons")
        mark(self, "lessons")
        self._mark = QLabel()
        self._mark.setFixedSize(_ICON_PX, _ICON_PX)
        self.label = QLabel()
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.buttons: list[QPushButton] = []
        words = QHBoxLayout()
        words.addWidget(self._mark, 0, Qt.AlignmentFlag.AlignVCenter)
        words.addWidget(self.label, 1)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        self._whole = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._whole.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        self._whole.addLayout(words, 1)
        self._whole.addLayout(self._row)
        for each in (words, self._row, self._whole):
            each.setSpacing(theme.SPACE_2)
        self.hide()

    def say(self, text: str, ways: Sequence[Way]) -> None:
        """Show a sentence with its ways on; each takes the line away.

        Two stand beside the sentence, more beneath it.
        """
        beside = len(ways) <= _MOST_BESIDE
        direction = QBoxLayout.Direction
        self._whole.setDirection(direction.LeftToRight if beside else direction.TopToBottom)
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
