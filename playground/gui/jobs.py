"""Work that would make the window wait: files, imports, data."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from playground.errors import UserError


class _Call:
    """One call, in a thread of the pool.

    No `QRunnable`: the pool deletes those in its own thread, while Python's collector may be
    looking at them in this one.
    """

    def __init__(self, number: int, function: Callable[[], Any], jobs: Jobs) -> None:
        self._number = number
        self._function = function
        self._jobs = jobs

    def run(self) -> None:
        """Call, and tell what came of it."""
        try:
            result = self._function()
        except UserError as error:
            self._jobs.failed.emit(self._number, str(error))
        except Exception as error:  # a fault of ours must reach the person, not vanish in a pool
            message = f"Something went wrong that should not have: {error!r}."
            self._jobs.failed.emit(self._number, message)
        else:
            self._jobs.done.emit(self._number, result)


class Jobs(QObject):
    """Starts jobs one after the other, and waits for them at the end.

    Signals:
        done(number, result), failed(number, message): sent by the pool's thread, for `Jobs` itself.
        busy_changed(bool): whether any job is under way.
    """

    done = Signal(int, object)
    failed = Signal(int, str)
    busy_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._number = 0
        self._waiting: dict[int, tuple[Callable[[Any], None], Callable[[str], None]]] = {}
        self.done.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self.failed.connect(self._deliver_failure, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether any job is under way."""
        return bool(self._waiting)

    def start(
        self,
        function: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Call `function` in the background, then `done` or `failed` in this thread.

        A `UserError` fails with its own words; any other error is a fault and says so.
        """
        self._number += 1
        self._waiting[self._number] = (done, failed)
        self.busy_changed.emit(True)
        self._pool.start(_Call(self._number, function, self).run)

    @Slot(int, object)
    def _deliver(self, number: int, result: object) -> None:
        if number in self._waiting:
            self._end(number)[0](result)

    @Slot(int, str)
    def _deliver_failure(self, number: int, message: str) -> None:
        if number in self._waiting:
            self._end(number)[1](message)

    def _end(self, number: int) -> tuple[Callable[[Any], None], Callable[[str], None]]:
        ended = self._waiting.pop(number)
        if not self._waiting:
            self.busy_changed.emit(False)
        return ended

    def finish(self) -> None:
        """Wait for the jobs under way; their results, on their way or not, are not delivered."""
        self._pool.waitForDone()
        self._waiting.clear()
