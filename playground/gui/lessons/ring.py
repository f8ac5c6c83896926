"""A soft ring around what a lesson points at, over the window; it lets clicks through."""

from __future__ import annotations

from math import cos, pi

from PySide6.QtCore import QRect, QRectF, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui import theme

_AROUND = 7
_PULSE_MS, _PULSES, _TICKS_A_PULSE = 40, 3, 20


class Ring(QWidget):
    """Drawn around a rectangle of its window; it pulses a little when it comes to another place.

    Attributes:
        place: the rectangle that it is around, in the window's coordinates; empty for none.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName("What the lesson points at")
        self.place = QRect()
        self._tick = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_PULSE_MS)
        self._timer.timeout.connect(self._beat)
        self.hide()

    def go(self, place: QRect) -> None:
        """Be around another place, or, if that is empty, nowhere. Cheap where nothing changes."""
        if place == self.place and self.isVisible() != place.isEmpty():
            return
        self.place = QRect(place)
        if place.isEmpty():
            self.hide()
            return
        self.setGeometry(place.adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND))
        self.show()
        self.raise_()
        self.update()

    def pulse(self) -> None:
        """Draw the eye."""
        self._tick = 0
        if self.isVisible():
            self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.current().accent)
        beat = self._strength()
        box = QRectF(self.rect())
        for inset, width, strength in ((3.5, 7.0, 0.16 + 0.22 * beat), (3.5, 2.0, 0.95)):
            colour.setAlphaF(strength)
            painter.setPen(QPen(colour, width))
            inner = box.adjusted(inset, inset, -inset, -inset)
            painter.drawRoundedRect(inner, theme.RADIUS + 3, theme.RADIUS + 3)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves where nobody looks."""
        super().hideEvent(event)
        self._timer.stop()

    def _strength(self) -> float:
        """How far out the pulse is, from 0 to 1."""
        if not self._timer.isActive():
            return 0.0
        return 0.5 - 0.5 * cos(2 * pi * self._tick / _TICKS_A_PULSE)

    @Slot()
    def _beat(self) -> None:
        self._tick += 1
        if self._tick >= _PULSES * _TICKS_A_PULSE:
            self._timer.stop()
        self.update()
