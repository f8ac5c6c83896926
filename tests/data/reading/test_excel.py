from __future__ import annotations

import time
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from playground.data.reading import excel, glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec, Reading
from playground.errors import UserError
from tests.data.reading.workbooks import workbook


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def _book(path: Path) -> Path:
    rows: list[list[object]] = [["Sales of the north"], [], ["city", "x", "x", "when", "sold"]]
    for k in range(30):
        when = datetime(2024, 1, 1 + k, 12)
        rows.append([("Bonn", "Köln")[k % 2], k, k / 8 if k != 4 else "n/a", when, k % 3 == 0])
    rows.insert(10, [])
    return workbook(path, {"Notes": [], "Data": rows, "Other": [["a", "b"], [1, 2], [3, 4]]})


def test_the_first_sheet_with_a_table_is_read_with_its_kinds(tmp_path: Path) -> None:
    path = _book(tmp_path / "sales.xlsx")
    assert reader_of(path).name == "excel"
    seen = glimpse(path)
    assert seen.sheets == ("Notes", "Data", "Other")
    assert seen.reading.sheet == "Data"
    assert seen.names == ("city", "x", "x (2)", "when", "sold")
    assert seen.kinds == ("category", "number", "number", "date", "category")
    kinds = dict(zip(seen.names, seen.kinds, strict=True))
    columns = [{"name": name, "kind": kind} for name, kind in kinds.items()]
    table = read_table(FileSpec(path=str(path), reading=seen.reading, columns=columns))
    assert len(table) == 30
    assert table.column("x").numbers.tolist() == list(range(30))
    assert np.isnan(table.column("x (2)").numbers[4])
    noon = datetime(2024, 1, 1, 12, tzinfo=UTC).timestamp()
    assert table.column("when").numbers[0] == noon
    assert table.column("city").words.strings()[:2] == ["Bonn", "Köln"]

    other = Reading(layout="excel", sheet="Other")
    assert glimpse(path, other).names == ("a", "b")
    assert read_table(FileSpec(path=str(path), reading=other)).column("b").numbers.tolist() == [
        2,
        4,
    ]
    with pytest.raises(UserError, match=r"no sheet “March”\. There are: Notes, Data, Other"):
        glimpse(path, Reading(layout="excel", sheet="March"))


def test_what_is_no_workbook_is_refused_and_a_bomb_is_not_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin = time.monotonic()
    whole = _book(tmp_path / "whole.xlsx").read_bytes()
    for name, contents in (("cut.xlsx", whole[:900]), ("text.xls", b"a,b\n1,2\n")):
        (tmp_path / name).write_bytes(contents)
        with pytest.raises(UserError, match=f"{name} is no workbook that can be opened"):
            glimpse(tmp_path / name)
    bomb = tmp_path / "bomb.xlsx"
    monkeypatch.setattr(excel, "_MOST_UNPACKED", 8 << 20)
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/s0.xml", bytes(10 << 20))
    with pytest.raises(UserError, match=r"bomb\.xlsx unpacks to 10 MB, far more than"):
        glimpse(bomb)
    workbook(tmp_path / "blank.xlsx", {"A": [], "B": []})
    with pytest.raises(UserError, match=r"blank\.xlsx has nothing on any of its sheets"):
        glimpse(tmp_path / "blank.xlsx")
    assert time.monotonic() - begin < 30.0
