"""The thread that evaluates what views show."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from playground.gui.background_thread import BackgroundThread
from playground.gui.views.bench import Bench
from playground.gui.views.view import Job


class Renderer(QObject):
    """Runs one job at a time on evaluators of its own; lives in a thread of its own.

    Signals:
        done(key, result): a job has ended; its result is None after a fault.
    """

    done = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self._bench = Bench()

    @Slot(str, object)
    def run(self, key: str, job: Job) -> None:
        """Run and tell; a fault is told as nothing to draw, so that the next can be asked."""
        try:
            result = job.run(self._bench)
        except Exception:
            self.done.emit(key, None)
            raise
        self.done.emit(key, result)


class RendererThread(QObject):
    """The renderer and its thread, from the window's side.

    Signals:
        done(key, result): a job that was asked for under `key` has ended; None after a fault.
    """

    done = Signal(str, object)
    _run = Signal(str, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._under_way: set[str] = set()
        self._renderer = Renderer()
        self._thread = BackgroundThread("renderer", self)
        self._renderer.moveToThread(self._thread)
        self._run.connect(self._renderer.run, Qt.ConnectionType.QueuedConnection)
        self._renderer.done.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._under_way)

    def busy_with(self, key: str) -> bool:
        """Whether a job of this key is under way."""
        return key in self._under_way

    def ask(self, key: str, job: Job) -> None:
        """Run a job; only when not busy with one of the same key."""
        self._under_way.add(key)
        self._run.emit(key, job)

    @Slot(str, object)
    def _pass_on(self, key: str, result: Any) -> None:
        self._under_way.discard(key)
        self.done.emit(key, result)

    def finish(self) -> None:
        """End the thread, after what is under way."""
        self._thread.quit()
        self._thread.wait()
