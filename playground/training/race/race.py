"""The race itself: heat after heat, in turns that can be stopped, for one thread at a time."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from functools import cached_property
from time import perf_counter

import numpy as np
from threadpoolctl import ThreadpoolController

from playground.engine.executors import Executor, create_executor, is_settled
from playground.engine.executors.host import DeviceLost
from playground.errors import UserError
from playground.training.race.contestants import NATIVE, device_of, label_of
from playground.training.race.cost import StepCost
from playground.training.race.course import Course, Lane, Own, OwnLane, WidthLane
from playground.training.race.model import Model, fitted
from playground.training.race.results import Cell, OwnResults, Results
from playground.training.race.timing import STRETCH_S, STRETCHES, Timing, time_of
from playground.training.room import refuse_what_has_no_room

# So long at most does a turn take, but for one heat that is longer.
TURN_S = 0.2
# The cell that stands for one's own network.
OWN: Cell = (0, 0)
Heat = tuple[str, Cell]


class Race:
    """Times every executor in every cell, and on one's own network.

    Attributes:
        course: the grid.
        compiling: whether the kernels of the native executor are still being made. Nothing is timed
            meanwhile: that would spoil it.
    """

    def __init__(
        self,
        course: Course,
        own: Own | None = None,
        stretch_s: float = STRETCH_S,
        stretches: int = STRETCHES,
    ) -> None:
        self.course = course
        self.compiling = False
        self._how = (stretch_s, stretches)
        self._own = OwnLane(own) if own is not None else None
        cells = ([OWN] if self._own is not None else []) + course.cells
        self._left: list[Heat] = [(name, cell) for cell in cells for name in course.executors]
        self._total = len(self._left)
        self._times: dict[Heat, Timing] = {}
        self._costs: dict[Cell, StepCost] = {}
        self._lane: tuple[Cell, Lane] | None = None
        self._turn: list[Heat] = []
        self._stop = threading.Event()

    def stop(self) -> None:
        """Begin no further heat in the turn that is under way; called from any thread."""
        self._stop.set()

    def resume(self) -> None:
        """From the next turn on heats are run again."""
        self._stop.clear()

    def work(self) -> Results:
        """Run heats for a turn, on one thread each; what there is by then."""
        with self._pools.limit(limits=1):
            self._take_turn()
        return self.results()

    def redo(self) -> None:
        """The heats of the last turn were spoiled: run them again."""
        for heat in self._turn:
            self._times.pop(heat, None)
        self._left[:0] = self._turn
        self._turn = []

    def results(self) -> Results:
        """What there is now."""
        names = self.course.executors
        times = {
            name: {cell: t for (who, cell), t in self._times.items() if who == name and cell != OWN}
            for name in names
        }
        costs = {cell: cost for cell, cost in self._costs.items() if cell != OWN}
        doing = "" if not self._left else self._words(*self._left[0])
        return Results(
            self.course,
            times,
            costs,
            _models(times, costs),
            self._own_results(),
            self._total - len(self._left),
            self._total,
            doing,
        )

    # Inside

    @cached_property
    def _pools(self) -> ThreadpoolController:
        """The threads of the libraries that multiply; looking for them takes a while."""
        return ThreadpoolController()

    def _take_turn(self) -> None:
        self._turn, self.compiling = [], False
        end = perf_counter() + TURN_S
        while self._left and not self._stop.is_set():
            name, cell = self._left[0]
            executor = self._executor(name, cell)
            if self.compiling:
                break
            self._left.pop(0)
            self._turn.append((name, cell))
            if executor is not None:
                self._run(executor, name, cell)
            if perf_counter() >= end:
                break

    def _executor(self, name: str, cell: Cell) -> Executor | None:
        """What runs a heat; None where it can't be run here."""
        try:
            program = self._lane_of(cell).program
            refuse_what_has_no_room(program, np.dtype(np.float32).itemsize)
            executor = create_executor(device_of(name), program, np.float32)
        except (UserError, DeviceLost):
            return None
        if name == NATIVE and executor.name != NATIVE:
            self.compiling = not is_settled(executor)
            return None
        return executor

    def _run(self, executor: Executor, name: str, cell: Cell) -> None:
        lane = self._lane_of(cell)
        try:
            self._times[name, cell] = time_of(executor, lane, *self._how)
        except (UserError, DeviceLost):
            return
        self._costs[cell] = lane.cost

    def _lane_of(self, cell: Cell) -> Lane:
        """The program and the samples of a cell; those of the last one are kept."""
        if cell == OWN:
            assert self._own is not None
            return self._own
        if self._lane is None or self._lane[0] != cell:
            self._lane = cell, WidthLane(*cell)
        return self._lane[1]

    def _own_results(self) -> OwnResults | None:
        times = {name: t for (name, cell), t in self._times.items() if cell == OWN}
        if self._own is None or not times:
            return None
        return OwnResults(self._own.width, self._own.batch, self._own.cost, times)

    def _words(self, name: str, cell: Cell) -> str:
        where = "your network" if cell == OWN else f"width {cell[0]}, batch {cell[1]}"
        return f"{label_of(name)}: {where}"


def _models(
    times: Mapping[str, Mapping[Cell, Timing]], costs: Mapping[Cell, StepCost]
) -> dict[str, Model]:
    found = {}
    for name, cells in times.items():
        model = fitted([costs[c] for c in cells], [t.seconds for t in cells.values()])
        if model is not None:
            found[name] = model
    return found
