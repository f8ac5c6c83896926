"""The moments that a picture over time is made of, and what is known of each."""

from __future__ import annotations

import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.frame import Frame
from playground.gui.views.bench import Bench
from playground.gui.views.shown import Shown
from playground.training.instruments import Instruments
from playground.training.moment import Moment, Stage
from playground.training.next_step import NextStep

MOST_COLUMNS = 100
# A job ends after about so long, and goes on with the rest when it is asked again.
BUDGET_S = 0.006
# What is kept of moments that are no longer looked at goes, the longest unused first.
_MOST_READINGS = 400
_MOST_STAGES = 4


@dataclass(frozen=True, eq=False)
class Column:
    """A moment's place in a picture over time.

    Attributes:
        x: epochs behind it.
        of: the moment, or the frame that is shown.
    """

    x: float
    of: Moment | Frame


def columns_of(shown: Shown, *, with_frame: bool = True) -> list[Column]:
    """About 100 moments evenly spread over the epochs, oldest first, with the frame among them.

    The spacing is a power of two, so that a run that goes on adds columns and seldom drops some.

    Args:
        with_frame: whether the shown frame has a column of its own where no moment is the same.
    """
    columns = _spread(shown.moments)
    at = frame_place(shown)
    frame = shown.frame
    if with_frame and not any(_is(column.of, frame) for column in columns):
        columns = [column for column in columns if column.x != at]
        columns.append(Column(at, frame))
        columns.sort(key=lambda column: column.x)
    return columns


def shown_column(columns: Sequence[Column], shown: Shown) -> Column | None:
    """The column of the shown frame: its own, or else the last up to it."""
    for column in reversed(columns):
        if column.of is shown.frame or _is(column.of, shown.frame):
            return column
    at = frame_place(shown)
    return next((column for column in reversed(columns) if column.x <= at), None)


def _is(of: Moment | Frame, frame: Frame) -> bool:
    """Whether a moment is the frame's."""
    if of.parameters is frame.parameters:
        return True
    return of.steps == frame.steps and np.array_equal(of.parameters, frame.parameters)


def frame_place(shown: Shown) -> float:
    """How many epochs lie behind the shown frame, as the moments count them."""
    frame = shown.frame
    for moment in reversed(shown.moments):
        if moment.epoch == frame.epoch and moment.steps <= frame.steps:
            batch = moment.stage.training.batch_size
            ahead = (frame.steps - moment.steps) * batch / _rows(moment.stage)
            return min(_place(moment) + ahead, frame.epoch + 0.999)
        if moment.epoch < frame.epoch:
            break
    return float(frame.epoch)


def _spread(moments: Sequence[Moment]) -> list[Column]:
    if not moments:
        return []
    epochs = np.fromiter((moment.epoch for moment in moments), float, len(moments))
    if len(moments) > MOST_COLUMNS:
        if epochs[-1] - epochs[0] < MOST_COLUMNS:
            epochs = np.fromiter((_place(moment) for moment in moments), float, len(moments))
        chosen = _first_of_each_cell(epochs)
        if chosen[-1] != len(moments) - 1:
            chosen = np.append(chosen, len(moments) - 1)
        moments = [moments[index] for index in chosen]
    columns = [Column(_place(moment), moment) for moment in moments]
    columns.sort(key=lambda column: column.x)
    return columns


def _first_of_each_cell(places: NDArray[np.float64]) -> NDArray[np.intp]:
    span = float(places.max() - places.min())
    if span <= 0.0:
        return np.linspace(0, len(places) - 1, MOST_COLUMNS).astype(np.intp)
    width = 2.0 ** np.ceil(np.log2(span / (MOST_COLUMNS - 2)))
    _, first = np.unique(np.floor(places / width), return_index=True)
    return np.sort(first)


def _place(moment: Moment) -> float:
    return moment.epoch + (moment.place / _rows(moment.stage) if moment.place else 0.0)


def _rows(stage: Stage) -> int:
    return max(1, len(stage.prepared.split.train))


