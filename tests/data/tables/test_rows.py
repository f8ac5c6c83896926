"""Rows of any kind come to the same table."""

from __future__ import annotations

import datetime as dt

import numpy as np
import polars as pl
import pytest

from playground.data.tables.rows import is_table, table_of
from playground.errors import UserError

KINDS = {"age": "number", "city": "category", "since": "date", "of": "tags"}
ROWS = [
    {"city": "Paris", "age": 31, "since": dt.date(2020, 2, 29), "of": ["a", "b"], "more": 1},
    {"city": None, "age": None, "since": None, "of": None, "more": 2},
    {"city": "7", "age": 2.5, "since": dt.datetime(1969, 12, 31, 12), "of": ["c"], "more": 3},
]
COLUMNS = {name: [row[name] for row in ROWS] for name in reversed(ROWS[0])}
TEXT = {
    "age": ["31", "", "2.5"],
    "city": ["Paris", " ", 7],
    "since": ["2020-02-29", "", "1969-12-31 12:00"],
    "of": ["a b", "", "c"],
}


@pytest.mark.parametrize(
    "rows",
    [
        ROWS,
        COLUMNS,
        TEXT,
        TEXT | {"age": np.array([31, np.nan, 2.5]), "city": ["Paris", np.nan, 7.0]},
        TEXT | {"since": np.array(["2020-02-29", "NaT", "1969-12-31 12:00"], "datetime64[m]")},
        pl.DataFrame(TEXT | {"city": ["Paris", None, "7"], "age": [31.0, None, 2.5]}),
        pl.DataFrame(
            TEXT
            | {"of": [["a", "b"], None, ["c"]], "city": ["Paris", None, "7"]}
            | {"since": [dt.datetime(2020, 2, 29), None, dt.datetime(1969, 12, 31, 12)]}
        ),
    ],
    ids=["mappings", "columns", "text", "arrays", "dates", "polars", "polars lists"],
)
def test_the_same_table_comes_of_all(rows: object) -> None:
    assert is_table(rows)
    table = table_of(rows, KINDS)  # type: ignore[arg-type]
    assert table.names == tuple(KINDS)
    np.testing.assert_array_equal(table.column("age").numbers, [31, np.nan, 2.5])
    assert table.column("city").words.strings() == ["Paris", "", "7"]
    assert table.column("of").words.strings() == ["a b", "", "c"]
    day = 86_400.0
    np.testing.assert_array_equal(table.column("since").numbers, [18321 * day, np.nan, -day / 2])
    assert table.column("city").missing.tolist() == [False, True, False]
    assert table_of(table, KINDS) is table  # type: ignore[arg-type]


@pytest.mark.parametrize("rows", [np.zeros((3, 2)), [[1, 2]], [], 5, "age"])
def test_arrays_are_no_table(rows: object) -> None:
    assert not is_table(rows)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"age": [1]}, "There is no column 'city' in the table. There are: age."),
        ([{"age": 1}, 5], "Row 2 is no mapping"),
        ({"age": [1, "old"], "city": ["a", "b"]}, "a number in row 2 of 'age'. Received: 'old'"),
        ({"age": [float("inf"), None], "city": ["a", "b"]}, "a number in row 1 of 'age'"),
        ({"age": [1, 2, 3], "city": ["a", "b"]}, r"several lengths: \[2, 3\]"),
    ],
)
def test_what_does_not_fit_is_named_with_its_place(rows: object, words: str) -> None:
    with pytest.raises(UserError, match=words):
        table_of(rows, {"age": "number", "city": "category"})
