"""Rows that a program holds, of whatever kind, become a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from math import isnan
from numbers import Real
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.data.arrays import read_only
from playground.data.tables.kinds import WORDED
from playground.data.tables.table import Column, Table, Words
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind

_WHAT = {"number": "number", "date": "date, as 2026-11-27 or 2026-11-27 18:30,"}


def is_table(rows: Any) -> bool:
    """Whether these are rows or columns with names: see `table_of`."""
    if isinstance(rows, Table | Mapping) or hasattr(rows, "columns"):
        return True
    return isinstance(rows, Sequence) and bool(rows) and isinstance(rows[0], Mapping)


def table_of(rows: Any, kinds: Mapping[str, Kind]) -> Table:
    """The columns of these kinds, of rows that a program holds; other columns are passed over.

    Args:
        rows: a table; a mapping of columns; a sequence of mappings; or a data frame of polars,
            pandas or the like. None, NaN and "" are missing. Numbers may be written as text. Dates
            may be `date`, `datetime`, `datetime64`, text, or seconds since 1970. Tags may be lists.
        kinds: of the columns, by name.

    Raises:
        UserError: a column is not there, or a cell can't be of its kind; names row and column.
    """
    if isinstance(rows, Table):
        return rows
    columns = {name: _cells(rows, name) for name in kinds}
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) > 1:
        raise UserError(f"The columns are of several lengths: {sorted(lengths)}.")
    return Table(tuple(_column(name, kinds[name], cells) for name, cells in columns.items()))


def _cells(rows: Any, name: str) -> Any:
    """The cells of one column."""
    if isinstance(rows, Mapping) or hasattr(rows, "columns"):
        names = list(rows if isinstance(rows, Mapping) else rows.columns)
        if name not in names:
            raise _not_there(name, names)
        found = rows[name]
        return found if hasattr(found, "__len__") else list(found)
    for number, row in enumerate(rows):
        if not isinstance(row, Mapping):
            raise UserError(f"Row {number + 1} is no mapping of columns by name.")
    if not any(name in row for row in rows):
        raise _not_there(name, list(rows[0]))
    return [row.get(name) for row in rows]


def _not_there(name: str, names: list[Any]) -> UserError:
    shown = ", ".join(map(str, names[:20])) + (", …" if len(names) > 20 else "")
    return UserError(f"There is no column {name!r} in the table. There are: {shown}.")


def _column(name: str, kind: Kind, cells: Any) -> Column:
    if kind == "picture":
        raise UserError(
            f"{name!r} is a column of pictures: give their pixels as an array instead, or predict "
            "for the files with `playground predict`."
        )
    if kind in WORDED:
        return Column(name, kind, Words.of([_word(cell) for cell in cells]))
    array = np.asarray(cells)
    if kind == "number" and array.dtype.kind in "fiub" and array.ndim == 1:
        return Column(name, kind, read_only(array.astype(np.float64)))
    if kind == "date" and array.dtype.kind == "M":
        seconds = array.astype("datetime64[us]").astype(np.int64) / 1e6
        return Column(name, kind, read_only(np.where(np.isnat(array), np.nan, seconds)))
    read = _number if kind == "number" else _moment
    return Column(name, kind, read_only(_read(cells, read, name, _WHAT[kind])))


def _read(
    cells: Iterable[Any], read: Callable[[Any], float], name: str, what: str
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    found = []
    for number, cell in enumerate(cells):
        try:
            found.append(np.nan if _is_missing(cell) else read(cell))
        except (ValueError, TypeError, OverflowError):
            raise UserError(
                f"Expected a {what} in row {number + 1} of {name!r}. Received: {cell!r}."
            ) from None
    return np.array(found, np.float64)


def _is_missing(cell: Any) -> bool:
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return True
    if isinstance(cell, Real):
        return isnan(cell)
    return cell is not cell or str(cell) in ("NaT", "<NA>")


def _number(cell: Any) -> float:
    found = float(cell)
    if not np.isfinite(found):
        raise ValueError(cell)
    return found


def _moment(cell: Any) -> float:
    """Seconds since 1970 in the table's own time, which no zone is known of."""
    if isinstance(cell, Real):
        return float(cell)
    if isinstance(cell, np.datetime64):
        return float(cell.astype("datetime64[us]").astype(np.int64)) / 1e6
    if isinstance(cell, str):
        cell = datetime.fromisoformat(cell.strip())
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=UTC).timestamp()
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, tzinfo=UTC).timestamp()
    raise TypeError(cell)


def _word(cell: Any) -> str | None:
    """A cell as a file would have it: a whole number has no point."""
    if isinstance(cell, str):
        return cell if cell.strip() else None
    if isinstance(cell, Iterable):
        return " ".join(map(str, cell)) or None
    if _is_missing(cell):
        return None
    if isinstance(cell, float | np.floating) and float(cell).is_integer():
        return str(int(cell))
    return str(cell)
