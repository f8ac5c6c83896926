from __future__ import annotations

import os
import sys
import threading

import pytest
from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from playground.gui.background_thread import BackgroundThread


class Asked(QObject):
    answer = Signal(object)

    @Slot()
    def ask(self):
        where = threading.get_native_id()
        niceness = os.getpriority(os.PRIO_PROCESS, where) if hasattr(os, "getpriority") else None
        self.answer.emit((where, niceness, QThread.currentThread().objectName()))


class Asking(QObject):
    ask = Signal()


@pytest.fixture
def answer(qapp, listen):
    """What is found in a thread that was just started."""
    thread, asked, asking = BackgroundThread("worker", qapp), Asked(), Asking()
    asked.moveToThread(thread)
    asking.ask.connect(asked.ask, Qt.ConnectionType.QueuedConnection)
    ear = listen(asked.answer)

    def ask():
        thread.start()
        asking.ask.emit()
        return ear.next()[0]

    yield ask
    thread.quit()
    thread.wait()


def test_what_is_moved_to_it_runs_there_and_lets_the_window_go_first(answer):
    where, niceness, name = answer()
    assert where != threading.get_native_id()
    assert name == "worker"
    if sys.platform == "linux":
        assert niceness > os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


@pytest.mark.skipif(not hasattr(os, "setpriority"), reason="threads have no niceness here")
def test_it_runs_where_its_priority_may_not_be_changed(answer, monkeypatch):
    def refuse(*_):
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refuse)
    assert answer()
