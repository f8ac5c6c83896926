"""A ring about a control, for a moment."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui import theme

_AROUND = 4
_MS = 1800


def flash(widget: QWidget) -> Flash:
    """Ring a control until it has faded."""
    return Flash(widget)


class Flash(QWidget):
    """The ring: lies over the window, lets clicks through, fades and goes by itself."""

    def __init__(self, widget: QWidget) -> None:
        window = widget.window()
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._strength = 1.0
        corner = widget.mapTo(window, QPoint(0, 0))
        around = QRect(corner, widget.size()).adjusted(-_AROUND, -_AROUND, _AROUND, _AROUND)
        self.setGeometry(around.intersected(window.rect()))
        self._fading = QVariantAnimation(self)
        self._fading.setStartValue(1.0)
        self._fading.setKeyValueAt(0.2, 0.3)
        self._fading.setKeyValueAt(0.4, 1.0)
        self._fading.setKeyValueAt(0.7, 1.0)
        self._fading.setEndValue(0.0)
        self._fading.setDuration(_MS)
        self._fading.valueChanged.connect(self._fade)
        self._fading.finished.connect(self._go)
        self.raise_()
        self.show()
        self._fading.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(theme.current().accent)
        colour.setAlphaF(max(0.0, min(1.0, self._strength)))
        painter.setPen(QPen(colour, 3.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)

    @Slot(object)
    def _fade(self, strength: float) -> None:
        self._strength = strength
        self.update()

    @Slot()
    def _go(self) -> None:
        self.hide()
        self.deleteLater()
