"""A map of predictions: its picture, its contour lines, and what it says at a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen, QTransform

from playground.data.dataset import Task
from playground.gui.plots.colours import class_colour, paint
from playground.gui.plots.contours import contour_segments
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.plot_area import PlotArea

# Contours are followed on at most this many rows and columns.
_CONTOUR_CELLS = 64


@dataclass(frozen=True)
class MapLook:
    """How predictions over a rectangle of the plane are drawn.

    Attributes:
        extent: the rectangle: x0, x1, y0, y1.
        task: what the predictions mean.
        value_range: the range of a regression's first target.
        dark: whether it is drawn on the dark ground.
    """

    extent: Extent
    task: Task
    value_range: tuple[float, float]
    dark: bool


@dataclass(frozen=True, eq=False)
class MapPicture:
    """Predictions over a rectangle of the plane. May be made, and prepared, in any thread.

    Attributes:
        values: (H, W, outputs) float32 final predictions at the centres of the cells; the first
            row lies at the bottom.
        look: where they are and how they are drawn.
    """

    values: NDArray[np.float32]
    look: MapLook

    def at(self, x: float, y: float) -> NDArray[np.float32] | None:
        """The (outputs,) predictions of the cell at (x, y); None outside."""
        x0, x1, y0, y1 = self.look.extent
        height, width = self.values.shape[:2]
        column = int(np.floor((x - x0) / (x1 - x0) * width))
        row = int(np.floor((y - y0) / (y1 - y0) * height))
        if 0 <= row < height and 0 <= column < width:
            outputs: NDArray[np.float32] = self.values[row, column]
            return outputs
        return None

    def prepare(self) -> MapPicture:
        """Make what drawing needs now, in whatever thread this is; itself."""
        self._image, self._contours  # noqa: B018
        return self

    def draw(self, painter: QPainter, area: PlotArea) -> None:
        """Draw the picture and its contour lines into `area`."""
        painter.save()
        painter.setClipRect(area.box)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area.rect_of(self.look.extent), self._image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_contours(painter, area.transform())
        painter.restore()

    def _draw_contours(self, painter: QPainter, transform: QTransform) -> None:
        # Not every reader of SVG knows of pens that don't grow with what they draw.
        by_hand = painter.paintEngine().type() == QPaintEngine.Type.SVG
        if not by_hand:
            painter.setTransform(transform, True)
        for colour, lines in self._contours:
            pen = QPen(colour, 1.0)
            pen.setCosmetic(not by_hand)
            painter.setPen(pen)
            painter.drawLines([transform.map(line) for line in lines] if by_hand else lines)

    @cached_property
    def _image(self) -> QImage:
        rgba = paint(self.values, self.look.task, *self.look.value_range, self.look.dark)
        upright = np.ascontiguousarray(rgba[::-1])
        height, width = upright.shape[:2]
        return QImage(
            upright.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBX8888
        ).copy()

    @cached_property
    def _contours(self) -> list[tuple[QColor, list[QLineF]]]:
        """Each contour's colour and its segments in the features' units."""
        outputs = self.values.shape[-1]
        if self.look.task == "binary":
            return [(QColor(255, 255, 255, 220), self._lines(min(1, outputs - 1)))]
        if self.look.task == "multilabel":
            return [
                (QColor(*class_colour("multilabel", index)), self._lines(index))
                for index in range(outputs)
            ]
        return []

    def _lines(self, output: int) -> list[QLineF]:
        height, width = self.values.shape[:2]
        stride = -(-max(height, width) // _CONTOUR_CELLS)
        field = self.values[::stride, ::stride, output]
        low, high = np.array(self.look.extent[0::2]), np.array(self.look.extent[1::2])
        cell = (high - low) / (width, height)
        # One more cell on each side carries the lines to the edge of the picture.
        segments = contour_segments(np.pad(field, 1, mode="edge"), 0.5)
        clipped: NDArray[np.float64] = np.clip(
            low + ((segments - 1.0) * stride + 0.5) * cell, low, high
        )
        return [QLineF(*ends) for ends in clipped.reshape(-1, 4).tolist()]
