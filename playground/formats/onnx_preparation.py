"""The preparation of a table in ONNX: one named input a column, to what the network sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Protocol, cast

import numpy as np
from numpy.typing import NDArray

from playground.data.pipeline import Pipeline, PreparedColumn
from playground.data.steps.dates import FittedDateParts
from playground.data.steps.numbers import FittedAffine, FittedImpute, FittedLog
from playground.data.steps.step import Fitted
from playground.data.steps.words import FittedFillWord, FittedOneHot, FittedOrdinal
from playground.data.tables.kinds import WORDED, Kind

if TYPE_CHECKING:
    from playground.data.tables.table import Column, Table

ML_DOMAIN, ML_OPSET = "ai.onnx.ml", 3
_DAY = 86_400.0


class Pen(Protocol):
    """Writes nodes and constants into a graph."""

    def add(self, operator: str, inputs: list[str], output: str, **attributes: Any) -> str:
        """A node; the name of what it gives."""
        ...

    def constant(self, name: str, array: NDArray[Any]) -> str:
        """A constant; its name."""
        ...


@dataclass(frozen=True)
class Flow:
    """What a column has become so far.

    Attributes:
        name: of the tensor: (N, width) float64, or (N,) strings with "" where missing.
        width: how many numbers a row; 0 for words.
        filling: the word that a missing one is taken for; "" for none.
    """

    name: str
    width: int
    filling: str = ""


Write = Callable[[Pen, Any, Flow, str], Flow]


def why_not(pipeline: Pipeline) -> str:
    """Why a preparation can't be a part of the graph, in words; "" where it can."""
    for column in pipeline.columns:
        if column.kind not in INPUT_TYPES:
            return f"{column.name} holds {_PLURALS.get(column.kind, column.kind)}"
        for step in column.steps:
            if _kind_of(step) not in WRITERS:
                return f"{column.name} is prepared by {_kind_of(step).replace('_', ' ')}"
    return ""


def write_preparation(pen: Pen, pipeline: Pipeline, inputs: Mapping[str, str]) -> str:
    """Write everything before the scaling at the end.

    Args:
        pen: of the graph.
        pipeline: one that can be written, see `why_not`.
        inputs: the graph's input of each column, by the column's name.

    Returns:
        The tensor of raw features, (N, F) float64; with a window (N − steps + 1, steps, F).
    """
    parts = [
        _written(pen, column, inputs[column.name], f"prepare.{place}")
        for place, column in enumerate(pipeline.columns)
    ]
    features = pen.add("Concat", parts, "prepare.features", axis=1)
    if pipeline.window is None:
        return features
    return _windows(pen, features, pipeline.window.steps)


def _windows(pen: Pen, rows: str, steps: int) -> str:
    """Each row with those before it."""

    def whole(name: str, *numbers: int) -> str:
        shape = np.array(numbers, np.int64)
        return pen.constant(f"prepare.{name}", shape if len(numbers) != 1 else shape.reshape(()))

    shape = pen.add("Shape", [rows], "prepare.shape")
    first, last = whole("first", 0), whole("short", steps - 1)
    count = pen.add("Gather", [shape, first], "prepare.rows", axis=0)
    windows = pen.add("Sub", [count, last], "prepare.windows")
    starts = pen.add("Range", [first, windows, whole("step", 1)], "prepare.starts")
    axis = pen.constant("prepare.axis", np.array([1], np.int64))
    begins = pen.add("Unsqueeze", [starts, axis], "prepare.begins")
    within = pen.constant("prepare.within", np.arange(steps, dtype=np.int64))
    places = pen.add("Add", [begins, within], "prepare.places")
    return pen.add("Gather", [rows, places], "prepare.series", axis=0)


def rows_for(pipeline: Pipeline, table: Table, inputs: Mapping[str, str]) -> dict[str, Any]:
    """What ONNX Runtime is given for the rows of a table, by input."""
    return {inputs[each.name]: _cells(table.column(each.name)) for each in pipeline.columns}


def _cells(column: Column) -> NDArray[Any]:
    if column.kind in WORDED:
        return np.array(column.words.strings(), object)
    return column.numbers


def _written(pen: Pen, column: PreparedColumn, given: str, name: str) -> str:
    if column.kind in WORDED:
        flow = Flow(given, 0)
    else:
        axis = pen.constant(f"{name}.axis", np.array([1], np.int64))
        flow = Flow(pen.add("Unsqueeze", [given, axis], f"{name}.column"), 1)
    for place, step in enumerate(column.applied):
        flow = WRITERS[_kind_of(step)](pen, step, flow, f"{name}.{place}")
    return flow.name


