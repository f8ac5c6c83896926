"""Rows are cut out of bytes as the csv module cuts them, however the bytes come."""

from __future__ import annotations

import csv
import io
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from playground.data.reading.lines import LONGEST_LINE, whole_lines
from playground.data.reading.records import Records
from playground.data.reading.text_table import block_of
from playground.data.reading.troubles import Troubles


def rows_of(chunks: list[bytes], width: int) -> tuple[list[list[str]], list[int], Troubles]:
    """The rows that fit in chunks of bytes, their lines, and what was noted."""
    troubles = Troubles()
    records = Records(b",", width, 1, troubles)
    rows: list[list[str]] = []
    lines: list[int] = []
    for parts in records.blocks(whole_lines(chunks, 1, troubles)):
        block = block_of(parts, records, b",")
        if block is not None:
            rows += [[cell or "" for cell in row] for row in block[0].rows()]
            lines += block[1].tolist()
    return rows, lines, troubles


def expected(text: str) -> list[tuple[int, list[str]]]:
    """The rows that the csv module finds, and the line that each begins on."""
    reader = csv.reader(io.StringIO(text, newline=""), skipinitialspace=True, strict=False)
    rows, line = [], 1
    for row in reader:
        if row:
            rows.append((line, [cell.strip() for cell in row]))
        line = reader.line_num + 1
    return rows


@settings(deadline=None)
@given(
    st.lists(st.text('a", \n', max_size=12).filter(lambda line: line.strip()), max_size=12),
    st.integers(1, 4),
    st.lists(st.integers(0, 150), max_size=4),
)
def test_rows_are_those_of_the_csv_module(pieces: list[str], width: int, cuts: list[int]) -> None:
    text = "\n".join([*pieces, '"end"']) + "\n"
    rows = expected(text)
    # Where a mark is closed nowhere, the csv module takes all that follows.
    assume(rows[-1][1] == ["end"])
    contents = text.encode()
    edges = [0, *sorted(cuts), len(contents)]
    found, lines, troubles = rows_of([contents[a:b] for a, b in pairwise(edges)], width)
    fit = [(line, row) for line, row in rows if len(row) == width]
    assert [[cell.strip() for cell in row] for row in found] == [row for _, row in fit]
    assert lines == [line for line, _ in fit]
    assert troubles.n_left_out == len(rows) - len(fit)


def test_a_mark_that_is_never_closed_costs_its_own_line_alone() -> None:
    text = b'1,2\n3,"4\n' + b"5,6\n" * 300_000 + b'7,"8\n9,10\n'
    rows, lines, troubles = rows_of([text[k : k + 70_000] for k in range(0, len(text), 70_000)], 2)
    assert len(rows) == 300_002
    assert (lines[0], lines[1], lines[-1]) == (1, 3, 300_004)
    assert [trouble.row for trouble in troubles.listed] == [2, 300_003]
    assert "closed nowhere" in troubles.listed[0].what


def test_a_line_without_an_end_is_left_out_alone() -> None:
    long = b"x" * (1 << 20)
    chunks = [b"1,2\n3,", *[long] * (1 + (LONGEST_LINE >> 20)), b"\n5,6\n"]
    rows, lines, troubles = rows_of(chunks, 2)
    assert (rows, lines) == ([["1", "2"], ["5", "6"]], [1, 3])
    assert [trouble.row for trouble in troubles.listed] == [2]


def test_a_return_within_a_line_is_a_letter() -> None:
    rows, lines, _ = rows_of([b'"a",1\r\n\r"b",2\r\n"c"\r"d",3\r\n"e",4\r\n'], 2)
    assert rows == [["a", "1"], ['\r"b"', "2"], ['c\r"d"', "3"], ["e", "4"]]
    assert lines == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("line", "words", "cell"),
    [(b"3,a\0b", "NUL bytes", "ab"), (b"3,a\xffb", "no letters in this encoding", "a\ufffdb")],
)
def test_bytes_that_are_no_letters_are_noted_with_their_row(
    line: bytes, words: str, cell: str
) -> None:
    rows, _, troubles = rows_of([b"1,2\n" + line + b"\n5,6"], 2)
    assert rows[1] == ["3", cell]
    assert [trouble.row for trouble in troubles.listed] == [2]
    assert words in troubles.listed[0].what
