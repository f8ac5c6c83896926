"""Tables made to break programs: told of with file, row and column, soon, and in little memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import BinaryIO

import pytest

from playground.data.reading import glimpse, read_table
from playground.data.tables.spec import ColumnSpec, FileSpec, Reading
from playground.errors import UserError
from tests.data.reading.weighed import weigh

HEAD, ROW = b"n,w,x,d\n", b"12,abc,3.5,2020-01-05\n"
MEGABYTE = 1 << 20


def long_line(file: BinaryIO, letter: bytes = b"a", n_megabytes: int = 200) -> None:
    for _ in range(n_megabytes):
        file.write(letter * MEGABYTE)


def long_line_between_rows(file: BinaryIO) -> None:
    file.write(HEAD + 100 * ROW)
    long_line(file)
    file.write(b"\n" + 100 * ROW)


def long_cell(file: BinaryIO) -> None:
    file.write(HEAD + 100 * ROW + b'1,"')
    long_line(file)
    file.write(b'",2,2020-01-05\n' + 100 * ROW)


def unclosed_mark(file: BinaryIO) -> None:
    file.write(HEAD + 100 * ROW + b'5,"abc,3.5,2020-01-05\n' + 500_000 * ROW)


def marks_without_order(file: BinaryIO) -> None:
    file.write(HEAD + 50 * ROW + b'5,"b,3.5,2020-01-05\n' * 200_000)


def marks_in_pairs(file: BinaryIO) -> None:
    file.write(HEAD + 100 * ROW + b'5,"a""b""\n' * 500_000)


def short_rows(file: BinaryIO) -> None:
    file.write(b",\n" * 5_000_000)


def many_columns(file: BinaryIO) -> None:
    file.write(b",".join(b"c%d" % place for place in range(4_990)) + b"\n")
    for _ in range(1_000):
        file.write(b"1," * 4_989 + b"1\n")


def words_without_end(file: BinaryIO) -> None:
    for number in range(1_000_000):
        file.write(b"word %d is this\n" % number)


def noise(file: BinaryIO) -> None:
    file.write(Random(1).randbytes(20 * MEGABYTE))


def ragged_rows(file: BinaryIO) -> None:
    file.write(HEAD + 200_000 * ROW + b"5,3.5,2020-01-05\n" * 300_000)


SOAKED = [
    long_cell,
    marks_without_order,
    marks_in_pairs,
    short_rows,
    many_columns,
    words_without_end,
    noise,
    ragged_rows,
]


@pytest.mark.parametrize(
    "write",
    [
        long_line_between_rows,
        unclosed_mark,
        *(pytest.param(write, marks=pytest.mark.soak) for write in SOAKED),
    ],
)
def test_what_is_wrong_is_bounded(write: Callable[[BinaryIO], None], tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    with path.open("wb") as file:
        write(file)
    found = weigh(path)
    assert found.seconds[0] <= 5
    assert found.n_bytes <= 3 * path.stat().st_size + 512 * MEGABYTE
    assert found.n_rows or "bad.csv" in found.said
    if write in (long_line_between_rows, long_cell, unclosed_mark):
        assert found.n_left_out == 1
        assert found.troubles[0][0] == 102


@pytest.mark.parametrize(
    ("letter", "words"),
    [
        (b"a", "bad.csv: row 1 does not end within its first 4 MB"),
        (b"1,", "bad.csv: row 1 goes on for more than 4 MB and 2,097,152 columns; at most 5,000"),
        (b"\0", "bad.csv holds no letters"),
    ],
)
def test_a_line_of_200_megabytes_is_no_table(letter: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    with path.open("wb") as file:
        long_line(file, letter, 200 // len(letter))
    with pytest.raises(UserError, match=words):
        glimpse(path)


@pytest.mark.parametrize("name", [b"c", b'"c"'])
def test_a_million_columns_are_counted_and_refused(name: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(b";".join([name] * 10**6) + b"\n" + b"1;" * (10**6 - 1) + b"1\n")
    with pytest.raises(UserError, match=r"bad\.csv: row 1 has 1,000,000 columns; at most 5,000"):
        glimpse(path)


@pytest.mark.parametrize("n_rows", [5, 100_000])
def test_a_mark_in_the_heading_that_is_never_closed_costs_the_heading(
    n_rows: int, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(b'"n,w\n' + b"1,a\n2,b\n" * n_rows)
    seen = glimpse(path)
    assert [(trouble.row, "closed nowhere" in trouble.what) for trouble in seen.troubles] == [
        (1, True)
    ]
    table = read_table(FileSpec(path=str(path), reading=seen.reading))
    assert (len(table), table.n_left_out) == (2 * n_rows, 1)


def test_many_columns_of_one_name_get_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(b",".join([b"c"] * 4_000) + b"\n" + b"1," * 3_999 + b"1\n")
    seen = glimpse(path)
    assert seen.names[:3] == ("c", "c (2)", "c (3)")
    assert len(set(seen.names)) == 4_000


def test_an_encoding_that_does_not_fit_is_told_of_and_another_serves(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes("n,w\n1,é\n2,è\n3,é\n".encode("cp1252"))
    assert glimpse(path).reading.encoding == "cp1252"
    wrong = FileSpec(path=str(path), reading=Reading(encoding="utf-8", layout="separated"))
    chosen = wrong.model_copy(
        update={"reading": Reading(encoding="utf-8", layout="separated", dates="dmy")}
    )
    table = read_table(chosen)
    assert [trouble.row for trouble in table.troubles] == [2, 3, 4]
    assert "choose another encoding" in table.troubles[0].what
    with pytest.raises(UserError, match="no encoding called 'klingon'"):
        glimpse(path, Reading(encoding="klingon"))


def test_kinds_that_do_not_fit_leave_gaps_that_are_listed(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n1,x\ntwo,-inf\n1e999,y\n2024-01-05,3\n", encoding="utf-8")
    columns = (ColumnSpec(name="a", kind="number"), ColumnSpec(name="b", kind="date"))
    table = read_table(FileSpec(path=str(path), columns=columns))
    told = [(trouble.row, trouble.column) for trouble in table.troubles]
    assert told == [(2, "b"), (3, "a"), (3, "b"), (4, "a"), (4, "b"), (5, "a"), (5, "b")]
    assert "“1e999” is no amount" in table.troubles[3].what
    assert table.n_troubles == 7
    assert len(table) == 4


def test_only_the_first_thousand_troubles_are_listed_and_all_are_counted(tmp_path: Path) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("a,b\n" + "1,2\n" * 3_000 + "x,2\n" * 3_000 + "1\n" * 500, encoding="utf-8")
    columns = (ColumnSpec(name="a", kind="number"), ColumnSpec(name="b", kind="number"))
    table = read_table(FileSpec(path=str(path), columns=columns))
    assert (len(table), table.n_left_out, table.n_troubles) == (6_000, 500, 3_500)
    assert len(table.troubles) == 1_000