def _kind_of(step: Fitted) -> str:
    return str(cast(Any, step).type)


def _impute(pen: Pen, step: FittedImpute, flow: Flow, name: str) -> Flow:
    """Where it is missing, the filling; and beside it where that was."""
    missing = pen.add("IsNaN", [flow.name], f"{name}.missing")
    values = pen.constant(f"{name}.values", np.array(step.values))
    filled = pen.add("Where", [missing, values, flow.name], f"{name}.filled")
    marked = np.flatnonzero(step.marked)
    if not len(marked):
        return Flow(filled, flow.width)
    places = pen.constant(f"{name}.places", marked)
    some = pen.add("Gather", [missing, places], f"{name}.some", axis=1)
    marks = pen.add("Cast", [some], f"{name}.marks", to=_DOUBLE)
    both = pen.add("Concat", [filled, marks], f"{name}.both", axis=1)
    return Flow(both, flow.width + len(marked))


def _affine(pen: Pen, step: FittedAffine, flow: Flow, name: str) -> Flow:
    mean = pen.constant(f"{name}.mean", np.array(step.mean))
    scale = pen.constant(f"{name}.scale", np.array(step.scale))
    centred = pen.add("Sub", [flow.name, mean], f"{name}.centred")
    return replace(flow, name=pen.add("Div", [centred, scale], f"{name}.scaled"))


def _log(pen: Pen, step: FittedLog, flow: Flow, name: str) -> Flow:
    """sign(x) · ln(1 + |x|)."""
    sign = pen.add("Sign", [flow.name], f"{name}.sign")
    size = pen.add("Abs", [flow.name], f"{name}.size")
    more = pen.add("Add", [size, pen.constant(f"{name}.one", np.array(1.0))], f"{name}.more")
    bent = pen.add("Log", [more], f"{name}.bent")
    return replace(flow, name=pen.add("Mul", [sign, bent], f"{name}.log"))


def _fill_word(pen: Pen, step: FittedFillWord, flow: Flow, name: str) -> Flow:
    """Nothing to write: whoever numbers the words takes a missing one for this one."""
    return replace(flow, filling=flow.filling or step.word)


def _one_hot(pen: Pen, step: FittedOneHot, flow: Flow, name: str) -> Flow:
    """The number of the word, held against 0, 1, 2 and so on."""
    width = len(step.words)
    other = width if step.other else -1
    missing = width + step.other if step.missing else -1
    width += step.other + step.missing
    numbers = _numbered(pen, step.words, flow, name, first=0, other=other, missing=missing)
    every = pen.constant(f"{name}.every", np.arange(width, dtype=np.int64))
    same = pen.add("Equal", [numbers, every], f"{name}.same")
    return Flow(pen.add("Cast", [same], f"{name}.hot", to=_DOUBLE), width)


def _ordinal(pen: Pen, step: FittedOrdinal, flow: Flow, name: str) -> Flow:
    numbers = _numbered(pen, step.words, flow, name, first=1, other=0, missing=0)
    return Flow(pen.add("Cast", [numbers], f"{name}.amount", to=_DOUBLE), 1)


def _numbered(
    pen: Pen, words: tuple[str, ...], flow: Flow, name: str, *, first: int, other: int, missing: int
) -> str:
    """(N, 1) int64: the number of each word, from `first`."""
    known = {word: place for place, word in enumerate(words, first) if word}
    known[""] = known.get(flow.filling, other) if flow.filling else missing
    numbers = pen.add(
        "LabelEncoder",
        [flow.name],
        f"{name}.numbers",
        domain=ML_DOMAIN,
        keys_strings=list(known),
        values_int64s=list(known.values()),
        default_int64=other,
    )
    axis = pen.constant(f"{name}.axis", np.array([1], np.int64))
    return pen.add("Unsqueeze", [numbers, axis], f"{name}.number")


def _date_parts(pen: Pen, step: FittedDateParts, flow: Flow, name: str) -> Flow:
    """Arithmetic on days; what is missing, NaN, stays so through all of it."""
    dates = _Dates(pen, flow.name, name)
    parts = [dates.part(part) for part in step.parts]
    return Flow(pen.add("Concat", parts, f"{name}.parts", axis=1), len(parts))


