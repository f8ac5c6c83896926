"""Lines of separated text become blocks of rows that fit the table.

Little is taken apart here: separators, quotation marks and ends of lines are found as positions in
the bytes, so that sound text goes on untouched to the reader that takes it apart fast.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from playground.data.reading.opening import UNCLOSED, ragged
from playground.data.reading.quoted import QuotedText, between_blanks

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.reading.troubles import Troubles

_QUOTE, _END, _RETURN, _BLANK = 34, 10, 13, 32


@dataclass(frozen=True)
class Part:
    """Rows of one block that are to be taken apart in the same way.

    Attributes:
        contents: the rows as they stand in the file, as UTF-8; b"" where `rows` has their cells.
        lines: (n,) int64, the line of the file that each begins on, from 1.
        quoted: whether cells stand between quotation marks in `contents`; else those are letters.
    """

    contents: bytes
    rows: list[list[str]]
    lines: NDArray[np.int64]
    quoted: bool = False


class Records:
    """Cuts lines into blocks of rows, and notes those that do not fit.

    Args:
        separator: one byte; " " for any blanks in a row.
        width: the number of columns.
        line: the number of the line that the text begins with.
    """

    def __init__(self, separator: bytes, width: int, line: int, troubles: Troubles) -> None:
        self.width = width
        self._separator = separator
        self._line = line
        self._troubles = troubles
        self._text = QuotedText(separator)
        self._may_stand = _marks(separator[0], _QUOTE, _END)
        self._begins_cell = _marks(separator[0], _END, _BLANK)

    def blocks(self, texts: Iterable[bytes]) -> Iterator[list[Part]]:
        """The rows that fit, block by block.

        The parts of a block go together by the order of their lines.

        Args:
            texts: whole lines (see `lines`).
        """
        rest = b""
        for text in texts:
            rest = yield from self._some(rest + text if rest else text, final=False)
        if rest:
            yield from self._some(rest, final=True)

    def again(self, part: Part) -> Part:
        """The rows of a part, taken apart cell by cell; those that do not fit then are noted."""
        if part.quoted:
            rows = self._text.rows(part.contents).rows
        else:
            separator = self._separator.decode()
            lines = part.contents.decode().removesuffix("\n").split("\n")
            rows = [line.removesuffix("\r").split(separator) for line in lines]
        last = len(part.lines) - 1
        at = [int(part.lines[min(place, last)]) for place in range(len(rows))]
        for line, row in zip(at, rows, strict=True):
            if len(row) != self.width:
                self._troubles.leave_out(line, ragged(len(row), self.width))
        fit = [place for place, row in enumerate(rows) if len(row) == self.width]
        numbers = np.array([at[place] for place in fit], np.int64)
        return Part(b"", [rows[place] for place in fit], numbers)

    def _some(self, text: bytes, final: bool) -> Generator[list[Part], None, bytes]:
        """A block of whole lines; gives back those of a row that ends later."""
        if self._separator == b" ":
            yield self._by_blanks(text)
            return b""
        rest = b""
        values = np.frombuffer(text, np.uint8)
        ends = np.flatnonzero(values == _END)
        marks = np.flatnonzero(values == _QUOTE) if b'"' in text else np.empty(0, np.int64)
        row_ends = ends
        if marks.size:
            outside = np.searchsorted(marks, ends) % 2 == 0
            row_ends = ends[outside]
            used = int(row_ends[-1]) + 1 if row_ends.size else 0
            inner = marks[: np.searchsorted(marks, used)]
            sound = used == len(text) or (not final and len(text) - used < self._text.reach)
            if not (sound and self._orderly(values, inner)):
                parts, n_lines = self._in_disorder(text, values, ends, marks, final)
                self._line += n_lines
                yield parts
                return text[int(ends[n_lines - 1]) + 1 :] if n_lines else text
            if not used:
                return text
            n_lines = int(np.searchsorted(ends, used))
            places = np.flatnonzero(outside)
            text, rest = text[:used], text[used:]
            values, marks = values[:used], inner
        else:
            n_lines = len(ends)
            places = np.arange(n_lines)
        lines = self._line + np.concatenate([[0], places[:-1] + 1])
        self._line += n_lines
        yield [self._fitting(text, values, row_ends, lines, marks, bool(marks.size))]
        return rest

    def _orderly(self, values: NDArray[np.uint8], marks: NDArray[np.int64]) -> bool:
        """Whether every quotation mark begins or ends a cell, or stands for one inside of it."""
        before, after = self._around(values, marks[0::2])[0], self._around(values, marks[1::2])[1]
        return bool(self._may_stand[before].all() and self._may_stand[after].all())

    def _around(
        self, values: NDArray[np.uint8], marks: NDArray[np.int64]
    ) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """The bytes before and after some; before the first of all there is the end of a line.

        A return before the end of a line belongs to it; any other is a letter.
        """
        before = values[marks - 1]
        if marks.size and marks[0] == 0:
            before[0] = _END
        after = values[marks + 1]
        beyond = values[np.minimum(marks + 2, len(values) - 1)]
        return before, np.where((after == _RETURN) & (beyond == _END), np.uint8(_END), after)

    def _fitting(
        self,
        text: bytes,
        values: NDArray[np.uint8],
        ends: NDArray[np.int64],
        lines: NDArray[np.int64],
        marks: NDArray[np.int64],
        quoted: bool,
        keep: NDArray[np.bool_] | None = None,
    ) -> Part:
        """The rows that have as many cells as there are columns; empty lines are none.

        Args:
            ends, lines: where each row ends, and the line it begins on.
            marks: the quotation marks, where separators between them are letters.
            keep: which rows to look at; all if None.
        """
        separators = np.flatnonzero(values == self._separator[0])
        if quoted:
            separators = separators[np.searchsorted(marks, separators) % 2 == 0]
        counts = np.diff(np.searchsorted(separators, ends), prepend=0) + 1
        starts = np.concatenate([[0], ends[:-1] + 1])
        lengths = ends - starts
        empty = (lengths == 0) | ((lengths == 1) & (values[ends - 1] == _RETURN))
        wrong = (counts != self.width) & ~empty
        fits = ~(wrong | empty)
        if keep is not None:
            wrong &= keep
            fits &= keep
        self._leave_out(np.flatnonzero(wrong), lines, counts)
        if fits.all():
            return Part(text, [], lines, quoted)
        return Part(_joined(text, starts, ends, fits), [], lines[fits], quoted)

    def _leave_out(
        self, places: NDArray[np.int64], lines: NDArray[np.int64], counts: NDArray[np.int64]
    ) -> None:
        for done, place in enumerate(places):
            if self._troubles.full:
                self._troubles.leave_out_unlisted(len(places) - done)
                return
            what = ragged(int(counts[place]), self.width)
            self._troubles.leave_out(int(lines[place]), what)

    def _in_disorder(
        self,
        text: bytes,
        values: NDArray[np.uint8],
        ends: NDArray[np.int64],
        marks: NDArray[np.int64],
        final: bool,
    ) -> tuple[list[Part], int]:
        """The rows of text in which some quotation marks stand where none should.

        Lines whose marks are in order, and those in which no cell begins with one, are sound by
        themselves. The others are taken apart one by one, as far as each goes on.

        Returns:
            The parts, and of how many lines.
        """
        plain, quoted, odd = self._sorted_out(values, ends, marks)
        begins = [0, *(ends[:-1] + 1).tolist()]
        n_lines, free = len(ends), 0
        rows: list[list[str]] = []
        lines: list[int] = []
        for place in np.flatnonzero(odd).tolist():
            if place < free:
                continue
            cells, after = self._text.row(text, begins[place])
            free = place + 1
            if cells is None:
                if not final and after >= len(text):
                    n_lines = place
                    break
                self._text.note_unclosed()
                self._troubles.leave_out(self._line + place, UNCLOSED)
                continue
            free = bisect_left(begins, after, place)
            plain[place:free] = quoted[place:free] = False
            if len(cells) == self.width:
                rows.append(cells)
                lines.append(self._line + place)
            else:
                self._troubles.leave_out(self._line + place, ragged(len(cells), self.width))
        parts = [Part(b"", rows, np.array(lines, np.int64))]
        plain[n_lines:] = quoted[n_lines:] = False
        numbers = self._line + np.arange(len(ends))
        for keep, between in ((plain, False), (quoted, True)):
            if keep.any():
                chosen = marks if between else marks[:0]
                if between:
                    # Of the other lines no mark counts: each of these begins outside of quotes.
                    chosen = marks[keep[np.searchsorted(ends, marks)]]
                parts.append(self._fitting(text, values, ends, numbers, chosen, between, keep))
        return parts, n_lines

    def _sorted_out(
        self, values: NDArray[np.uint8], ends: NDArray[np.int64], marks: NDArray[np.int64]
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_], NDArray[np.bool_]]:
        """Which lines have quotation marks as letters alone, which in order, and which neither."""
        line_of = np.searchsorted(ends, marks)
        n_marks = np.bincount(line_of, minlength=len(ends))
        first = np.concatenate([[0], np.cumsum(n_marks)[:-1]])
        opens = (np.arange(len(marks)) - first[line_of]) % 2 == 0
        before, after = self._around(values, marks)
        in_order = self._may_stand[np.where(opens, before, after)]
        letter = ~self._begins_cell[before]
        plain = np.bincount(line_of[~letter], minlength=len(ends)) == 0
        quoted = np.bincount(line_of[~in_order], minlength=len(ends)) == 0
        quoted &= (n_marks % 2 == 0) & ~plain
        return plain, quoted, ~(plain | quoted)

    def _by_blanks(self, text: bytes) -> list[Part]:
        """The rows of text with blanks between the cells."""
        rows, lines = [], []
        for place, line in enumerate(text.decode().removesuffix("\n").split("\n")):
            cells = between_blanks(line)
            if len(cells) == self.width:
                rows.append(cells)
                lines.append(self._line + place)
            elif cells:
                self._troubles.leave_out(self._line + place, ragged(len(cells), self.width))
        self._line += text.count(b"\n")
        return [Part(b"", rows, np.array(lines, np.int64))]


def _marks(*bytes_: int) -> NDArray[np.bool_]:
    """(256,) true at these bytes."""
    table = np.zeros(256, np.bool_)
    table[list(bytes_)] = True
    return table


def _joined(
    text: bytes, starts: NDArray[np.int64], ends: NDArray[np.int64], keep: NDArray[np.bool_]
) -> bytes:
    """The rows to keep, put together."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], keep, [False]]).astype(np.int8)))
    runs = edges.reshape(-1, 2)
    return b"".join(text[starts[first] : ends[last - 1] + 1] for first, last in runs)
