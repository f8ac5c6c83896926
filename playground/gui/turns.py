"""Spreads what the window has to do, so that no turn of its event loop takes all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

# Two refreshes of the window lie between the first part and the third.
_APART_MS = 12


class Turns(QObject):
    """Does one thing after the other, and leaves the window room between them.

    Signals:
        done(): the last of them was done.

    Args:
        before: is called before each of them.
    """

    done = Signal()

    def __init__(self, parent: QObject, before: Callable[[], None] | None = None) -> None:
        super().__init__(parent)
        self._before = before
        self._parts: list[Callable[[], None]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_APART_MS)
        self._timer.timeout.connect(self._next)

    def begin(self, parts: Sequence[Callable[[], None]]) -> None:
        """Do these, the first of them soon; what was left of others is left out."""
        self._parts = list(parts)
        self._timer.start()

    def stop(self) -> None:
        """Leave out what is left; `done` is said where there was any."""
        if self._parts:
            self._parts = []
            self._timer.stop()
            self.done.emit()

    def finish(self) -> None:
        """Do what is left at once."""
        while self._parts:
            self._next()

    @Slot()
    def _next(self) -> None:
        if self._before is not None:
            self._before()
        if self._parts:
            self._parts.pop(0)()
        if not self._parts:
            self._timer.stop()
            self.done.emit()
