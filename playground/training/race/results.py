"""What a race has come to by now: frozen, for the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp, inf, log

from playground.training.race.cost import StepCost
from playground.training.race.course import Course
from playground.training.race.model import Model
from playground.training.race.timing import Timing

Cell = tuple[int, int]
# Whoever leads by less is not told apart from the other by times that vary as these do.
EVEN = 1.1


@dataclass(frozen=True)
class Lead:
    """Who is fastest in a cell.

    Attributes:
        executor: the fastest. over: the next. times: how many times as fast.
    """

    executor: str
    over: str
    times: float

    @property
    def is_even(self) -> bool:
        """Whether nobody is really ahead."""
        return self.times < EVEN


@dataclass(frozen=True)
class Crossing:
    """Where one executor overtakes another.

    Attributes:
        batch: of the row. width: where both take as long, between two widths that were measured.
        seconds: a step there.
        before, after: the fastest below and above it.
    """

    batch: int
    width: float
    seconds: float
    before: str
    after: str


@dataclass(frozen=True)
class OwnResults:
    """One's own network.

    Attributes:
        width: of a network of the race with as many multiply-adds. batch, cost: of its step.
        times: by executor.
    """

    width: float
    batch: int
    cost: StepCost
    times: Mapping[str, Timing]


@dataclass(frozen=True)
class Results:
    """All that was measured.

    Attributes:
        course: the grid.
        times: by executor, then by (width, batch).
        costs: by (width, batch), of the cells that were measured.
        models: by executor; those that could be fitted.
        own: one's own network; None where it could not be measured, or was not yet.
        done, total: heats.
        doing: what is measured next, in words.
    """

    course: Course
    times: Mapping[str, Mapping[Cell, Timing]]
    costs: Mapping[Cell, StepCost]
    models: Mapping[str, Model]
    own: OwnResults | None
    done: int
    total: int
    doing: str

    @property
    def is_done(self) -> bool:
        """Whether every heat was run."""
        return self.done >= self.total

    def lead(self, cell: Cell) -> Lead | None:
        """Who is fastest in a cell; None before two were measured."""
        return lead_of({name: times[cell] for name, times in self.times.items() if cell in times})

    def crossings(self) -> list[Crossing]:
        """Along each batch, where the fastest changes; cells that are even decide nothing."""
        return [each for batch in self.course.batches for each in self._along(batch)]

    def launch_bound(self, executor: str, batch: int) -> float | None:
        """Up to which width more than half of a step is spent on beginning instructions.

        Between two measured widths it lies where a line through both shares, over the width's
        logarithm, is a half.

        Returns:
            0 for at no width, infinity for at every one; None where there is no model yet.
        """
        model, cells = self.models.get(executor), self.times.get(executor, {})
        if model is None:
            return None
        known = [w for w in self.course.widths if (w, batch) in cells]
        if not known:
            return None
        shares = []
        for width in known:
            parts = model.shares(self.costs[width, batch])
            shares.append(parts.launch / parts.seconds)
        if shares[0] <= 0.5:
            return 0.0
        for place in range(1, len(known)):
            above, below = shares[place - 1], shares[place]
            if below <= 0.5:
                part = (above - 0.5) / (above - below)
                low, high = log(known[place - 1]), log(known[place])
                return exp(low + part * (high - low))
        return inf

    def _along(self, batch: int) -> list[Crossing]:
        found: list[Crossing] = []
        before: tuple[int, str] | None = None
        for width in self.course.widths:
            lead = self.lead((width, batch))
            if lead is None or lead.is_even:
                continue
            if before is not None and before[1] != lead.executor:
                found.append(self._between(batch, before[0], width, before[1], lead.executor))
            before = width, lead.executor
        return found

    def _between(self, batch: int, low: int, high: int, before: str, after: str) -> Crossing:
        """Where two lines through measured times meet, on logarithmic axes."""
        first, last = (
            log(self.times[before][w, batch].seconds / self.times[after][w, batch].seconds)
            for w in (low, high)
        )
        share = min(max(-first / (last - first), 0.0), 1.0) if last != first else 0.5
        width = exp(log(low) + share * (log(high) - log(low)))
        ends = [log(self.times[after][w, batch].seconds) for w in (low, high)]
        return Crossing(batch, width, exp(ends[0] + share * (ends[1] - ends[0])), before, after)


def lead_of(times: Mapping[str, Timing]) -> Lead | None:
    """Who is fastest of several."""
    if len(times) < 2:
        return None
    first, second = sorted(times, key=lambda name: times[name].seconds)[:2]
    return Lead(first, second, times[second].seconds / times[first].seconds)
