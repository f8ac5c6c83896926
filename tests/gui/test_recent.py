"""The files of late, in the menu."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from playground.assets_path import examples_path
from playground.gui.jobs import Jobs
from playground.gui.recent import MOST, RecentFiles
from playground.project.file import save_project


@pytest.fixture
def opened():
    return []


@pytest.fixture
def recent(qtbot, opened):
    parent = QWidget()
    jobs = Jobs(parent)
    yield RecentFiles(opened.append, jobs, parent)
    jobs.finish()
    parent.deleteLater()


def entries(recent):
    recent.menu.aboutToShow.emit()
    return [action for action in recent.menu.actions() if not action.isSeparator()]


def test_the_newest_is_first_none_is_there_twice_and_no_more_than_ten(recent, opened, tmp_path):
    paths = [tmp_path / f"{number}.json" for number in range(MOST + 3)]
    for path in [*paths, paths[5]]:
        path.touch()
        recent.note(path)
    assert recent.paths == [paths[5], *[p for p in reversed(paths) if p != paths[5]]][:MOST]
    assert (
        RecentFiles(opened.append, Jobs(recent), recent.menu).paths == recent.paths
    )  # another window's
    entries(recent)[1].trigger()
    assert opened == [str(paths[-1])]


def test_one_that_is_gone_says_so_and_two_of_a_name_tell_their_folders(recent, tmp_path):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        recent.note(tmp_path / folder / "a & b.json")
    (tmp_path / "one" / "a & b.json").touch()
    two, one, forget = entries(recent)
    assert one.isEnabled()
    assert one.text() == "&2  a && b.json – one"
    assert not two.isEnabled()
    assert "not there any more" in two.toolTip()
    forget.trigger()
    (nothing,) = entries(recent)
    assert not nothing.isEnabled()


def test_examples_are_none_of_them(recent, monkeypatch):
    recent.note(examples_path() / "spiral.json")
    monkeypatch.chdir(examples_path().parent)
    recent.note(Path(examples_path().name) / "spiral.json")
    assert recent.paths == []


def test_what_the_window_opens_and_saves_is_listed(window, user, project_of, tmp_path):
    assert window.recent.paths == []
    one, two, copy = (tmp_path / name for name in ("one.json", "two.json", "copy.json"))
    save_project(one, project_of(), None)
    with user.bot.waitSignal(window.files.opened):
        window.files.open(str(one))
    user.settle()
    with user.bot.waitSignal(window.files.saved):
        window.files.save_to(str(two))
    with user.bot.waitSignal(window.files.copied):
        window.files.save_to(str(copy), copy=True)
    assert window.recent.paths == [copy, two, one]
    entry = entries(window.recent)[2]
    with user.bot.waitSignal(window.files.opened):
        entry.trigger()
    user.settle()
    assert window.document.path == one
    assert window.recent.paths[0] == one
    assert isinstance(window.document.path, Path)
