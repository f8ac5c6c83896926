"""Samples of the gallery as a table, so that they are looked at as files are."""

from __future__ import annotations

import numpy as np

from playground.data.looking import columns_of, target_columns
from playground.data.prepare import Prepared
from playground.data.reading.pictures import ArrayPictures
from playground.data.tables.spec import ColumnSpec
from playground.data.tables.table import Column, Table

_PICTURE, _BRIGHTEST = "picture", 255.0


def samples_table(prepared: Prepared) -> Table:
    """The samples of data that is no file: features, or pictures, and targets."""
    columns = columns_of(prepared)
    shape = prepared.dataset.feature_shape
    if len(shape) == 3 and shape[0] in (1, 3) and prepared.table is None:
        columns = (_pictures(prepared), *columns)
    return Table(columns)


def columns_told(prepared: Prepared, table: Table) -> dict[str, ColumnSpec]:
    """What each column of it holds and is for."""
    targets = len(target_columns(prepared.dataset))
    last = table.names[len(table.names) - targets :]
    return {
        column.name: ColumnSpec(
            name=column.name,
            kind=column.kind,
            role="target" if column.name in last else "feature",
        )
        for column in table.columns
    }


def _pictures(prepared: Prepared) -> Column:
    features = prepared.dataset.features
    low, high = float(features.min()), float(features.max())
    bright = (features - low) * (_BRIGHTEST / ((high - low) or 1.0))
    return Column(_PICTURE, "picture", ArrayPictures.of(bright.astype(np.uint8), "NCHW"))
