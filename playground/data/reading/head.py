"""The first bytes of a text table and some from all over it, once it is seen to be text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playground.data.reading.dialect import SEPARATORS
from playground.data.reading.encoding import encoding_of
from playground.data.tables.spec import MOST_COLUMNS
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.reading.source import Source

HEAD_BYTES = 256 << 10
LONGEST_ROW = 4 << 20
"""A first row must end within so many bytes."""
N_PIECES = 16
_PIECE_BYTES = 32 << 10
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1e]")
_PACKED = {
    b"PK\x03\x04": "a ZIP archive or an Excel workbook",
    b"PAR1": "a Parquet file",
    b"\xd0\xcf\x11\xe0": "an old Excel workbook",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"%PDF": "a PDF document",
    b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture",
    b"GIF8": "a GIF picture",
    b"SQLite format 3": "an SQLite database",
    b"\x93NUMPY": "a NumPy array",
}


def head_of(source: Source) -> bytes:
    """The first bytes, so many that some rows are in them.

    Raises:
        UserError: there are none, they are no text, or the first row has no end.
    """
    head = source.piece(0, HEAD_BYTES)
    if not head.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        longer = source.piece(0, LONGEST_ROW) if len(head) < source.size else head
        if not longer.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
            what = "is empty" if source.size == 0 else "holds no letters, only blanks"
            raise UserError(f"{source.name} {what}. Choose a file that has a table in it.")
    for mark, what in _PACKED.items():
        if head.startswith(mark):
            raise UserError(
                f"{source.name} is {what}, not text, whatever its name says. Unpack it, give it "
                "the ending of what it is, or save it as CSV."
            )
    if head.count(b"\n") < 3 and len(head) < source.size:
        head = source.piece(0, LONGEST_ROW)
        if b"\n" not in head and b"\r" not in head and len(head) < source.size:
            raise _endless(source, head)
    controls = len(_CONTROL.findall(head))
    if controls > max(8, len(head) // 10) and encoding_of(head)[:6] not in ("utf-16", "utf-32"):
        raise UserError(
            f"{source.name} is no text: {controls:,} of its first {len(head):,} bytes are no "
            "letters. Save the table as CSV, and open that."
        )
    return head


def _endless(source: Source, head: bytes) -> UserError:
    """What is said of a first row without an end."""
    n_megabytes = LONGEST_ROW >> 20
    for separator in SEPARATORS:
        n_columns = head.count(separator.encode())
        if n_columns > len(head) // 100:
            return UserError(
                f"{source.name}: row 1 goes on for more than {n_megabytes} MB and {n_columns:,} "
                f"columns; at most {MOST_COLUMNS:,} can be worked with. Each row of a table stands "
                "on a line of its own; save it so, with the columns that matter."
            )
    return UserError(
        f"{source.name}: row 1 does not end within its first {n_megabytes} MB, so there is no "
        "table in it. Each row of a table stands on a line of its own; save it so, and open it "
        "again."
    )


def pieces_of(source: Source, begin: int) -> list[bytes]:
    """Some bytes from places spread evenly over what follows the head."""
    rest = source.size - begin
    if rest <= 0:
        return []
    with source.open() as file:
        pieces = []
        for number in range(N_PIECES):
            # A multiple of four, since letters of some encodings have so many bytes.
            at = begin + (rest - _PIECE_BYTES) * number // max(1, N_PIECES - 1) // 4 * 4
            file.seek(max(begin, at))
            pieces.append(file.read(_PIECE_BYTES))
    return pieces
