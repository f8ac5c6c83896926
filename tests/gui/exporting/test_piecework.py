"""Long work of the window's thread, a piece at a time."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from playground.errors import UserError
from playground.gui.exporting.piecework import Piecework
from playground.gui.jobs import Jobs


@pytest.fixture
def pieces(qapp):
    """Piecework, and what it has told."""
    home = QObject()
    jobs = Jobs(home)
    work = Piecework(jobs, home)
    work.heard = []
    work.done.connect(lambda result: work.heard.append(("done", result)))
    work.failed.connect(lambda message: work.heard.append(("failed", message)))
    yield work
    work.cancel()
    jobs.finish()


def test_it_goes_on_between_pieces_and_gives_back_what_the_background_found(pieces, qtbot):
    threads, turns = [], []

    def find():
        threads.append(threading.current_thread())
        return 7

    def work():
        for _ in range(3):
            turns.append(len(pieces.heard))
            yield None
        yield 5
        found = yield find
        return 6 * found

    pieces.start(work())
    assert turns == []  # nothing is done before the window had its turn
    qtbot.waitUntil(lambda: bool(pieces.heard), timeout=30_000)
    assert pieces.heard == [("done", 42)]
    assert threads[0] is not threading.main_thread()
    assert not pieces.busy


@pytest.mark.parametrize(
    ("error", "told"),
    [(UserError("No room."), "No room."), (KeyError("x"), "that should not have: KeyError('x')")],
)
@pytest.mark.parametrize("where", ["a piece", "the background"])
def test_a_failure_is_told_and_everything_is_put_away(pieces, qtbot, error, told, where):
    put_away = []

    def fail():
        raise error

    def work():
        try:
            yield None
            if where == "a piece":
                fail()
            yield fail
        finally:
            put_away.append(True)

    pieces.start(work())
    qtbot.waitUntil(lambda: bool(pieces.heard), timeout=30_000)
    ((kind, message),) = pieces.heard
    assert kind == "failed"
    assert told in message
    assert put_away == [True]
    assert not pieces.busy


def test_what_is_cancelled_is_put_away_and_tells_nothing(pieces, qtbot):
    put_away, begun, go = [], threading.Event(), threading.Event()

    def wait():
        begun.set()
        go.wait(30)

    def work():
        try:
            yield wait
        finally:
            put_away.append(True)

    pieces.start(work())
    qtbot.waitUntil(begun.is_set, timeout=30_000)
    pieces.cancel()
    assert put_away == [True]
    assert not pieces.busy
    go.set()
    qtbot.wait(50)
    assert pieces.heard == []
