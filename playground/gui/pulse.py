"""Whether the window is drawing, so that the trainer can give way."""

from __future__ import annotations

from time import perf_counter

from PySide6.QtCore import QObject, QThread, QTimer, Slot

NAP_US = 200
PATIENCE_S = 0.03


class Pulse(QObject):
    """Marks the time from an update of views to the end of their painting.

    Python lets one thread run at a time, and hands over only every few milliseconds. A window that
    draws while another thread computes waits that long at each of its many calls into Qt; a thread
    that rests while the window draws costs it less than it costs the window.

    Attributes:
        busy: whether views are being updated and painted.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.busy = False
        self._end = QTimer(self)
        self._end.setSingleShot(True)
        self._end.setInterval(0)
        self._end.timeout.connect(self._rest)

    def begin(self) -> None:
        """Views are about to be updated; it ends by itself once their paint events are done."""
        self.busy = True
        self._end.start()

    def give_way(self) -> None:
        """Rest while the window draws, though not for ever; called from another thread."""
        end = perf_counter() + PATIENCE_S
        while self.busy and perf_counter() < end:
            QThread.usleep(NAP_US)

    @Slot()
    def _rest(self) -> None:
        self.busy = False
