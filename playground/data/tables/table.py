"""A table in memory, column by column. Nothing in it changes, so threads may share it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from playground.data.arrays import read_only
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind

MISSING = -1
"""The code of a cell without a word."""


@dataclass(frozen=True, eq=False)
class Words:
    """Cells that hold words, each kept once.

    Attributes:
        codes: (N,) int32, the number of each cell's word in `distinct`; −1 where it is missing.
        distinct: the words, in the order in which they first come, or any other.
    """

    codes: NDArray[np.int32]
    distinct: Sequence[str]

    def __len__(self) -> int:
        return len(self.codes)

    def take(self, rows: NDArray[np.int64]) -> Words:
        """Some of the cells, in the order of `rows` (n,); the words keep their numbers."""
        return Words(read_only(self.codes[rows]), self.distinct)

    def strings(self) -> list[str]:
        """The cells as strings, "" where there is none."""
        return [self.distinct[code] if code >= 0 else "" for code in self.codes.tolist()]

    @classmethod
    def of(cls, cells: Sequence[str | None]) -> Words:
        """From the cells themselves; None is a missing one."""
        numbers: dict[str, int] = {}
        codes = [
            MISSING if cell is None else numbers.setdefault(cell, len(numbers)) for cell in cells
        ]
        return cls(read_only(np.array(codes, np.int32)), tuple(numbers))


class Pictures(Protocol):
    """Images, read when they are asked for."""

    def __len__(self) -> int: ...

    def take(self, rows: NDArray[np.int64]) -> Pictures:
        """Some of them, in the order of `rows` (n,)."""
        ...

    @property
    def size(self) -> tuple[int, int, int]:
        """What most of them are: channels (1 or 3), height, width."""
        ...

    def pixels(self, channels: int, height: int, width: int) -> NDArray[np.uint8]:
        """All of them at one size, (N, channels, height, width) from 0 to 255.

        Each is scaled so that it just covers the size and cut at the middle. May take long: see
        `playground.data.progress`.

        Raises:
            UserError: one can't be read; says which.
        """
        ...


@dataclass(frozen=True, eq=False)
class Column:
    """One column.

    Attributes:
        name: unlike all others of the table.
        kind: how its cells were read.
        values: by kind. number: (N,) float64, NaN where missing. date: likewise, seconds since
            1970-01-01 00:00 in the table's own time. category, text, tags, identifier: `Words`;
            tags are separated by one space in a cell. picture: `Pictures`.
    """

    name: str
    kind: Kind
    values: NDArray[np.float64] | Words | Pictures

    def __len__(self) -> int:
        return len(self.values)

    @property
    def numbers(self) -> NDArray[np.float64]:
        """The cells of a number or date column (N,)."""
        assert isinstance(self.values, np.ndarray), self.kind
        return self.values

    @property
    def words(self) -> Words:
        """The cells of a column of words."""
        assert isinstance(self.values, Words), self.kind
        return self.values

    @property
    def pictures(self) -> Pictures:
        """The cells of a column of pictures."""
        assert not isinstance(self.values, np.ndarray | Words), self.kind
        return self.values

    @property
    def missing(self) -> NDArray[np.bool_]:
        """(N,) where there is nothing in the cell."""
        if isinstance(self.values, np.ndarray):
            return np.isnan(self.values)
        if isinstance(self.values, Words):
            return np.asarray(self.values.codes == MISSING)
        return np.zeros(len(self.values), np.bool_)

    def take(self, rows: NDArray[np.int64]) -> Column:
        """Some of the cells, in the order of `rows` (n,)."""
        if isinstance(self.values, np.ndarray):
            return replace(self, values=read_only(self.values[rows]))
        return replace(self, values=self.values.take(rows))


@dataclass(frozen=True)
class Trouble:
    """Something in a file that could not be read as it should.

    Attributes:
        row: of the file, from 1, as an editor counts lines (a table's heading is row 1 where there
            is one); 0 for the file as a whole.
        column: the column's name, or "" for the whole row.
        what: what is there and what was done, in words: "“n/a” is no number: taken as missing".
    """

    row: int
    column: str
    what: str


@dataclass(frozen=True, eq=False)
class Table:
    """Columns of one length.

    Attributes:
        columns: in the file's order.
        troubles: what could not be read, the first some; n_troubles: how many there are in all.
        n_left_out: rows of the file that are not here.
        taken: (N,) which rows these are of the table as it was read, from 0; None for all of them.
        lines: (N,) the row of the file that each is, counted as in `Trouble`; None where row k of
            the table as it was read, from 0, is row k + 1 of the file.
    """

    columns: tuple[Column, ...]
    troubles: tuple[Trouble, ...] = ()
    n_troubles: int = 0
    n_left_out: int = 0
    taken: NDArray[np.int64] | None = None
    lines: NDArray[np.int64] | None = None
    _places: dict[str, int] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        places = {column.name: place for place, column in enumerate(self.columns)}
        object.__setattr__(self, "_places", places)

    def __len__(self) -> int:
        return len(self.columns[0]) if self.columns else 0

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(self._places)

    def __contains__(self, name: str) -> bool:
        return name in self._places

    def column(self, name: str) -> Column:
        """The column of this name.

        Raises:
            UserError: there is none.
        """
        if name not in self._places:
            shown = ", ".join(self.names[:20]) + (", …" if len(self.names) > 20 else "")
            raise UserError(f"There is no column {name!r} in the table. There are: {shown}.")
        return self.columns[self._places[name]]

    def take(self, rows: NDArray[np.int64]) -> Table:
        """Some of the rows, in the order of `rows` (n,)."""
        taken = rows if self.taken is None else self.taken[rows]
        columns = tuple(column.take(rows) for column in self.columns)
        lines = None if self.lines is None else self.lines[rows]
        return replace(self, columns=columns, taken=taken, lines=lines)

    @property
    def numbers(self) -> NDArray[np.int64]:
        """(N,) the rows' numbers in the table as it was read, from 0."""
        return np.arange(len(self)) if self.taken is None else self.taken

    @property
    def file_rows(self) -> NDArray[np.int64]:
        """(N,) the row of the file that each is, counted as in `Trouble`."""
        return self.numbers + 1 if self.lines is None else self.lines

    def place_of(self, file_row: int) -> int:
        """The place in this table, from 0, of a row of the file; where it is not here, of the next.

        The last where none comes after it.
        """
        after = self.file_rows >= file_row
        return int(after.argmax()) if after.any() else max(0, len(self) - 1)
