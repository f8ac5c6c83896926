"""Columns that give the target away by themselves: what would not be known when one asks.

For classes each column alone tells them by a table: the commonest class of each of its words, or of
64 ranges with equally many rows, from one half of the rows and judged on the other. For values it
is how well the ranks go together (Spearman 1904), or, of words, how much the mean of each explains.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.data.guessing import names
from playground.data.looking import looked_at
from playground.data.progress import tell
from playground.data.tables.table import Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.data.tables.spec import FileSpec
    from playground.data.tables.table import Column, Table

MOST_ROWS = 20_000
_RANGES = 64
_ALMOST, _PERFECT = 0.99, 0.999
_RANKS, _PERFECT_RANKS = 0.999, 0.9999
_FEWEST_ROWS, _FEWEST_OTHERS = 40, 3


@dataclass(frozen=True)
class Leak:
    """A column that gives the target away.

    Attributes:
        name: the column's.
        words: how well it does: "tells 100% of the rows right".
        perfect: whether it leaves nothing to learn.
    """

    name: str
    words: str
    perfect: bool


def leaks(file: FileSpec, table: Table) -> tuple[Leak, ...]:
    """The columns that give a single target away, the surest first.

    Columns of a series, and those with several targets, are not looked at; nor are pictures and
    texts. Where most columns tell the target by themselves, it is just easy, and none is named.
    """
    if len(file.targets) != 1 or file.window is not None or file.task == "multilabel":
        return ()
    target = table.column(file.targets[0].name)
    rows = looked_at(len(table), MOST_ROWS)
    rows = rows[~target.take(rows).missing]
    looked = [
        column.name
        for column in file.columns
        if column.role in ("feature", "skip") and column.kind in ("number", "category", "date")
    ]
    if len(rows) < _FEWEST_ROWS or not looked:
        return ()
    asked = target.take(rows)
    found = []
    for number, name in enumerate(looked):
        tell(number / len(looked), f"looking what {name} tells")
        leak = _leak(table.column(name).take(rows), asked, classes=file.task != "regression")
        if leak is not None:
            found.append(leak)
    if len(found) > max(1, len(looked) // 3):
        found = [leak for leak in found if _is_named_after(leak.name, target.name)]
    return tuple(sorted(found, key=lambda leak: not leak.perfect))


def to_leave_out(file: FileSpec, found: Sequence[Leak]) -> tuple[str, ...]:
    """The perfect ones, where enough columns stay to learn from."""
    features = {column.name for column in file.features}
    perfect = tuple(leak.name for leak in found if leak.perfect and leak.name in features)
    return perfect if len(features) - len(perfect) >= _FEWEST_OTHERS else ()


def _is_named_after(name: str, target: str) -> bool:
    """Whether the target's name is a part of it: "churned_reason", "log_price"."""
    own, other = names.words_of(target), names.words_of(name)
    return bool(own) and len("".join(own)) > 2 and set(own) < set(other)


def _leak(column: Column, target: Column, *, classes: bool) -> Leak | None:
    named = _is_named_after(column.name, target.name)
    if classes:
        told, usual = _told(column, target)
        most_wrong = (0.5 if named else 0.2) * (1.0 - usual)
        if (named or told >= _ALMOST) and told > usual and 1.0 - told <= most_wrong:
            words = f"tells {told:.1%} of the rows right by itself"
            return Leak(column.name, words, told >= _PERFECT)
        return None
    alike = _alike(column, target)
    if alike >= (0.95 if named else _RANKS):
        words = f"goes with the target nearly without fail ({alike:.4f} of 1)"
        return Leak(column.name, words, alike >= _PERFECT_RANKS)
    return None


def _told(column: Column, target: Column) -> tuple[float, float]:
    """How many rows the column tells right, and how many the commonest class alone does."""
    classes = _codes(target)
    n_classes = int(classes.max(initial=0)) + 1
    places = _codes(column)
    n_places = int(places.max(initial=0)) + 1
    half = np.random.Generator(np.random.PCG64(0)).random(len(classes)) < 0.5
    counts = np.bincount(
        places[half] * n_classes + classes[half], minlength=n_places * n_classes
    ).reshape(n_places, n_classes)
    commonest = int(counts.sum(axis=0).argmax())
    table = np.where(counts.any(axis=1), counts.argmax(axis=1), commonest)
    judged = classes[~half]
    right = float((table[places[~half]] == judged).mean())
    return right, float((judged == commonest).mean())


def _codes(column: Column) -> NDArray[np.int64]:
    """(N,) words, or ranges with equally many rows, by number; 0 where missing."""
    if isinstance(column.values, Words):
        return np.unique(column.words.codes, return_inverse=True)[1].astype(np.int64)
    values = column.numbers
    different = np.unique(values[~np.isnan(values)])
    if len(different) > _RANGES:
        different = np.unique(np.nanquantile(values, np.linspace(0, 1, _RANGES + 1)[1:-1]))
    places = np.searchsorted(different, values, side="right")
    return np.where(np.isnan(values), 0, places + 1).astype(np.int64)


def _alike(column: Column, target: Column) -> float:
    """From 0 to 1: by ranks, or how much of the target's variance the words explain."""
    wanted = target.numbers
    if isinstance(column.values, Words):
        return _explained(_codes(column), wanted)
    values = column.numbers
    known = ~np.isnan(values)
    if known.sum() < 0.5 * len(values) or len(np.unique(wanted[known])) < 10:
        return 0.0
    return abs(_correlation(_ranks(values[known]), _ranks(wanted[known])))


def _explained(places: NDArray[np.int64], wanted: NDArray[np.float64]) -> float:
    half = np.random.Generator(np.random.PCG64(0)).random(len(wanted)) < 0.5
    sums = np.bincount(places[half], wanted[half], minlength=places.max() + 1)
    counts = np.bincount(places[half], minlength=places.max() + 1)
    means = np.where(counts > 0, sums / np.maximum(counts, 1), wanted[half].mean())
    rest = wanted[~half] - means[places[~half]]
    spread = float(np.var(wanted[~half]))
    return max(0.0, 1.0 - float(np.mean(rest**2)) / spread) if spread > 0 else 0.0


def _ranks(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Equal ones share the mean of their ranks."""
    different, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    del different
    return np.asarray((ends - (counts - 1) / 2.0)[places], np.float64)


def _correlation(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    a, b = first - first.mean(), second - second.mean()
    norm = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / norm if norm > 0 else 0.0
