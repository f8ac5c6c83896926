"""Hostile files, opened from the window: it says why not, and what was open stays as it was."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from playground.gui.canvas.layer_mime import FRAGMENT_MIME
from tests.hostile.makers import MAKERS

REFUSED = (
    "deep_lists.json", "million_nodes.json", "million_wrong_values.json", "circle.json",
    "endless.json", "html_as_a_name.json", "bomb.playground", "parent.playground",
    "pickled_run.playground",
    "weights_of_another_shape.playground", "weights_that_are_not_finite.playground",
    "optimizer_of_texts.playground", "endless_seed.playground", "negative_epoch.playground",
    "history_of_two_lengths.playground", "picture_bomb.playground",
    "line\nbreak <b>bold<b>.json",
)  # fmt: skip


@pytest.fixture
def trained(window, user):
    """The window, its network trained for two epochs, and edited since."""
    user.step(2)
    window.document.set_learning_rate(0.02)
    user.settle()
    return window


def state(window):
    frame = window.trainer.trainer.newest
    weights = {name: array.tobytes() for name, array in frame.trained().parameters.items()}
    return window.document.project, window.document.path, frame.epoch, weights


def test_hostile_files_are_refused_in_the_banner_and_nothing_changes(trained, user, tmp_path):
    before = state(trained)
    for file in REFUSED:
        MAKERS[file].make(tmp_path / file)
        trained.files.open(str(tmp_path / file))
        shown = file.replace("\n", " ")
        user.wait(lambda shown=shown: shown in trained.banner.label.text())
        user.settle()
        assert state(trained) == before, file
        assert trained.document.undo_stack.canUndo(), file
        assert "should not have" not in trained.banner.label.text(), file


def test_a_project_that_says_it_is_of_another_file_is_not_saved_over_it(window, user, tmp_path):
    path = tmp_path / "origin_elsewhere.playground"
    MAKERS[path.name].make(path)
    with user.bot.waitSignal(window.files.opened, timeout=30_000):
        window.files.open(str(path))
    user.settle()
    assert window.document.path == path


def test_hostile_texts_are_refused_where_they_are_pasted(window, user):
    before, notes = window.document.project, window.canvas.notes
    for text in (
        "[" * 100_000,
        '{"playground":"fragment","nodes":[' + "{}," * 500_000 + "{}]}",
        '{"playground":"fragment","nodes":[{"id":"a","type":"Dense","units":1e999}]}',
        '{"playground":"fragment","title":"<img src=file:///etc/passwd>","nodes":[{"id":"<b>"}]}',
        "\x00\ud7ff" * 1_000_000,
        "x" * 20_000_000,
    ):
        data = QMimeData()
        data.setData(FRAGMENT_MIME, text.encode())
        QGuiApplication.clipboard().setMimeData(data)
        notes.promise("")
        assert "copied" not in notes.hint.lower()
        window.canvas.clipboard.paste()
        user.settle()
        assert window.document.project == before, text[:60]
        assert "copied" in notes.hint.lower(), text[:60]
