"""The runs that are compared, as numbers and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from playground.gui.frame import Frame
from playground.gui.run_words import RunWords, run_words
from playground.gui.runs import PinnedRun
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.training.history import Pair
from playground.training.spec import TrainingSpec

PRESENT = 0
PRESENT_NAME = "this run"


@dataclass(frozen=True, eq=False)
class RunRow:
    """One run.

    Attributes:
        number: of the pinned run; 0 for the present one.
        name: as people call it. colour: which of the ghosts' colours; None for the present one.
        frame: its end, or the moment that is shown.
        seconds: spent training; NaN where nobody knows.
        words: what it is. seed: of its first weights; None where nobody knows.
    """

    number: int
    name: str
    colour: int | None
    frame: Frame
    seconds: float
    words: RunWords
    seed: int | None

    @property
    def measured(self) -> Mapping[str, Pair]:
        """The newest measurements, (training, validation) by name."""
        return self.frame.last

    @property
    def parameters(self) -> int:
        """How many numbers it has learned."""
        return int(self.frame.parameters.size)

    @property
    def pace(self) -> float:
        """Steps a second over the whole run; NaN where nobody knows."""
        return self.frame.steps / self.seconds if self.seconds > 0.0 else float("nan")


def rows_of(
    shown: Shown | None, runs: Sequence[PinnedRun], training: TrainingSpec
) -> tuple[RunRow, ...]:
    """The present run, if it has begun, and the pinned ones.

    Args:
        training: how the present one is trained, where its moments don't say.
    """
    rows = [_present(shown, training)] if shown is not None and shown.frame.last else []
    rows += [
        RunRow(run.number, run.name, run.colour, run.frame, run.seconds, run.words, run.seed)
        for run in runs
    ]
    return tuple(rows)


def _present(shown: Shown, training: TrainingSpec) -> RunRow:
    moment = shown.moments[-1] if shown.moments else None
    training = moment.stage.training if moment is not None else training
    seed = moment.seed if moment is not None else training.seed
    words = run_words(shown.frame, training)
    return RunRow(PRESENT, PRESENT_NAME, None, shown.frame, seconds_at(shown), words, seed)


def seconds_at(shown: Shown) -> float:
    """How long the run had trained at the moment that is shown; NaN where nobody knows."""
    curves = shown.curves
    known = np.isfinite(curves.seconds) if curves is not None else np.zeros(0, bool)
    if curves is None or not known.any():
        return float("nan")
    return float(np.interp(shown.frame.epoch, curves.epochs[known], curves.seconds[known]))


def warnings_of(rows: Sequence[RunRow]) -> list[str]:
    """Why numbers of some runs can't be set beside those of the first, in words."""
    if not rows:
        return []
    first, said = rows[0], []
    elsewhere = [r.name for r in rows if r.frame.prepared.spec != first.frame.prepared.spec]
    if elsewhere:
        said.append(f"{_listed(elsewhere)}: measured on other data, so the numbers don't compare.")
    losses = [
        r.name
        for r in rows
        if r.frame.head.loss_part != first.frame.head.loss_part and r.name not in elsewhere
    ]
    if losses:
        said.append(f"{_listed(losses)}: another loss. Compare by a metric.")
    return said


def differences_of(rows: Sequence[RunRow]) -> list[str]:
    """What runs are that the first is not, a sentence each; one for those that are the same."""
    told = {row.name: _difference(row, rows[0]) for row in rows[1:]}
    said = [f"{name}: {difference}." for name, difference in told.items() if difference]
    same = [name for name, difference in told.items() if not difference]
    if same:
        what = f"the same network, training, data and seed as {rows[0].name}"
        said.append(f"{_and(same)}: {what}.")
    return said


def _difference(row: RunRow, first: RunRow) -> str:
    seeds = ("" if each.seed is None else str(each.seed) for each in (row, first))
    pairs = (
        ("", row.words.network, first.words.network),
        ("", row.words.head, first.words.head),
        ("", row.words.training, first.words.training),
        ("on ", row.words.data, first.words.data),
        ("seed ", *seeds),
    )
    return "; ".join(
        f"{what}{mine}, not {its}" for what, mine, its in pairs if mine and mine != its
    )


def compare_sheet(rows: Sequence[RunRow]) -> Sheet | None:
    """A row a run; what was not measured is left empty."""
    if not rows:
        return None
    names = metrics_of(rows)
    columns = ["run", "epochs", "steps", "seconds", "steps per second", "parameters", "seed"]
    columns += ["network", "head", "training", "data"]
    for name in names:
        columns += [f"train {name}", f"validation {name}"]
    return Sheet(columns, list(_cells(rows, names)))


def metrics_of(rows: Sequence[RunRow]) -> list[str]:
    """Loss and metrics of any of these runs, in order."""
    return list(dict.fromkeys(name for row in rows for name in row.measured))


def _cells(rows: Sequence[RunRow], names: Sequence[str]) -> Iterator[list[object]]:
    for row in rows:
        frame, words = row.frame, row.words
        counts = [row.seconds, row.pace]
        told = ["" if np.isnan(count) else count for count in counts]
        seed = "" if row.seed is None else row.seed
        numbers = [frame.epoch, frame.steps, *told, row.parameters, seed]
        pairs = [row.measured.get(name, ("", "")) for name in names]
        values = ["" if value != value else value for pair in pairs for value in pair]
        yield [row.name, *numbers, words.network, words.head, words.training, words.data, *values]


def _listed(names: Sequence[str]) -> str:
    return _and([f"“{name}”" for name in names])


def _and(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
