"""The network beside one layer in its place: three maps, or samples in figures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from playground.data.plane import Plane
from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.map_canvas import MapCanvas
from playground.gui.plots.map_look import MapLook
from playground.gui.plots.map_words import MapWords
from playground.gui.plots.number_grid import Matrix, NumberGrid
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, TITLE_HEIGHT
from playground.gui.plots.point_layer import PointLayer
from playground.gui.views.collapse.telling import number_row
from playground.gui.views.collapse.work import Collapsed
from playground.gui.views.regions.telling import outputs_of

MAPS, SAMPLES = "maps", "samples"
_POINTS_SCALE = 0.55
_LEAST_ROWS, _MOST_ROWS = 3, 8
# px of a row that says its numbers.
_ROW = 17.0


class DifferenceMap(MapCanvas):
    """A map with a ring where the difference is largest.

    Attributes:
        ring: where, on the plane; None: nowhere.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ring: tuple[float, float] | None = None

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map, then the ring."""
        super().paintEvent(event)
        if self.ring is None or self.picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        for colour, width in ((palette.card, 4.0), (palette.text, 1.8)):
            painter.setPen(QPen(QColor(colour), width))
            painter.drawEllipse(self.place_of(*self.ring), 7.0, 7.0)


class Comparison(QStackedWidget):
    """Both, side by side.

    Attributes:
        network, layer, difference: the maps. titles: over them.
        table: a few samples with the sums of both.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.network, self.layer = MapCanvas(), MapCanvas()
        self.difference = DifferenceMap()
        self.titles = [QLabel(), QLabel(), QLabel()]
        self.table = NumberGrid("Samples: the network beside one layer")
        maps = QWidget()
        row = QHBoxLayout(maps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        names = ("What the network answers", "What one layer answers", "The difference")
        canvases = (self.network, self.layer, self.difference)
        for title, canvas, name in zip(self.titles, canvases, names, strict=True):
            title.setProperty("role", "muted")
            title.setFont(theme.font(theme.TEXT_SMALL))
            title.setTextFormat(Qt.TextFormat.PlainText)
            title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            canvas.setAccessibleName(name)
            canvas.marked = False
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(title)
            column.addWidget(canvas, 1)
            row.addLayout(column, 1)
        self._maps = maps
        self.addWidget(maps)
        self.addWidget(self.table)

    def choose(self, what: str) -> None:
        """Show the maps, or the samples."""
        self.setCurrentWidget(self._maps if what == MAPS else self.table)

    @property
    def chosen(self) -> str:
        """`MAPS` or `SAMPLES`."""
        return MAPS if self.currentWidget() is self._maps else SAMPLES

    def set_samples(self, prepared: Prepared, plane: Plane, *, keep: bool = False) -> None:
        """Draw these over what comes; `keep`: and over what is there, in the same rectangle."""
        dataset = prepared.dataset
        places = plane.project(dataset.features)
        aside = np.zeros(len(places), bool)
        aside[prepared.split.validation] = True
        layer = PointLayer(places, dataset.targets, dataset.task, aside, 0, _POINTS_SCALE)
        read = MapWords.of(dataset, plane)
        for canvas in (self.network, self.layer):
            canvas.set_points(layer, read, canvas.extent if keep else None, keep=keep)
        none = PointLayer(np.empty((0, 2)), np.empty((0, 1)), "regression", np.empty(0, bool))
        asked = replace(
            read, task="regression", target_names=("difference",), targets=np.empty((0, 1))
        )
        self.difference.set_points(none, asked, self.network.extent, keep=keep)

    def looks(self) -> tuple[MapLook, MapLook] | None:
        """How the maps are to be drawn; None while they can't be seen."""
        answers, difference = self.network.look(), self.difference.look()
        if self.chosen != MAPS or answers is None or difference is None:
            return None
        return answers, difference

    def clear_maps(self) -> None:
        """Nothing is known."""
        self.difference.ring = None
        for canvas in (self.network, self.layer, self.difference):
            canvas.clear_map()

    def show_result(self, shown: Collapsed) -> None:
        """Draw what there is of both."""
        self._show_table(shown)
        maps = shown.plane
        if maps is None or maps.network.look.extent != self.network.extent:
            return
        row, _ = maps.apart.where
        x, y = maps.places[row].tolist()
        self.difference.ring = None if maps.apart.is_equal else (x, y)
        self.network.set_map(maps.network)
        self.layer.set_map(maps.layer)
        self.difference.set_map(maps.difference)
        outputs = outputs_of(shown.frame.prepared, maps.apart.sums.shape[1])
        of = f" of “{outputs[maps.output]}”" if len(outputs) > 1 else ""
        most = words.number(maps.apart.largest, 2)
        self.titles[0].setText("the network")
        self.titles[1].setText("one layer")
        equal = maps.apart.is_equal
        self.titles[2].setText(f"difference{of}: {'none' if equal else f'±{most}'}")

    def _show_table(self, shown: Collapsed) -> None:
        if shown.apart is None:
            return
        outputs = outputs_of(shown.frame.prepared, shown.apart.sums.shape[1])
        room = self.table.height() - TITLE_HEIGHT - NAMES_HEIGHT
        count = min(max(int(room / _ROW), _LEAST_ROWS), _MOST_ROWS)
        rows, output = chosen_samples(shown, count), shown.apart.where[1]
        values = np.array([number_row(shown.apart, index, output) for index in rows])
        names = tuple(f"sample {shown.rows[index]}" for index in rows)
        of = f" of “{outputs[output]}”" if len(outputs) > 1 else ""
        title = f"The sum{of} before the head's last function"
        columns = ("network", "1 layer", "apart")
        self.table.set_matrix(Matrix("sums", title, values, names, columns))


def chosen_samples(shown: Collapsed, most: int) -> NDArray[np.intp]:
    """A few of the samples: the one that differs most, then others evenly."""
    assert shown.apart is not None
    first = shown.apart.where[0]
    count = len(shown.rows)
    others = np.linspace(0, count - 1, min(most, count)).astype(np.intp)
    return np.array(list(dict.fromkeys([first, *others.tolist()]))[:most], np.intp)
