"""The menu of files, and how the window is left."""

from __future__ import annotations

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSplitter

from playground.assets_path import examples_path
from playground.gui.recovery import Place, find_kept
from playground.gui.window_state import keep_state, restore_state
from playground.gui.work import Work
from playground.project.file import open_project
from playground.project.origin import Origin


def entries(menu):
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_every_example_is_listed_once(window, user):
    menu = window.menus.file.examples
    for _ in range(2):
        menu.aboutToShow.emit()
    files = [p for p in examples_path().iterdir() if p.suffix in (".json", ".playground")]
    assert sorted(entries(menu)) == sorted(path.stem.replace("_", " ") for path in files)


def test_what_was_left_unsaved_is_listed_brought_back_and_discarded(window, user, project_of):
    menu = window.menus.file.left
    assert entries(menu) == ["Nothing was left unsaved"]
    for name in ("One & two", "Three"):
        Place().write(Work(project_of(name=name)), Origin(edited=False, left=True))
    window.projects.find()
    user.wait(lambda: len(menu.actions()) == 4)
    assert set(entries(menu)) == {
        "One && two – just now",
        "Three – just now",
        "Discard all of these",
    }
    next(action for action in menu.actions() if action.text().startswith("Three")).trigger()
    user.wait(lambda: window.document.project.name == "Three")
    user.wait(lambda: len(menu.actions()) == 3)
    menu.actions()[-1].trigger()
    user.wait(lambda: entries(menu) == ["Nothing was left unsaved"])
    assert not find_kept()


def test_a_saved_project_has_a_picture_and_the_recent_files_show_it(window, user, tmp_path):
    path = tmp_path / "<b>mine.playground"
    with user.bot.waitSignal(window.files.saved):
        window.files.save_to(str(path))
    picture = QImage.fromData(open_project(path).picture)
    assert (picture.width(), picture.height()) == (480, 200)
    colours = {picture.pixel(x, y) for x in range(0, 480, 4) for y in range(0, 200, 4)}
    assert len(colours) > 3
    window.recent.menu.aboutToShow.emit()
    (entry, *_) = window.recent.menu.actions()
    user.wait(lambda: entry.toolTip().startswith('<img src="data:image/png;base64,'))
    tip = entry.toolTip()
    assert "&lt;b&gt;mine.playground, saved just now" in tip


def test_the_parts_of_the_window_are_as_wide_as_they_were_left(open_window, project_of):
    first = open_window(project_of())
    columns = first.findChild(QSplitter, "columns")
    before = columns.sizes()
    columns.setSizes([before[0], before[1] - 60, before[2] + 60])
    left = columns.sizes()
    assert left != before
    keep_state(first)
    second = open_window(project_of())
    assert second.findChild(QSplitter, "columns").sizes() == before
    restore_state(second)
    # The middle has what a smaller screen leaves it.
    assert second.findChild(QSplitter, "columns").sizes()[::2] == left[::2]
