"""Long work of a review: one at a time, with progress, and left at once when it is not wanted."""

from __future__ import annotations

import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

from PySide6.QtCore import QObject, Qt, QThreadPool, Signal, Slot

from playground.data.progress import Cancelled, listening
from playground.errors import UserError
from playground.gui.background_thread import let_the_window_go_first

_EVERY_S = 0.08
"""How often progress is told, at most."""


class _Work:
    """One piece of work, in the pool's thread.

    No `QRunnable`, as in `Jobs`.
    """

    def __init__(self, number: int, function: Callable[[], Any], home: Background) -> None:
        self._number, self._function, self._home = number, function, home
        self.left = threading.Event()
        self._told_at = -1.0

    def run(self) -> None:
        """Do it, and tell what came of it, unless it was left."""
        number, home = self._number, self._home
        if self.left.is_set():
            return
        let_the_window_go_first()
        try:
            with listening(self._tell):
                result = self._function()
        except Cancelled:
            return
        except UserError as error:
            home.failed_.emit(number, str(error))
        except Exception as error:  # a fault of ours must reach the person
            home.failed_.emit(number, f"Something went wrong that should not have: {error!r}.")
        else:
            home.done_.emit(number, result)

    def _tell(self, share: float, what: str) -> None:
        if self.left.is_set():
            raise Cancelled
        now = monotonic()
        if now - self._told_at >= _EVERY_S:  # the window has more to do than to tell all of it
            self._told_at = now
            self._home.told_.emit(self._number, share, what)


class Background(QObject):
    """Does one thing at a time; the next one has the last one left.

    Signals:
        progressed(share, what): of the work under way.
        ended: nothing is under way any more.
        done_, failed_, told_: sent by the pool's thread, for `Background` itself.
    """

    progressed = Signal(float, str)
    ended = Signal()
    done_ = Signal(int, object)
    failed_ = Signal(int, str)
    told_ = Signal(int, float, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        # Work that is left may take a moment to notice; what is wanted now does not wait for it.
        self._pool.setMaxThreadCount(3)
        self._number = 0
        self._work: _Work | None = None
        self._done: Callable[[Any], None] | None = None
        self._failed: Callable[[str], None] | None = None
        queued = Qt.ConnectionType.QueuedConnection
        self.done_.connect(self._deliver, queued)
        self.failed_.connect(self._deliver_failure, queued)
        self.told_.connect(self._pass_on, queued)

    @property
    def busy(self) -> bool:
        """Whether something is under way."""
        return self._work is not None

    def start(
        self,
        function: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
    ) -> None:
        """Do this in place of what is under way."""
        self.cancel()
        self._number += 1
        self._done, self._failed = done, failed
        self._work = _Work(self._number, function, self)
        self._pool.start(self._work.run)

    def cancel(self) -> None:
        """Leave what is under way."""
        if self._work is not None:
            self._work.left.set()
            self._end()

    def finish(self) -> None:
        """Leave what is under way, and wait until it has noticed."""
        self.cancel()
        self._pool.waitForDone()

    def _end(self) -> None:
        self._work, self._done, self._failed = None, None, None
        self.ended.emit()

    @Slot(int, object)
    def _deliver(self, number: int, result: object) -> None:
        if self._work is not None and number == self._number:
            done = self._done
            self._end()
            if done is not None:
                done(result)

    @Slot(int, str)
    def _deliver_failure(self, number: int, message: str) -> None:
        if self._work is not None and number == self._number:
            failed = self._failed
            self._end()
            if failed is not None:
                failed(message)

    @Slot(int, float, str)
    def _pass_on(self, number: int, share: float, what: str) -> None:
        if self._work is not None and number == self._number:
            self.progressed.emit(share, what)
