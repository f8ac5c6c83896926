"""Curves as a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from playground.gui.runs import PinnedRun
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import RunCurves

PRESENT = "this run"


def curve_sheet(own: RunCurves | None, runs: Sequence[PinnedRun]) -> Sheet | None:
    """A row an epoch: the present run's, then each pinned one's under its name.

    What was not measured is left empty.
    """
    named = [(PRESENT, own)] if own is not None else []
    named += [(run.name, run.curves) for run in runs]
    if not any(len(curves.epochs) for _, curves in named):
        return None
    names = list(dict.fromkeys(name for _, curves in named for name in curves.series))
    columns = ["epoch", "step", "seconds"]
    for name in names:
        columns += [f"train {name}", f"validation {name}"]
    return Sheet([*columns, "run"], list(_rows(named, names)))


def _rows(named: list[tuple[str, RunCurves]], names: list[str]) -> Iterator[list[object]]:
    for run, curves in named:
        empty = np.full(len(curves.epochs), np.nan)
        columns = [curves.epochs, curves.steps, curves.seconds]
        for name in names:
            columns += curves.series.get(name, (empty, empty))
        for values in zip(*columns, strict=True):
            counts = [_cell(value, whole=True) for value in values[:2]]
            yield [*counts, *(_cell(value) for value in values[2:]), run]


def _cell(value: float, *, whole: bool = False) -> object:
    if not np.isfinite(value):
        return "" if np.isnan(value) else float(value)
    return int(value) if whole else float(value)
