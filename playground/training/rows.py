"""From rows with named columns to raw features."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.data.tables.rows import table_of
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.pipeline import Pipeline
    from playground.data.tables.kinds import Kind


def raw_features(
    rows: Any, pipeline: Pipeline | None, names: Sequence[str]
) -> NDArray[np.floating[Any]]:
    """(N, …) features as `Dataset.features` has them.

    Args:
        rows: of any kind that `playground.data.tables.rows.table_of` takes.
        pipeline: what is done to the columns; None where they are the features themselves.
        names: of the features, for where there is no pipeline.

    Raises:
        UserError: the rows do not fit, or there are no columns that features could be found by.
    """
    if pipeline is not None:
        return pipeline.features(table_of(rows, kinds_of(pipeline, names)))
    if not names:
        raise UserError(
            "The features of this data have no names to find columns by: give an array (N, …)."
        )
    table = table_of(rows, kinds_of(pipeline, names))
    return np.column_stack([table.column(name).numbers for name in names])


def kinds_of(pipeline: Pipeline | None, names: Sequence[str]) -> dict[str, Kind]:
    """The columns that answers are given by, and what they hold."""
    if pipeline is None:
        return dict.fromkeys(names, "number")
    return {column.name: column.kind for column in pipeline.columns}
