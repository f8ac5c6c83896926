"""Tables that were read are kept; files that have changed are known."""

from __future__ import annotations

import os
from pathlib import Path
from shutil import copy2

import pytest

from playground.data.reading import change_of, read_table, stamped
from playground.data.tables.spec import ColumnSpec, FileSpec
from playground.errors import UserError


def test_a_table_is_read_once_until_its_file_or_its_kinds_change(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n3,4\n", encoding="utf-8")
    file = FileSpec(path=str(path))
    first = read_table(file)
    assert read_table(file) is first
    as_words = file.model_copy(update={"columns": (ColumnSpec(name="a", kind="category"),)})
    assert read_table(as_words).column("a").words.strings() == ["1", "3"]
    path.write_text("a,b\n1,2\n3,5\n", encoding="utf-8")
    os.utime(path, ns=(0, 0))
    assert read_table(file).column("b").numbers.tolist() == [2, 5]


def test_a_file_that_has_changed_or_is_gone_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n" + "1,2\n" * 100_000, encoding="utf-8")
    file = stamped(FileSpec(path=str(path)))
    assert (file.size, len(file.mark)) == (400_004, 16)
    assert change_of(file) == ""
    other = tmp_path / "copy.csv"
    copy2(path, other)
    os.utime(other, ns=(0, 0))
    assert change_of(file.model_copy(update={"path": str(other)})) == ""
    path.write_text("a,b\n" + "1,2\n" * 99_999 + "1,3\n", encoding="utf-8")
    assert "table.csv has changed" in change_of(file)
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    assert "400,004 bytes then, 8 now" in change_of(file)
    path.unlink()
    assert "is gone" in change_of(file)
    with pytest.raises(UserError, match=r"no file .*table\.csv"):
        read_table(file)


def test_a_folder_is_known_by_the_names_in_it(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    file = stamped(FileSpec(path=str(tmp_path)))
    assert change_of(file) == ""
    (tmp_path / "b").mkdir()
    assert "has changed" in change_of(file)
