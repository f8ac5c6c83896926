"""What stands in each column, in numbers: a quick look that a million rows do not slow down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.data.looking import looked_at
from playground.data.progress import tell
from playground.data.reading.cells import number_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind
    from playground.data.tables.table import Column, Table, Words

MOST_ROWS = 100_000
"""Of more rows, so many are looked at for what has to be sorted, and the survey says so."""
MOST_WORDS = 20
_MOST_TEXTS = 2_000


@dataclass(frozen=True)
class Amounts:
    """Facts of numbers, or of moments in seconds since 1970.

    Attributes:
        least, greatest: of all rows that have one.
        mean, deviation: of all of them; the deviation is the population's.
        lower, median, upper: the quartiles, of the rows looked at.
        whole: whether all are whole numbers.
        steps: the commonest distance from one to the next greater one, where most (95 of 100) are
            equal or, as months are, within an eighth; 0 where there is none or values repeat.
    """

    least: float
    greatest: float
    mean: float
    deviation: float
    lower: float
    median: float
    upper: float
    whole: bool
    steps: float


@dataclass(frozen=True)
class ColumnSurvey:
    """Facts of one column.

    Attributes:
        name, kind: the column's, as it was read.
        rows, missing: how many.
        distinct: how many different values; `exact` says whether every row was looked at. Pictures
            count as different.
        amounts: of numbers and dates, where there is any.
        words: of words: the most frequent ones and how often they come.
        tags: of tags: each tag and how often it comes, the most frequent first.
        letters, tokens: of words: how long one is on average, in letters and in words.
        numeric: whether every word could be read as a number.
    """

    name: str
    kind: Kind
    rows: int
    missing: int
    distinct: int
    exact: bool = True
    amounts: Amounts | None = None
    words: tuple[tuple[str, int], ...] = ()
    tags: tuple[tuple[str, int], ...] = ()
    letters: float = 0.0
    tokens: float = 0.0
    numeric: bool = False

    @property
    def known(self) -> int:
        """Rows that have a value."""
        return self.rows - self.missing

    @property
    def share_missing(self) -> float:
        """From 0 to 1."""
        return self.missing / self.rows if self.rows else 0.0

    @property
    def one_each(self) -> bool:
        """Whether every row looked at has a value of its own."""
        looked = min(self.rows, MOST_ROWS) - self.missing * (1.0 if self.exact else 0.0)
        return self.distinct > 1 and self.distinct >= 0.999 * looked

    @property
    def count(self) -> str:
        """How many different values there are, in words."""
        if self.exact:
            return f"{self.distinct:,}"
        return f"about {self.distinct:,}" if self.distinct < 1_000 else "many"


@dataclass(frozen=True)
class Survey:
    """Facts of every column.

    Attributes:
        rows: of the table.
        looked_at: how many of them quartiles and numbers of different values are from.
        columns: in the table's order.
    """

    rows: int
    looked_at: int
    columns: tuple[ColumnSurvey, ...]

    def __contains__(self, name: str) -> bool:
        return any(column.name == name for column in self.columns)

    def column(self, name: str) -> ColumnSurvey:
        """Facts of the column of this name, which must be there."""
        return next(column for column in self.columns if column.name == name)


def survey(table: Table) -> Survey:
    """Look at every column once.

    Raises:
        Cancelled: it is no longer wanted.
    """
    rows = looked_at(len(table), MOST_ROWS)
    found = []
    for number, column in enumerate(table.columns):
        tell(number / len(table.columns), f"looking at {column.name}")
        found.append(_surveyed(column, rows))
    return Survey(len(table), len(rows), tuple(found))


def _surveyed(column: Column, rows: NDArray[np.int64]) -> ColumnSurvey:
    n_rows = len(column)
    if isinstance(column.values, np.ndarray):
        return _of_numbers(column, rows)
    if column.kind == "picture":
        return ColumnSurvey(column.name, column.kind, n_rows, 0, n_rows)
    words = column.words
    counts = np.bincount(words.codes[words.codes >= 0], minlength=len(words.distinct))
    used = np.flatnonzero(counts)
    most = used[np.argsort(-counts[used], kind="stable")][:MOST_WORDS].tolist()
    some = [words.distinct[k] for k in used[:: max(1, len(used) // _MOST_TEXTS)].tolist()]
    return ColumnSurvey(
        name=column.name,
        kind=column.kind,
        rows=n_rows,
        missing=int((words.codes < 0).sum()),
        distinct=len(used),
        words=tuple((words.distinct[k], int(counts[k])) for k in most),
        tags=_tags(words, counts) if column.kind == "tags" else (),
        letters=float(np.mean([len(word) for word in some])) if some else 0.0,
        tokens=float(np.mean([len(word.split()) for word in some])) if some else 0.0,
        numeric=bool(some) and all(number_of(word) is not None for word in some),
    )


def _tags(words: Words, counts: NDArray[np.int64]) -> tuple[tuple[str, int], ...]:
    found: dict[str, int] = {}
    for code in np.flatnonzero(counts).tolist():
        for tag in words.distinct[code].split():
            found[tag] = found.get(tag, 0) + int(counts[code])
    return tuple(sorted(found.items(), key=lambda each: (-each[1], each[0])))


def _of_numbers(column: Column, rows: NDArray[np.int64]) -> ColumnSurvey:
    values = column.numbers
    missing = np.isnan(values)
    n_missing = int(missing.sum())
    known = values[~missing] if n_missing else values
    exact = len(rows) == len(values)
    some = known
    if not exact:
        some = values[rows]
        some = some[~np.isnan(some)]
    if not len(known) or not len(some):
        return ColumnSurvey(column.name, column.kind, len(values), n_missing, 0, exact)
    different = np.unique(some)
    lower, median, upper = np.quantile(some, (0.25, 0.5, 0.75)).tolist()
    amounts = Amounts(
        least=float(known.min()),
        greatest=float(known.max()),
        mean=float(known.mean()),
        deviation=float(known.std()),
        lower=lower,
        median=median,
        upper=upper,
        whole=bool((np.floor(different) == different).all()),
        steps=_equal_steps(different) if exact and len(different) == len(some) else 0.0,
    )
    return ColumnSurvey(
        column.name, column.kind, len(values), n_missing, len(different), exact, amounts
    )


def _equal_steps(different: NDArray[np.float64]) -> float:
    """The distance between neighbours, if it is much the same; else 0."""
    if len(different) < 3:
        return 0.0
    distances = np.diff(different)
    usual = float(np.median(distances))
    near = np.abs(distances - usual) <= usual / 8
    return usual if near.mean() >= 0.95 else 0.0
