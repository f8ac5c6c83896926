"""What the preparation makes of some rows of a column."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from playground.data.looking import looked_at
from playground.data.own import prepare_table
from playground.data.prepare import Prepared
from playground.data.tables.table import Table
from playground.errors import UserError
from playground.gui.data.review.item_model import cell_text
from playground.gui.data.review.state import Known
from playground.gui.plots import words

MOST_ROWS = 2_000
ROWS, FEATURES = 8, 8


@dataclass(frozen=True)
class Preview:
    """Cells before and after, and what they were fitted on.

    Attributes:
        column: whose. names: of the features, the first some; more: how many more there are.
        before: the cells. after: what each becomes, as words.
        train: how many training rows it was fitted on; of: how many rows there are.
        error: why it can't be prepared so; "" where it can.
    """

    column: str
    names: tuple[str, ...] = ()
    more: int = 0
    before: tuple[str, ...] = ()
    after: tuple[tuple[str, ...], ...] = ()
    train: int = 0
    of: int = 0
    error: str = ""


def preview_of(known: Known, name: str) -> Preview:
    """What the preparation makes of the first rows of a column, fitted on training rows alone.

    Of large tables it is fitted on a part.
    """
    table = known.table
    rows = looked_at(len(table), MOST_ROWS)
    try:
        prepared = prepare_table(known.data, table if len(rows) == len(table) else table.take(rows))
    except UserError as error:
        return Preview(name, error=str(error))
    assert prepared.pipeline is not None
    assert prepared.table is not None
    column = next((c for c in prepared.pipeline.columns if c.name == name), None)
    if column is None:
        return Preview(name, error="")
    return _preview(prepared, prepared.table, name)


def _preview(prepared: Prepared, table: Table, name: str) -> Preview:
    assert prepared.pipeline is not None
    column = next(c for c in prepared.pipeline.columns if c.name == name)
    some = table.take(np.arange(min(ROWS, len(table))))
    block = column.block(some)
    before = tuple(cell_text(some.column(name), row) for row in range(len(some)))
    train = len(prepared.split.train)
    if not column.names:  # pictures
        shape = "×".join(str(side) for side in block.numbers.shape[1:])
        after: tuple[tuple[str, ...], ...] = tuple((shape,) for _ in before)
        return Preview(name, ("pixels",), 0, before, after, train, len(table))
    mean, scale = (np.array(part) for part in column.affine)
    values = (block.numbers - mean) / scale
    after = tuple(tuple(words.number(float(value)) for value in row[:FEATURES]) for row in values)
    more = max(0, len(column.names) - FEATURES)
    return Preview(name, column.names[:FEATURES], more, before, after, train, len(table))
