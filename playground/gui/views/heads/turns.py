"""Spreads what there is to draw, so that no turn of the window takes all of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.gui.pulse import Pulse

# Two refreshes of the window lie between the first part and the third.
_APART_MS = 12


class Turns(QObject):
    """Does one thing after the other, and leaves the window room between them.

    Signals:
        done(): the last of them was done.
    """

    done = Signal()

    def __init__(self, pulse: Pulse, parent: QObject) -> None:
        super().__init__(parent)
        self._pulse = pulse
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

    @Slot()
    def _next(self) -> None:
        self._pulse.begin()
        self._parts.pop(0)()
        if not self._parts:
            self._timer.stop()
            self.done.emit()
