"""What curves are drawn of: the present run, the moment shown, and the pinned runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.ghosts import ghost_colour
from playground.gui.plots.legend import LegendEntry
from playground.gui.plots.quantities import best_row
from playground.gui.plots.x_box import EPOCH, STEP, column_of
from playground.gui.views.shown import RunCurves, Shown

if TYPE_CHECKING:
    from playground.gui.plots.curve_picture import CurveLook, CurveRequest, Ghost
    from playground.gui.plots.curve_set import CurveSet
    from playground.gui.runs import PinnedRun

SPLITS = ("train", "validation")


class CurveSource:
    """Makes requests and legends of a run and of pinned ones.

    Attributes:
        runs: the pinned ones. splits: which of train and validation are drawn.
        hidden: the numbers of pinned runs that are not drawn.
    """

    def __init__(self) -> None:
        self.runs: tuple[PinnedRun, ...] = ()
        self.splits: tuple[str, ...] = SPLITS
        self.hidden: set[int] = set()
        self._curves: RunCurves | None = None
        self._moment: tuple[int, int] | None = None  # epoch and steps of an earlier one
        self._ghosts: dict[tuple[int, str, str, tuple[str, ...]], Ghost] = {}

    @property
    def names(self) -> list[str]:
        """What can be drawn: the present run's quantities, then those of pinned ones alone."""
        own = self._curves.series if self._curves is not None else {}
        return list(
            dict.fromkeys([*own, *(name for run in self.runs for name in run.curves.series)])
        )

    @property
    def curves(self) -> RunCurves | None:
        """The present run's, once it has some."""
        return self._curves

    def set_curves(self, curves: RunCurves | None, shown: Shown | None) -> None:
        """The present run's, and the moment that is shown."""
        self._curves = curves if curves is not None and len(curves.epochs) else None
        away = shown is not None and not shown.live
        self._moment = (shown.frame.epoch, shown.frame.steps) if shown and away else None

    def set_runs(self, runs: Sequence[PinnedRun]) -> None:
        """The pinned ones; a renamed one stays hidden if it was."""
        if tuple(runs) == self.runs:
            return
        self.runs = tuple(runs)
        self.hidden &= {run.number for run in runs}
        self._ghosts.clear()

    def toggle(self, number: int) -> None:
        """Hide a pinned run, or show it again."""
        self.hidden ^= {number}

    def has(self, quantity: str) -> bool:
        """Whether there is anything to draw of it."""
        return self._own(quantity) is not None or bool(self._drawn(quantity))

    def request(self, quantity: str, unit: str, look: CurveLook) -> CurveRequest:
        """What is to be laid out."""
        from playground.gui.plots.curve_picture import CurveRequest

        curves, empty = self._own(quantity), np.empty(0)
        ghosts = tuple(self._ghost(run, quantity, unit) for run in self._drawn(quantity))
        if curves is None:
            nothing = self._curve_set(empty, (empty, empty))
            return CurveRequest(nothing, empty, None, look, unit, ghosts)
        best = best_row(quantity, curves.series[quantity][1])
        own = self._curve_set(column_of(curves, unit), curves.series[quantity])
        moment = self._moment_at(curves, unit)
        return CurveRequest(own, curves.epochs, best, look, unit, ghosts, moment)

    def entries(self, quantity: str) -> list[LegendEntry]:
        """The legend: the values at the moment that is shown, and the pinned runs."""
        palette, curves = theme.current(), self._own(quantity)
        entries = []
        if curves is not None:
            row = self._row(curves)
            series = dict(zip(SPLITS, curves.series[quantity], strict=True))
            entries = [
                LegendEntry(getattr(palette, split), split, words.number(float(series[split][row])))
                for split in self.splits
            ]
        for run in self.runs:
            colour = ghost_colour(run.colour, palette.dark)
            off = run.number in self.hidden
            entries.append(LegendEntry(colour, run.name, key=run.number, off=off))
        if len(self.hidden) < len(self.runs) and len(self.splits) > 1:
            entries.append(LegendEntry("", "(dashed: validation)"))
        return entries

    def remark(self, quantity: str) -> str:
        """Which moment the values are of, if not the newest, and which epoch was best."""
        curves = self._own(quantity)
        if curves is None:
            return ""
        best = best_row(quantity, curves.series[quantity][1])
        said = [] if self._moment is None else [f"at epoch {self._moment[0]:,}"]
        said += [] if best is None else [f"best epoch {curves.epochs[best]:,.0f}"]
        return " · ".join(said)

    def _own(self, quantity: str) -> RunCurves | None:
        return (
            self._curves if self._curves is not None and quantity in self._curves.series else None
        )

    def _drawn(self, quantity: str) -> list[PinnedRun]:
        return [
            run
            for run in self.runs
            if run.number not in self.hidden and quantity in run.curves.series
        ]

    def _row(self, curves: RunCurves) -> int:
        """The last row that was measured at the moment shown, or before."""
        if self._moment is None:
            return -1
        return max(int(np.searchsorted(curves.epochs, self._moment[0], "right")) - 1, 0)

    def _moment_at(self, curves: RunCurves, unit: str) -> float | None:
        if self._moment is None:
            return None
        epoch, steps = self._moment
        if unit in (EPOCH, STEP):
            return float(epoch if unit == EPOCH else steps)
        known = np.isfinite(curves.seconds)
        return float(np.interp(epoch, curves.epochs[known], curves.seconds[known]))

    def _ghost(self, run: PinnedRun, quantity: str, unit: str) -> Ghost:
        """Made once: what it has worked out for drawing stays."""
        from playground.gui.plots.curve_picture import Ghost

        key = run.number, quantity, unit, self.splits
        if key not in self._ghosts:
            curves = self._curve_set(column_of(run.curves, unit), run.curves.series[quantity])
            ghost = Ghost(run.number, run.name, run.colour, curves, run.curves.epochs)
            self._ghosts[key] = ghost
        return self._ghosts[key]

    def _curve_set(self, x: np.ndarray, pair: tuple[np.ndarray, np.ndarray]) -> CurveSet:
        from playground.gui.plots.curve_set import CurveSet

        series = dict(zip(SPLITS, pair, strict=True))
        return CurveSet(x, {split: series[split] for split in self.splits})
