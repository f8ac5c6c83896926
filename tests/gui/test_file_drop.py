"""Files dragged from another window onto ours."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from playground.gui.file_drop import WEIGHTS, what_it_is
from playground.project.file import save_project

COPY, NONE = Qt.DropAction.CopyAction, Qt.DropAction.IgnoreAction
LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def files(*paths):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(widget, data):
    """As the platform does: in, and on; what it was told."""
    place = QPoint(20, 20)
    enter = QDragEnterEvent(place, COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(widget, enter)
    move = QDragMoveEvent(place, COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(widget, move)
    return move


def drop(widget, data):
    drag(widget, data)
    event = QDropEvent(QPointF(20, 20), COPY, data, LEFT, NO_KEYS)
    QApplication.sendEvent(widget, event)
    return event


@pytest.mark.parametrize("part", ["window", "canvas", "palette", "output"])
def test_a_project_dropped_anywhere_is_opened(window, user, project_of, tmp_path, part):
    path = tmp_path / "dropped.playground"
    save_project(path, project_of(name="Dropped"), None)
    widget = {
        "window": window,
        "canvas": window.canvas.viewport(),
        "palette": window.palette_panel,
        "output": window.output,
    }[part]
    told = drag(widget, files(path))
    assert told.isAccepted()
    assert told.dropAction() is COPY
    assert window.file_drop.label.isVisible()
    assert window.file_drop.label.text() == "Open dropped.playground"
    with user.bot.waitSignal(window.files.opened):
        drop(widget, files(path))
    assert not window.file_drop.label.isVisible()
    assert window.document.project.name == "Dropped"
    user.settle()


def test_what_can_not_be_opened_says_why_before_it_is_dropped(window, user, tmp_path):
    before = window.document.project
    table, folder = tmp_path / "table.csv", tmp_path / "folder"
    folder.mkdir()
    label = window.file_drop.label
    for paths, words in (
        ([table, folder], "a single file"),
        ([tmp_path / "a.json", tmp_path / "b.json"], "a single file"),
    ):
        told = drag(window.canvas.viewport(), files(*paths))
        assert told.dropAction() is NONE
        assert words in label.text()
        assert label.isVisible()
        drop(window.canvas.viewport(), files(*paths))
        assert not label.isVisible()
    drag(window, files(table))
    QApplication.sendEvent(window, QDragLeaveEvent())
    assert not label.isVisible()
    assert window.document.project is before
    assert not window.jobs.busy


def test_what_is_no_file_is_left_alone(window):
    data = QMimeData()
    data.setText("words")
    assert not drag(window.output, data).isAccepted()
    data = QMimeData()
    data.setUrls([QUrl("https://example.org/a.json")])
    assert not drag(window.output, data).isAccepted()
    assert not window.file_drop.label.isVisible()


@pytest.mark.parametrize("name", ["table.csv", "folder", "arrays.npz", "what.bin"])
def test_whatever_else_is_dropped_is_looked_through_as_data(window, user, tmp_path, name):
    path = tmp_path / name
    if name == "folder":
        path.mkdir()
    elif name == "arrays.npz":
        np.savez(path, x=np.zeros((3, 2)), y=np.zeros(3))
    else:
        path.write_text("a,b\n1,x\n2,y\n")
    before = window.document.project
    told = drag(window.canvas.viewport(), files(path))
    assert told.dropAction() is COPY
    assert window.file_drop.label.text() == f"Look through {name}"
    with user.bot.waitSignal(window.review.opened):
        drop(window.canvas.viewport(), files(path))
    assert window.centre.tabs.current == "data"
    assert window.document.project is before
    user.bot.waitUntil(lambda: not window.review.background.busy, timeout=30_000)


def test_an_npz_of_weights_is_imported_and_no_data(tmp_path):
    path = tmp_path / "weights.npz"
    np.savez(path, **{"dense_1.weight": np.zeros((3, 2))})
    assert what_it_is(path) == WEIGHTS
