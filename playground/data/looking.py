"""What there is to see in data before any network: columns, their spread, what goes together.

All of it can take long on large data, and belongs in a thread of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from playground.data.arrays import read_only
from playground.data.progress import tell
from playground.data.tables.table import Column, Words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from playground.data.dataset import Dataset
    from playground.data.prepare import Prepared
    from playground.data.split import Split

FEWEST_BINS, MOST_BINS = 8, 40
MOST_WORDS = 20
MOST_CORRELATED = 40
MOST_LOOKED_AT = 50_000
"""Of more rows, correlations and scatter plots look at so many, drawn by chance, and say so."""
SIDES = ("train", "validation", "test")


@dataclass(frozen=True, eq=False)
class Facts:
    """What can be said of a column in numbers.

    Attributes:
        rows, missing, distinct: how many; distinct values leave out what is missing.
        numbers: of numbers and dates: least, lower quartile, median, upper quartile, greatest, mean
            and deviation (of the population); None for words, or where all are missing.
        words: of words: the most frequent ones and how often they come.
    """

    rows: int
    missing: int
    distinct: int
    numbers: tuple[float, float, float, float, float, float, float] | None
    words: tuple[tuple[str, int], ...]


@dataclass(frozen=True, eq=False)
class Spread:
    """How often a column's values come, class by class.

    Attributes:
        edges: (B + 1,) of the bins; None for words.
        words: (B,) what each bar stands for, where they are words.
        counts: (K, B) rows of each class; K is 1 where there are no classes.
        missing: rows without a value.
        others: rows whose words are not among those shown.
    """

    edges: NDArray[np.float64] | None
    words: tuple[str, ...]
    counts: NDArray[np.int64]
    missing: int
    others: int


@dataclass(frozen=True, eq=False)
class Correlations:
    """How columns of numbers go together.

    Attributes:
        names: (K,).
        values: (K, K) Pearson's correlation of each pair, of the rows that have both; NaN where one
            of them does not vary.
        rows: how many rows were looked at.
        left_out: columns that there was no room for.
    """

    names: tuple[str, ...]
    values: NDArray[np.float64]
    rows: int
    left_out: int


def columns_of(prepared: Prepared) -> tuple[Column, ...]:
    """The columns that can be looked at: of the table, where there is one; else of the samples.

    Images and sequences have none but their targets.
    """
    if prepared.table is not None:
        return tuple(c for c in prepared.table.columns if c.kind != "picture")
    dataset = prepared.dataset
    found = []
    if len(dataset.feature_shape) == 1:
        kind = "identifier" if dataset.coded else "number"
        for place in range(dataset.feature_shape[0]):
            values = dataset.features[:, place]
            name = dataset.feature_names[place]
            found.append(
                Column(name, "number", values)
                if kind == "number"
                else _coded(name, values, dataset.vocabulary)
            )
    taken = {column.name for column in found}
    return (*found, *(_renamed(column, taken) for column in target_columns(dataset)))


def _renamed(column: Column, taken: set[str]) -> Column:
    """A target under a name of its own."""
    return replace(column, name=f"{column.name} (target)") if column.name in taken else column


def _coded(name: str, values: NDArray[np.float64], vocabulary: tuple[str, ...]) -> Column:
    codes = values.astype(np.int32)
    words = vocabulary or tuple(map(str, range(int(codes.max(initial=0)) + 1)))
    return Column(name, "category", Words(read_only(codes), words))


def target_columns(dataset: Dataset) -> tuple[Column, ...]:
    """The targets as columns: one of classes, or one a label or value."""
    if dataset.task in ("binary", "multiclass"):
        codes = dataset.targets.astype(np.int32)
        return (Column("class", "category", Words(read_only(codes), dataset.target_names)),)
    values = dataset.targets.astype(np.float64)
    return tuple(
        Column(name, "number", read_only(values[:, place]))
        for place, name in enumerate(dataset.target_names)
    )


def classes_of(prepared: Prepared) -> tuple[NDArray[np.int64], tuple[str, ...]] | None:
    """The class of each sample (N,) and the classes' names; None where there are no classes."""
    dataset = prepared.dataset
    if dataset.task not in ("binary", "multiclass"):
        return None
    return dataset.targets.astype(np.int64), dataset.target_names


