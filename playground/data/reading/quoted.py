"""Rows of separated text, cell by cell: slower than `records`, and at home in any disorder.

A cell that begins with a quotation mark goes on to the next one, across separators and ends of
lines; two in a row stand for one. A mark anywhere else is a letter.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

# How far a quotation mark may be from its fellow: less once some were never closed, so that a file
# full of them is not searched over and over.
_REACH = ((20, 4 << 20), (200, 64 << 10))


@dataclass
class Rows:
    """What a piece of text comes to.

    Attributes:
        rows: the cells of each row.
        lines: for each row, the line it begins on, from 1.
        unclosed: lines that were left out, since a mark opened in them is closed nowhere.
        rest: the text that begins a row which does not end here.
        n_lines: how many ends of lines there are before `rest`.
    """

    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)
    rest: str = ""
    n_lines: int = 0


class QuotedText:
    """Takes text apart, piece by piece.

    Args:
        separator: one letter, or " " for any blanks in a row.
    """

    def __init__(self, separator: str) -> None:
        self._separator = separator
        self._stop = re.compile("[" + re.escape(separator) + "\n]")
        self._n_unclosed = 0

    def rows(self, text: str, line: int, final: bool) -> Rows:
        """The rows of a piece of text.

        Args:
            line: its first line's number. final: whether nothing comes after it.
        """
        found = Rows()
        begin = at = 0
        while at < len(text):
            end = text.find("\n", at)
            if end < 0:
                if not final:
                    break
                end = len(text)
            cells: list[str] | None
            if '"' not in text[at:end] or self._separator == " ":
                cells, after = self._plain(text[at:end].removesuffix("\r")), end + 1
            else:
                cells, after = self._row(text, at, self._reach)
                cut = after > len(text) if cells is not None else len(text) - at < self._reach
                if cut and not final:
                    break
            found.n_lines += text.count("\n", begin, at)
            begin = at
            if cells is None:
                self._n_unclosed += 1
                found.unclosed.append(line + found.n_lines)
                after = end + 1
            elif text[at:end].strip("\r"):
                found.rows.append(cells)
                found.lines.append(line + found.n_lines)
            at = after
        at = min(at, len(text))
        found.rest = text[at:]
        found.n_lines += text.count("\n", begin, at)
        return found

    def _plain(self, line: str) -> list[str]:
        if self._separator == " ":
            return line.split() or [""]
        return line.split(self._separator)

    @property
    def _reach(self) -> int:
        for most, reach in _REACH:
            if self._n_unclosed < most:
                return reach
        return 0

    def _row(self, text: str, at: int, reach: int) -> tuple[list[str] | None, int]:
        """The cells of the row at `at`, and where the next begins; None where it does not end."""
        cells = []
        limit = at + reach if reach else text.find("\n", at)
        limit = min(limit, len(text)) if limit >= 0 else len(text)
        while True:
            cell, at = self._cell(text, at, limit)
            if cell is None:
                return None, at
            if at >= len(text) or text[at] == "\n":
                cells.append(cell.removesuffix("\r"))
                return cells, at + 1
            cells.append(cell)
            at += 1

    def _cell(self, text: str, at: int, limit: int) -> tuple[str | None, int]:
        """The cell at `at`, and where the separator or the end of the line after it stands."""
        inner = ""
        opening = at
        while text[opening : opening + 1] == " ":
            opening += 1
        if text[opening : opening + 1] == '"':
            pieces = []
            at = opening + 1
            while True:
                close = text.find('"', at, limit)
                if close < 0:
                    return None, at
                pieces.append(text[at:close])
                at = close + 1
                if text[at : at + 1] != '"':
                    break
                pieces.append('"')
                at += 1
            inner = "".join(pieces)
        stop = self._stop.search(text, at)
        end = stop.start() if stop else len(text)
        return inner + text[at:end], end