class _Dates:
    """Calendar dates by arithmetic on days (H. Hinnant, "chrono-compatible low-level date
    algorithms", `civil_from_days`), all in float64, which holds such whole numbers exactly.
    """

    def __init__(self, pen: Pen, seconds: str, name: str) -> None:
        self._pen, self._name, self._seconds = pen, name, seconds
        self._count = 0
        self._known: dict[str, str] = {}

    def part(self, part: str) -> str:
        """One part of the date; worked out once."""
        if part not in self._known:
            self._known[part] = getattr(self, f"_{part}")()
        return self._known[part]

    def _do(self, operator: str, *values: str | float) -> str:
        """A node on tensors and numbers."""
        self._count += 1
        name = f"{self._name}.{self._count}"
        given = [
            value
            if isinstance(value, str)
            else self._pen.constant(f"{name}.{place}", np.array(value))
            for place, value in enumerate(values)
        ]
        return self._pen.add(operator, given, name)

    def _whole(self, value: str, divisor: float) -> str:
        """⌊value / divisor⌋."""
        return self._do("Floor", self._do("Div", value, divisor))

    def _rest(self, value: str, divisor: float) -> str:
        """What is left of value when it is divided."""
        return self._do("Sub", value, self._do("Mul", self._whole(value, divisor), divisor))

    def _days(self) -> str:
        return self._do("Div", self._seconds, _DAY)

    def _day_number(self) -> str:
        return self._whole(self._seconds, _DAY)

    def _hour(self) -> str:
        return self._whole(self._rest(self._seconds, _DAY), 3600.0)

    def _minute(self) -> str:
        return self._whole(self._rest(self._seconds, 3600.0), 60.0)

    def _weekday(self) -> str:
        shifted = self._do("Add", self.part("day_number"), 3.0)
        return self._do("Add", self._rest(shifted, 7.0), 1.0)

    # Years begin in March here, so that the leap day is the last of one; eras have 400 years.

    def _since_march(self) -> str:
        return self._do("Add", self.part("day_number"), 719_468.0)

    def _day_of_era(self) -> str:
        return self._rest(self.part("since_march"), 146_097.0)

    def _year_of_era(self) -> str:
        day = self.part("day_of_era")
        for sign, days in (("Sub", 1_460.0), ("Add", 36_524.0), ("Sub", 146_096.0)):
            count = self._whole(self.part("day_of_era"), days)
            day = self._do(sign, day, count)
        return self._whole(day, 365.0)

    def _march_day(self) -> str:
        year = self.part("year_of_era")
        before = self._do("Mul", year, 365.0)
        before = self._do("Add", before, self._whole(year, 4.0))
        before = self._do("Sub", before, self._whole(year, 100.0))
        return self._do("Sub", self.part("day_of_era"), before)

    def _march_month(self) -> str:
        fifths = self._do("Add", self._do("Mul", self.part("march_day"), 5.0), 2.0)
        return self._whole(fifths, 153.0)

    def _day(self) -> str:
        fifths = self._do("Add", self._do("Mul", self.part("march_month"), 153.0), 2.0)
        first = self._whole(fifths, 5.0)
        return self._do("Add", self._do("Sub", self.part("march_day"), first), 1.0)

    def _is_late(self) -> str:
        """1 in January and February, which are months 10 and 11 of the year that began before."""
        return self._whole(self.part("march_month"), 10.0)

    def _month(self) -> str:
        late = self._do("Mul", self.part("is_late"), 12.0)
        return self._do("Sub", self._do("Add", self.part("march_month"), 3.0), late)

    def _year(self) -> str:
        era = self._whole(self.part("since_march"), 146_097.0)
        began = self._do("Add", self._do("Mul", era, 400.0), self.part("year_of_era"))
        return self._do("Add", began, self.part("is_late"))


_DOUBLE = 11  # TensorProto.DOUBLE
_STRING = 8  # TensorProto.STRING
INPUT_TYPES: Mapping[Kind, int] = {
    "number": _DOUBLE,
    "date": _DOUBLE,
    "category": _STRING,
    "identifier": _STRING,
    "tags": _STRING,
}
_PLURALS: Mapping[Kind, str] = {"text": "texts", "picture": "pictures"}

WRITERS: Mapping[str, Write] = {
    "impute": _impute,
    "log": _log,
    "affine": _affine,
    "fill_word": _fill_word,
    "one_hot": _one_hot,
    "ordinal": _ordinal,
    "date_parts": _date_parts,
}
