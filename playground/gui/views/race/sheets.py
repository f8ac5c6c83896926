"""What was measured, as a table."""

from __future__ import annotations

from playground.gui.views.sheet import Sheet
from playground.training.race.cost import StepCost
from playground.training.race.model import Model
from playground.training.race.results import Results
from playground.training.race.timing import Timing

_COLUMNS = (
    "executor",
    "network",
    "width",
    "batch",
    "steps per second",
    "seconds a step",
    "shortest stretch (s)",
    "longest stretch (s)",
    "instructions",
    "bytes",
    "multiply-adds",
    "model: launch (s)",
    "model: memory (s)",
    "model: multiply-adds (s)",
)


def sheet_of(results: Results) -> Sheet:
    """A row for each heat that was run."""
    rows = []
    for name, cells in results.times.items():
        model = results.models.get(name)
        for cell, timing in sorted(cells.items()):
            numbers = _numbers(timing, results.costs[cell], model)
            rows.append((name, "2-width-width-1", *cell, *numbers))
    own = results.own
    if own is not None:
        for name, timing in own.times.items():
            numbers = _numbers(timing, own.cost, results.models.get(name))
            rows.append((name, "yours", own.width, own.batch, *numbers))
    return Sheet(_COLUMNS, rows)


def _numbers(timing: Timing, cost: StepCost, model: Model | None) -> tuple[object, ...]:
    parts: tuple[object, ...] = ("", "", "")
    if model is not None:
        shares = model.shares(cost)
        parts = (shares.launch, shares.memory, shares.products)
    return (
        timing.per_second,
        timing.seconds,
        timing.least,
        timing.most,
        cost.instructions,
        cost.bytes,
        cost.multiply_adds,
        *parts,
    )
