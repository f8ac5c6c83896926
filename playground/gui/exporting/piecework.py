"""Long work of the window's thread, in pieces short enough that the window goes on."""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.errors import UserError
from playground.gui.jobs import Jobs

# What a piece of work ends with: the next is done after the window's own events, once this has
# been called in the background, or after so many ms.
Pause = Callable[[], Any] | int | None
Work = Generator[Pause, Any, Any]


class Piecework(QObject):
    """Carries a generator through, a piece at a time; one at a time.

    The generator yields None to let the window go on, a number of ms to wait, or a function to be
    called in the background, whose result it is given back. `finally` in it is kept, also when it
    is cancelled.

    Signals:
        done(result): it has returned. failed(message): it has raised a `UserError`, or a fault.
    """

    done = Signal(object)
    failed = Signal(str)

    def __init__(self, jobs: Jobs, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._work: Work | None = None
        self._given: Any = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether there is any under way."""
        return self._work is not None

    def start(self, work: Work) -> None:
        """Begin; what was under way is cancelled."""
        self.cancel()
        self._work = work
        self._timer.start(0)

    @Slot()
    def cancel(self) -> None:
        """Do no more of it; neither signal is sent."""
        self._timer.stop()
        work, self._work, self._given = self._work, None, None
        if work is not None:
            work.close()

    @Slot()
    def _go_on(self) -> None:
        work, given, self._given = self._work, self._given, None
        if work is None:
            return
        try:
            pause = work.send(given)
        except StopIteration as end:
            self._work = None
            self.done.emit(end.value)
        except UserError as error:
            self._fail(str(error))
        except Exception as error:  # a fault of ours must be told, and not leave a bar that hangs
            self._fail(f"Something went wrong that should not have: {error!r}.")
        else:
            self._rest(work, pause)

    def _rest(self, work: Work, pause: Pause) -> None:
        if not callable(pause):
            self._timer.start(pause or 0)
            return

        def take(result: Any) -> None:
            if self._work is work:
                self._given = result
                self._timer.start(0)

        def fail(message: str) -> None:
            if self._work is work:
                work.close()
                self._fail(message)

        self._jobs.start(pause, take, fail)

    def _fail(self, message: str) -> None:
        self._work = None
        self.failed.emit(message)
