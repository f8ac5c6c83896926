"""One file in two windows, and files that other programs write."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt

from playground.gui.claim import Claim
from playground.project.file import open_project, save_project

CTRL = Qt.KeyboardModifier.ControlModifier

HOLD = """
import os, sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from playground.gui.claim import Claim
application = QCoreApplication([])
claim = Claim()
print(claim.take(Path(sys.argv[1])), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def path(tmp_path, project_of):
    path = tmp_path / "network.json"
    save_project(path, project_of(), None)
    return path


@pytest.fixture
def other(path):
    """Another program that has the file open."""
    child = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout.readline().strip() == b"True"
    yield child
    child.kill()
    child.communicate()


def opened(window, user, path):
    with user.bot.waitSignal(window.files.opened):
        window.files.open(str(path))
    user.settle()


def test_the_second_window_says_so_and_asks_before_it_overwrites(window, user, other, path):
    opened(window, user, path)
    assert "network.json is open in another window too" in window.banner.label.text()
    window.document.set_head("binary_softmax")
    before = path.read_bytes()
    user.press(Qt.Key.Key_S, CTRL)
    assert "Not saved yet: network.json is open in another window" in window.banner.label.text()
    assert path.read_bytes() == before
    assert window.isWindowModified()
    _, overwrite = window.banner.buttons
    with user.bot.waitSignal(window.files.saved):
        user.click(overwrite)
    assert open_project(path).spec.head.name == "binary_softmax"
    other.kill()
    other.wait()
    window.document.set_training(batch_size=4)
    with user.bot.waitSignal(window.files.saved):
        user.press(Qt.Key.Key_S, CTRL)


def test_a_window_that_was_killed_holds_nothing(window, user, other, path):
    other.kill()
    other.wait()
    opened(window, user, path)
    assert not window.banner.isVisible()
    assert window.files.claim.held


def test_another_name_of_the_file_is_the_same_file(other, path):
    link = path.with_name("link.json")
    try:
        link.symlink_to(path)
    except OSError:
        pytest.skip("no links here")
    claim = Claim()
    assert not claim.take(link)
    assert claim.take(path.with_name("another.json"))
    claim.release()


def test_a_file_that_another_program_has_written_is_not_overwritten_unasked(window, user, path):
    opened(window, user, path)
    window.document.set_head("binary_softmax")
    with user.bot.waitSignal(window.files.saved):
        user.press(Qt.Key.Key_S, CTRL)
    window.document.set_training(batch_size=4)
    theirs = path.read_bytes().replace(b'"seed": 1', b'"seed": 2')
    path.write_bytes(theirs)
    os.utime(path, (2e9, 2e9))
    user.press(Qt.Key.Key_S, CTRL)
    assert "changed by another program" in window.banner.label.text()
    assert path.read_bytes() == theirs
    with user.bot.waitSignal(window.files.saved):
        user.click(window.banner.buttons[1])
    user.settle()
    assert open_project(path).spec.training.batch_size == 4
    window.document.set_training(batch_size=8)
    with user.bot.waitSignal(window.files.saved):
        user.press(Qt.Key.Key_S, CTRL)


def test_a_file_that_is_gone_is_saved_anew(window, user, path):
    opened(window, user, path)
    path.unlink()
    window.document.set_training(batch_size=4)
    with user.bot.waitSignal(window.files.saved):
        user.press(Qt.Key.Key_S, CTRL)
    assert open_project(path).spec.training.batch_size == 4


def test_the_same_example_may_be_open_twice(window, user, example):
    path = example("spiral").path
    opened(window, user, path)
    assert window.files.claim.path is None
    claim = Claim()
    assert claim.take(path)
    claim.release()