def facts_of(column: Column) -> Facts:
    """What can be said of a column in numbers."""
    missing = column.missing
    if not isinstance(column.values, np.ndarray):
        codes = column.words.codes[~missing]
        counts = np.bincount(codes, minlength=len(column.words.distinct))
        most = np.argsort(-counts, kind="stable")[:MOST_WORDS]
        shown = [k for k in most.tolist() if counts[k]]
        words = tuple((column.words.distinct[k], int(counts[k])) for k in shown)
        return Facts(len(column), int(missing.sum()), int((counts > 0).sum()), None, words)
    known = column.numbers[~missing]
    if not len(known):
        return Facts(len(column), int(missing.sum()), 0, None, ())
    least, lower, median, upper, most_ = np.quantile(known, (0, 0.25, 0.5, 0.75, 1)).tolist()
    numbers = (least, lower, median, upper, most_, float(known.mean()), float(known.std()))
    return Facts(len(column), int(missing.sum()), len(np.unique(known)), numbers, ())


def spread_of(
    column: Column, classes: NDArray[np.int64] | None = None, n_classes: int = 1
) -> Spread:
    """How often values come, in bins of the width 2 · IQR / ∛N (Freedman and Diaconis 1981).

    Args:
        classes: (N,) of the rows, to count each class by itself.
    """
    groups = np.zeros(len(column), np.int64) if classes is None else classes
    missing = column.missing
    if not isinstance(column.values, np.ndarray):
        return _spread_of_words(column.words, groups, n_classes, int(missing.sum()))
    known = column.numbers[~missing]
    edges = _edges(known)
    places = np.clip(np.searchsorted(edges, known, side="right") - 1, 0, len(edges) - 2)
    counts = _counted(groups[~missing], places, n_classes, len(edges) - 1)
    return Spread(edges, (), counts, int(missing.sum()), 0)


def _spread_of_words(
    words: Words, groups: NDArray[np.int64], n_classes: int, missing: int
) -> Spread:
    known = words.codes >= 0
    totals = np.bincount(words.codes[known], minlength=len(words.distinct))
    shown = [k for k in np.argsort(-totals, kind="stable")[:MOST_WORDS].tolist() if totals[k]]
    if len(shown) < MOST_WORDS and all(_is_number(words.distinct[k]) for k in shown):
        shown.sort(key=lambda k: float(words.distinct[k]))
    places = np.full(len(words.distinct) + 1, -1, np.int64)
    places[shown] = np.arange(len(shown))
    at = places[words.codes]
    inside = at >= 0
    counts = _counted(groups[inside], at[inside], n_classes, len(shown))
    names = tuple(words.distinct[k] for k in shown)
    return Spread(None, names, counts, missing, int(known.sum() - inside.sum()))


def _is_number(word: str) -> bool:
    try:
        return bool(np.isfinite(float(word)))
    except ValueError:
        return False


def _counted(
    groups: NDArray[np.int64], places: NDArray[np.int64], n_groups: int, n_places: int
) -> NDArray[np.int64]:
    flat = np.bincount(groups * n_places + places, minlength=n_groups * n_places)
    return flat.astype(np.int64).reshape(n_groups, n_places)


def _edges(known: NDArray[np.float64]) -> NDArray[np.float64]:
    low, high = float(known.min(initial=np.inf)), float(known.max(initial=-np.inf))
    if not len(known) or high - low <= 1e-12 * max(abs(low), abs(high), 1e-300):
        middle = low if len(known) else 0.0
        return np.linspace(middle - 0.5, middle + 0.5, FEWEST_BINS + 1)
    lower, upper = np.percentile(known, (25, 75))
    width = 2.0 * (upper - lower) / len(known) ** (1 / 3)
    count = FEWEST_BINS if width <= 0 else int(np.ceil(min((high - low) / width, MOST_BINS)))
    return np.linspace(low, high, int(np.clip(count, FEWEST_BINS, MOST_BINS)) + 1)


def looked_at(n_rows: int, most: int = MOST_LOOKED_AT) -> NDArray[np.int64]:
    """The rows that are looked at: all, or `most` of them, always the same ones, in order."""
    if n_rows <= most:
        return np.arange(n_rows)
    chosen = np.random.Generator(np.random.PCG64(0)).choice(n_rows, most, replace=False)
    return np.sort(chosen)


