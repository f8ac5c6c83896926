"""What the pages draw, worked out away from the window's thread."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.data import looking
from playground.data.dataset import Task
from playground.data.looking import Correlations, Facts, Spread
from playground.data.plane import Plane, why_no_plane
from playground.data.prepare import Prepared
from playground.data.tables.table import Column, Words
from playground.errors import UserError

MOST_POINTS = 4_000
ROWS_OF_EACH = 12


@dataclass(frozen=True, eq=False)
class Cloud:
    """Points of a scatter plot.

    Attributes:
        places: (n, 2). rows: (n,) which samples they are.
        colours: (n,) the class or the value of each.
        task: what these mean. low, high: of values.
        names: of the axes.
        words: what the numbers of either axis stand for; () for amounts.
        of: how many samples there are in all.
        note: why there is nothing, or what is to be known; "" for nothing.
    """

    places: NDArray[np.float64]
    rows: NDArray[np.int64]
    colours: NDArray[np.float64]
    task: Task
    low: float
    high: float
    names: tuple[str, str]
    words: tuple[tuple[str, ...], tuple[str, ...]]
    of: int
    note: str = ""


@dataclass(frozen=True, eq=False)
class Looked:
    """What is known of some data as a whole.

    Attributes:
        prepared: the data.
        columns: those that can be looked at, by name.
        classes: names, and the class of each sample; None where there are none.
    """

    prepared: Prepared
    columns: Mapping[str, Column]
    classes: tuple[NDArray[np.int64], tuple[str, ...]] | None

    @classmethod
    def of(cls, prepared: Prepared) -> Looked:
        """The columns of some data."""
        columns = {column.name: column for column in looking.columns_of(prepared)}
        return cls(prepared, columns, looking.classes_of(prepared))

    @property
    def class_names(self) -> tuple[str, ...]:
        """() where there are no classes."""
        return self.classes[1] if self.classes is not None else ()

    def spread(self, name: str) -> tuple[str, Spread, Facts]:
        """How a column's values come."""
        column = self.columns[name]
        if self.classes is None or len(self.classes[0]) != len(column):
            return name, looking.spread_of(column), looking.facts_of(column)
        classes, names = self.classes
        return name, looking.spread_of(column, classes, len(names)), looking.facts_of(column)

    def correlations(self) -> Correlations:
        """How columns go together."""
        return looking.correlations_of(tuple(self.columns.values()))

    def scatter(self, first: str, second: str) -> Cloud:
        """Two columns against each other."""
        columns = [self.columns[first], self.columns[second]]
        rows = looking.looked_at(len(columns[0]), MOST_POINTS)
        places = np.column_stack([looking.numbers_for_scatter(c, rows) for c in columns])
        known = ~np.isnan(places).any(axis=1)
        words = tuple(_words(column) for column in columns)
        gaps = int((~known).sum())
        note = f"{gaps:,} of the points have a gap and are left out." if gaps else ""
        return self._cloud(places[known], rows[known], (first, second), (words[0], words[1]), note)

    def components(self) -> Cloud:
        """The samples on their first two principal components."""
        dataset = self.prepared.dataset
        why = why_no_plane(dataset)
        if not why:
            try:
                plane = Plane.of_components(dataset)
            except UserError as error:
                why = str(error)
        nobody = np.zeros(0, np.int64)
        if why:
            return self._cloud(np.zeros((0, 2)), nobody, ("", ""), ((), ()), why)
        rows = looking.looked_at(len(dataset.features), MOST_POINTS)
        places = plane.project(dataset.features[rows])
        return self._cloud(places, rows, plane.axis_names, ((), ()), "")

    def _cloud(
        self,
        places: NDArray[np.float64],
        rows: NDArray[np.int64],
        names: tuple[str, str],
        words: tuple[tuple[str, ...], tuple[str, ...]],
        note: str,
    ) -> Cloud:
        dataset = self.prepared.dataset
        targets = dataset.targets.reshape(len(dataset.targets), -1).astype(np.float64)
        if dataset.task == "multilabel":
            colours = np.where(targets.any(axis=1), targets.argmax(axis=1), -1)
        else:
            colours = targets[:, 0]
        low, high = float(colours.min(initial=0.0)), float(colours.max(initial=0.0))
        if dataset.task == "regression" and len(colours):
            low, high = (float(v) for v in np.quantile(colours, (0.02, 0.98)))
        return Cloud(
            places,
            rows,
            colours[rows],
            dataset.task,
            low,
            high,
            names,
            words,
            len(self.prepared.whole.dataset.targets),
            note,
        )

    def sides(self) -> tuple[tuple[str, ...], NDArray[np.int64]]:
        """Counts before and after the split."""
        return looking.side_counts(self.prepared)

    def samples(self) -> list[tuple[str, NDArray[np.int64]]]:
        """Some of each class."""
        return looking.rows_of_each(self.prepared, ROWS_OF_EACH)


def _words(column: Column) -> tuple[str, ...]:
    if not isinstance(column.values, Words):
        return ()
    return tuple(column.values.distinct) if len(column.values.distinct) <= 100 else ("",)
