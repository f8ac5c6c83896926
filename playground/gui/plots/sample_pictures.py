"""Samples as small pictures: images in shades or colours, sequences as lines."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.data.dataset import Dataset
from playground.gui import theme
from playground.gui.plots.colours import class_colour
from playground.gui.plots.polygons import polygon_of

# Larger images are thinned to about this many px a side, longer sequences to as many points.
_MOST_SIDE = 96
_MOST_POINTS = 120
# Pictures that are kept: more than can be seen at once.
_MOST_KEPT = 200
_MOST_LINES = 5


class SamplePictures:
    """Draws samples of one set of data; the pictures drawn last are kept.

    Attributes:
        dataset: whose samples.
    """

    def __init__(self, dataset: Dataset) -> None:
        self.dataset = dataset
        values = dataset.features[:: max(1, len(dataset.features) // 2000)]
        self._low, self._high = float(values.min()), float(values.max())
        self._images: dict[int, QImage] = {}

    def draw(self, painter: QPainter, box: QRectF, row: int) -> None:
        """A sample in a box, in px."""
        if len(self.dataset.feature_shape) == 3:
            self._draw_image(painter, box, row)
        else:
            self._draw_lines(painter, box, row)

    def pixels(self, row: int) -> NDArray[np.uint8]:
        """(H, W, 3) an image from 0, the least value of the data, to 255, the greatest.

        One channel in shades of grey, three in their colours; of another number the mean.
        """
        image = self.dataset.features[row]
        _, height, width = image.shape
        step = max(1, -(-max(height, width) // _MOST_SIDE))
        image = image[:, ::step, ::step]
        if len(image) not in (1, 3):
            image = image.mean(axis=0, keepdims=True)
        span = (self._high - self._low) or 1.0
        shades = np.clip((image - self._low) / span, 0.0, 1.0) * 255.0 + 0.5
        planes = shades.astype(np.uint8)
        planes = np.repeat(planes, 3, axis=0) if len(planes) == 1 else planes
        return np.ascontiguousarray(np.moveaxis(planes, 0, -1))

    def _image(self, row: int) -> QImage:
        image = self._images.get(row)
        if image is None:
            if len(self._images) >= _MOST_KEPT:
                self._images.clear()
            image = self._images[row] = self._coloured(row)
        return image

    def _coloured(self, row: int) -> QImage:
        pixels = self.pixels(row)
        height, width, _ = pixels.shape
        image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
        return image.copy()

    def _draw_image(self, painter: QPainter, box: QRectF, row: int) -> None:
        image = self._image(row)
        scale = min(box.width() / image.width(), box.height() / image.height())
        size = image.width() * scale, image.height() * scale
        middle = box.center()
        place = QRectF(middle.x() - size[0] / 2.0, middle.y() - size[1] / 2.0, *size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1.0)
        painter.drawImage(place, image)

    def _draw_lines(self, painter: QPainter, box: QRectF, row: int) -> None:
        palette = theme.current()
        painter.fillRect(box, QColor(palette.chip))
        inside = box.adjusted(2.0, 3.0, -2.0, -3.0)
        sequence = self.dataset.features[row]
        sequence = sequence[:: max(1, len(sequence) // _MOST_POINTS), :_MOST_LINES]
        span = (self._high - self._low) or 1.0
        x = inside.left() + np.linspace(0.0, inside.width(), len(sequence))
        y = inside.bottom() - (sequence - self._low) / span * inside.height()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in range(sequence.shape[1]):
            painter.setPen(QPen(QColor(*class_colour("multiclass", line)), 1.2))
            painter.drawPolyline(polygon_of(np.stack((x, y[:, line]), axis=1)))
