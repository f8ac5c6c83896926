"""The regions of a network at one moment after the other, worked out a few milliseconds a time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.data.plane import Plane
from playground.gui.frame import Frame
from playground.gui.views.answers import DIVERGED, Words
from playground.gui.views.bench import Bench
from playground.gui.views.regions.fills import fills_of, tints_of
from playground.gui.views.regions.picture import GridPicture, RegionLook, RegionPicture
from playground.gui.views.regions.window import Window
from playground.network.affine.local import sums_at
from playground.network.affine.patterns import patterns
from playground.network.affine.reasons import why_no_regions
from playground.network.affine.regions import MOST_REGIONS, TOLERANCE, Cutter, Regions, distances
from playground.network.affine.row import Row
from playground.training.carry import parts

# Of the renderer's time at one go: Python in it holds the window up.
SLICE_S = 0.004
# While a run goes on more regions than these are only counted on a grid.
MOST_RUNNING = 4_000
GRID = 64
_HUGE = 1e30  # beyond it what is drawn in float32 would be no number


@dataclass(frozen=True, eq=False)
class Found:
    """What there is to show.

    Attributes:
        frame: the moment. window: what is looked at.
        row: the network in products and bends.
        regions: all of them; None where they were counted on a grid alone.
        count: how many there are; on a grid, how many it has met.
        plane: (3, *features), as `Cutter` takes it. picture: of them.
    """

    frame: Frame
    window: Window
    row: Row
    regions: Regions | None
    count: int
    plane: NDArray[np.float64]
    picture: RegionPicture | GridPicture

    def sums_at(self, place: tuple[float, float]) -> NDArray[np.float64]:
        """(3, O) the map that holds at a place of the square, as `Regions.sums` has it."""
        index = -1 if self.regions is None else self.regions.cells.at(*place)
        if self.regions is not None and index >= 0:
            own: NDArray[np.float64] = self.regions.sums[index]
            return own
        named = parts(self.frame.parameters, self.frame.layout)
        return sums_at(self.row, named, self.plane, np.array(place))


@dataclass(frozen=True)
class Going:
    """More time is needed.

    Attributes:
        count: regions so far.
    """

    count: int


@dataclass(frozen=True, eq=False)
class RegionsJob:
    """Works at the regions of a network over a plane.

    Attributes:
        frame: the moment. plane, window, look: where, and how it is drawn.
    """

    frame: Frame
    plane: Plane
    window: Window
    look: RegionLook

    @np.errstate(all="ignore")
    def run(self, bench: Bench) -> Found | Going | Words:
        """All that was found, or how far it is, or why there is nothing."""
        frame = self.frame
        work: Work = bench.keep("regions", frame, lambda: Work(frame))
        return work.go_on(self, bench)


class Work:
    """What is known of one network's regions; for the renderer's thread alone."""

    def __init__(self, frame: Frame) -> None:
        self._row = Row(frame.network, frame.head, frame.signature)
        self._reason = why_no_regions(self._row, frame.network)
        self._cutter: Cutter | None = None
        self._of: RegionsJob | None = None

    def go_on(self, job: RegionsJob, bench: Bench) -> Found | Going | Words:
        """Spend a slice of time.

        While a run goes on, what was begun at an earlier moment is brought to its end: late, but
        whole. At rest only the present moment counts.
        """
        if self._reason:
            return Words(self._reason)
        if not np.isfinite(job.frame.parameters).all():
            return Words(DIVERGED)
        if self._cutter is None or self._is_over(job):
            self._begin(job)
        assert self._cutter is not None
        assert self._of is not None
        if not self._cutter.advance(SLICE_S):
            return Going(len(self._cutter.cells))
        frame, window = self._of.frame, self._of.window
        regions = self._cutter.found
        if regions is not None and not (np.abs(regions.sums) < _HUGE).all():
            return Words(DIVERGED)
        plane = _as_given(self._of)
        if regions is None:
            met = self._on_grid()
            tints = tints_of(met, job.look.dark).reshape(GRID, GRID, 4)
            count = int(met.max()) + 1
            return Found(frame, window, self._row, None, count, plane, GridPicture(tints, job.look))
        picture = self._picture(regions, job, bench)
        return Found(frame, window, self._row, regions, len(regions), plane, picture)

    def _is_over(self, job: RegionsJob) -> bool:
        """Whether another moment, or another part of the plane, is to be begun with."""
        before = self._of
        assert before is not None
        assert self._cutter is not None
        if before.plane is not job.plane or before.window != job.window:
            return True
        if before.frame.prepared is not job.frame.prepared:
            return True
        if before.frame.parameters is job.frame.parameters:
            # A run that has come to rest may be cut finer than it was on its way.
            return self._cutter.too_many and before.frame.running and not job.frame.running
        return self._cutter.done or not job.frame.running

    def _begin(self, job: RegionsJob) -> None:
        frame = job.frame
        named = parts(frame.parameters, frame.layout)
        most = MOST_RUNNING if frame.running else MOST_REGIONS
        self._of, self._cutter = job, Cutter(self._row, named, _as_given(job), most)

    def _picture(self, regions: Regions, job: RegionsJob, bench: Bench) -> RegionPicture:
        assert self._of is not None
        frame = self._of.frame
        fills = fills_of(job.look, regions, frame, job.plane, job.window, bench)
        line = _line(regions, frame)
        return RegionPicture(regions.cells, fills, len(regions.bends), line, job.look).prepare()

    def _on_grid(self) -> NDArray[np.int64]:
        """(G², ) which pattern is met at each place of a grid, row by row from the bottom."""
        assert self._of is not None
        job = self._of
        ticks = (np.arange(GRID) + 0.5) / GRID * 2.0 - 1.0
        places = np.stack(np.meshgrid(ticks, ticks), -1).reshape(-1, 2)
        features = job.plane.at(job.window.to_plane(places))
        given = job.frame.prepared.feature_scaler.apply(features)
        return patterns(self._row, parts(job.frame.parameters, job.frame.layout), given)


def _as_given(job: RegionsJob) -> NDArray[np.float64]:
    return job.window.as_given(job.plane, job.frame.prepared.feature_scaler)


def _line(regions: Regions, frame: Frame) -> NDArray[np.float64]:
    """(S, 2, 2) where one class turns to the other: straight within each region."""
    if frame.signature.task != "binary":
        return np.empty((0, 2, 2))
    sums = regions.sums
    columns = sums.shape[2]
    if columns == 1 and frame.head.final == "sigmoid":
        line = sums[..., 0]
    elif columns == 2 and frame.head.final == "softmax":
        line = sums[..., 1] - sums[..., 0]
    else:
        return np.empty((0, 2, 2))
    return regions.cells.crossed(distances(regions.cells, line, 0.0), TOLERANCE)
