"""Cells of text become numbers, moments and words, many at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from playground.data.reading.cells import is_infinite, number_of, seconds_of
from playground.data.reading.kinds import tags_in
from playground.data.reading.troubles import Troubles, quoted
from playground.data.tables.kinds import WORDED
from playground.data.tables.table import MISSING

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import Reading

_SHAPES = {
    "ymd": ("%Y-%m-%d", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y/%m/%d"),
    "dmy": ("%d.%m.%Y", "%d/%m/%Y", "%d.%m.%Y %H:%M", "%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S"),
    "mdy": ("%m/%d/%Y", "%m/%d/%Y %H:%M", "%m/%d/%Y %H:%M:%S", "%m-%d-%Y"),
}
# Of years before it, the fast way may have read two digits.
_FIRST_YEAR = -30_610_224_000.0


class Converter:
    """Turns the text of one column into its values, chunk by chunk.

    Args:
        kind: what the cells are to hold. A picture's cell is the name of its file.
    """

    def __init__(self, name: str, kind: Kind, reading: Reading, troubles: Troubles) -> None:
        self.name = name
        self.kind = kind
        self.distinct: dict[str, int] = {}
        self.worded = kind in WORDED or kind == "picture"
        self._reading = reading
        self._missing = frozenset(reading.missing)
        numbers = (number_of(word, reading.decimal) for word in reading.missing)
        self._missing_numbers = [number for number in numbers if number is not None]
        self._troubles = troubles
        self._shape = ""

    def values(
        self, cells: pl.Series, lines: NDArray[np.int64], cast: pl.Series | None = None
    ) -> NDArray[np.float64] | NDArray[np.int32]:
        """The values of some cells (n,): float64, or the numbers of words in `distinct`.

        Args:
            lines: (n,) the line of each. cast: the same as plain numbers, if they were made so.
        """
        if self.worded:
            return self._codes(cells)
        if self.kind == "date":
            return self._moments(cells, lines)
        return self._amounts(cells, lines, cast)

    @property
    def is_plain_number(self) -> bool:
        """Whether the cells are numbers as programs write them, for the most part."""
        return self.kind == "number" and self._reading.decimal == "."

    def _codes(self, cells: pl.Series) -> NDArray[np.int32]:
        words, places = _apart(cells)
        tags = self.kind == "tags"
        codes = np.empty(len(words) + 1, np.int32)
        codes[-1] = MISSING
        distinct, missing = self.distinct, self._missing
        for place, word in enumerate(words):
            word = word.strip()
            if word.lower() in missing:
                codes[place] = MISSING
                continue
            word = tags_in(word) if tags else word
            codes[place] = distinct.setdefault(word, len(distinct))
        return codes[places]

    def _amounts(
        self, cells: pl.Series, lines: NDArray[np.int64], cast: pl.Series | None
    ) -> NDArray[np.float64]:
        import polars as pl

        numbers = cast
        if numbers is None:
            # A point stands between thousands here: such cells are looked at one by one.
            plain = cells.to_frame("c").select(
                pl.when(~pl.col("c").str.contains(".", literal=True)).then(
                    pl.col("c").str.replace(",", ".", literal=True)
                )
            )["c"]
            numbers = plain.cast(pl.Float64, strict=False)
        values = _array(numbers)
        infinite = np.isinf(values)
        if self._missing_numbers:
            values[np.isin(values, self._missing_numbers)] = np.nan
        if numbers.null_count() == cells.null_count() and not infinite.any():
            return values
        odd = _array_of(numbers.is_null() & cells.is_not_null()) | infinite
        decimal = self._reading.decimal
        return self._settle(values, odd, cells, lines, lambda cell: number_of(cell, decimal))

    def _moments(self, cells: pl.Series, lines: NDArray[np.int64]) -> NDArray[np.float64]:
        import polars as pl

        order = self._reading.dates
        self._shape = self._shape or self._shape_of(cells)
        if not self._shape:
            values = np.full(len(cells), np.nan)
            odd = _array_of(cells.is_not_null())
        else:
            moments = cells.str.strptime(pl.Datetime("us"), self._shape, strict=False)
            values = _array(moments.dt.epoch("us").cast(pl.Float64)) / 1e6
            values[values < _FIRST_YEAR] = np.nan
            odd = np.isnan(values) & _array_of(cells.is_not_null())
        return self._settle(values, odd, cells, lines, lambda cell: seconds_of(cell, order))

    def _shape_of(self, cells: pl.Series) -> str:
        """How the first dates are written, if in a way that can be read fast."""
        import polars as pl

        given = cells.drop_nulls().head(50)
        orders = (self._reading.dates, "ymd")
        for shape in (shape for order in orders for shape in _SHAPES[order]):
            moments = given.str.strptime(pl.Datetime("us"), shape, strict=False)
            if len(given) and moments.null_count() < 0.5 * len(given):
                return shape
        return ""

    def _settle(
        self,
        values: NDArray[np.float64],
        odd: NDArray[np.bool_],
        cells: pl.Series,
        lines: NDArray[np.int64],
        value_of: Callable[[str], float | None],
    ) -> NDArray[np.float64]:
        """Look at the odd cells one by one; those that are of another kind are noted."""
        if not odd.any():
            return values
        at = np.flatnonzero(odd)
        words, places = _apart(cells.gather(at))
        read = np.full(len(words) + 1, np.nan)
        bad = np.zeros(len(words) + 1, np.bool_)
        for place, word in enumerate(words):
            if word.strip().lower() in self._missing:
                continue
            value = value_of(word)
            if value is None:
                bad[place] = True
            elif value not in self._missing_numbers:
                read[place] = value
        values[at] = read[places]
        if bad.any():
            self._note(words, places, at, bad, lines)
        return values

    def _note(
        self,
        words: Sequence[str],
        places: NDArray[np.int64],
        at: NDArray[np.int64],
        bad: NDArray[np.bool_],
        lines: NDArray[np.int64],
    ) -> None:
        rows = np.flatnonzero(bad[places])
        for done, row in enumerate(rows):
            if self._troubles.full:
                self._troubles.count += len(rows) - done
                return
            word = words[places[row]]
            if self.kind == "date":
                what = "is no date"
            elif is_infinite(word):
                what = "is no amount to reckon with"
            else:
                what = "is no number"
            line = int(lines[at[row]])
            self._troubles.add(line, self.name, f"{quoted(word)} {what}: taken as missing")


def values_of(
    converters: Sequence[Converter], frame: pl.DataFrame, lines: NDArray[np.int64]
) -> Iterator[NDArray[np.float64] | NDArray[np.int32]]:
    """The values of every column of text (n rows) in a frame, one column after the other."""
    import polars as pl

    # All at once, for there may be thousands.
    plain = [
        name
        for name, converter in zip(frame.columns, converters, strict=True)
        if converter.is_plain_number
    ]
    cast = frame.select(pl.col(plain).cast(pl.Float64, strict=False)) if plain else None
    numbers = {} if cast is None else dict(zip(plain, cast.get_columns(), strict=True))
    for converter, cells in zip(converters, frame.get_columns(), strict=True):
        yield converter.values(cells, lines, numbers.get(cells.name))


def _apart(cells: pl.Series) -> tuple[list[str], NDArray[np.int64]]:
    """The different cells, and the number among them of each; that of an empty one is the last."""
    import polars as pl

    words = cells.drop_nulls().unique(maintain_order=True)
    numbered = pl.DataFrame({"w": words, "i": np.arange(len(words))})
    joined = cells.to_frame("w").join(numbered, on="w", how="left", maintain_order="left")
    return words.to_list(), joined["i"].fill_null(len(words)).to_numpy()


def _array(numbers: pl.Series) -> NDArray[np.float64]:
    return np.array(numbers.to_numpy(), np.float64)


def _array_of(marks: pl.Series) -> NDArray[np.bool_]:
    return np.asarray(marks.to_numpy(), np.bool_)
