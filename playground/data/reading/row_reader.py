"""What readers of files with a row on each line have in common, where cells are no plain text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from playground.data.progress import tell
from playground.data.reading.apart import table_apart
from playground.data.reading.convert import Converter
from playground.data.reading.encoding import utf8_chunks
from playground.data.reading.gathered import InMemory, OnDisk
from playground.data.reading.kinds import kind_of, present
from playground.data.reading.lines import whole_lines
from playground.data.reading.reader import FIRST_ROWS, Glimpse
from playground.data.reading.source import Source
from playground.data.reading.text_table import frame_of_rows
from playground.data.reading.troubles import Troubles
from playground.data.tables.spec import MOST_COLUMNS, Reading
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.reading.gathered import Gathered
    from playground.data.tables.kinds import Kind
    from playground.data.tables.table import Table

_SMALL_BYTES = 4 << 20


@dataclass(frozen=True)
class RowOpening:
    """What the beginning of such a file says.

    Attributes:
        reading: how it is read. names, kinds: of the columns; a kind is "" where it is not said.
        first_line: the line on which the rows begin, from 1.
        samples: some rows, those at the beginning first; n_first of them.
        n_rows: how many there are in all, about where not `counted`.
        lines: of the samples at the beginning, from 1; () where they follow one another from 1.
    """

    reading: Reading
    names: tuple[str, ...]
    kinds: tuple[Kind | None, ...]
    first_line: int
    samples: list[list[str]]
    n_first: int
    n_rows: int
    counted: bool
    troubles: Troubles
    lines: tuple[int, ...] = ()


class RowReader(ABC):
    """A `Reader` of files with a row on each line.

    Attributes:
        here: where the function is that another process calls, for `table_apart`.
    """

    name: str
    label: str
    help: str
    suffixes: tuple[str, ...]
    here: str

    @abstractmethod
    def open(self, source: Source, reading: Reading | None) -> RowOpening:
        """Look at the beginning.

        Raises:
            UserError: it is no such file.
        """

    @abstractmethod
    def row_of(self, line: str, names: Sequence[str]) -> list[str] | None:
        """The cells of a line, "" where there is nothing; None where the line has no row.

        Raises:
            ValueError: it is no row; with words.
        """

    def recognises(self, path: Path) -> bool:
        """By the ending of its name."""
        return path.is_file() and path.suffix.lower() in self.suffixes

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        source = Source.of_file(path)
        opening = self._open(source, reading)
        rows = opening.samples[: min(FIRST_ROWS, opening.n_first)]
        return Glimpse(
            opening.reading,
            opening.names,
            _kinds(opening),
            tuple(tuple(present(row, opening.reading)) for row in rows),
            opening.n_rows,
            opening.counted,
            source.size,
            troubles=opening.troubles.in_order(),
            lines=opening.lines[: len(rows)],
        )

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`. What is large is read by another process."""
        source = Source.of_file(path)
        opening = self._open(source, reading)
        if source.size > _SMALL_BYTES:
            return table_apart(self.here, path, reading, kinds)
        troubles = Troubles()
        gathered = InMemory(_converters(opening, kinds, troubles))
        self._gather(source, opening, gathered, troubles)
        return gathered.table(troubles)

    def write(self, path: Path, reading: Reading, kinds: Mapping[str, Kind], folder: Path) -> None:
        """All of it into a folder of columns."""
        source = Source.of_file(path)
        opening = self._open(source, reading)
        troubles = Troubles()
        gathered = OnDisk(_converters(opening, kinds, troubles), folder)
        self._gather(source, opening, gathered, troubles)
        gathered.finish(troubles)

    def _open(self, source: Source, reading: Reading | None) -> RowOpening:
        opening = self.open(source, None if reading == Reading() else reading)
        if len(opening.names) > MOST_COLUMNS:
            raise UserError(
                f"{source.name} has {len(opening.names):,} columns; at most {MOST_COLUMNS:,} can "
                "be worked with. Save the columns that matter to a file of their own."
            )
        if not opening.samples:
            raise UserError(f"{source.name} has no rows. Choose a file that has some.")
        return opening

    def _gather(
        self, source: Source, opening: RowOpening, gathered: Gathered, troubles: Troubles
    ) -> None:
        line = opening.first_line
        with source.open() as file:
            texts = whole_lines(_told(source, file, opening), line, troubles)
            for text in texts:
                rows, lines = self.rows_of(text, line, opening.names, troubles)
                line += text.count(b"\n")
                if rows:
                    gathered.add(frame_of_rows(rows), np.array(lines, np.int64))
        if not gathered.n_rows:
            raise UserError(f"{source.name} has no rows. Choose a file that has some.")

    def rows_of(
        self, text: bytes, line: int, names: Sequence[str], troubles: Troubles
    ) -> tuple[list[list[str]], list[int]]:
        """The rows of some lines, the first of which has the number `line`; and their lines."""
        rows, lines = [], []
        for place, each in enumerate(text.decode(errors="replace").split("\n")):
            try:
                row = self.row_of(each.strip(), names) if each.strip() else None
            except ValueError as error:
                troubles.leave_out(line + place, f"{error}: left out")
                continue
            if row is not None:
                rows.append(row)
                lines.append(line + place)
        return rows, lines


def _told(source: Source, file: object, opening: RowOpening) -> Iterator[bytes]:
    """The text from the first row on."""
    skip = opening.first_line - 1
    for chunk, n_read in utf8_chunks(file, opening.reading.encoding):  # type: ignore[arg-type]
        tell(n_read / max(1, source.size), f"reading {source.name}")
        while skip and chunk:
            chunk = chunk[chunk.find(b"\n") + 1 :] if b"\n" in chunk else b""
            skip -= 1
        if chunk:
            yield chunk


def _kinds(opening: RowOpening) -> tuple[Kind, ...]:
    columns = list(zip(*opening.samples, strict=True))
    return tuple(
        kind or kind_of(present(cells, opening.reading), opening.reading)
        for kind, cells in zip(opening.kinds, columns, strict=True)
    )


def _converters(
    opening: RowOpening, kinds: Mapping[str, Kind], troubles: Troubles
) -> list[Converter]:
    known = {**dict(zip(opening.names, _kinds(opening), strict=True)), **kinds}
    return [Converter(name, known[name], opening.reading, troubles) for name in opening.names]
