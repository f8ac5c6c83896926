"""All of a text table: its rows block by block, each column's cells turned into values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from playground.data.progress import tell
from playground.data.reading.convert import Converter
from playground.data.reading.dialect import UNIT, one_byte
from playground.data.reading.encoding import CHUNK_BYTES, utf8_chunks
from playground.data.reading.gathered import InMemory, OnDisk
from playground.data.reading.lines import whole_lines
from playground.data.reading.records import Records
from playground.data.reading.separated import guessed
from playground.data.reading.troubles import Troubles
from playground.errors import UserError

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl
    from numpy.typing import NDArray

    from playground.data.reading.gathered import Gathered
    from playground.data.reading.opening import Opening
    from playground.data.reading.records import Part
    from playground.data.reading.source import Source
    from playground.data.tables.kinds import Kind
    from playground.data.tables.table import Table

_MANY_COLUMNS = 500


def read_text_table(source: Source, opening: Opening, kinds: Mapping[str, Kind]) -> Table:
    """Read all rows of a table of separated text.

    Args:
        kinds: of the columns by name; of any that are not there, what their cells look like.
    """
    troubles = opening.above.copy()
    gathered = InMemory(_converters(opening, kinds, troubles))
    _gather(source, opening, gathered, troubles)
    return gathered.table(troubles)


def write_text_table(
    source: Source, opening: Opening, kinds: Mapping[str, Kind], folder: Path
) -> None:
    """Read all rows as `read_text_table` does, into a folder of columns (see `store`)."""
    troubles = opening.above.copy()
    gathered = OnDisk(_converters(opening, kinds, troubles), folder)
    _gather(source, opening, gathered, troubles)
    gathered.finish(troubles)


def _converters(opening: Opening, kinds: Mapping[str, Kind], troubles: Troubles) -> list[Converter]:
    known = {name: kinds[name] for name in opening.names if name in kinds}
    if len(known) < len(opening.names):
        known = {**dict(zip(opening.names, guessed(opening), strict=True)), **known}
    reading = opening.reading
    return [Converter(name, known[name], reading, troubles) for name in opening.names]


def _gather(source: Source, opening: Opening, gathered: Gathered, troubles: Troubles) -> None:
    byte = one_byte(b"", opening.reading.separator)[1]
    records = Records(byte, len(opening.names), opening.first_line, troubles)
    texts = whole_lines(_chunks(source, opening), opening.first_line, troubles)
    for parts in records.blocks(texts):
        block = block_of(parts, records, byte)
        if block is not None:
            gathered.add(*block)
    if not gathered.n_rows:
        raise UserError(
            f"{source.name} has no rows of {len(opening.names):,} cells. Choose another separator."
        )


def _chunks(source: Source, opening: Opening) -> Iterator[bytes]:
    """The text from the first row on, with a separator of one byte."""
    skip = opening.first_line - 1
    separator = opening.reading.separator.encode()
    held = b""
    # A column takes some time however few its cells.
    n_bytes = CHUNK_BYTES * (2 if len(opening.names) > _MANY_COLUMNS else 1)
    with source.open() as file:
        for chunk, n_read in utf8_chunks(file, opening.reading.encoding, n_bytes):
            tell(n_read / max(1, source.size), f"reading {source.name}")
            if opening.bare_returns:
                chunk = chunk.replace(b"\r", b"\n")
            while skip and chunk:
                chunk = chunk[chunk.find(b"\n") + 1 :] if b"\n" in chunk else b""
                skip -= 1
            if len(separator) > 1:
                # The chunk may end within a separator.
                chunk, held = held + chunk, b""
                if chunk[-1:] in separator[:-1]:
                    end = len(chunk.rstrip(separator[:-1]))
                    chunk, held = chunk[:end], chunk[end:]
                chunk = chunk.replace(separator, UNIT)
            if chunk:
                yield chunk
    if held:
        yield held.replace(separator, UNIT)


def block_of(
    parts: list[Part], records: Records, separator: bytes
) -> tuple[pl.DataFrame, NDArray[np.int64]] | None:
    """The rows of a block as columns of text (n,), and their lines (n,); None where there is none.

    Args:
        separator: one byte.
    """
    import polars as pl

    full = [_frame(part, records, separator) for part in parts if len(part.lines)]
    full = [(frame, lines) for frame, lines in full if len(lines)]
    if len(full) < 2:
        return full[0] if full else None
    lines = np.concatenate([lines for _, lines in full])
    order = np.argsort(lines, kind="stable")
    return pl.concat([frame for frame, _ in full])[order], lines[order]


def _frame(
    part: Part, records: Records, separator: bytes
) -> tuple[pl.DataFrame, NDArray[np.int64]]:
    """A part's cells as columns of text; taken apart here where polars disagrees on the rows."""
    if part.contents:
        frame = _quickly(part, separator, records.width)
        if frame is not None:
            return frame, part.lines
        part = records.again(part)
    return frame_of_rows(part.rows), part.lines


def _quickly(part: Part, separator: bytes, width: int) -> pl.DataFrame | None:
    import polars as pl

    names = [str(place) for place in range(width)]
    try:
        frame = pl.read_csv(
            part.contents,
            has_header=False,
            separator=separator.decode(),
            quote_char='"' if part.quoted else None,
            schema=dict.fromkeys(names, pl.String),
        )
    except pl.exceptions.PolarsError:
        return None
    return frame if frame.height == len(part.lines) else None


def frame_of_rows(rows: list[list[str]]) -> pl.DataFrame:
    """Rows of cells as columns of text."""
    import polars as pl

    columns = zip(*rows, strict=True)
    return pl.DataFrame(
        {str(place): pl.Series(cells, dtype=pl.String) for place, cells in enumerate(columns)}
    )
