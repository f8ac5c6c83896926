"""What single cells say, and what columns of them hold."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from playground.data.reading.cells import number_of, seconds_of
from playground.data.reading.kinds import kind_of, tags_in
from playground.data.tables.spec import Reading


@pytest.mark.parametrize(
    ("cell", "decimal", "number"),
    [
        ("12", ".", 12),
        (" -1.5e3 ", ".", -1_500),
        ("1,234.5", ".", 1_234.5),
        ("1 234", ".", 1_234),
        ("$1,234", ".", 1_234),
        ("-€5", ".", -5),
        ("12 %", ".", 12),
        ("1,5", ".", None),
        ("12,34", ".", None),
        ("1,5", ",", 1.5),
        ("1.234,5", ",", 1_234.5),
        ("1.234", ",", 1_234),
        ("1.5", ",", 1.5),
        ("inf", ".", None),
        ("1e999", ".", None),
        ("nan", ".", None),
        ("١٢", ".", None),
        ("1_000", ".", None),
        ("0x10", ".", None),
        ("", ".", None),
        ("-", ".", None),
    ],
)
def test_a_number_in_a_cell(cell: str, decimal: str, number: float | None) -> None:
    assert number_of(cell, decimal) == number


@pytest.mark.parametrize(
    ("cell", "order", "moment"),
    [
        ("2024-02-29", "ymd", (2024, 2, 29)),
        ("2023-02-29", "ymd", None),
        ("2024-03", "ymd", (2024, 3, 1)),
        ("03/04/2024", "dmy", (2024, 4, 3)),
        ("03/04/2024", "mdy", (2024, 3, 4)),
        ("24-03-04", "ymd", (2024, 3, 4)),
        ("4.3.99", "dmy", (1999, 3, 4)),
        ("2024-03-04T05:06:07.5+02:00", "ymd", (2024, 3, 4, 5, 6, 7, 500_000)),
        ("03/04/2024 12:30 AM", "mdy", (2024, 3, 4, 0, 30)),
        ("4 March 2024", "ymd", (2024, 3, 4)),
        ("Mar 4th, 2024", "ymd", (2024, 3, 4)),
        ("20240304", "ymd", (2024, 3, 4)),
        ("2024-13-01", "ymd", None),
        ("12-34", "ymd", None),
        ("1.5", "dmy", None),
        ("2024", "ymd", None),
    ],
)
def test_a_moment_in_a_cell(cell: str, order: str, moment: tuple[int, ...] | None) -> None:
    found = seconds_of(cell, order)
    if moment is None:
        assert found is None
    else:
        assert found == datetime(*moment, tzinfo=UTC).timestamp()


COLUMNS = {
    "number": [str(k / 2) for k in range(50)],
    "date": [f"2024-01-{k % 28 + 1:02}" for k in range(50)],
    "identifier": [f"user-{k}" for k in range(50)],
    "text": [f"This is what number {k} had to say about it all." for k in range(50)],
    "tags": [
        f"clear {['water', 'road', 'field road', 'road water'][k % 4]} haze"[k % 3 * 3 :]
        for k in range(60)
    ],
    "category": ["New York", "Los Angeles", "Rome"] * 20,
}


@pytest.mark.parametrize("kind", COLUMNS)
def test_what_a_column_seems_to_hold(kind: str) -> None:
    cells: list[str | None] = [*COLUMNS[kind], None, None]
    assert kind_of(cells, Reading()) == kind


def test_tags_have_one_blank_between_them() -> None:
    assert tags_in("Comedy|Film Noir | Drama") == "Comedy Film_Noir Drama"
    assert tags_in("clear  primary") == "clear primary"
