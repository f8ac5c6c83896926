"""The preparation of a table in ONNX: one named input a column, to what the network sees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
from numpy.typing import NDArray

from playground.data.pipeline import Pipeline, PreparedColumn
from playground.data.steps.dates import FittedDateParts
from playground.data.steps.numbers import FittedAffine, FittedImpute, FittedLog
from playground.data.steps.pictures import LUMA, FittedCrop, FittedGrey, FittedResize
from playground.data.steps.step import Fitted
from playground.data.steps.text import FittedBag, FittedTokenIds, tokens
from playground.data.steps.words import (
    FittedFillWord,
    FittedHashing,
    FittedOneHot,
    FittedOrdinal,
    hash_of,
)
from playground.data.tables.kinds import Kind
from playground.formats.onnx_dates import Dates
from playground.formats.onnx_flow import BYTE, DOUBLE, FLOAT, INT64, STRING, Flow, Write, numbers_of
from playground.formats.onnx_pen import Pen
from playground.formats.onnx_text import write_bag, write_hashing, write_token_ids

if TYPE_CHECKING:
    from playground.data.tables.table import Column, Table

ML_OPSET = 3
Form = Literal["numbers", "words", "texts", "hashes", "pixels"]


def why_not(pipeline: Pipeline) -> str:
    """Why a preparation can't be a part of the graph, in words; "" where it can."""
    for column in pipeline.columns:
        if column.kind == "picture" and not isinstance(column.steps[0], FittedResize):
            return f"{column.name} holds pictures of any size"
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
    first, short, one = (
        pen.constant(f"prepare.{name}", np.array(number))
        for name, number in (("first", 0), ("short", steps - 1), ("one", 1))
    )
    shape = pen.add("Shape", [rows], "prepare.shape")
    count = pen.add("Gather", [shape, first], "prepare.rows", axis=0)
    windows = pen.add("Sub", [count, short], "prepare.windows")
    starts = pen.add("Range", [first, windows, one], "prepare.starts")
    axis = pen.constant("prepare.axis", np.array([1]))
    begins = pen.add("Unsqueeze", [starts, axis], "prepare.begins")
    within = pen.constant("prepare.within", np.arange(steps))
    places = pen.add("Add", [begins, within], "prepare.places")
    return pen.add("Gather", [rows, places], "prepare.series", axis=0)


def form_of(column: PreparedColumn) -> Form:
    """In which form the graph takes a column.

    numbers: (N,) float64, NaN where missing. words: (N,) strings, "" where missing. texts: (N, L)
    strings, the words of each text, with "" behind the last. hashes: (N,) int64, the FNV-1a hash of
    each word, -1 where missing. pixels: (N, channels, height, width) bytes.
    """
    for step in column.steps:
        if isinstance(step, FittedBag | FittedTokenIds):
            return "texts"
        if isinstance(step, FittedHashing):
            return "hashes"
    return FORMS[column.kind]


def input_of(column: PreparedColumn) -> tuple[int, list[str | int]]:
    """The type and the shape of the input that takes a column."""
    form = form_of(column)
    first = column.steps[0] if column.steps else None
    if isinstance(first, FittedResize):
        return TYPES[form], ["N", first.channels, first.height, first.width]
    return TYPES[form], ["N", f"words of {column.name}"] if form == "texts" else ["N"]


def rows_for(pipeline: Pipeline, table: Table, inputs: Mapping[str, str]) -> dict[str, Any]:
    """What ONNX Runtime is given for the rows of a table, by input."""
    return {inputs[each.name]: _cells(each, table.column(each.name)) for each in pipeline.columns}


def _cells(prepared: PreparedColumn, column: Column) -> NDArray[Any]:
    form = form_of(prepared)
    if form == "texts":
        return split_texts(column.words.strings())
    if form == "hashes":
        hashes = [hash_of(word) for word in column.words.distinct]
        return np.array([*hashes, -1], np.int64)[column.words.codes]
    if form == "words":
        return np.array(column.words.strings(), object)
    first = prepared.steps[0] if prepared.steps else None
    if isinstance(first, FittedResize):
        return column.pictures.pixels(first.channels, first.height, first.width)
    return column.numbers


def split_texts(texts: Sequence[str]) -> NDArray[Any]:
    """(N, L) the words of each text, with "" behind the last."""
    found = [tokens(text) for text in texts]
    most = max((len(words) for words in found), default=0)
    split = np.full((len(found), max(1, most)), "", object)
    for row, words in enumerate(found):
        split[row, : len(words)] = words
    return split


