"""Tables of separated text: seen through at a glance, and read whole."""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from playground.data.reading import READERS, glimpse, glimpse_text, read_table
from playground.data.reading.source import Source
from playground.data.tables.spec import ColumnSpec, FileSpec, Reading
from playground.data.tables.table import Table
from playground.errors import UserError

READER = READERS.find("separated")


def read(path: Path) -> Table:
    """The whole of a file, as a glimpse of it proposes."""
    seen = glimpse(path)
    return READER.read(path, seen.reading, dict(zip(seen.names, seen.kinds, strict=True)))


def written(folder: Path, contents: str | bytes, name: str = "table.csv") -> Path:
    """A file with these contents."""
    path = folder / name
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return path


def test_a_plain_table_comes_with_its_kinds(tmp_path: Path) -> None:
    rows = "\n".join(f"C{k},{k / 4},{'ab'[k % 2]},2024-01-{k % 28 + 1:02}" for k in range(100))
    path = written(tmp_path, "id,price,city,day\n" + rows)
    seen = glimpse(path)
    assert seen.names == ("id", "price", "city", "day")
    assert seen.kinds == ("identifier", "number", "category", "date")
    assert (seen.n_rows, seen.counted, seen.reading.header) == (100, True, True)
    table = read(path)
    np.testing.assert_array_equal(table.column("price").numbers, np.arange(100) / 4)
    assert table.column("city").words.strings() == ["a", "b"] * 50
    assert table.column("day").numbers[1] - table.column("day").numbers[0] == 86_400
    assert not table.troubles


LAYOUTS = {
    "semicolons and decimal commas": ("a;b;c\n1,5;x;2.000,25\n2,5;y;3,5\n", ";", ",", "utf-8"),
    "tabs": ("a\tb\tc\n1.5\tx\t2000.25\n2.5\ty\t3.5\n", "\t", ".", "utf-8"),
    "pipes in latin-1": ("a|b|c\n1.5|é|2000.25\n2.5|è|3.5\n", "|", ".", "cp1252"),
    "double colons": ("a::b::c\n1.5::x::2000.25\n2.5::y::3.5\n", "::", ".", "utf-8"),
    "blanks": ("a  b c\n 1.5 x   2000.25\n2.5 y 3.5\n", " ", ".", "utf-8"),
    "utf-16": ("a,b,c\n1.5,é,2000.25\n2.5,è,3.5\n", ",", ".", "utf-16"),
    "returns alone": ("a,b,c\r1.5,é,2000.25\r2.5,è,3.5\r", ",", ".", "utf-8"),
    "returns and ends": ("a,b,c\r\n1.5,x,2000.25\r\n2.5,y,3.5\r\n", ",", ".", "utf-8"),
    "a title above": ("My table\n\na,b,c\n1.5,x,2000.25\n2.5,y,3.5\n", ",", ".", "utf-8"),
    "Excel's own word": ("sep=;\na;b;c\n1,5;x;2000,25\n2,5;y;3,5\n", ";", ",", "utf-8"),
    "blanks and marks": ('a  b c\n1.5 "x y" 2000.25\n2.5\t"z" 3.5\n', " ", ".", "utf-8"),
    "thousands": ('a,b,c\n1.5,x,"2,000.25"\n2.5,y,3.5\n', ",", ".", "utf-8"),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_how_a_table_is_written_is_found_out(name: str, tmp_path: Path) -> None:
    text, separator, decimal, encoding = LAYOUTS[name]
    path = written(tmp_path, text.encode(encoding))
    reading = glimpse(path).reading
    assert (reading.separator, reading.decimal) == (separator, decimal)
    assert codecs.lookup(reading.encoding).name.startswith(codecs.lookup(encoding).name)
    table = read(path)
    assert table.names == ("a", "b", "c")
    assert table.column("a").numbers.tolist() == [1.5, 2.5]
    assert table.column("c").numbers.tolist() == [2000.25, 3.5]
    assert len(set(table.column("b").words.strings())) == 2


def test_sentences_with_commas_are_one_column(tmp_path: Path) -> None:
    lines = ["It was the best of times, it was the worst of times.", "There was a king."] * 10
    seen = glimpse(written(tmp_path, "\n".join(lines), "book.txt"))
    assert len(seen.names) == 1


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-be", "cp1252"])
def test_a_large_file_of_wide_letters_is_seen_through_too(encoding: str, tmp_path: Path) -> None:
    text = "n;w\n" + "".join(f"{k},5;{'äöü'[k % 3]}\n" for k in range(60_000))
    mark = "\ufeff" if encoding.startswith("utf") else ""
    path = written(tmp_path, (mark + text).encode(encoding))
    seen = glimpse(path)
    assert (seen.reading.encoding, seen.kinds) == (encoding, ("number", "category"))
    assert not seen.counted
    assert 55_000 < seen.n_rows < 75_000
    table = read(path)
    assert len(table) == 60_000
    assert table.column("w").words.distinct == ("ä", "ö", "ü")


DATES = {
    "2024-03-05": 1_709_596_800,
    "2024-03-05T10:30:00Z": 1_709_634_600,
    "5.3.2024 10:30": 1_709_634_600,
    "05/03/2024": 1_709_596_800,
    "5 Mar 2024": 1_709_596_800,
    "March 5, 2024": 1_709_596_800,
    "05/03/24 10:30 pm": 1_709_677_800,
}


@pytest.mark.parametrize("date", DATES)
def test_dates_are_moments_in_the_tables_own_time(date: str, tmp_path: Path) -> None:
    path = written(tmp_path, f"day;n\n{date};1\n{date};2\n")
    table = read(path)
    assert table.column("day").kind == "date"
    assert table.column("day").numbers.tolist() == [DATES[date]] * 2


def test_the_month_comes_first_where_the_numbers_show_it(tmp_path: Path) -> None:
    path = written(tmp_path, "day,n\n03/05/2024,1\n12/31/2023,2\n")
    assert glimpse(path).reading.dates == "mdy"
    assert read(path).column("day").numbers.tolist() == [1_709_596_800, 1_703_980_800]


def test_what_does_not_fit_is_listed_with_row_and_column(tmp_path: Path) -> None:
    body = "".join(f"{k},x{k % 3}\n" for k in range(40))
    path = written(tmp_path, "n,w\n" + body + "inf,x1\nsoon,x2\n1,2,3\n7\nNA,\n9,x1\n")
    table = read(path)
    assert len(table) == 44
    assert table.n_left_out == 2
    said = {(trouble.row, trouble.column): trouble.what for trouble in table.troubles}
    assert "“inf” is no amount" in said[42, "n"]
    assert "“soon” is no number" in said[43, "n"]
    assert "3 cells where the table has 2" in said[44, ""]
    assert "1 cell where" in said[45, ""]
    assert np.isnan(table.column("n").numbers[40:43]).all()
    assert table.column("w").missing.nonzero()[0].tolist() == [42]


def test_no_heading_two_of_a_name_and_none(tmp_path: Path) -> None:
    bare = written(tmp_path, "1,2\n3,4\n5,6\n")
    assert glimpse(bare).names == ("column 1", "column 2")
    assert len(read(bare)) == 3
    seen = glimpse(written(tmp_path, "a,a,,a (2)\n1,2,3,4\n"))
    assert seen.names == ("a", "a (3)", "column 3", "a (2)")
    assert seen.troubles[0].row == 1


def test_what_was_chosen_is_kept_to(tmp_path: Path) -> None:
    path = written(tmp_path, "a;b\n1;2\n3;4\n")
    chosen = Reading(layout="separated", separator=",")
    assert glimpse(path, chosen).names == ("a;b",)
    assert read_table(FileSpec(path=str(path), reading=chosen)).names == ("a;b",)
    assert read_table(FileSpec(path=str(path))).names == ("a", "b")


@pytest.mark.parametrize("text", ["x\n1;;;\n2\n", "Title\n1|2\n3|4\n5|6\n", "a\n\n1,2\n3\n"])
def test_what_is_seen_is_what_is_read(text: str, tmp_path: Path) -> None:
    path = written(tmp_path, text)
    seen = glimpse(path)
    table = read(path)
    assert (table.names, len(table)) == (seen.names, seen.n_rows)


def test_a_pasted_table_is_read_like_a_file() -> None:
    text = "a\tb\n1\tx\n2\ty\n"
    seen = glimpse_text(text)
    columns = tuple(
        ColumnSpec(name=name, kind=kind) for name, kind in zip(seen.names, seen.kinds, strict=True)
    )
    table = read_table(FileSpec(text=text, reading=seen.reading, columns=columns))
    assert table.column("a").numbers.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("contents", "words"),
    [
        (b"", "is empty"),
        (b"\n\n  \n", "only blanks"),
        (b"PK\x03\x04rest", "an Excel workbook"),
        (b"a,b\n", "no rows"),
        (bytes(range(1, 9)) * 400, "is no text"),
    ],
)
def test_what_is_no_table_is_refused_in_words(contents: bytes, words: str, tmp_path: Path) -> None:
    with pytest.raises(UserError, match=words):
        glimpse(written(tmp_path, contents))


LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cc"], include_characters="\n\t", exclude_characters="\ufeff"
)
CELLS = st.text(LETTERS, max_size=6)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.integers(1, 4).flatmap(
        lambda width: st.lists(
            st.lists(CELLS, min_size=width, max_size=width), min_size=1, max_size=8
        )
    ),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_what_is_written_is_read(
    rows: list[list[str]], separator: str, encoding: str, quoting: int, end: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=quoting, lineterminator=end)
    names = [f"c{place}" for place in range(len(rows[0]))]
    writer.writerows([names, *rows])
    contents = file.getvalue().encode(encoding)
    source = Source("it", None, contents, len(contents))
    reading = Reading(
        layout="separated", separator=separator, encoding=encoding, missing=("", "¤¤¤¤¤¤¤")
    )
    table = READER.read_source(source, reading, dict.fromkeys(names, "identifier"))
    read = [column.words.strings() for column in table.columns]
    assert [list(row) for row in zip(*read, strict=True)] == [
        [cell.strip() for cell in row] for row in rows
    ]


WORDS = st.text("abcdéöñ", min_size=1, max_size=8)
SENTENCES = (
    st.lists(st.text('abé",;|\t\n ', max_size=6), max_size=3).map("x".join).map("x{}x".format)
)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(WORDS, st.integers(-999, 999), SENTENCES), min_size=3, max_size=20),
    st.sampled_from([",", ";", "\t", "|"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    st.sampled_from(["\n", "\r\n"]),
)
def test_how_it_is_written_is_found_out_whatever_is_in_it(
    rows: list[tuple[str, int, str]], separator: str, encoding: str, end: str
) -> None:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=separator, quoting=csv.QUOTE_ALL, lineterminator=end)
    writer.writerows([("word", "number", "sentence"), *rows])
    contents = file.getvalue().encode(encoding)
    source = Source("it", None, contents, len(contents))
    seen = READER.glimpse_source(source, None)
    assert (seen.reading.separator, seen.reading.header) == (separator, True)
    kinds = {"word": "category", "number": "number", "sentence": "text"}
    table = READER.read_source(source, seen.reading, kinds)
    assert table.column("word").words.strings() == [row[0] for row in rows]
    assert table.column("number").numbers.tolist() == [row[1] for row in rows]
    assert table.column("sentence").words.strings() == [row[2] for row in rows]
