"""Every row knows which row of its file it is, whatever was left out before it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from playground.data.guessing import first_table
from playground.data.reading import glimpse, read_table, row_reader, separated
from playground.data.tables.spec import FileSpec
from tests.data.reading.layouts import picture

Write = Callable[[Path], tuple[Path, list[int]]]


def _csv(folder: Path) -> tuple[Path, list[int]]:
    """Two lines above, a row too short, an empty one, one of three lines, a bad cell."""
    lines = ["Sales as of May", "", "row,said,x"]
    lines += ["4,a,1", "5,short", "", '7,"on\nthree\nlines",1', "10,b,lots", *["11,c,1"] * 5]
    lines += [f"{number},d,{number}" for number in range(16, 60)]
    path = folder / "sales.csv"
    path.write_text("\n".join(lines))
    return path, [4, 7, 10, *range(11, 60)]


def _arff(folder: Path) -> tuple[Path, list[int]]:
    lines = ["@relation r", "@attribute row numeric", "@attribute x numeric", "@data"]
    lines += ["5,1", "% no row", "7", "8,1", "9,lots", *["10,1"] * 4]
    path = folder / "r.arff"
    path.write_text("\n".join(lines))
    return path, [5, 8, 9, 10, 11, 12, 13]


def _tags(folder: Path) -> tuple[Path, list[int]]:
    """A row that is too short, and a picture that is not there."""
    lines = ["image_name,tags"]
    for number in range(20):
        lines.append(f"p{number},water road" if number != 4 else "p4")
        if number != 8:
            picture(folder / "jpg" / f"p{number}.jpg", (9 * number, 100, 50))
    (folder / "tags.csv").write_text("\n".join(lines))
    return folder, [row for row in range(2, 22) if row not in (6, 10)]


def _pictures(folder: Path) -> tuple[Path, list[int]]:
    for number in range(8):
        picture(folder / "ab"[number % 2] / f"{number}.png", (30 * number, 0, 0))
    (folder / "a" / "2.png").write_text("no picture")
    return folder, [1, 3, 4, 5, 6, 7, 8]


@pytest.mark.parametrize(
    ("write", "apart"),
    [
        (_csv, False),
        (_csv, True),
        (_arff, False),
        (_arff, True),
        (_tags, False),
        (_pictures, False),
    ],
)
def test_rows_are_those_of_the_file(
    write: Write, apart: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if apart:
        for module in (separated, row_reader):
            monkeypatch.setattr(module, "_SMALL_BYTES", 0)
    path, expected = write(tmp_path / "set" if write in (_tags, _pictures) else tmp_path)
    seen = glimpse(path)
    table = read_table(FileSpec(path=str(path), reading=seen.reading))
    np.testing.assert_array_equal(table.file_rows, expected)
    few = table.take(np.array([1, 3]))
    np.testing.assert_array_equal(few.file_rows, [expected[1], expected[3]])
    for trouble in table.troubles:
        if trouble.row in expected:
            assert table.place_of(trouble.row) == expected.index(trouble.row)
        elif trouble.row > expected[0]:  # it was left out: the row that comes after it
            after = expected[table.place_of(trouble.row)]
            assert after == min(row for row in expected if row > trouble.row)
    if write in (_csv, _arff):
        first = first_table(seen)
        np.testing.assert_array_equal(first.file_rows, expected)
