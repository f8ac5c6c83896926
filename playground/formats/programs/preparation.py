"""The preparation of a table's rows, written out as Python that needs NumPy alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, cast

from playground.data.steps.dates import FittedDateParts
from playground.data.steps.numbers import FittedAffine, FittedImpute, FittedLog
from playground.data.steps.text import FittedBag, FittedTokenIds
from playground.data.steps.words import (
    FittedFillWord,
    FittedHashing,
    FittedOneHot,
    FittedOrdinal,
)
from playground.data.tables.kinds import WORDED, Kind
from playground.formats.code.literals import literal
from playground.formats.code.names import quoted
from playground.formats.code.page import Line, lines
from playground.formats.programs.preparation_helpers import HELPERS

if TYPE_CHECKING:
    from playground.data.pipeline import Pipeline, PreparedColumn
    from playground.data.steps.step import Fitted
    from playground.data.tables.spec import FileSpec, Reading

_PREPARE = '''
def prepare(rows):
    """Features {shape} of rows, each a mapping from columns to cells; "" is missing."""
    parts = []
'''
_READ = {
    True: """
def read(path):
    \"\"\"The rows of a file like the one that the network has learned from.\"\"\"
    with open(path, newline="", encoding={encoding}) as file:
        return list(csv.DictReader(file, delimiter={separator}))
""",
    False: """
def read(path):
    \"\"\"The rows of a file like the one that the network has learned from.\"\"\"
    with open(path, newline="", encoding={encoding}) as file:
        return list(csv.DictReader(file, ALL_COLUMNS, delimiter={separator}))
""",
}
_CELLS: Mapping[Kind, str] = {"number": "amounts", "date": "moments"}
# A mark at the beginning is no part of the first name.
_ENCODINGS = {"utf-8": "utf-8-sig", "utf8": "utf-8-sig"}
_ORDERS = {"ymd": [0, 1, 2], "dmy": [2, 1, 0], "mdy": [2, 0, 1]}

Write = Callable[[Any], list[Line]]


def why_no_code(pipeline: Pipeline) -> str:
    """Why a preparation can't be written out as a program, in words; "" where it can."""
    for column in pipeline.columns:
        if column.kind == "picture":
            return f"{column.name} holds pictures"
        for step in column.applied:
            if kind_of(step) not in WRITERS:
                return f"{column.name} is prepared by {kind_of(step).replace('_', ' ')}"
    return ""


def kind_of(step: Fitted) -> str:
    """The type that it names itself by."""
    return str(cast(Any, step).type)


def prepare_function(pipeline: Pipeline) -> list[Line]:
    """`prepare(rows)`, of a pipeline that can be written out."""
    extents = ", ".join(map(str, pipeline.shape))
    found = lines(_PREPARE.format(shape=f"({'N' if pipeline.window is None else 'W'}, {extents})"))
    for column in pipeline.columns:
        found += [Line(each.text, depth=each.depth + 1) for each in _column(column)]
    whole = "np.concatenate(parts, axis=1)"
    if pipeline.window is not None:
        whole = f"windows({whole}, {pipeline.window.steps})"
    return [*found, Line(f"return {whole}", depth=1)]


def helper_functions(text: str) -> list[list[Line]]:
    """The functions that a program's text calls, and those that they call, in order."""
    wanted: set[str] = set()
    while True:
        more = {name for name in HELPERS if re.search(rf"\b{name}\(", text)} - wanted
        if not more:
            return [lines(code) for name, code in HELPERS.items() if name in wanted]
        wanted |= more
        text += "".join(HELPERS[name] for name in more)


def reading_constants(file: FileSpec, text: str) -> list[Line]:
    """How cells are written, as the project has it, as far as a program's text asks for it."""
    reading = file.reading
    known: dict[str, Any] = {
        "MISSING": sorted({"", *reading.missing}),
        "DECIMAL": reading.decimal,
        "DATE_ORDER": _ORDERS[reading.dates],
        "ALL_COLUMNS": [column.name for column in file.columns],
    }
    used = {name: value for name, value in known.items() if re.search(rf"\b{name}\b", text)}
    return [line for name, value in used.items() for line in literal(value, f"{name} = ", "", 0)]


def read_function(reading: Reading) -> list[Line]:
    """`read(path)`, for files that are laid out as the project's own."""
    encoding = _ENCODINGS.get(reading.encoding.lower(), reading.encoding)
    single = reading.separator if len(reading.separator) == 1 else ","
    text = _READ[reading.header].format(encoding=quoted(encoding), separator=quoted(single))
    return lines(text)


def _column(column: PreparedColumn) -> list[Line]:
    cells = "words" if column.kind in WORDED else _CELLS[column.kind]
    found = lines(f"x = {cells}(rows, {quoted(column.name)})")
    for step in column.applied:
        found += WRITERS[kind_of(step)](step)
    return [*found, Line("parts.append(x)")]


def _impute(step: FittedImpute) -> list[Line]:
    found = literal(list(step.values), "values = ", "", 0)
    marked = [place for place, mark in enumerate(step.marked) if mark]
    if not marked:
        return [*found, Line("x = filled(x, values)")]
    return [*found, *literal(marked, "marked = ", "", 0), Line("x = filled(x, values, marked)")]


def _affine(step: FittedAffine) -> list[Line]:
    return [
        *literal(list(step.mean), "mean = ", "", 0),
        *literal(list(step.scale), "scale = ", "", 0),
        Line("x = (x - np.array(mean)) / np.array(scale)"),
    ]


def _log(step: FittedLog) -> list[Line]:
    return [Line("x = np.sign(x) * np.log1p(np.abs(x))")]


def _fill_word(step: FittedFillWord) -> list[Line]:
    return lines(f"x = [name or {quoted(step.word)} for name in x]")


def _hashing(step: FittedHashing) -> list[Line]:
    return [Line(f"x = hashed(x, {step.buckets})")]


def _bag(step: FittedBag) -> list[Line]:
    found = literal(list(step.words), "known = ", "", 0)
    if not step.weights:
        return [*found, Line("x = counted(x, known)")]
    weights = literal(list(step.weights), "weights = ", "", 0)
    return [*found, *weights, Line("x = weighted(counted(x, known), weights)")]


def _token_ids(step: FittedTokenIds) -> list[Line]:
    found = literal(list(step.words), "known = ", "", 0)
    return [*found, Line(f"x = word_numbers(x, known, {step.length})")]


def _one_hot(step: FittedOneHot) -> list[Line]:
    found = literal(list(step.words), "known = ", "", 0)
    return [*found, Line(f"x = one_hot(x, known, other={step.other}, missing={step.missing})")]


def _ordinal(step: FittedOrdinal) -> list[Line]:
    return [*literal(list(step.words), "known = ", "", 0), Line("x = numbered(x, known)")]


def _date_parts(step: FittedDateParts) -> list[Line]:
    return [*literal(list(step.parts), "wanted = ", "", 0), Line("x = date_parts(x, wanted)")]


WRITERS: Mapping[str, Write] = {
    "impute": _impute,
    "log": _log,
    "affine": _affine,
    "fill_word": _fill_word,
    "hashing": _hashing,
    "bag": _bag,
    "token_ids": _token_ids,
    "one_hot": _one_hot,
    "ordinal": _ordinal,
    "date_parts": _date_parts,
}
