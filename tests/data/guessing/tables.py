"""Small tables as the tests of guesses want them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.tables.kinds import WORDED, Kind
from playground.data.tables.spec import FileSpec
from playground.data.tables.table import Column, Table, Words


def column(name: str, kind: Kind, cells: Sequence[Any]) -> Column:
    """A column of these cells; None is a missing one."""
    if kind in WORDED:
        return Column(name, kind, Words.of(list(cells)))
    numbers = [np.nan if cell is None else float(cell) for cell in cells]
    return Column(name, kind, read_only(np.array(numbers)))


def table(**columns: tuple[Kind, Sequence[Any]]) -> Table:
    """Columns by their names."""
    return Table(tuple(column(name, kind, cells) for name, (kind, cells) in columns.items()))


def churn(rows: int = 400, seed: int = 0) -> Table:
    """Customers with gaps, an identifier, a constant and a copied column; "churned" is last."""
    rng = np.random.default_rng(seed)
    complaints = rng.integers(0, 6, rows)
    city = rng.choice(["Paris", "Rome", "Oslo"], rows).astype(object)
    city[::17] = None
    age = rng.integers(18, 90, rows).astype(object)
    age[::13] = None
    leaves = complaints + 3 * rng.random(rows) > 4
    return table(
        customer_id=("number", range(1, rows + 1)),
        city=("category", city.tolist()),
        age=("number", age.tolist()),
        income=("number", rng.lognormal(8, 1.5, rows)),
        complaints=("number", complaints),
        grievances=("number", complaints),
        country=("category", ["FR"] * rows),
        churned=("category", np.where(leaves, "yes", "no").tolist()),
    )


def read_as(made: Table, file: FileSpec) -> Table:
    """The table as a file of it would be read by these kinds: numbers may be words."""
    kinds = {each.name: each.kind for each in file.columns}
    return Table(tuple(_read_as(each, kinds[each.name]) for each in made.columns))


def _read_as(made: Column, kind: Kind) -> Column:
    if kind in WORDED and isinstance(made.values, np.ndarray):
        cells = [None if np.isnan(cell) else f"{cell:g}" for cell in made.numbers.tolist()]
        return column(made.name, kind, cells)
    return Column(made.name, kind, made.values)
