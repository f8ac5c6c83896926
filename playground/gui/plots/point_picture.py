"""The dots, the frame and the axes of a map as one picture, kept until one of them changes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPixmap

from playground.gui import theme
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.point_layer import MOST_POINTS, Dots, PointLayer


class PointPicture:
    """Draws all that lies over a map and does not change with the predictions.

    A sample that is put in is drawn on what is there; anything else draws it anew.
    """

    def __init__(self) -> None:
        self._dots = Dots()
        self._picture: QPixmap | None = None
        self._points: PointLayer | None = None
        self._state: tuple[object, ...] = ()

    def forget(self) -> None:
        """Draw everything anew next time."""
        self._picture = None

    def at(
        self, points: PointLayer, split: str, area: PlotArea, size: QSize, ratio: float
    ) -> QPixmap:
        """A clear picture of a widget of `size` px with the samples of `split` in `area`."""
        state = (split, area, size, ratio, theme.current().name)
        if self._picture is None or state != self._state:
            self._anew(points, split, area, size, ratio)
        elif points is not self._points:
            self._follow(points, split, area, size, ratio)
        self._points, self._state = points, state
        assert self._picture is not None
        return self._picture

    def _follow(
        self, points: PointLayer, split: str, area: PlotArea, size: QSize, ratio: float
    ) -> None:
        before = self._points
        fewer = len(points.features) <= MOST_POINTS
        if before is None or not fewer or not points.begins_with(before):
            self._anew(points, split, area, size, ratio)
            return
        rows = points.drawn_rows(split)
        assert self._picture is not None
        self._stamp(self._picture, points, area, rows[rows >= len(before.features)])

    def _anew(
        self, points: PointLayer, split: str, area: PlotArea, size: QSize, ratio: float
    ) -> None:
        picture = QPixmap(size * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        self._stamp(picture, points, area, points.drawn_rows(split))
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area.draw_frame(painter, theme.current().panel)
        area.draw_axes(painter)
        painter.end()
        self._picture = picture

    def _stamp(
        self, picture: QPixmap, points: PointLayer, area: PlotArea, rows: NDArray[np.intp]
    ) -> None:
        painter = QPainter(picture)
        painter.setClipRect(area.box)
        points.draw(painter, area.to_pixels(points.features), rows, self._dots)
        painter.end()
