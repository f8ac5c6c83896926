"""Chunks of bytes become whole lines of sound UTF-8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from playground.data.reading.encoding import UNREADABLE

if TYPE_CHECKING:
    from playground.data.reading.troubles import Troubles

LONGEST_LINE = 16 << 20
"""A line of more bytes is left out."""
_MOST_LINES = 200_000
_UNREADABLE = UNREADABLE.encode()


def whole_lines(chunks: Iterable[bytes], line: int, troubles: Troubles) -> Iterator[bytes]:
    """The same text in pieces that end where lines do, freed of what is no letter.

    A line that is too long is noted, and comes as an empty one.

    Args:
        line: the number of the first, from 1.
    """
    parts: list[bytes] = []
    n_held = 0
    for chunk in chunks:
        end = chunk.rfind(b"\n") + 1
        if not end:
            n_held += len(chunk)
            if n_held <= LONGEST_LINE:
                parts.append(chunk)
            else:
                parts.clear()
            continue
        if n_held + chunk.find(b"\n") > LONGEST_LINE:
            troubles.leave_out(line, f"the row is longer than {LONGEST_LINE >> 20} MB: left out")
            parts = [chunk[chunk.find(b"\n") : end]]
        else:
            parts.append(chunk[:end])
        text = _cleaned(b"".join(parts) if len(parts) > 1 else parts[0], line, troubles)
        n_lines = text.count(b"\n")
        line += n_lines
        yield from _pieces(text, n_lines)
        parts, n_held = [chunk[end:]], len(chunk) - end
    if n_held > LONGEST_LINE:
        troubles.leave_out(line, f"the row is longer than {LONGEST_LINE >> 20} MB: left out")
    elif n_held:
        yield _cleaned(b"".join(parts), line, troubles) + b"\n"


def _pieces(text: bytes, n_lines: int) -> Iterator[bytes]:
    """The text in pieces of not too many lines, since a line takes memory however short it is."""
    size = len(text) // (1 + n_lines // _MOST_LINES) + 1
    begin = 0
    while begin < len(text):
        end = text.find(b"\n", begin + size - 1) + 1 or len(text)
        yield text[begin:end] if end - begin < len(text) else text
        begin = end


def _cleaned(text: bytes, line: int, troubles: Troubles) -> bytes:
    """The text without bytes that are no letters; notes where some were."""
    if b"\0" in text:
        _note(text, b"\0", line, troubles, "the row has NUL bytes: taken out")
        text = text.replace(b"\0", b"")
    try:
        text.decode()
    except UnicodeDecodeError:
        text = text.decode(errors="replace").encode()
    if _UNREADABLE in text:
        what = (
            f"the row has bytes that are no letters in this encoding, shown as {UNREADABLE}: "
            "choose another encoding if there are many"
        )
        _note(text, _UNREADABLE, line, troubles, what)
    return text


def _note(text: bytes, sign: bytes, line: int, troubles: Troubles, what: str) -> None:
    for place, each in enumerate(text.split(b"\n")):
        if sign in each:
            troubles.add(line + place, "", what)
