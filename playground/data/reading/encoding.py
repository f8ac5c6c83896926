"""How the letters of a file are written as bytes, and the same letters as UTF-8."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from playground.errors import UserError

if TYPE_CHECKING:
    from typing import BinaryIO

CHUNK_BYTES = 4 << 20
UNREADABLE = "\ufffd"
"""Stands for bytes that are no letter in the file's encoding."""
SUGGESTED = ("utf-8", "utf-16", "cp1252", "latin-1", "cp1250", "cp1251", "mac-roman", "shift-jis")
"""What a person may choose from; any other that Python knows will do too."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# Bytes that Windows's Western alphabet leaves without a letter.
_NOT_WINDOWS = re.compile(rb"[\x81\x8d\x8f\x90\x9d]")
# Letters of several bytes as UTF-8 has them, near enough to count by.
_UTF8_LETTER = re.compile(
    rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_CUT = re.compile(rb"\A[\x80-\xff]{1,3}|[\x80-\xff]{1,3}\Z")
_HIGH = re.compile(rb"[\x80-\xff]+")


def encoding_of(head: bytes, samples: Sequence[bytes] = ()) -> str:
    """The encoding that a file seems to have.

    Args:
        head: its first bytes; all of them where there are no samples.
        samples: more from anywhere in it. Letters may be cut at their ends.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    wide = _wide(head)
    if wide:
        return wide
    pieces = [_CUT.sub(b"", piece) for piece in (head, *samples)] if samples else [head]
    together = b"\n".join(pieces)
    good = sum(len(letter) for letter in _UTF8_LETTER.findall(together))
    bad = sum(len(run) for run in _HIGH.findall(together)) - good
    if bad <= good // 20:
        return "utf-8"
    return "latin-1" if _NOT_WINDOWS.search(together) else "cp1252"


def _wide(head: bytes) -> str:
    """UTF-16 without a mark: every other byte is 0 wherever letters are Latin; else ""."""
    pairs = len(head) // 2
    if pairs < 4:
        return ""
    even, odd = head[0 : 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if odd > 0.6 * pairs and even < 0.1 * pairs:
        return "utf-16-le"
    if even > 0.6 * pairs and odd < 0.1 * pairs:
        return "utf-16-be"
    return ""


def known(encoding: str) -> str:
    """The name of an encoding of text as Python has it.

    Raises:
        UserError: there is no such encoding.
    """
    try:
        info = codecs.lookup(encoding)
        "".encode(encoding)
    except (LookupError, ValueError, UnicodeError):
        names = ", ".join(SUGGESTED)
        raise UserError(
            f"There is no encoding called {encoding!r}. Choose another: {names}."
        ) from None
    return "utf-8" if info.name == "utf-8-sig" else info.name


def decoded(piece: bytes, encoding: str) -> str:
    """Bytes from the beginning of a file, or from a place where a letter begins."""
    text = piece.decode(known(encoding), errors="replace")
    return text.removeprefix("\ufeff")


def utf8_chunks(
    file: BinaryIO, encoding: str, n_bytes: int = CHUNK_BYTES
) -> Iterator[tuple[bytes, int]]:
    """All of a file as UTF-8, about `n_bytes` at a time, each with the bytes read so far.

    Bytes that are no letters come as `UNREADABLE` where the file is not UTF-8 itself; where it is,
    they stay as they are, since a chunk may end within a letter.
    """
    name = known(encoding)
    decoder = None if name in ("utf-8", "ascii") else codecs.getincrementaldecoder(name)("replace")
    size = n_bytes if decoder is None else n_bytes // 2
    n_read, first = 0, True
    while True:
        chunk = file.read(size)
        n_read += len(chunk)
        final = not chunk
        if decoder is not None:
            chunk = decoder.decode(chunk, final).encode("utf-8", "replace")
        if first and chunk:
            chunk, first = chunk.removeprefix(codecs.BOM_UTF8), False
        if chunk:
            yield chunk, n_read
        if final:
            return
