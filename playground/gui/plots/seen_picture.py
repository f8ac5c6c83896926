"""An image as the network sees it: pixel by pixel."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme

_SIDE = 56.0
_CAPTION = "as the network sees it"


class SeenPicture(QWidget):
    """A small picture with its caption beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What is given to the network")
        self.setToolTip("The drawing with as many pixels, and of the values, that the data has")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._pixels: NDArray[np.uint8] | None = None
        theme.notifier().theme_changed.connect(self._restyle)

    def set_shares(self, shares: NDArray[np.floating] | None) -> None:
        """Draw an image (H, W) of ink from 0 to 1; None for nothing."""
        self._pixels = None
        if shares is not None:
            inked = np.clip(shares, 0.0, 1.0) * 255.0 + 0.5
            self._pixels = np.ascontiguousarray(inked.astype(np.uint8))
        self.update()

    @property
    def box(self) -> QRectF:
        """Where the picture lies, in px."""
        return QRectF(0.5, 0.5, _SIDE, _SIDE)

    def sizeHint(self) -> QSize:
        """The picture and its caption."""
        return QSize(130, int(_SIDE) + 2)

    def minimumSizeHint(self) -> QSize:
        """The same height, and narrow."""
        return QSize(104, int(_SIDE) + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pixels as they are, and the caption."""
        painter, palette, box = QPainter(self), theme.current(), self.box
        painter.fillRect(box, QColor(palette.card))
        if self._pixels is not None:
            height, width = self._pixels.shape
            ink, clear = QColor(palette.text), np.empty((height, width, 4), np.uint8)
            clear[..., :3] = (ink.red(), ink.green(), ink.blue())
            clear[..., 3] = self._pixels
            data = clear.tobytes()
            image = QImage(data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
            scale = min(box.width() / width, box.height() / height)
            place = QRectF(0.0, 0.0, width * scale, height * scale)
            place.moveCenter(box.center())
            painter.drawImage(place, image)
        painter.setPen(QColor(palette.card_border))
        painter.drawRect(box)
        painter.setPen(QColor(palette.muted))
        painter.setFont(theme.font(theme.TEXT_SMALL))
        text = QRectF(_SIDE + 6.0, 0.0, self.width() - _SIDE - 6.0, _SIDE)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(text, flags | Qt.TextFlag.TextWordWrap, _CAPTION)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