class Shelf:
    """What was measured of moments, and the instruments for it; bounded. For one thread.

    Moments themselves are not held.
    """

    def __init__(self) -> None:
        self._instruments: list[Instruments] = []
        self._steps: OrderedDict[int, tuple[Stage, NextStep]] = OrderedDict()
        self._readings: OrderedDict[tuple[int, str], tuple[weakref.ref[Any], Any]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._readings)

    def instruments(self, of: Moment | Frame) -> Instruments:
        """Those for a moment's network and data."""
        known = of.stage if isinstance(of, Moment) else of
        for made in self._instruments:
            if (
                made.prepared is known.prepared
                and made.network == known.in_force
                and made.head == known.head
                and made.signature == known.signature
            ):
                break
        else:
            made = Instruments(known.in_force, known.head, known.signature, known.prepared)
            self._instruments = self._instruments[1 - _MOST_STAGES :]
            self._instruments.append(made)
        return made

    def next_step(self, stage: Stage) -> NextStep:
        """What takes the steps of a stage."""
        known = self._steps.get(id(stage))
        if known is None or known[0] is not stage:
            known = stage, NextStep(stage)
            self._steps[id(stage)] = known
        self._steps.move_to_end(id(stage))
        while len(self._steps) > _MOST_STAGES:
            self._steps.popitem(last=False)
        return known[1]

    def known(self, of: Moment | Frame, kind: str) -> Any:
        """What was measured of a moment, or None."""
        key = id(of), kind
        entry = self._readings.get(key)
        if entry is None or entry[0]() is not of:
            return None
        self._readings.move_to_end(key)
        return entry[1]

    def put(self, of: Moment | Frame, kind: str, reading: Any) -> None:
        """Keep what was measured of a moment."""
        self._readings[id(of), kind] = weakref.ref(of), reading
        while len(self._readings) > _MOST_READINGS:
            self._readings.popitem(last=False)


_SHELVES: weakref.WeakKeyDictionary[Bench, Shelf] = weakref.WeakKeyDictionary()


def shelf_of(bench: Bench) -> Shelf:
    """The bench's shelf."""
    if bench not in _SHELVES:
        _SHELVES[bench] = Shelf()
    return _SHELVES[bench]


@dataclass(frozen=True, eq=False)
class Measured:
    """What is known of the columns so far.

    Attributes:
        columns: those that were measured, oldest first. readings: of each.
        n_missing: how many are still to be measured.
    """

    columns: list[Column]
    readings: list[Any]
    n_missing: int


def measured(
    shelf: Shelf,
    columns: Sequence[Column],
    kind: str,
    measure: Callable[[Moment | Frame], Any],
    first: Moment | Frame | None = None,
) -> Measured:
    """Measure columns that are not known, as many as there is time for, one at least.

    Args:
        kind: what the readings are of. measure: makes one.
        first: what is most wanted; the others follow from coarse to fine.
    """
    end = perf_counter() + BUDGET_S
    readings = [shelf.known(column.of, kind) for column in columns]
    missing = [place for place in _coarse_to_fine(len(columns)) if readings[place] is None]
    missing.sort(key=lambda place: columns[place].of is not first)
    done = 0
    for place in missing:
        if done and perf_counter() > end:
            break
        readings[place] = measure(columns[place].of)
        shelf.put(columns[place].of, kind, readings[place])
        done += 1
    known = [place for place, reading in enumerate(readings) if reading is not None]
    return Measured(
        [columns[place] for place in known],
        [readings[place] for place in known],
        len(missing) - done,
    )


def _coarse_to_fine(count: int) -> Iterator[int]:
    """0 to count − 1, the last first, then every second of what is left between."""
    if count:
        yield count - 1
    seen, stride = {count - 1}, 1 << max(0, count - 1).bit_length()
    while stride:
        for place in range(0, count, stride):
            if place not in seen:
                seen.add(place)
                yield place
        stride //= 2