def _written(pen: Pen, column: PreparedColumn, given: str, name: str) -> str:
    form = form_of(column)
    if form in ("words", "texts", "hashes"):
        flow = Flow(given, 0)
    elif form == "pixels":
        flow = Flow(given, 0, pixels=tuple(map(int, input_of(column)[1][1:])))
    else:
        axis = pen.constant(f"{name}.axis", np.array([1], np.int64))
        flow = Flow(pen.add("Unsqueeze", [given, axis], f"{name}.column"), 1)
    for place, step in enumerate(column.applied):
        flow = WRITERS[_kind_of(step)](pen, step, flow, f"{name}.{place}")
    return pen.add("Cast", [flow.name], f"{name}.double", to=DOUBLE) if flow.pixels else flow.name


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
    marks = pen.add("Cast", [some], f"{name}.marks", to=DOUBLE)
    both = pen.add("Concat", [filled, marks], f"{name}.both", axis=1)
    return Flow(both, flow.width + len(marked))


def _affine(pen: Pen, step: FittedAffine, flow: Flow, name: str) -> Flow:
    numbers = {"mean": np.array(step.mean), "scale": np.array(step.scale)}
    if flow.pixels:  # a number a channel
        numbers = {k: each.astype(np.float32).reshape(-1, 1, 1) for k, each in numbers.items()}
    mean, scale = (pen.constant(f"{name}.{what}", array) for what, array in numbers.items())
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
    return Flow(pen.add("Cast", [same], f"{name}.hot", to=DOUBLE), width)


def _ordinal(pen: Pen, step: FittedOrdinal, flow: Flow, name: str) -> Flow:
    numbers = _numbered(pen, step.words, flow, name, first=1, other=0, missing=0)
    return Flow(pen.add("Cast", [numbers], f"{name}.amount", to=DOUBLE), 1)


def _numbered(
    pen: Pen, words: tuple[str, ...], flow: Flow, name: str, *, first: int, other: int, missing: int
) -> str:
    """(N, 1) int64: the number of each word, from `first`."""
    known = {word: place for place, word in enumerate(words, first) if word}
    known[""] = known.get(flow.filling, other) if flow.filling else missing
    numbers = numbers_of(pen, flow.name, known, other, f"{name}.numbers")
    axis = pen.constant(f"{name}.axis", np.array([1], np.int64))
    return pen.add("Unsqueeze", [numbers, axis], f"{name}.number")


def _resize(pen: Pen, step: FittedResize, flow: Flow, name: str) -> Flow:
    """Bytes to numbers up to 1; bringing pictures to one size stays outside."""
    numbers = pen.add("Cast", [flow.name], f"{name}.numbers", to=FLOAT)
    most = pen.constant(f"{name}.most", np.array(255, np.float32))
    return replace(flow, name=pen.add("Div", [numbers, most], f"{name}.pixels"))


def _crop(pen: Pen, step: FittedCrop, flow: Flow, name: str) -> Flow:
    channels, height, width = flow.pixels
    starts = np.array([(height - step.height) // 2, (width - step.width) // 2])
    ends = starts + np.array([step.height, step.width])
    limits = [
        pen.constant(f"{name}.{what}", array)
        for what, array in (("starts", starts), ("ends", ends), ("axes", np.array([2, 3])))
    ]
    cut = pen.add("Slice", [flow.name, *limits], f"{name}.cut")
    return replace(flow, name=cut, pixels=(channels, step.height, step.width))


def _grey(pen: Pen, step: FittedGrey, flow: Flow, name: str) -> Flow:
    channels, height, width = flow.pixels
    if channels != 3:
        return flow
    weights = pen.constant(f"{name}.weights", np.array(LUMA, np.float32).reshape(3, 1, 1))
    bright = pen.add("Mul", [flow.name, weights], f"{name}.bright")
    axis = pen.constant(f"{name}.axis", np.array([1]))
    grey = pen.add("ReduceSum", [bright, axis], f"{name}.grey", keepdims=1)
    return replace(flow, name=grey, pixels=(1, height, width))


def _date_parts(pen: Pen, step: FittedDateParts, flow: Flow, name: str) -> Flow:
    """Arithmetic on days; what is missing, NaN, stays so through all of it."""
    dates = Dates(pen, flow.name, name)
    parts = [dates.part(part) for part in step.parts]
    return Flow(pen.add("Concat", parts, f"{name}.parts", axis=1), len(parts))


FORMS: Mapping[Kind, Form] = {
    "number": "numbers",
    "date": "numbers",
    "category": "words",
    "identifier": "words",
    "tags": "words",
    "text": "words",
    "picture": "pixels",
}
TYPES: Mapping[Form, int] = {
    "numbers": DOUBLE,
    "words": STRING,
    "texts": STRING,
    "hashes": INT64,
    "pixels": BYTE,
}

WRITERS: Mapping[str, Write] = {
    "impute": _impute,
    "log": _log,
    "affine": _affine,
    "fill_word": _fill_word,
    "one_hot": _one_hot,
    "ordinal": _ordinal,
    "date_parts": _date_parts,
    "resize": _resize,
    "crop": _crop,
    "grey": _grey,
    "bag": write_bag,
    "token_ids": write_token_ids,
    "hashing": write_hashing,
}
