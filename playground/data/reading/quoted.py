"""Rows of separated text, cell by cell: slower than `records`, and at home in any disorder.

A cell that begins with a quotation mark goes on to the next one, across separators and ends of
lines; two in a row stand for one. A mark anywhere else is a letter.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field

# How far a quotation mark may be from its fellow: less once some were never closed, so that a file
# full of them is not searched over and over.
_REACH = ((5, 1 << 20), (200, 16 << 10))
_MARK = b'"'
_WORD = re.compile(r'"[^"]+"(?!\S)|\S+')


@dataclass
class Rows:
    """What a piece of text comes to.

    Attributes:
        rows: the cells of each row.
        lines: for each row, the line it begins on, from 1.
        unclosed: lines that were left out, since a mark opened in them is closed nowhere.
        n_bytes: how much of the text they take.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)
    n_bytes: int = 0


def between_blanks(line: str) -> list[str]:
    """The cells of a line with blanks between them; in a pair of marks a blank is a letter."""
    if '"' not in line:
        return line.split()
    return [cell[1:-1] if cell[0] == '"' == cell[-1] else cell for cell in _WORD.findall(line)]


class _Lines:
    """The lines of a text from some place on, one by one, up to a limit.

    Attributes:
        at: where the next one begins. ended: whether one more was asked for than there are.
    """

    def __init__(self, text: bytes, at: int, limit: int) -> None:
        self.at = at
        self.ended = False
        self._text = text
        self._limit = max(limit, at + 1)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        begin = self.at
        if begin >= min(self._limit, len(self._text)):
            self.ended = True
            raise StopIteration
        self.at = self._text.find(b"\n", begin) + 1 or len(self._text)
        return self._text[begin : self.at].decode(errors="replace")


class QuotedText:
    """Takes UTF-8 text apart.

    Args:
        separator: one byte, or " " for any blanks in a row.
    """

    def __init__(self, separator: bytes) -> None:
        self._separator = separator
        self._letter = separator.decode()
        self._stop = re.compile(b"[" + re.escape(separator) + b"\n]")
        self._n_unclosed = 0

    def rows(self, text: bytes, most: int = 1 << 60) -> Rows:
        """The rows of a text that ends where a line does, at most so many."""
        found = Rows()
        line, counted, at = 1, 0, 0
        while at < len(text) and len(found.rows) < most:
            end = text.find(b"\n", at)
            end = end if end >= 0 else len(text)
            line += text.count(b"\n", counted, at)
            counted = at
            cells, after = self._cells(text, at, end)
            if cells is None:
                self.note_unclosed()
                found.unclosed.append(line)
                after = end + 1
            elif text[at:end].strip(b"\r"):
                found.rows.append(cells)
                found.lines.append(line)
            at = after
        found.n_bytes = min(at, len(text))
        return found

    def _cells(self, text: bytes, at: int, end: int) -> tuple[list[str] | None, int]:
        if text.find(_MARK, at, end) >= 0 and self._separator != b" ":
            return self.row(text, at)
        line = text[at:end].removesuffix(b"\r").decode(errors="replace")
        if self._separator == b" ":
            return between_blanks(line), end + 1
        return line.split(self._separator.decode()), end + 1

    @property
    def reach(self) -> int:
        """How many bytes a cell may go on; 0 where it must end with the line."""
        for most, reach in _REACH:
            if self._n_unclosed < most:
                return reach
        return 0

    def note_unclosed(self) -> None:
        """A mark was closed nowhere."""
        self._n_unclosed += 1

    def row(self, text: bytes, at: int) -> tuple[list[str] | None, int]:
        """The cells of the row at `at`, and where the next begins.

        None in place of cells where a mark is closed nowhere, and then the end of the text if that
        is what was reached.
        """
        lines = _Lines(text, at, at + self.reach)
        try:
            cells = next(csv.reader(lines, delimiter=self._letter, skipinitialspace=True), None)
        except csv.Error:
            # Returns in the midst of a line, or a cell of more letters than the module takes.
            return self._row(text, at)
        return (None if lines.ended or not cells else cells), lines.at

    def _row(self, text: bytes, at: int) -> tuple[list[str] | None, int]:
        cells = []
        reach = self.reach
        end = len(text) if reach else text.find(b"\n", at)
        while True:
            limit = min(at + reach, len(text)) if reach else end
            cell, at = self._cell(text, at, limit)
            if cell is None:
                return None, limit
            if at >= len(text) or text[at] == 10:
                cells.append(cell.removesuffix(b"\r").decode(errors="replace"))
                return cells, at + 1
            cells.append(cell.decode(errors="replace"))
            at += 1

    def _cell(self, text: bytes, at: int, limit: int) -> tuple[bytes | None, int]:
        """The cell at `at`, and where the separator or the end of the line after it stands."""
        inner = b""
        opening = at
        while text[opening : opening + 1] == b" ":
            opening += 1
        if text[opening : opening + 1] == _MARK:
            pieces = []
            at = opening + 1
            while True:
                close = text.find(_MARK, at, limit)
                if close < 0:
                    return None, at
                pieces.append(text[at:close])
                at = close + 1
                if text[at : at + 1] != _MARK:
                    break
                pieces.append(_MARK)
                at += 1
            inner = b"".join(pieces)
        stop = self._stop.search(text, at)
        end = stop.start() if stop else len(text)
        return inner + text[at:end], end
