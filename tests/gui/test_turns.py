from __future__ import annotations

from PySide6.QtCore import QObject

from playground.gui.turns import Turns


def test_parts_are_done_one_a_turn_and_others_take_their_place(qapp, qtbot):
    home, done, before = QObject(), [], []
    turns = Turns(home, lambda: before.append(len(done)))
    turns.begin([lambda: done.append("left out"), lambda: done.append("left out")])
    turns.begin([lambda: done.append(1), lambda: done.append(2), lambda: done.append(3)])
    assert done == []
    qtbot.waitUntil(lambda: len(done) == 1)
    with qtbot.waitSignal(turns.done):
        assert len(done) == 1
    assert done == [1, 2, 3]
    assert before == [0, 1, 2]


def test_what_is_left_can_be_done_at_once_or_left_out(qapp, listen):
    home, done = QObject(), []
    turns = Turns(home)
    ear = listen(turns.done)
    turns.begin([lambda: done.append(1), lambda: done.append(2)])
    turns.finish()
    assert done == [1, 2]
    ear.next()
    turns.begin([lambda: done.append(3)])
    turns.stop()
    ear.next()
    turns.finish()
    assert done == [1, 2]
