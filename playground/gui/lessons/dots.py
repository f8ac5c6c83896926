"""A row of dots: how far a lesson has come."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme

_PITCH, _RADIUS, _HEIGHT = 12.0, 3.0, 16


class Dots(QWidget):
    """A dot a step: full for those that were done, a ring for the present one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._count = self._at = 0
        self._done: frozenset[int] = frozenset()
        theme.notifier().theme_changed.connect(self._restyle)

    def show_steps(self, count: int, at: int, done: frozenset[int]) -> None:
        """Show which of so many steps is the present one, counted from 0, and which were done."""
        resized = count != self._count
        self._count, self._at, self._done = count, at, done
        self.setAccessibleName(f"Step {at + 1} of {count}; {len(done)} done")
        if resized:
            self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(round(_PITCH * self._count), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        for place in range(self._count):
            middle = QPointF(_PITCH * (place + 0.5), self.height() / 2)
            filled = place in self._done
            painter.setBrush(QColor(palette.accent if filled else palette.groove))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(middle, _RADIUS, _RADIUS)
            if place == self._at:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(palette.accent), 1.5))
                painter.drawEllipse(middle, _RADIUS + 2, _RADIUS + 2)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
