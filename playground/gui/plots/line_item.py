"""One curve of a plot, with nothing but what is needed to draw it."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from playground.gui.plots.curve_set import Line
from playground.gui.plots.vector import keeps_lines


class LineItem(pg.GraphicsObject):  # type: ignore[misc]
    """A line through points, with gaps where a value is not finite.

    pyqtgraph's own item works out bounds, symbols and samples at each change; ten times a second,
    with four lines, that takes longer than drawing them.

    Attributes:
        line: its points and its path; None before the first.
        smooth_edges: whether it is drawn with them; they take most of the time.
    """

    def __init__(self, *, smooth_edges: bool) -> None:
        super().__init__()
        self.line: Line | None = None
        self.smooth_edges = smooth_edges
        self._pen = QPen()

    def set_line(self, line: Line) -> None:
        """Draw this line."""
        if line is not self.line:
            self.line = line
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
        if self.line is None:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, self.smooth_edges)
        pen, path = self._pen, self.line.path
        if keeps_lines(painter):
            # Not every reader of SVG knows of pens that don't grow with what they draw.
            path = painter.worldTransform().map(path)
            painter.resetTransform()
            pen = QPen(pen)
            pen.setCosmetic(False)
        painter.setPen(pen)
        painter.drawPath(path)
