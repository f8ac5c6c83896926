"""What a column holds and what it is for, and the steps that fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.data.guessing import names
from playground.data.steps import StepField
from playground.data.steps.dates import DateParts
from playground.data.steps.numbers import Impute, Standardise
from playground.data.steps.pictures import Resize
from playground.data.steps.text import TfIdf, TokenIds
from playground.data.steps.words import Hashing, OneHot, Ordinal
from playground.data.tables.spec import ColumnSpec

if TYPE_CHECKING:
    from playground.data.guessing.survey import Amounts, ColumnSurvey
    from playground.data.tables.kinds import Kind, Role
    from playground.data.tables.spec import FileSpec

MOST_ONE_HOT = 50
MOST_CODES = 20
MANY_CATEGORIES = 50
FEW_TEXTS = 200
MOST_COUNTED, _ROWS_A_WORD = 300, 10
_SHORT = 8.0
_DAY = 86_400.0


def kind_of(column: ColumnSurvey) -> tuple[Kind, str]:
    """What a column seems to hold, from all of it, and why."""
    kind, amounts = column.kind, column.amounts
    if kind == "number" and amounts is not None:
        if _numbers_rows(column, amounts):
            return "identifier", "it has another number in each row"
        if _are_codes(column, amounts):
            return "category", f"its {column.count} numbers are codes, not amounts"
        return "number", "it has numbers"
    many = column.numeric and column.distinct > MOST_ONE_HOT
    if kind == "category" and many and not names.says(column.name, names.CODES):
        return "number", "it has numbers"
    if kind == "category" and names.is_identifier(column.name) and column.one_each:
        return "identifier", "it has another value in each row"
    why = {
        "number": "nothing stands in it",
        "category": f"it has {column.count} different words",
        "date": "it has dates",
        "text": f"it has texts of about {column.tokens:.0f} words",
        "tags": f"it has several of {len(column.tags)} tags at once",
        "picture": "it has pictures",
        "identifier": "it has another value in nearly every row",
    }
    return kind, why[kind]


def _numbers_rows(column: ColumnSurvey, amounts: Amounts) -> bool:
    if not (amounts.whole and column.one_each and column.rows >= 10):
        return False
    if names.is_identifier(column.name):
        return True
    from_start = amounts.least in (0.0, 1.0)
    return from_start and amounts.steps == 1.0 and not names.says(column.name, names.TIMES)


def _are_codes(column: ColumnSurvey, amounts: Amounts) -> bool:
    if not amounts.whole or not 3 <= column.distinct <= MOST_CODES or column.rows < 30:
        return False
    if names.says(column.name, names.AMOUNTS):
        return False
    if names.says(column.name, names.CODES):
        return True
    # 101, 205, 310: too far from one another to count something.
    return amounts.least >= 100 and amounts.greatest - amounts.least > 10 * column.distinct


def guessed(column: ColumnSurvey) -> tuple[ColumnSpec, str]:
    """The column as a feature, or left out, and why."""
    kind, why = kind_of(column)
    role: Role = "feature"
    if column.distinct == 0:
        role, why = "skip", "nothing stands in it"
    elif column.distinct == 1 and not column.missing and column.rows > 1 and kind != "picture":
        role, why = "skip", "it is the same in every row"
    elif kind == "identifier":
        role, why = "skip", f"{why}: it tells rows apart, and nothing else"
    elif _is_named_so(column, kind):
        role, why = "skip", "by its name it tells things apart, and nothing else"
    elif kind == "tags":
        role, why = "skip", f"{why}, which only a target can be"
    spec = ColumnSpec(name=column.name, kind=kind, role=role)
    return spec.model_copy(update={"steps": steps_for(kind, column)}), why


def _is_named_so(column: ColumnSurvey, kind: Kind) -> bool:
    """Whether by its name it has numbers of things, or names of people and places."""
    if kind == "text":
        return column.tokens < _SHORT and names.says(column.name, names.NAMES)
    return kind in ("number", "category") and names.is_identifier(column.name)


def steps_for(kind: Kind, column: ColumnSurvey | None = None) -> tuple[StepField, ...]:
    """The usual preparation of a column of this kind as a feature.

    Args:
        column: facts, where there are any; without them it is prepared for all that may come.
    """
    if kind == "number":
        return (Impute(), Standardise())
    if kind == "date":
        parts = DateParts()
        amounts = column.amounts if column is not None else None
        if amounts is not None and (amounts.least % _DAY or amounts.greatest % _DAY):
            parts = DateParts(parts=("days", "month", "weekday", "hour"))
        return (parts, Impute(), Standardise())
    if kind == "category":
        return (OneHot(most=MOST_ONE_HOT),)
    if kind == "identifier":
        return (Hashing(),)
    if kind == "text":
        return counted_words(column.rows if column is not None else MOST_COUNTED * _ROWS_A_WORD)
    if kind == "picture":
        return (Resize(), Standardise())
    return ()


def counted_words(rows: int) -> tuple[StepField, ...]:
    """The preparation of a text beside other features: a word for every so many rows."""
    return (TfIdf(words=max(20, min(MOST_COUNTED, rows // _ROWS_A_WORD))),)


def hashed() -> tuple[StepField, ...]:
    """The preparation of a column of very many words."""
    return (Hashing(buckets=32),)


def with_text_alone(file: FileSpec, rows: int) -> FileSpec:
    """Texts that are the only feature are read word by word; else they are counted.

    A text that somebody prepared otherwise stays as it is.
    """
    alone = len(file.features) == 1 and rows >= FEW_TEXTS
    counted, read = counted_words(rows), (TokenIds(),)
    columns = []
    for column in file.columns:
        steps = column.steps
        if column.role == "feature" and column.kind == "text" and steps in ((), counted, read):
            steps = read if alone else counted
            column = column.model_copy(update={"steps": steps})
        columns.append(column)
    return file.model_copy(update={"columns": tuple(columns)})


def numbered_words() -> tuple[StepField, ...]:
    """The preparation of users and items, each with a vector of its own."""
    return (Ordinal(),)
