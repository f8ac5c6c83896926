"""Runs that were pinned, to compare others with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import count

import numpy as np
from PySide6.QtCore import QObject, Signal

from playground.gui.frame import Frame
from playground.gui.plots.ghosts import GHOST_COLOURS
from playground.gui.run_words import RunWords, run_words
from playground.gui.views.shown import RunCurves, Shown
from playground.training.history import Pair
from playground.training.spec import TrainingSpec

MOST_RUNS = 12
# All weights that are kept together; more, and the oldest runs go.
MOST_BYTES = 256_000_000


@dataclass(frozen=True, eq=False)
class PinnedRun:
    """A run as it was when it was pinned. Independent of what trains now.

    Attributes:
        number: its own, as long as the window is open.
        name: as people call it.
        colour: which of the ghosts' colours.
        curves: its history up to its end.
        frame: its end: weights, network, data, executor, measurements.
        words: what it is.
        seed: of its first weights and order; None where nobody knows.
        seconds: spent training; NaN where nobody knows.
    """

    number: int
    name: str
    colour: int
    curves: RunCurves
    frame: Frame
    words: RunWords
    seed: int | None
    seconds: float

    @property
    def final(self) -> Mapping[str, Pair]:
        """The newest measurements, (training, validation) by name."""
        return self.frame.last


class Runs(QObject):
    """The pinned runs, the oldest first. For the window's thread.

    Signals:
        changed: one was pinned, renamed or taken away.
        told(words): something was done that wants a word, such as an old run that had to go.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[PinnedRun, ...] = ()
        self._numbers = count(1)

    @property
    def all(self) -> tuple[PinnedRun, ...]:
        """Every one, the oldest first; replaced, never changed."""
        return self._runs

    def pin(
        self, shown: Shown, name: str = "", training: TrainingSpec | None = None
    ) -> PinnedRun | None:
        """Keep the run as it is shown; of an earlier moment, the curves up to it.

        Args:
            name: "" for "run 1", "run 2", …
            training: how it is trained, where its moments don't say.

        Returns:
            What was pinned; None where nothing has been measured yet.
        """
        if shown.curves is None or not len(shown.curves.epochs):
            return None
        curves = shown.curves if shown.live else up_to(shown.curves, shown.frame.epoch)
        moment = shown.moments[-1] if shown.moments else None
        training = moment.stage.training if moment is not None else training
        seed = moment.seed if moment is not None else training.seed if training else None
        number = next(self._numbers)
        run = PinnedRun(
            number,
            self._unused(name.strip() or f"run {number}"),
            self._colour(),
            curves,
            replace(shown.frame, running=False, steps_per_second=0.0),
            run_words(shown.frame, training),
            seed,
            float(curves.seconds[-1]) if len(curves.seconds) else float("nan"),
        )
        self._runs = (*self._runs, run)
        self._make_room()
        self.changed.emit()
        return run

    def rename(self, number: int, name: str) -> None:
        """Call one otherwise; an empty name changes nothing."""
        name = name.strip()
        run = self.find(number)
        if run is None or not name or name == run.name:
            return
        renamed = replace(run, name=self._unused(name))
        self._runs = tuple(renamed if each is run else each for each in self._runs)
        self.changed.emit()

    def remove(self, number: int) -> None:
        """Let one go."""
        if self.find(number) is not None:
            self._runs = tuple(each for each in self._runs if each.number != number)
            self.changed.emit()

    def clear(self) -> None:
        """Let all go."""
        if self._runs:
            self._runs = ()
            self.changed.emit()

    def find(self, number: int) -> PinnedRun | None:
        """The one of this number, if it is still there."""
        return next((each for each in self._runs if each.number == number), None)

    def _unused(self, name: str) -> str:
        taken = {each.name for each in self._runs}
        if name not in taken:
            return name
        return next(f"{name} ({n})" for n in count(2) if f"{name} ({n})" not in taken)

    def _colour(self) -> int:
        """The colour that fewest have, and of those the first."""
        worn = [each.colour for each in self._runs]
        return min(range(len(GHOST_COLOURS)), key=worn.count)

    def _make_room(self) -> None:
        """Let the oldest go while there are too many, and say so."""
        gone, why = "", ""
        while len(self._runs) > 1:
            weights = sum(each.frame.parameters.nbytes for each in self._runs)
            if len(self._runs) > MOST_RUNS:
                why = f"{MOST_RUNS} runs are kept"
            elif weights > MOST_BYTES:
                why = f"the weights kept may take {MOST_BYTES // 1_000_000} MB together"
            else:
                break
            gone, self._runs = self._runs[0].name, self._runs[1:]
        if gone:
            self.told.emit(f"“{gone}” is no longer pinned: {why}.")


def up_to(curves: RunCurves, epoch: int) -> RunCurves:
    """The curves up to `epoch`, included."""
    rows = int(np.searchsorted(curves.epochs, epoch, "right"))
    series = {
        name: (train[:rows].copy(), validation[:rows].copy())
        for name, (train, validation) in curves.series.items()
    }
    return RunCurves(
        curves.epochs[:rows].copy(),
        curves.steps[:rows].copy(),
        curves.seconds[:rows].copy(),
        series,
    )
