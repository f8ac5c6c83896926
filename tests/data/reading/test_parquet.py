from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from playground.data.reading import glimpse, read_table, reader_of
from playground.data.tables.spec import FileSpec, Reading
from playground.errors import UserError


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def test_columns_keep_their_types_and_what_is_nested_is_left_out_by_name(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    frame = pl.DataFrame(
        {
            "whole": [1, None, 3] * 10,
            "float": [1.5, float("inf"), float("nan")] * 10,
            "word": ["a", None, "b"] * 10,
            "day": [date(2024, 1, 1), None, date(1960, 1, 3)] * 10,
            "moment": [datetime(2024, 1, 1, 3), None, None] * 10,
            "sure": [True, False, None] * 10,
            "tags": [["x", "y z"], [], None] * 10,
            "exact": pl.Series([1, 2, 3] * 10, dtype=pl.Decimal(10, 2)),
            "deep": [{"a": 1}] * 30,
        }
    )
    frame.write_parquet(path)
    assert reader_of(path).name == "parquet"
    seen = glimpse(path)
    assert (seen.n_rows, seen.counted) == (30, True)
    assert dict(zip(seen.names, seen.kinds, strict=True)) == {
        "whole": "number",
        "float": "number",
        "word": "category",
        "day": "date",
        "moment": "date",
        "sure": "category",
        "tags": "tags",
        "exact": "number",
    }
    assert [t.what for t in seen.troubles] == ["holds struct in its cells: left out"]
    table = read_table(FileSpec(path=str(path), reading=seen.reading))
    assert np.array_equal(table.column("whole").numbers[:3], [1, np.nan, 3], equal_nan=True)
    assert np.array_equal(table.column("float").numbers[:3], [1.5, np.nan, np.nan], equal_nan=True)
    before = datetime(1960, 1, 3, tzinfo=UTC).timestamp()
    assert table.column("day").numbers[2] == before
    assert table.column("word").words.strings()[:3] == ["a", "", "b"]
    assert table.column("tags").words.strings()[:3] == ["x y_z", "", ""]
    assert table.column("sure").words.strings()[:3] == ["true", "false", ""]
    noted = [t for t in table.troubles if t.column == "float"]
    assert len(noted) == 10
    assert (noted[0].row, noted[0].what) == (
        2,
        "+inf is no amount to reckon with: taken as missing",
    )

    # A column of numbers that are names; and one that is asked to be what it is not.
    kinds = {"whole": "category", "word": "number"}
    columns = [{"name": name, "kind": kind} for name, kind in kinds.items()]
    other = read_table(FileSpec(path=str(path), reading=seen.reading, columns=columns))
    assert other.column("whole").words.strings()[:3] == ["1", "", "3"]
    assert np.isnan(other.column("word").numbers).all()
    assert other.n_troubles > table.n_troubles


def test_a_file_cut_short_or_empty_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "cut.parquet"
    pl.DataFrame({"a": list(range(1_000))}).write_parquet(path)
    whole = path.read_bytes()
    middle = bytearray(whole)
    middle[40:400] = bytes(360)
    for contents in (whole[:-100], b"PAR1", bytes(middle)):
        path.write_bytes(contents)
        with pytest.raises(UserError, match=r"cut\.parquet is no Parquet file that can be read"):
            read_table(FileSpec(path=str(path), reading=Reading(layout="parquet")))
    pl.DataFrame({"a": []}).write_parquet(tmp_path / "none.parquet")
    with pytest.raises(UserError, match=r"none\.parquet has no rows"):
        glimpse(tmp_path / "none.parquet")
