"""Values of columns, gathered chunk by chunk into a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from playground.data.arrays import read_only
from playground.data.reading.convert import values_of
from playground.data.reading.store import LINES, write_manifest, write_words
from playground.data.tables.table import Column, Table, Words

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from numpy.typing import NDArray

    from playground.data.reading.convert import Converter
    from playground.data.reading.troubles import Troubles
    from playground.data.tables.kinds import Kind

_HEAD_BYTES = 128
_MOST_WAITING = 16 << 20


class Gathered(Protocol):
    """Takes in rows, some at a time.

    Attributes:
        n_rows: how many there are.
    """

    n_rows: int

    def add(self, frame: pl.DataFrame, lines: NDArray[np.int64]) -> None:
        """Take in some rows: a column of text for each converter, and the line of each row."""
        ...


class InMemory:
    """Keeps the values of every column in memory."""

    def __init__(self, converters: Sequence[Converter]) -> None:
        self.n_rows = 0
        self._converters = converters
        self._parts: list[list[NDArray[Any]]] = [[] for _ in converters]
        self._lines: list[NDArray[np.int64]] = []

    def add(self, frame: pl.DataFrame, lines: NDArray[np.int64]) -> None:
        """See `Gathered`."""
        self.n_rows += frame.height
        values = values_of(self._converters, frame, lines)
        for parts, some in zip(self._parts, values, strict=True):
            parts.append(some)
        self._lines.append(lines)

    def table(self, troubles: Troubles) -> Table:
        """All of it."""
        columns = []
        for converter, parts in zip(self._converters, self._parts, strict=True):
            values = read_only(np.concatenate(parts))
            parts.clear()
            columns.append(column_of(converter, values))
        return Table(
            tuple(columns),
            troubles.in_order(),
            troubles.count,
            troubles.n_left_out,
            lines=read_only(np.concatenate(self._lines)),
        )


class OnDisk:
    """Appends the values of every column to a file, so that memory does not grow with the table."""

    def __init__(self, converters: Sequence[Converter], folder: Path) -> None:
        self.n_rows = 0
        self._converters = converters
        # The last is that of the lines.
        names = (*(f"{place}.npy" for place in range(len(converters))), LINES)
        self._paths = [folder / name for name in names]
        self._folder = folder
        self._waiting: list[list[bytes]] = [[] for _ in names]
        self._n_waiting = 0
        for path in self._paths:
            path.write_bytes(bytes(_HEAD_BYTES))

    def add(self, frame: pl.DataFrame, lines: NDArray[np.int64]) -> None:
        """See `Gathered`."""
        self.n_rows += frame.height
        values = values_of(self._converters, frame, lines)
        for waiting, some in zip(self._waiting, (*values, lines), strict=True):
            waiting.append(some.tobytes())
            self._n_waiting += some.nbytes
        if self._n_waiting > _MOST_WAITING:
            self._write()

    def _write(self) -> None:
        """Append what waits; each file is opened anew, for there may be more than may be open."""
        for path, waiting in zip(self._paths, self._waiting, strict=True):
            with path.open("ab") as file:
                file.write(b"".join(waiting))
            waiting.clear()
        self._n_waiting = 0

    def finish(self, troubles: Troubles) -> None:
        """Write what makes the folder a table."""
        self._write()
        columns = []
        dtypes = (*("<i4" if each.worded else "<f8" for each in self._converters), "<i8")
        for path, dtype in zip(self._paths, dtypes, strict=True):
            with path.open("r+b") as file:
                file.write(_head(dtype, self.n_rows))
        for place, converter in enumerate(self._converters):
            if converter.worded:
                write_words(self._folder, place, tuple(converter.distinct))
            columns.append((converter.name, _kept_kind(converter), converter.worded))
        write_manifest(self._folder, columns, _rowless(troubles), lined=True)


def _head(dtype: str, n_rows: int) -> bytes:
    """The beginning of a `.npy` file (NumPy's format 1.0) of an array (n_rows,)."""
    says = f"{{'descr': '{dtype}', 'fortran_order': False, 'shape': ({n_rows},), }}"
    begin = b"\x93NUMPY\x01\x00" + (_HEAD_BYTES - 10).to_bytes(2, "little")
    return begin + says.ljust(_HEAD_BYTES - 11).encode() + b"\n"


def _rowless(troubles: Troubles) -> Table:
    return Table((), troubles.in_order(), troubles.count, troubles.n_left_out)


def _kept_kind(converter: Converter) -> Kind:
    """A picture is kept by the name of its file."""
    return "identifier" if converter.kind == "picture" else converter.kind


def column_of(converter: Converter, values: NDArray[Any]) -> Column:
    """The column of these values (N,): float64, or the numbers of words."""
    kind = _kept_kind(converter)
    if converter.worded:
        return Column(converter.name, kind, Words(values, tuple(converter.distinct)))
    return Column(converter.name, kind, values)
