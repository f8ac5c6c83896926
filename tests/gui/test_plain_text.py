"""Words from files are shown as they are, whatever they would mean in HTML."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtGui import Qt as Text
from PySide6.QtWidgets import QApplication, QLabel, QTextEdit, QWidget

from playground.gui.editing.grouping import rename_group
from playground.project.file import open_project

TAG = "<b>zz9</b>"
EVIL = f"<img src='file:///etc/passwd'>{TAG}"


@pytest.fixture
def evil(tmp_path):
    """A project in which everything that can be called something is called HTML."""
    document = {
        "name": f"Name {EVIL}",
        "notes": f"Notes {EVIL}",
        "data": {"source": "blobs", "samples": 100, "classes": 3},
        "head": {"type": "multiclass"},
        "network": {
            "nodes": [
                {"id": "dense_1", "type": "Dense", "units": 4},
                {"id": "dense_2", "type": "Dense", "units": 4},
                {"id": "lone", "type": EVIL, EVIL: EVIL},
            ],
            "links": [["input", "dense_1"], ["dense_1", "dense_2"], ["dense_2", "head"]],
            "groups": [
                {"id": "group_1", "title": EVIL, "nodes": ["dense_1"], "collapsed": True},
                {"id": "group_2", "title": EVIL, "nodes": ["dense_2"]},
            ],
            "notes": [{"id": "note_1", "text": EVIL, "position": [0, 300]}],
        },
    }
    path = tmp_path / "<b>zz9<b>.json"
    path.write_text(json.dumps(document))
    return path


def interpreted(text):
    """Whether Qt, left to itself, would take the words of the file in this for HTML."""
    return "<b>zz9" in text and Text.mightBeRichText(text)


def found_in(window):
    """Every place of the window that takes a file's words for HTML."""
    found, seen = [], 0
    for part in [*QApplication.topLevelWidgets(), *window.findChildren(QWidget)]:
        texts = [("tip", part.toolTip()), ("help", part.whatsThis())]
        if isinstance(part, QLabel) and part.textFormat() != Qt.TextFormat.PlainText:
            texts.append(("label", part.text()))
        if isinstance(part, QTextEdit) and "zz9" in part.toPlainText():
            assert "<b>zz9" in part.toPlainText(), part
        seen += any("zz9" in text for _, text in texts)
        found += [f"{kind} of {part!r}: {text}" for kind, text in texts if interpreted(text)]
    for action in window.findChildren(QAction):  # a menu shows no tip that is the text again
        if interpreted(action.toolTip()) and action.toolTip() != action.text():
            found.append(f"tip of {action!r}: {action.toolTip()}")
    for item in window.canvas.network_scene.items():
        seen += "zz9" in item.toolTip()
        if interpreted(item.toolTip()):
            found.append(f"tip of {item!r}: {item.toolTip()}")
    assert seen
    return found


def test_nothing_in_the_window_takes_a_files_words_for_html(evil, open_window, user_of):
    window = open_window(open_project(evil))
    user = user_of(window)
    user.settle()
    assert found_in(window) == []
    for identity in ("lone", "group_1", "group_2", "note_1", "dense_1"):
        window.canvas.select([identity])
        user.settle()
        assert found_in(window) == []
    for panel in window.drawer._keys:
        window.drawer.show_panel(panel)
        user.settle()
        assert found_in(window) == []
    rename_group(window.document, "group_2", f"{EVIL} 2")
    user.settle()
    assert found_in(window) == []


def test_nor_does_what_is_said_of_files(evil, open_window, user_of):
    window = open_window(open_project(evil))
    user = user_of(window)
    window.files.open(str(evil.with_name(f"{evil.stem} is not there.json")))
    user.wait(lambda: "<b>zz9" in window.banner.label.text())
    assert found_in(window) == []
    window.files.open(str(evil))
    user.wait(lambda: window.document.path == evil)
    user.settle()
    assert found_in(window) == []
    window.recent.menu.aboutToShow.emit()
    assert any("zz9" in action.text() for action in window.recent.menu.actions())
    assert found_in(window) == []
