"""The drawn lines of pinned runs, behind the present one's."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen

from playground.gui import theme
from playground.gui.plots.curve_picture import CurvePicture, Ghost
from playground.gui.plots.ghosts import ghost_colour
from playground.gui.plots.line_item import LineItem

# Lines of more points than this are drawn 1 px wide and with plain edges, at a third of the time.
_MOST_FINE = 200
_DASHES = (4.0, 3.0)


class GhostLines:
    """Keeps an item for each line, so that a picture only gives them their paths.

    Attributes:
        items: by the run's number and split.
    """

    def __init__(self, plot: pg.PlotWidget) -> None:
        self.items: dict[tuple[int, str], LineItem] = {}
        self._plot = plot
        self._worn: dict[tuple[int, str], tuple[object, ...]] = {}

    def show(self, picture: CurvePicture) -> None:
        """Draw these, and take away those of runs that are gone."""
        wanted = {
            (ghost.number, split): (ghost, line)
            for ghost in picture.request.ghosts
            for split, line in picture.ghosts.get(ghost.number, {}).items()
        }
        for key in self.items.keys() - wanted.keys():
            self._plot.removeItem(self.items.pop(key))
            self._worn.pop(key, None)
        for key, (ghost, line) in wanted.items():
            if key not in self.items:
                self.items[key] = LineItem(smooth_edges=True)
                self.items[key].setZValue(-10)
                self._plot.addItem(self.items[key], ignoreBounds=True)
            self._dress(key, ghost, len(line.x))
            self.items[key].set_line(line)

    def _dress(self, key: tuple[int, str], ghost: Ghost, points: int) -> None:
        palette, split = theme.current(), key[1]
        alone, fine = len(ghost.curves.values) == 1, points <= _MOST_FINE
        look = palette, ghost.colour, alone, fine
        if self._worn.get(key) == look:
            return
        self._worn[key] = look
        pen = QPen(pg.mkColor(ghost_colour(ghost.colour, palette.dark)))
        pen.setCosmetic(True)
        pen.setWidthF(1.6 if alone and fine else 1.0)
        if split == "validation" and not alone:
            pen.setStyle(Qt.PenStyle.CustomDashLine)
            pen.setDashPattern(_DASHES)
        self.items[key].smooth_edges = fine
        self.items[key].set_pen(pen)
