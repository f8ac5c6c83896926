"""What the shades of a picture of counts mean."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.heat import shades

_BAR = 64.0
_GAP = 6.0
_FEW, _MANY = "none", "most (log)"


class ShadeKey(QWidget):
    """A bar from no number to the most in a bin."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Shades: from no number in a bin to the most of the panel, by log")
        self.setToolTip("How many numbers are in a bin, on a logarithmic scale of each panel's own")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """The bar and its two words."""
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        words = metrics.horizontalAdvance(_FEW) + metrics.horizontalAdvance(_MANY)
        return QSize(int(words + _BAR + 2.0 * _GAP) + 2, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bar between its words."""
        painter, palette = QPainter(self), theme.current()
        font = theme.font(theme.TEXT_SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(palette.muted))
        whole = QRectF(self.rect())
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(whole, Qt.AlignmentFlag.AlignLeft | middle, _FEW)
        painter.drawText(whole, Qt.AlignmentFlag.AlignRight | middle, _MANY)
        left = metrics.horizontalAdvance(_FEW) + _GAP
        bar = QRectF(left, whole.center().y() - 4.0, _BAR, 8.0)
        row = np.ascontiguousarray(shades(palette.dark)[:255])
        image = QImage(row.data, 255, 1, 4 * 255, QImage.Format.Format_RGB32).copy()
        painter.drawImage(bar, image)
        painter.setPen(QColor(palette.card_border))
        painter.drawRect(bar)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
