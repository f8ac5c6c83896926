"""Goes through so many places one after another, as a film does."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal, Slot

PLAY_TICK_MS = 40
# The whole takes as long as this, and less where there are few places.
PLAY_S, PLAY_S_A_PLACE = 10.0, 0.25


class PlayBack(QObject):
    """One timer that tells which place is to be shown now.

    Signals:
        came_to(place): while it plays, each once at most. ended: it is past the last.
        playing_changed: it began, or it rests.
    """

    came_to = Signal(int)
    ended = Signal()
    playing_changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(PLAY_TICK_MS)
        self._timer.timeout.connect(self._go_on)
        self._began, self._first, self._count, self._told = 0.0, 0, 0, 0

    @property
    def is_playing(self) -> bool:
        """Whether it goes on."""
        return self._timer.isActive()

    def start(self, first: int, count: int) -> None:
        """Play from the place `first` to the last of `count`."""
        self._began, self._first, self._count, self._told = perf_counter(), first, count, first
        self._timer.start()
        self.playing_changed.emit()
        self.came_to.emit(first)

    @Slot()
    def stop(self) -> None:
        """Rest where it is."""
        if self.is_playing:
            self._timer.stop()
            self.playing_changed.emit()

    @Slot()
    def _go_on(self) -> None:
        whole = min(PLAY_S, PLAY_S_A_PLACE * self._count)
        place = self._first + int((perf_counter() - self._began) / whole * self._count)
        if place >= self._count:
            self.stop()
            self.ended.emit()
        elif place != self._told:
            self._told = place
            self.came_to.emit(place)
