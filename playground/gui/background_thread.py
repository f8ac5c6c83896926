"""A thread whose work may wait: the window goes first."""

from __future__ import annotations

import os
import sys
import threading
from contextlib import suppress

from PySide6.QtCore import QObject, QThread

_NICENESS = 5  # of -20 (first) to 19 (last); the window's thread has 0


class BackgroundThread(QThread):
    """Runs an event loop for the objects that were moved to it, at a low priority.

    With more to do than there are cores, the window would otherwise wait for a whole turn of the
    scheduler, some 4 ms, at many of its frames.
    """

    def __init__(self, name: str, parent: QObject) -> None:
        super().__init__(parent)
        self.setObjectName(name)

    def run(self) -> None:
        """The thread itself."""
        let_the_window_go_first()
        self.exec()


def let_the_window_go_first() -> None:
    """Have the thread that calls this, and the processes it starts, run at a low priority."""
    if sys.platform == "linux":
        # Qt's priorities do nothing there, where each thread has a niceness of its own.
        with suppress(OSError):  # refused, it goes on as it is
            thread = threading.get_native_id()
            niceness = max(_NICENESS, os.getpriority(os.PRIO_PROCESS, thread))
            os.setpriority(os.PRIO_PROCESS, thread, niceness)
    else:
        QThread.currentThread().setPriority(QThread.Priority.LowPriority)
