"""CSV, TSV and any other table of text: a line for a row, a mark between two cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.reading.apart import table_apart
from playground.data.reading.kinds import kind_of, present
from playground.data.reading.opening import open_table
from playground.data.reading.reader import FIRST_ROWS, Glimpse
from playground.data.reading.source import Source
from playground.data.tables.spec import Reading
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.reading.opening import Opening
    from playground.data.tables.kinds import Kind
    from playground.data.tables.table import Table

_SMALL_BYTES = 4 << 20
_MOST_CELLS, _FEW_ROWS = 60_000, 40
_TEXT_ENDINGS: tuple[str, ...] = (
    ".csv",
    ".tsv",
    ".tab",
    ".txt",
    ".data",
    ".dat",
    ".psv",
    ".test",
    ".asc",
)


class Separated:
    """Tables of text with a separator between cells."""

    name = "separated"
    label = "CSV, TSV or other text"
    help = "A text file with a row on each line, and commas, tabs or the like between the cells."
    suffixes = _TEXT_ENDINGS

    def recognises(self, path: Path) -> bool:
        """Any file with one of the endings, and any other that begins with text."""
        if not path.is_file():
            return False
        if path.suffix.lower() in self.suffixes:
            return True
        try:
            with path.open("rb") as file:
                head = file.read(4_096)
        except OSError:
            return False
        return bool(head) and b"\0" not in head and _is_text(head)

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        return self.glimpse_source(Source.of_file(path), reading)

    def glimpse_source(self, source: Source, reading: Reading | None) -> Glimpse:
        """A first look into a file or a pasted table."""
        opening = open_table(source, self.name, reading)
        if not opening.rows:
            raise UserError(
                f"{source.name} has no rows of {len(opening.names):,} cells beneath its heading. "
                "Choose another separator, or a file with rows in it."
            )
        return Glimpse(
            opening.reading,
            opening.names,
            guessed(opening),
            tuple(tuple(present(row, opening.reading)) for row in opening.rows[:FIRST_ROWS]),
            opening.n_rows,
            opening.whole,
            source.size,
            troubles=(*opening.above.in_order(), *opening.troubles.in_order()),
            lines=tuple(opening.lines[:FIRST_ROWS]),
        )

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`. What is large is read by another process."""
        source = Source.of_file(path)
        if source.size <= _SMALL_BYTES:
            return self.read_source(source, reading, kinds)
        self._open(source, reading)
        return table_apart("playground.data.reading.separated:read_here", path, reading, kinds)

    def read_source(self, source: Source, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """All of a file or a pasted table."""
        from playground.data.reading.text_table import read_text_table

        return read_text_table(source, self._open(source, reading), kinds)

    def write_source(
        self, source: Source, reading: Reading, kinds: Mapping[str, Kind], folder: Path
    ) -> None:
        """All of a file into a folder of columns."""
        from playground.data.reading.text_table import write_text_table

        write_text_table(source, self._open(source, reading), kinds, folder)

    def _open(self, source: Source, reading: Reading) -> Opening:
        return open_table(source, self.name, _chosen(reading))


def read_here(path: Path, reading: Reading, kinds: Mapping[str, Kind], folder: Path) -> None:
    """What the other process does of `Separated.read`."""
    Separated().write_source(Source.of_file(path), reading, kinds, folder)


def guessed(opening: Opening) -> tuple[Kind, ...]:
    """What each column seems to hold."""
    # So many cells that the first look stays quick, from all over.
    rows = opening.samples
    n_rows = max(_FEW_ROWS, _MOST_CELLS // len(opening.names))
    step = max(1, len(rows) // n_rows)
    columns: Sequence[tuple[str, ...]] = list(zip(*rows[::step], strict=True))
    columns = columns or [()] * len(opening.names)
    reading = opening.reading
    return tuple(kind_of(present(cells, reading), reading) for cells in columns)


def _chosen(reading: Reading) -> Reading | None:
    """The reading, or None where nobody has chosen anything of it."""
    return None if reading == Reading() else reading


def _is_text(head: bytes) -> bool:
    """Whether bytes are letters, for the most part."""
    odd = sum(byte < 32 and byte not in (9, 10, 13) for byte in head)
    return odd < 0.02 * len(head)
