from __future__ import annotations

import pytest
from PySide6.QtGui import QUndoStack

from playground.gui import commands
from playground.gui.commands import ProjectEdit


class Holder:
    """A number in the place of a project, and the stack of its edits."""

    def __init__(self):
        self.now = 0
        self.stack = QUndoStack()

    def set(self, value, key=""):
        self.stack.push(ProjectEdit(f"to {value}", self.now, value, self._take, key))

    def _take(self, value):
        self.now = value


@pytest.fixture
def holder(qapp):
    return Holder()


def test_edits_without_a_key_stay_apart(holder):
    holder.set(1)
    holder.set(2)
    assert holder.stack.count() == 2
    holder.stack.undo()
    assert holder.now == 1


def test_edits_of_one_key_close_together_are_one(holder):
    for value in (1, 2, 3):
        holder.set(value, "units")
    assert holder.stack.count() == 1
    holder.stack.undo()
    assert holder.now == 0
    holder.stack.redo()
    assert holder.now == 3


def test_edits_of_different_keys_stay_apart(holder):
    holder.set(1, "units")
    holder.set(2, "rate")
    holder.set(3, "units")
    assert holder.stack.count() == 3


def test_edits_of_one_key_with_a_pause_between_stay_apart(holder, monkeypatch):
    now = [100.0]
    monkeypatch.setattr(commands, "monotonic", lambda: now[0])
    holder.set(1, "units")
    now[0] += commands.MERGE_WITHIN_S + 0.1
    holder.set(2, "units")
    assert holder.stack.count() == 2


def test_edits_that_come_back_to_the_start_vanish(holder):
    holder.set(1, "units")
    holder.set(0, "units")
    assert holder.stack.count() == 0


def test_an_edit_after_saving_does_not_change_the_saved_one(holder):
    holder.set(1, "units")
    holder.stack.setClean()
    holder.set(2, "units")
    assert not holder.stack.isClean()
    holder.stack.undo()
    assert holder.stack.isClean()
    assert holder.now == 1
