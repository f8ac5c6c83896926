"""One curve of a plot, with nothing but what is needed to draw it."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

Curve = NDArray[np.float64]


class LineItem(pg.GraphicsObject):  # type: ignore[misc]
    """A line through points, with gaps where a value is not finite.

    pyqtgraph's own item works out bounds, symbols and samples at each change; ten times a second,
    with four lines, that takes longer than drawing them.

    Attributes:
        x, y: the points.
    """

    def __init__(self, *, smooth_edges: bool) -> None:
        super().__init__()
        self.x: Curve = np.empty(0)
        self.y: Curve = np.empty(0)
        self._smooth_edges = smooth_edges
        self._path = QPainterPath()
        self._pen = QPen()

    def set_points(self, x: Curve, y: Curve) -> None:
        """Go through these points, (n,) each."""
        self.x, self.y = x, y
        self._path = pg.arrayToQPath(x, y, connect="finite")
        self.update()

    def set_pen(self, pen: QPen) -> None:
        """Draw with this pen."""
        self._pen = pen
        self.update()

    def viewRangeChanged(self) -> None:  # noqa: N802 (pyqtgraph calls it so)
        """All of the view is its place."""
        self.prepareGeometryChange()

    def boundingRect(self) -> QRectF:
        """All that can be seen: the view is fitted to the data by its owner."""
        seen: QRectF = self.viewRect()
        return seen

    def paint(
        self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None
    ) -> None:
        """Draw the line."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self._smooth_edges)
        painter.setPen(self._pen)
        painter.drawPath(self._path)