def correlations_of(columns: Sequence[Column]) -> Correlations:
    """Pearson's correlation of every two columns of numbers; words of two values count as 0 and 1.

    The first `MOST_CORRELATED` of them, and the last, which often is the target.
    """
    usable = [c for c in columns if as_numbers(c) is not None]
    shown = usable
    if len(usable) > MOST_CORRELATED:
        shown = [*usable[: MOST_CORRELATED - 1], usable[-1]]
    rows = looked_at(len(columns[0]) if columns else 0)
    arrays = []
    for number, column in enumerate(shown):
        tell(number / len(shown), "looking how columns go together")
        values = as_numbers(column.take(rows))
        assert values is not None
        arrays.append(values)
    matrix = np.full((len(shown), len(shown)), np.nan)
    whole = [not np.isnan(values).any() for values in arrays]
    for i, first in enumerate(arrays):
        for j, second in enumerate(arrays[: i + 1]):
            both = slice(None) if whole[i] and whole[j] else ~(np.isnan(first) | np.isnan(second))
            matrix[i, j] = matrix[j, i] = _pearson(first[both], second[both])
    names = tuple(column.name for column in shown)
    return Correlations(names, read_only(matrix), len(rows), len(usable) - len(shown))


def as_numbers(column: Column) -> NDArray[np.float64] | None:
    """A column's values for a correlation; None where they are no amounts."""
    if isinstance(column.values, np.ndarray):
        return column.numbers
    if column.kind == "category" and len(column.words.distinct) == 2:
        return np.where(column.missing, np.nan, column.words.codes).astype(np.float64)
    return None


def _pearson(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    if len(first) < 2:
        return float("nan")
    a, b = first - first.mean(), second - second.mean()
    norm = float(np.sqrt((a @ a) * (b @ b)))
    tiny = 1e-12 * len(a) * max(abs(float(first.mean())), abs(float(second.mean())), 1e-300)
    return float(a @ b) / norm if norm > tiny**2 else float("nan")


def numbers_for_scatter(column: Column, rows: NDArray[np.int64]) -> NDArray[np.float64]:
    """(n,) where rows lie on an axis: amounts, or the number of the word; NaN where missing."""
    part = column.take(rows)
    if isinstance(part.values, np.ndarray):
        return part.numbers
    return np.where(part.missing, np.nan, part.words.codes).astype(np.float64)


def side_counts(prepared: Prepared) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """Names (K,) and counts (4, K): of all samples, then of each of `SIDES`.

    K are the classes or the labels (samples that have it); for values it is one. Of a glance they
    are those of the whole.
    """
    return counts_of(prepared.whole.dataset, prepared.whole.split)


def counts_of(dataset: Dataset, split: Split) -> tuple[tuple[str, ...], NDArray[np.int64]]:
    """The same of a data set and its sides."""
    rows = [np.arange(len(dataset.targets)), split.train, split.validation, split.test]
    if dataset.task == "regression":
        return ("samples",), np.array([[len(each)] for each in rows], np.int64)
    if dataset.task == "multilabel":
        counts = [dataset.targets[each].sum(axis=0) for each in rows]
        return dataset.target_names, np.array(counts, np.int64)
    count = len(dataset.target_names)
    classes = dataset.targets.astype(np.int64)
    return dataset.target_names, np.array([np.bincount(classes[r], minlength=count) for r in rows])


def rows_of_each(prepared: Prepared, most: int) -> list[tuple[str, NDArray[np.int64]]]:
    """For each class (or label) its name and the first `most` training rows of it.

    Of values: the lowest, the middle and the highest ones.
    """
    dataset, rows = prepared.dataset, prepared.split.train
    targets = dataset.targets[rows]
    if dataset.task == "regression":
        order = rows[np.argsort(targets[:, 0], kind="stable")]
        middle = max(0, len(order) // 2 - most // 2)
        name = dataset.target_names[0]
        return [
            (f"lowest {name}", order[:most]),
            (f"middle {name}", order[middle : middle + most]),
            (f"highest {name}", order[::-1][:most]),
        ]
    if dataset.task == "multilabel":
        found = [rows[targets[:, k] == 1][:most] for k in range(len(dataset.target_names))]
    else:
        found = [rows[targets == k][:most] for k in range(len(dataset.target_names))]
    return list(zip(dataset.target_names, found, strict=True))
