"""A map of predictions: its picture, its contour lines, and what it says at a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from playground.data.dataset import Task
from playground.gui.plots.colours import class_colour, paint
from playground.gui.plots.contours import contour_lines
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.plot_area import PlotArea

# Contours are followed on at most this many rows and columns.
_CONTOUR_CELLS = 64


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
            outputs: NDArray[np.float32] = self.values[row, column]
            return outputs
        return None

    def draw(self, painter: QPainter, area: PlotArea) -> None:
        """Draw the picture and its contour lines into `area`."""
        painter.save()
        painter.setClipRect(area.box)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area.rect_of(self.extent), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, lines in self._contours:
            painter.setPen(QPen(colour, 1.0))
            for line in lines:
                painter.drawPolyline([QPointF(x, y) for x, y in area.to_pixels(line).tolist()])
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
    def _contours(self) -> list[tuple[QColor, list[NDArray[np.float64]]]]:
        """Each contour line's colour and its (n, 2) lines in the features' units."""
        outputs = self.values.shape[-1]
        if self.task == "binary":
            return [(QColor(255, 255, 255, 220), self._lines(min(1, outputs - 1)))]
        if self.task == "multilabel":
            return [
                (QColor(*class_colour("multilabel", index)), self._lines(index))
                for index in range(outputs)
            ]
        return []

    def _lines(self, output: int) -> list[NDArray[np.float64]]:
        height, width = self.values.shape[:2]
        stride = -(-max(height, width) // _CONTOUR_CELLS)
        field = self.values[::stride, ::stride, output]
        low, high = np.array(self.extent[0::2]), np.array(self.extent[1::2])
        cell = (high - low) / (width, height)
        # One more cell on each side carries the lines to the edge of the picture.
        return [
            np.clip(low + ((line - 1.0) * stride + 0.5) * cell, low, high)
            for line in contour_lines(np.pad(field, 1, mode="edge"), 0.5)
        ]
