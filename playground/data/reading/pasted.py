"""Tables from the clipboard: as spreadsheets, web pages and Markdown give them."""

from __future__ import annotations

import csv
import io
import re
from html.parser import HTMLParser

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_CELLS = {"td", "th"}


def table_text(text: str) -> str:
    """A pasted table as separated text, to be kept in `FileSpec.text`.

    What a spreadsheet gives is that already. A table of Markdown loses its bars and its rule; of
    HTML the first table's cells are taken, and nothing else of it.
    """
    stripped = text.strip("\ufeff \n\r")
    if "<table" in stripped[:20_000].lower():
        rows = _rows_of_html(stripped)
        return _separated(rows) if rows else text
    lines = [line.strip() for line in stripped.splitlines() if line.strip()]
    if len(lines) >= 2 and "|" in lines[0] and "-" in lines[1] and _RULE.fullmatch(lines[1]):
        return _separated([_cells_of(line) for line in (lines[0], *lines[2:])])
    return text


def looks_like_a_table(text: str) -> bool:
    """Whether text from the clipboard may be meant as a table: several lines of several cells."""
    lines = [line for line in table_text(text).splitlines()[:20] if line.strip()]
    return len(lines) >= 2 and any(
        all(mark in line for line in lines) for mark in ("\t", ",", ";", "|")
    )


def _cells_of(line: str) -> list[str]:
    inner = line.removeprefix("|").removesuffix("|")
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]


def _separated(rows: list[list[str]]) -> str:
    file = io.StringIO()
    csv.writer(file, delimiter="\t", lineterminator="\n").writerows(rows)
    return file.getvalue()


class _Rows(HTMLParser):
    """Takes the rows of the first table."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._depth = 0
        self._done = False
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "table":
            self._depth += 1
        if self._done or self._depth != 1:
            return
        if tag == "tr":
            self.rows.append([])
        elif tag in _CELLS:
            self.rows = self.rows or [[]]
            self.rows[-1].append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._depth -= 1
            self._done = self._done or self._depth <= 0
        if tag in _CELLS:
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell and self.rows and self.rows[-1]:
            self.rows[-1][-1] = " ".join((self.rows[-1][-1] + data).split())


def _rows_of_html(text: str) -> list[list[str]]:
    parser = _Rows()
    parser.feed(text)
    parser.close()
    return [row for row in parser.rows if row]
