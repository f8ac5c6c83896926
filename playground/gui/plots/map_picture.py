"""A map of predictions: its picture, its contour lines, and what it says at a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.data.dataset import Task
from playground.gui.plots.colours import class_colour, paint
from playground.gui.plots.contours import contour_segments
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.plot_area import PlotArea

# Contours are followed on at most this many rows and columns.
_CONTOUR_CELLS = 100


@dataclass(frozen=True)
class MapPicture:
    """Predictions over a rectangle of the plane.

    Attributes:
        values: (H, W, outputs) float32 final predictions at the centres of the cells; the first
            row lies at the bottom.
        extent: the rectangle: x0, x1, y0, y1.
        task: what the predictions mean.
        value_range: the range of a regression's first target.
        dark: whether it is drawn on the dark ground.
    """

    values: NDArray[np.float32]
    extent: Extent
    task: Task
    value_range: tuple[float, float]
    dark: bool

    def at(self, x: float, y: float) -> NDArray[np.float32] | None:
        """The (outputs,) predictions of the cell at (x, y); None outside."""
        x0, x1, y0, y1 = self.extent
        height, width = self.values.shape[:2]
        column = int(np.floor((x - x0) / (x1 - x0) * width))
        row = int(np.floor((y - y0) / (y1 - y0) * height))
        if 0 <= row < height and 0 <= column < width:
            return self.values[row, column]
        return None

    def draw(self, painter: QPainter, area: PlotArea) -> None:
        """Draw the picture and its contour lines into `area`."""
        painter.save()
        painter.setClipRect(area.box)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area.rect_of(self.extent), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, segments in self._contours:
            pen = QPen(colour, 1.2)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLines([QLineF(*line) for line in area.to_pixels(segments).reshape(-1, 4)])
        painter.restore()

    @cached_property
    def _image(self) -> QImage:
        rgba = paint(self.values, self.task, *self.value_range, self.dark)
        upright = np.ascontiguousarray(rgba[::-1])
        height, width = upright.shape[:2]
        return QImage(
            upright.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBX8888
        ).copy()

    @cached_property
    def _contours(self) -> list[tuple[QColor, NDArray[np.float64]]]:
        """Each contour line's colour and its (S, 2, 2) segments in the features' units."""
        outputs = self.values.shape[-1]
        if self.task == "binary":
            return [(QColor(255, 255, 255, 220), self._segments(min(1, outputs - 1)))]
        if self.task == "multilabel":
            return [
                (QColor(*class_colour("multilabel", index)), self._segments(index))
                for index in range(outputs)
            ]
        return []

    def _segments(self, output: int) -> NDArray[np.float64]:
        height, width = self.values.shape[:2]
        stride = -(-max(height, width) // _CONTOUR_CELLS)
        field = self.values[::stride, ::stride, output]
        # One more cell on each side carries the lines to the edge of the picture.
        cells = contour_segments(np.pad(field, 1, mode="edge"), 0.5) - 1.0
        x0, x1, y0, y1 = self.extent
        x = x0 + (cells[..., 0] * stride + 0.5) * (x1 - x0) / width
        y = y0 + (cells[..., 1] * stride + 0.5) * (y1 - y0) / height
        return np.stack((x, y), axis=-1)
