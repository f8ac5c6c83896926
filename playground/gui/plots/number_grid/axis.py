"""Where the rows, or the columns, of a grid lie."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, floor

# So large, in px, one cell can be zoomed to.
MOST_CELL = 96.0


@dataclass(frozen=True)
class Axis:
    """Cells of one size in a row, of which a stretch is seen; in px.

    Attributes:
        count: how many cells there are.
        start: where what is seen begins.
        room: how far it goes at most.
        cell: how large one is.
        offset: how much is scrolled away before the start.
    """

    count: int
    start: float
    room: float
    cell: float
    offset: float = 0.0

    @classmethod
    def fitted(cls, count: int, start: float, room: float, most: float) -> Axis:
        """All cells, as large as there is room for, up to `most`."""
        return cls(count, start, room, min(most, room / max(count, 1)))

    @property
    def length(self) -> float:
        """How far what is seen goes."""
        return min(self.room, self.count * self.cell)

    @property
    def end(self) -> float:
        """Where what is seen ends."""
        return self.start + self.length

    @property
    def reach(self) -> float:
        """How far it can be scrolled."""
        return max(0.0, self.count * self.cell - self.room)

    @property
    def seen(self) -> range:
        """The cells of which anything is seen."""
        if self.cell <= 0.0 or self.count == 0:
            return range(0)
        first = floor(self.offset / self.cell + 1e-6)
        last = ceil((self.offset + self.length) / self.cell - 1e-6)
        return range(max(0, first), min(self.count, last))

    def place(self, index: int) -> float:
        """Where a cell begins, seen or not."""
        return self.start + index * self.cell - self.offset

    def middle(self, index: int) -> float:
        """The middle of a cell."""
        return self.place(index) + self.cell / 2.0

    def at(self, place: float) -> int | None:
        """The cell at a place; None outside of what is seen."""
        if not self.start <= place < self.end or self.cell <= 0.0:
            return None
        return min(int((place - self.start + self.offset) / self.cell), self.count - 1)

    def moved(self, by: float) -> Axis:
        """Scrolled by so much, as far as it goes."""
        return replace(self, offset=min(max(self.offset + by, 0.0), self.reach))

    def zoomed(self, factor: float, place: float, most: float = MOST_CELL) -> Axis:
        """Cells larger by a factor, what lies at `place` staying there; never below all in view."""
        least = min(self.cell, self.room / max(self.count, 1))
        cell = min(max(self.cell * factor, least), max(most, least))
        held = (place - self.start + self.offset) / self.cell if self.cell > 0.0 else 0.0
        larger = replace(self, cell=cell, offset=0.0)
        return larger.moved(held * cell - (place - self.start))

    def showing(self, index: int) -> Axis:
        """Scrolled no further than it takes to see a cell whole."""
        before = index * self.cell - self.offset
        after = before + self.cell - self.room
        return self.moved(before if before < 0.0 else max(after, 0.0))
