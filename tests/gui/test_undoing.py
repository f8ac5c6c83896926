"""Undo of what needs a file to be prepared again never makes the window wait."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from playground.data import prepare
from playground.data.guessing import propose
from playground.data.kept import Kept
from playground.data.reading import glimpse, read_table
from playground.data.tables.spec import FileSpec

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "shop.csv"
    rows = [f"{x % 17},{x % 5},{'yes' if x % 17 > 8 else 'no'}" for x in range(120)]
    path.write_text("\n".join(["amount,visits,left", *rows]))
    return path


@pytest.fixture
def document(window, user, path, project_of):
    """The window's, whose data was a file before the last edit, and is kept by nobody."""
    table = read_table(FileSpec(path=str(path)))
    data = propose(table, glimpse(path), str(path)).data
    window.document.use_data(data, "use shop.csv")
    window.document.set_data(source="moons")
    user.settle()
    return window.document


@pytest.fixture
def made_in(monkeypatch):
    """Forgets what is prepared; the threads in which files are from now on."""
    threads = []

    def make(spec):
        if spec.source == "file":
            threads.append(threading.current_thread())
        return prepare._made(spec)

    def forget():
        monkeypatch.setattr(prepare, "_KEPT", Kept(make))
        return threads

    return forget


def test_a_file_is_prepared_elsewhere_before_the_undo(window, user, document, made_in, path):
    threads = made_in()
    user.press(Qt.Key.Key_Z, CONTROL, window)
    assert document.project.data.source == "moons"
    assert "Preparing shop.csv again" in window.banner.label.text()
    user.press(Qt.Key.Key_Z, CONTROL, window)  # asked for already
    user.wait(lambda: document.project.data.source == "file")
    user.settle()
    assert document.undo_stack.index() == 1
    assert threading.main_thread() not in threads
    assert len(threads) == 1
    assert not window.banner.isVisible()
    user.press(Qt.Key.Key_Z, CONTROL, window)  # what was drawn is there at once
    assert document.project.data.source == "circle"
    made_in()
    window.workspace.history.view.clicked.emit(window.workspace.history.model.index(1))
    assert document.project.data.source == "circle"
    user.wait(lambda: document.project.data.source == "file")
    user.settle()


def test_what_is_edited_meanwhile_stands(window, user, document, made_in):
    made_in()
    user.press(Qt.Key.Key_Z, CONTROL, window)
    document.set_training(batch_size=3)
    user.settle()
    assert document.project.data.source == "moons"
    assert document.project.training.batch_size == 3


def test_of_a_file_that_is_gone_it_is_said_and_nothing_is_undone(
    window, user, document, made_in, path
):
    made_in()
    path.unlink()
    user.press(Qt.Key.Key_Z, CONTROL, window)
    user.settle()
    assert document.project.data.source == "moons"
    assert document.undo_stack.index() == 2
    assert "shop.csv" in window.banner.label.text()
