"""How many steps a second a run takes."""

from __future__ import annotations

from time import perf_counter

# It is told of so long a stretch.
PACE_OVER_S = 0.5


class PaceMeter:
    """Steps a second over the last moments."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Count anew from here."""
        self._marks: list[tuple[float, int]] = [(perf_counter(), 0)]

    def add(self, steps: int) -> None:
        """So many were taken until now."""
        now = perf_counter()
        self._marks.append((now, self._marks[-1][1] + steps))
        while now - self._marks[0][0] > PACE_OVER_S and len(self._marks) > 2:
            del self._marks[0]

    def per_second(self, running: bool) -> float:
        """Steps a second; 0 for a run that rests."""
        (first, before), (last, after) = self._marks[0], self._marks[-1]
        return (after - before) / (last - first) if running and last > first else 0.0
