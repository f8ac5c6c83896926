"""Files that are wholly there or not there at all."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from time import time

import pytest

from playground.errors import UserError
from playground.formats import atomic
from playground.formats.atomic import write_atomically, write_together


def test_it_writes_and_replaces(tmp_path: Path) -> None:
    path = tmp_path / "a"
    write_atomically(path, b"one")
    write_atomically(path, b"two")
    assert path.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX")
def test_a_replaced_file_keeps_its_permissions_and_a_new_one_gets_the_usual(
    tmp_path: Path,
) -> None:
    old, new, usual = tmp_path / "old", tmp_path / "new", tmp_path / "usual"
    old.write_bytes(b"")
    old.chmod(0o640)
    usual.touch()
    for path in (old, new):
        write_atomically(path, b"x")
    assert old.stat().st_mode & 0o777 == 0o640
    assert new.stat().st_mode == usual.stat().st_mode


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO, errno.EDQUOT])
@pytest.mark.parametrize("where", ["fsync", "replace"])
def test_a_failure_at_any_moment_leaves_everything_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, where: str
) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*((os, "fsync") if where == "fsync" else (Path, "replace")), fail)
    with pytest.raises(UserError, match=f"a can't be written: {os.strerror(number)}"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"
    assert os.listdir(tmp_path) == ["a"]


@pytest.mark.parametrize("nth", range(6))
@pytest.mark.parametrize("call", ["open", "write", "fsync", "link", "replace"])
def test_several_files_are_all_written_or_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, nth: int
) -> None:
    (tmp_path / "a").write_bytes(b"old a")  # "b" is new
    files = {tmp_path / "a": b"new a", tmp_path / "b": b"new b", tmp_path / "c": b"new c"}
    (tmp_path / "c").write_bytes(b"old c")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    owner = Path if call == "replace" else os
    real, calls = getattr(owner, call), iter(range(1000))

    def failing(*arguments: object) -> object:
        if next(calls) == nth:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        return real(*arguments)

    monkeypatch.setattr(owner, call, failing)
    try:
        write_together(files)
    except UserError:
        after = before
    else:
        after = {path.name: contents for path, contents in files.items()}
    monkeypatch.undo()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == after


def test_a_missing_folder_and_a_folder_are_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="does not exist"):
        write_atomically(tmp_path / "no" / "a", b"")
    with pytest.raises(UserError, match="it is a folder"):
        write_atomically(tmp_path, b"")


def test_a_file_system_without_second_names_will_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def link(*_: object) -> None:
        raise OSError(errno.ENOTSUP, "not supported")

    monkeypatch.setattr(os, "link", link)
    path = tmp_path / "a"
    for contents in (b"one", b"two"):
        write_atomically(path, contents)
        assert path.read_bytes() == contents
    assert os.listdir(tmp_path) == ["a"]


def test_what_a_link_points_at_is_replaced_and_the_link_stays(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    real, link = tmp_path / "folder" / "real", tmp_path / "link"
    real.write_bytes(b"old")
    try:
        link.symlink_to(real)
    except OSError:
        pytest.skip("no links here")
    write_atomically(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert os.listdir(tmp_path / "folder") == ["real"]


def test_what_killed_saves_left_long_ago_is_taken_away_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours, others = {".playground-1.part", ".playground-2.old"}, {"a", ".playground-3.txt", "4.part"}
    for name in ours | others:
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (1e9, 1e9))  # a save under way may give an old file a new name
    write_atomically(tmp_path / "a", b"x")
    assert {*os.listdir(tmp_path)} == ours | others
    monkeypatch.setattr(atomic, "time", lambda: time() + 7200.0)
    write_atomically(tmp_path / "a", b"x")
    assert {*os.listdir(tmp_path)} == others


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_file_that_may_only_be_read_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    path.chmod(0o400)
    with pytest.raises(UserError, match="may only be read"):
        write_atomically(path, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UserError, match="can't be written"):
        write_atomically(tmp_path / "a", b"")
    tmp_path.chmod(0o700)
