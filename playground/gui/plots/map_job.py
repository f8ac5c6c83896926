"""The evaluation of a decision map, in the renderer's thread."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from playground.data.dataset import Dataset
from playground.data.extent import Extent
from playground.data.plane import Plane
from playground.gui.frame import Frame
from playground.gui.plots.map_look import MapLook
from playground.gui.plots.map_picture import MapPicture
from playground.gui.plots.marks import Mistakes, marks_image, mistakes_of, reach_of
from playground.gui.views.bench import Bench

# Rows and columns of a map: while a run goes on, as many as can be evaluated in the time; at rest
# some more, in more time.
RUNNING, RESTING = (24, 32, 40, 48, 64, 80, 100), (32, 48, 64, 80, 100, 140)
_RUNNING_S, _RESTING_S = 0.0045, 0.06
# The samples themselves are looked at with every map, or where they take longer less often.
_SAMPLES_S = 0.002
# Of a change in how long a row takes, how much is believed at once.
_BELIEF = 0.3


@dataclass(frozen=True, eq=False)
class MapResult:
    """What there is to draw.

    Attributes:
        picture: the map.
        answers: (N, outputs) predictions for the samples; None where they were not looked at.
        mistakes: of them. marks: drawn, for the samples of `split`.
        split: "train", "validation" or "both".
    """

    picture: MapPicture
    answers: NDArray[np.floating] | None
    mistakes: Mistakes | None
    marks: QImage | None
    split: str


@dataclass(frozen=True, eq=False)
class MapJob:
    """Evaluates a network over a plane and for the samples.

    Attributes:
        frame: the moment.
        plane, look: where, and how it is drawn.
        dataset: the samples, which may be edited since. rows: those that are drawn.
        places: (N, 2) where they lie on the plane. radius: of their dots, in px.
        split: which those are. marked: whether mistakes are drawn.
    """

    frame: Frame
    plane: Plane
    look: MapLook
    dataset: Dataset
    places: NDArray[np.float64]
    radius: float
    rows: NDArray[np.intp]
    split: str
    marked: bool

    @np.errstate(all="ignore")
    def run(self, bench: Bench) -> MapResult:
        """The picture at the size on the screen, and the marks."""
        pace = bench.keep("map pace", self.frame, _Pace)
        side = pace.side(running=self.frame.running)
        begun = perf_counter()
        values = bench.predict(self.frame, pace.points(self.plane, self.look.extent, side))
        pace.learn(side * side, perf_counter() - begun, side)
        values = np.asarray(values, np.float32)
        decided = self.frame.head.decide(values, self.dataset.task)
        picture = MapPicture(
            values.reshape(side, side, -1),
            self.look,
            None
            if self.dataset.task == "regression"
            else decided.reshape(side, side, *decided.shape[1:]),
        ).prepare()
        if not pace.is_time(len(self.places), running=self.frame.running):
            return MapResult(picture, None, None, None, self.split)
        return self._with_samples(bench, picture)

    def _with_samples(self, bench: Bench, picture: MapPicture) -> MapResult:
        answers = bench.predict(self.frame, self.dataset.features)
        task = self.dataset.task
        mistakes = mistakes_of(
            task, self.frame.head.decide(answers, task), self.dataset.targets, self.look.output
        )
        image = None
        if self.marked and self.look.side > 0.0:
            kinds = mistakes.kinds[self.rows]
            image = marks_image(
                kinds[kinds > 0],
                self._in_pixels(self.rows[kinds > 0]),
                self.look.side,
                self.look.ratio,
                reach_of(self.radius),
            )
        return MapResult(picture, answers, mistakes, image, self.split)

    def _in_pixels(self, rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """(n, 2) px from the top left of the square."""
        x0, x1, y0, y1 = self.look.extent
        share = (self.places[rows] - (x0, y1)) / (x1 - x0, y0 - y1)
        return np.asarray(share * self.look.side, np.float64)


class _Pace:
    """How fine a map can be, by how long one network takes."""

    def __init__(self) -> None:
        self._row_s = 0.0  # not known before the first map
        self._side = RUNNING[0]
        self._since = 0
        self._grid: tuple[tuple[Plane, Extent, int], NDArray[np.float64]] | None = None

    def side(self, *, running: bool) -> int:
        """How many rows and columns."""
        if not self._row_s:
            return RUNNING[0]
        sides, budget = (RUNNING, _RUNNING_S) if running else (RESTING, _RESTING_S)
        now = self._side * self._side * self._row_s
        # A map that changes its grain at every turn would shimmer.
        if running and self._side in sides and 0.5 * budget < now < 1.2 * budget:
            return self._side
        return max((s for s in sides if s * s * self._row_s <= budget), default=sides[0])

    def learn(self, rows: int, seconds: float, side: int) -> None:
        """So many rows have taken so long."""
        found = seconds / rows
        # The first turn of a network compiles it.
        known = self._row_s and self._row_s < 20.0 * found
        self._row_s = self._row_s + _BELIEF * (found - self._row_s) if known else found
        self._side = side

    def points(self, plane: Plane, extent: Extent, side: int) -> NDArray[np.float64]:
        """The features at the middles of the cells; kept for the next time."""
        key = plane, extent, side
        if self._grid is None or self._grid[0] != key:
            self._grid = key, plane.points(extent, side, side)
        return self._grid[1]

    def is_time(self, samples: int, *, running: bool) -> bool:
        """Whether the samples are looked at with this map too."""
        self._since += 1
        if running and self._since * _SAMPLES_S < samples * self._row_s:
            return False
        self._since = 0
        return True
