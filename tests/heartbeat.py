"""How evenly the window's thread goes round."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer, Slot


class Heartbeat(QObject):
    """Gaps between the ticks of a 16 ms timer in the window's thread."""

    def __init__(self):
        super().__init__()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(16)
        self._timer.timeout.connect(self._beat)
        self._beats = []

    def start(self):
        self._beats = [perf_counter()]
        self._timer.start()

    def stop(self):
        self._timer.stop()
        self._beats.append(perf_counter())

    @Slot()
    def _beat(self):
        self._beats.append(perf_counter())

    @property
    def gaps_s(self):
        return np.diff(self._beats)

    @property
    def per_second(self):
        return len(self.gaps_s) / (self._beats[-1] - self._beats[0])

    @property
    def p99_s(self):
        return float(np.quantile(self.gaps_s, 0.99))

    @property
    def worst_s(self):
        return float(self.gaps_s.max())
