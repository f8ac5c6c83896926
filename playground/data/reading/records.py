"""Bytes of separated text, cut between rows and freed of what does not fit the table.

Nothing is taken apart here: separators, quotation marks and ends of lines are found as positions in
the bytes, so that sound text goes on untouched to the reader that takes it apart fast.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.data.reading.encoding import UNREADABLE
from playground.data.reading.opening import ragged
from playground.data.reading.quoted import QuotedText

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.reading.troubles import Troubles

LONGEST_ROW = 16 << 20
"""A row of more bytes is left out."""
_SLOW_BYTES = 2 << 20
_QUOTE, _END, _RETURN = 34, 10, 13
_UNREADABLE = UNREADABLE.encode()


@dataclass(frozen=True)
class Block:
    """Some rows, all with as many cells as the table has columns.

    Attributes:
        contents: the rows as they stand in the file, as UTF-8; b"" where `rows` has them.
        rows: their cells, where the text had to be taken apart here.
        lines: (n,) int64, the line of the file that each begins on, from 1.
        quoted: whether cells stand between quotation marks in `contents`.
    """

    contents: bytes
    rows: list[list[str]] | None
    lines: NDArray[np.int64]
    quoted: bool = False


class Records:
    """Cuts chunks of UTF-8 into blocks of sound rows, and notes what is wrong with the others.

    Args:
        separator: one letter; " " for any blanks in a row.
        width: the number of columns.
        line: the number of the line that the first chunk begins with.
    """

    def __init__(self, separator: str, width: int, line: int, troubles: Troubles) -> None:
        self._separator = separator
        self._mark = ord(separator)
        self.width = width
        self._line = line
        self._troubles = troubles
        self._text = QuotedText(separator)
        self._may_stand = np.zeros(256, np.bool_)
        self._may_stand[[self._mark, _QUOTE, _END, _RETURN]] = True

    def blocks(self, chunks: Iterable[bytes]) -> Iterator[Block]:
        """The sound rows of all chunks, in order."""
        rest = b""
        skipping = False
        for chunk in chunks:
            if skipping:
                end = chunk.find(b"\n")
                if end < 0:
                    continue
                chunk, skipping = chunk[end + 1 :], False
                self._line += 1
            rest = yield from self._some(rest + chunk if rest else chunk, final=False)
            if len(rest) > LONGEST_ROW:
                self._troubles.leave_out(
                    self._line,
                    f"the row is longer than {LONGEST_ROW >> 20} MB, or a quotation mark in it is "
                    "closed nowhere: left out",
                )
                rest, skipping = self._after_line(rest)
        if rest:
            yield from self._some(rest, final=True)

    def again(self, block: Block) -> Block:
        """The rows of a block, taken apart cell by cell."""
        rows = self._text.rows(block.contents.decode(), 1, final=True).rows
        return Block(b"", rows, block.lines)

    def _after_line(self, rest: bytes) -> tuple[bytes, bool]:
        """What follows the first line of the text, and whether that line goes on beyond it."""
        end = rest.find(b"\n")
        if end < 0:
            return b"", True
        self._line += 1
        return rest[end + 1 :], False

    def _some(self, text: bytes, final: bool) -> Generator[Block, None, bytes]:
        """The blocks of a piece of text; gives back what begins a row that ends later."""
        text = self._cleaned(text)
        found = None if self._separator == " " else self._sound(text, final)
        if found is None:
            rest = yield from self._slowly(text, final)
            return rest
        block, n_used = found
        if block is not None:
            yield block
        return text[n_used:]

    def _cleaned(self, text: bytes) -> bytes:
        """The text without bytes that are no letters; notes where some were."""
        if b"\0" in text:
            for place in _lines_with(text, b"\0"):
                self._troubles.add(self._line + place, "", "the row has NUL bytes: taken out")
            text = text.replace(b"\0", b"")
        return text

    def _sound(self, text: bytes, final: bool) -> tuple[Block | None, int] | None:
        """The sound rows, found by positions alone; None where quotation marks are in disorder."""
        if final and not text.endswith(b"\n"):
            text += b"\n"
        values = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(values == _END)
        n_lines_before = None
        marks = np.empty(0, np.int64)
        if b'"' in text:
            marks = np.flatnonzero(values == _QUOTE)
            outside = np.searchsorted(marks, ends) % 2 == 0
            n_lines_before = np.flatnonzero(outside)
            if not outside.any() or (final and not outside[-1]):
                return None
            ends = ends[outside]
            marks = marks[: np.searchsorted(marks, ends[-1])]
            if not self._orderly(values, marks):
                return None
        if not ends.size:
            return None, 0
        n_used = int(ends[-1]) + 1
        text, values = text[:n_used], values[:n_used]
        try:
            text.decode()
        except UnicodeDecodeError:
            return None
        if _UNREADABLE in text:
            return None
        separators = np.flatnonzero(values == self._mark)
        if marks.size:
            separators = separators[np.searchsorted(marks, separators) % 2 == 0]
        counts = np.diff(np.searchsorted(separators, ends), prepend=0) + 1
        starts = np.concatenate([[0], ends[:-1] + 1])
        before = np.arange(len(ends)) if n_lines_before is None else n_lines_before
        lines = np.empty(len(ends), np.int64)
        lines[0] = self._line
        lines[1:] = self._line + before[:-1] + 1
        n_lines = int(before[-1]) + 1
        block = self._without_ragged(text, values, starts, ends, counts, lines, bool(marks.size))
        self._line += n_lines
        return block, n_used

    def _orderly(self, values: NDArray[np.uint8], marks: NDArray[np.int64]) -> bool:
        """Whether every quotation mark begins or ends a cell, or stands for one inside of it."""
        opening, closing = marks[0::2], marks[1::2]
        before = self._may_stand[values[opening - 1]]
        if opening.size and opening[0] == 0:
            before[0] = True
        after = self._may_stand[values[np.minimum(closing + 1, len(values) - 1)]]
        return bool(before.all() and after.all())

    def _without_ragged(
        self,
        text: bytes,
        values: NDArray[np.uint8],
        starts: NDArray[np.int64],
        ends: NDArray[np.int64],
        counts: NDArray[np.int64],
        lines: NDArray[np.int64],
        quoted: bool,
    ) -> Block | None:
        """The rows that fit, without empty lines."""
        lengths = ends - starts
        returns = values[ends - 1] == _RETURN
        empty = (lengths == 0) | ((lengths == 1) & returns)
        wrong = (counts != self.width) & ~empty
        drop = wrong | empty
        if not drop.any():
            return Block(text, None, lines, quoted)
        for place in np.flatnonzero(wrong):
            if self._troubles.full:
                n_more = int(wrong[place:].sum())
                self._troubles.count += n_more
                self._troubles.n_left_out += n_more
                break
            self._troubles.leave_out(int(lines[place]), ragged(int(counts[place]), self.width))
        keep = ~drop
        if not keep.any():
            return None
        return Block(_joined(text, starts, ends, keep), None, lines[keep], quoted)

    def _slowly(self, text: bytes, final: bool) -> Generator[Block, None, bytes]:
        """The blocks of text that is in disorder, taken apart cell by cell."""
        begin, rest = 0, ""
        while begin < len(text):
            end = begin + _SLOW_BYTES
            end = len(text) if end >= len(text) else text.find(b"\n", end) + 1 or len(text)
            piece = text[begin:end]
            begin = end
            last = final and begin >= len(text)
            if not last and not piece.endswith(b"\n"):
                # A letter may be cut at the end of what has come so far.
                return rest.encode() + piece
            rest = yield from self._piece(rest, piece, last)
        return rest.encode()

    def _piece(self, rest: str, piece: bytes, final: bool) -> Generator[Block, None, str]:
        found = self._text.rows(rest + self._decoded(rest, piece), self._line, final)
        for line in found.unclosed:
            self._troubles.leave_out(
                line, "a quotation mark is opened and closed nowhere: the row is left out"
            )
        keep = []
        for place, row in enumerate(found.rows):
            if len(row) == self.width:
                keep.append(place)
            else:
                self._troubles.leave_out(found.lines[place], ragged(len(row), self.width))
        self._line += found.n_lines
        if keep:
            lines = np.array([found.lines[place] for place in keep], np.int64)
            yield Block(b"", [found.rows[place] for place in keep], lines)
        return found.rest

    def _decoded(self, rest: str, piece: bytes) -> str:
        """A piece as text; notes the lines with bytes that are no letters."""
        text = piece.decode(errors="replace")
        if UNREADABLE in text:
            line = self._line + rest.count("\n")
            for place in _lines_with(text.encode(), _UNREADABLE):
                self._troubles.add(
                    line + place,
                    "",
                    f"the row has bytes that are no letters in this encoding, shown as "
                    f"{UNREADABLE}: choose another encoding if there are many",
                )
        return text


def _lines_with(text: bytes, what: bytes) -> list[int]:
    """The lines, from 0, on which some bytes stand."""
    return [place for place, line in enumerate(text.split(b"\n")) if what in line]


def _joined(
    text: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64], keep: NDArray[np.bool_]
) -> bytes:
    """The rows to keep, put together."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], keep, [False]]).astype(np.int8)))
    runs = edges.reshape(-1, 2)
    return b"".join(text[starts[first] : ends[last - 1] + 1] for first, last in runs)
