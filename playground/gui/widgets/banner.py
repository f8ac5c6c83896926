"""A message in place: what happened, to what, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark

LINGER_MS = 8000
Action = tuple[str, Callable[[], None]]


class Banner(QFrame):
    """A strip above the canvas with a sentence and buttons; it pushes nothing aside for long.

    Attributes:
        label: the sentence.
        buttons: what can be done about it, in order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Message")
        mark(self, "message")
        self._mark = QLabel()
        self.label = QLabel()
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.buttons: list[QPushButton] = []
        close = QToolButton()
        close.setProperty("flat", True)
        close.setIcon(icon("close"))
        close.setToolTip("Dismiss")
        close.setAccessibleName("Dismiss the message")
        close.clicked.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        self._row.setSpacing(theme.SPACE_2)
        self._row.addWidget(self._mark)
        self._row.addWidget(self.label, 1)
        self._row.addWidget(close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.dismiss)
        self.hide()

    def say(self, kind: str, text: str, actions: Sequence[Action] = ()) -> None:
        """Show a message.

        Args:
            kind: "ok", "warning" or "error"; an "ok" leaves by itself.
            text: the sentence.
            actions: (label, what to call) buttons.
        """
        palette = theme.current()
        tint = {"ok": palette.good, "warning": palette.warning, "error": palette.error}[kind]
        self._mark.setPixmap(icon(kind, tint).pixmap(18, 18))
        self.label.setText(text)
        for button in self.buttons:
            button.hide()  # until it is deleted it would stand beside the new ones
            button.deleteLater()
        self.buttons = [self._button(label, call) for label, call in actions]
        self.show()
        self._timer.stop()
        if kind == "ok":
            self._timer.start(LINGER_MS)

    def _button(self, label: str, call: Callable[[], None]) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(self.dismiss)
        button.clicked.connect(lambda: call())
        self._row.insertWidget(self._row.count() - 1, button)
        return button

    @Slot()
    def dismiss(self) -> None:
        """Take the message away."""
        self._timer.stop()
        self.hide()
