"""Parquet: tables that keep their columns' types."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from playground.data.progress import tell
from playground.data.reading.apart import glimpse_apart, table_apart
from playground.data.reading.opening import named
from playground.data.reading.reader import FIRST_ROWS, Glimpse
from playground.data.reading.store import write_manifest, write_words
from playground.data.reading.troubles import Troubles
from playground.data.reading.typed import is_plain, natural_kind, shown, values_of
from playground.data.tables.spec import MOST_COLUMNS, Reading
from playground.data.tables.table import Table
from playground.errors import UserError

if TYPE_CHECKING:
    import polars as pl

    from playground.data.tables.kinds import Kind

_MOST_ROWS = 100_000_000
_SAMPLE_ROWS, _N_SAMPLES = 500, 4


class Parquet:
    """Parquet files. They are opened by another process only."""

    name = "parquet"
    label = "Parquet"
    help = "A file of columns with types, as data frames are saved."
    suffixes: tuple[str, ...] = (".parquet", ".pq")

    def recognises(self, path: Path) -> bool:
        """By the ending of its name, or its first bytes."""
        if not path.is_file():
            return False
        if path.suffix.lower() in self.suffixes:
            return True
        try:
            with path.open("rb") as file:
                return file.read(4) == b"PAR1"
        except OSError:
            return False

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        return glimpse_apart("playground.data.reading.parquet:glimpse_here", path, reading)

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        return table_apart("playground.data.reading.parquet:read_here", path, reading, kinds)


def glimpse_here(path: Path, reading: Reading | None) -> Glimpse:
    """What the other process does of `Parquet.glimpse`."""
    opened = _Opened(path)
    reading = (reading or Reading()).model_copy(update={"layout": Parquet.name})
    step = max(1, opened.n_rows // _N_SAMPLES)
    kinds, cells = [], []
    first = opened.rows(0, FIRST_ROWS)
    samples = [opened.rows(step * k, _SAMPLE_ROWS) for k in range(_N_SAMPLES if step > 1 else 1)]
    for place in opened.places:
        sample = [frame.to_series(place) for frame in samples]
        kinds.append(natural_kind(sample, reading))
        cells.append(shown(first.to_series(place)))
    return Glimpse(
        reading,
        tuple(opened.names[place] for place in opened.places),
        tuple(kinds),
        tuple(zip(*cells, strict=True)),
        opened.n_rows,
        True,
        path.stat().st_size,
        troubles=opened.troubles.in_order(),
    )


def read_here(path: Path, reading: Reading, kinds: Mapping[str, Kind], folder: Path) -> None:
    """What the other process does of `Parquet.read`: column by column."""
    opened = _Opened(path)
    columns = []
    for number, place in enumerate(opened.places):
        tell(number / len(opened.places), f"reading {path.name}")
        name = opened.names[place]
        series = opened.column(place)
        kind = kinds.get(name) or natural_kind([series.head(_SAMPLE_ROWS)], reading)
        values, distinct = values_of(name, series, kind, reading, opened.troubles)
        np.save(folder / f"{number}.npy", values, allow_pickle=False)
        if distinct is not None:
            write_words(folder, number, distinct)
        kept: Kind = "identifier" if kind == "picture" else kind
        columns.append((name, kept, distinct is not None))
    troubles = opened.troubles
    table = Table((), troubles.in_order(), troubles.count, troubles.n_left_out)
    write_manifest(folder, columns, table)


class _Opened:
    """What the end of a Parquet file says.

    Attributes:
        names: of all columns. places: of those that can be used. n_rows: how many there are.
    """

    def __init__(self, path: Path) -> None:
        import polars as pl

        self._path = path
        self.troubles = Troubles()
        try:
            self._frame = pl.scan_parquet(path, glob=False)
            schema = self._frame.collect_schema()
            self.n_rows = int(self._frame.select(pl.len()).collect().item())
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _damaged(path, error) from error
        self._given = schema.names()
        if len(self._given) > MOST_COLUMNS:
            raise UserError(
                f"{path.name} has {len(self._given):,} columns; at most {MOST_COLUMNS:,} can be "
                "worked with. Save those that matter to a file of their own."
            )
        if not self._given or not self.n_rows:
            raise UserError(f"{path.name} has no rows. Choose a file that has some.")
        if self.n_rows > _MOST_ROWS:
            raise UserError(
                f"{path.name} has {self.n_rows:,} rows; at most {_MOST_ROWS:,} can be worked "
                "with. Save some of them to a file of their own."
            )
        self.names = named(self._given, len(self._given), 0, self.troubles)
        self.places = []
        for place, dtype in enumerate(schema.dtypes()):
            if is_plain(dtype):
                self.places.append(place)
            else:
                what = f"holds {str(dtype).split('(')[0].lower()} in its cells: left out"
                self.troubles.add(0, self.names[place], what)
        if not self.places:
            raise UserError(
                f"No column of {path.name} holds numbers, words or dates. Save it with a value in "
                "each cell."
            )

    def rows(self, begin: int, count: int) -> pl.DataFrame:
        """Some rows, all columns."""
        return self._collected(self._frame.slice(begin, count))

    def column(self, place: int) -> pl.Series:
        """All of a column."""
        import polars as pl

        return self._collected(self._frame.select(pl.col(self._given[place]))).to_series()

    def _collected(self, frame: pl.LazyFrame) -> pl.DataFrame:
        import polars as pl

        try:
            return frame.collect()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise _damaged(self._path, error) from error


def _damaged(path: Path, error: Exception) -> UserError:
    what = (str(error) or type(error).__name__).splitlines()[0]
    return UserError(
        f"{path.name} is no Parquet file that can be read, or it is cut short ({what[:160]}). Save "
        "it anew, or fetch it again."
    )
