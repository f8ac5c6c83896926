"""Columns that come with a type, as those of data frames do, become values of a kind."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.reading.convert import Converter
from playground.data.reading.kinds import kind_of, present
from playground.data.tables.kinds import WORDED

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from playground.data.reading.troubles import Troubles
    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import Reading

_MOST_NOTED = 1_000


def is_plain(dtype: Any) -> bool:
    """Whether a cell holds one value, or a list of words."""
    import polars as pl

    if isinstance(dtype, pl.List):
        return dtype.inner in (pl.String, pl.Categorical, pl.Enum)
    return not dtype.is_nested() and dtype not in (pl.Binary, pl.Object, pl.Unknown)


def natural_kind(samples: Sequence[pl.Series], reading: Reading) -> Kind:
    """What a column holds, by its type and, if it holds words, by some of them."""
    import polars as pl

    dtype = samples[0].dtype
    if dtype.is_numeric() or dtype == pl.Duration:
        return "number"
    if dtype in (pl.Date, pl.Datetime):
        return "date"
    if isinstance(dtype, pl.List):
        return "tags"
    if dtype in (pl.Boolean, pl.Categorical, pl.Enum):
        return "category"
    cells = [cell for series in samples for cell in _texts(series)]
    return kind_of(present([cell or "" for cell in cells], reading), reading)


def shown(series: pl.Series) -> list[str | None]:
    """The cells as text, None where there is nothing."""
    return _texts(series).to_list()


def values_of(
    name: str, series: pl.Series, kind: Kind, reading: Reading, troubles: Troubles
) -> tuple[NDArray[np.float64] | NDArray[np.int32], Sequence[str] | None]:
    """The values of a column as a kind: numbers (N,) and None; or the numbers of words, and them.

    What can't be of that kind is missing, and noted by its row, from 1.
    """
    import polars as pl

    dtype = series.dtype
    if kind == "number" and (dtype.is_numeric() or dtype in (pl.Boolean, pl.Duration)):
        if dtype == pl.Duration:
            series = series.dt.total_microseconds() / 1e6
        values = np.array(series.cast(pl.Float64).fill_null(np.nan).to_numpy(), np.float64)
        return without_infinities(values, name, troubles), None
    if kind == "date" and dtype in (pl.Date, pl.Datetime):
        moments = series.cast(pl.Datetime("us")).dt.epoch("us").cast(pl.Float64) / 1e6
        return np.array(moments.fill_null(np.nan).to_numpy(), np.float64), None
    converter = Converter(name, kind, reading, troubles)
    values_ = converter.values(_texts(series), np.arange(1, len(series) + 1))
    return values_, tuple(converter.distinct) if kind in (*WORDED, "picture") else None


def without_infinities(
    values: NDArray[np.float64], name: str, troubles: Troubles
) -> NDArray[np.float64]:
    """The values, what is infinite missing and noted. Changes them in place."""
    rows = np.flatnonzero(np.isinf(values))
    for row in rows[:_MOST_NOTED]:
        what = f"{values[row]:+} is no amount to reckon with: taken as missing"
        troubles.add(int(row) + 1, name, what)
    troubles.count += max(0, len(rows) - _MOST_NOTED)
    values[rows] = np.nan
    return values


def _texts(series: pl.Series) -> pl.Series:
    import polars as pl

    if isinstance(series.dtype, pl.List):
        words = pl.element().cast(pl.String).str.replace_all(r"\s+", "_")
        return series.list.eval(words).list.join(" ")
    if series.dtype.is_float():
        # As a file has it: a whole number without a point.
        whole = series.is_finite() & (series == series.round()) & (series.abs() < 1e15)
        numbers = series.to_frame("n").select(
            pl.when(whole)
            .then(pl.col("n").cast(pl.Int64, strict=False).cast(pl.String))
            .otherwise(
                pl.when(pl.col("n").is_nan()).then(None).otherwise(pl.col("n").cast(pl.String))
            )
        )
        return numbers.to_series()
    return series.cast(pl.String)
