"""Words that lie over the canvas: the hint at its foot, the bubble at the pointer, an offer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.topics import mark

_EDGE = 12
_MOST_BUBBLE_WIDTH, _LEAST_HINT_WIDTH = 300, 160
# What a card of words has around them, in px.
_AROUND = 32
_MOST_LETTERS = 28
_ANY = 16_777_215


class _Note(QLabel):
    """A small card of words that lets the mouse through."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._rim = "card_border"
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        theme.notifier().theme_changed.connect(self.take_theme)
        self.hide()
        self.take_theme()

    def set_rim(self, colour: str) -> None:
        """Draw the border in a colour of the palette."""
        if colour != self._rim:
            self._rim = colour
            self.take_theme()

    @Slot(object)
    def take_theme(self, _palette: object = None) -> None:
        """Draw in the colours of the theme."""
        palette = theme.current()
        ink = palette.muted if self._rim == "card_border" else palette.text
        self.setStyleSheet(
            f"color: {ink}; background: {palette.card}; font-size: 12px;"
            f"border: 1px solid {getattr(palette, self._rim)}; border-radius: 8px;"
            "padding: 6px 12px;"
        )


class Hint(_Note):
    """One line at the foot of the canvas, or a few where one is too short."""

    def say(self, texts: list[str], room: int) -> None:
        """Show the first of `texts` that fits into the left `room` px, at the foot.

        Where none does, the last is broken into lines.
        """
        most = max(_LEAST_HINT_WIDTH, room - 3 * _EDGE)
        self.setFixedSize(_ANY, _ANY)
        self.setMinimumSize(0, 0)
        self.setWordWrap(False)
        for text in texts:
            self.setText(_shortened(text))
            self.adjustSize()
            if self.width() <= most:
                break
        else:
            self.setWordWrap(True)
            self.setFixedSize(most, self.heightForWidth(most))
        free = self._viewport.size() - self.size()
        middle = min(free.width() // 2, room - self.width() - 2 * _EDGE)
        self.move(max(_EDGE, middle), free.height() - _EDGE)
        self.raise_()


def _shortened(text: str) -> str:
    """The text with no word in it that no line can hold."""
    words = (f"{w[: _MOST_LETTERS - 1]}…" if len(w) > _MOST_LETTERS else w for w in text.split(" "))
    return " ".join(words)


class Bubble(_Note):
    """Why something can't be done, beside the pointer."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setWordWrap(True)
        self.set_rim("error")

    def say(self, text: str, at: QPoint) -> None:
        """Show `text` next to `at`, inside the viewport."""
        text = _shortened(text)
        self.setText(text)
        wanted = self.fontMetrics().horizontalAdvance(text) + _AROUND
        self.setFixedWidth(min(wanted, _MOST_BUBBLE_WIDTH, self._viewport.width() - 2 * _EDGE))
        self.setFixedHeight(self.heightForWidth(self.width()))
        left = min(at.x() + 16, self._viewport.width() - self.width() - _EDGE)
        top = at.y() + 20
        if top + self.height() > self._viewport.height() - _EDGE:
            top = at.y() - self.height() - 12
        self.move(max(_EDGE, left), max(_EDGE, top))
        self.show()
        self.raise_()


class Offer(QFrame):
    """Why something could not be done, and a button that makes it possible.

    Signals:
        taken(): the button was pressed.
        left(): it was left, by the other button or Escape.
    """

    taken = Signal()
    left = Signal()

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self.setProperty("role", "card")
        self.setAccessibleName("Offer")
        mark(self, "canvas.offer")
        self._words = QLabel()
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setProperty("primary", True)
        self.button.setCursor(Qt.CursorShape.ArrowCursor)
        self.button.clicked.connect(self.taken)
        self.close_button = QPushButton("Leave it")
        self.close_button.setFlat(True)
        self.close_button.clicked.connect(self.left)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_3] * 4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self._words)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.button)
        rows.addLayout(buttons)
        self.hide()

    @property
    def text(self) -> str:
        """What it says."""
        return self._words.text()

    def say(self, text: str, label: str, at: QPoint) -> None:
        """Show the reason and the button next to `at`, inside the viewport."""
        self._words.setText(_shortened(text))
        self.button.setText(label)
        self.setFixedWidth(min(_MOST_BUBBLE_WIDTH, self._viewport.width() - 2 * _EDGE))
        self._words.setFixedHeight(self._words.heightForWidth(self.width() - 2 * theme.SPACE_3 - 2))
        self.adjustSize()
        left = min(at.x() + 12, self._viewport.width() - self.width() - _EDGE)
        top = min(at.y() + 12, self._viewport.height() - self.height() - _EDGE)
        self.move(max(_EDGE, left), max(_EDGE, top))
        self.show()
        self.raise_()
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
