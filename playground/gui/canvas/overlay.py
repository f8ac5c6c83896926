"""Words that lie over the canvas: the hint at its foot and the bubble at the pointer."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtWidgets import QLabel, QWidget

from playground.gui import theme

_EDGE = 12
_MOST_BUBBLE_WIDTH = 300


class _Note(QLabel):
    """A small card of words that lets the mouse through."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._viewport = viewport
        self._rim = "card_border"
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
    """One line at the foot of the canvas."""

    def say(self, texts: list[str], room: int) -> None:
        """Show the first of `texts` that fits into `room` px, at the bottom centre."""
        for text in texts:
            self.setText(text)
            self.adjustSize()
            if self.width() <= room - 2 * _EDGE:
                break
        free = self._viewport.size() - self.size()
        self.move(free.width() // 2, free.height() - _EDGE - 4)
        self.raise_()


class Bubble(_Note):
    """Why something can't be done, beside the pointer."""

    def __init__(self, viewport: QWidget) -> None:
        super().__init__(viewport)
        self.setWordWrap(True)
        self.set_rim("error")

    def say(self, text: str, at: QPoint) -> None:
        """Show `text` next to `at`, inside the viewport."""
        self.setText(text)
        wanted = self.fontMetrics().horizontalAdvance(text) + 32
        self.setFixedWidth(min(wanted, _MOST_BUBBLE_WIDTH, self._viewport.width() - 2 * _EDGE))
        self.setFixedHeight(self.heightForWidth(self.width()))
        left = min(at.x() + 16, self._viewport.width() - self.width() - _EDGE)
        top = at.y() + 20
        if top + self.height() > self._viewport.height() - _EDGE:
            top = at.y() - self.height() - 12
        self.move(max(_EDGE, left), max(_EDGE, top))
        self.show()
        self.raise_()
