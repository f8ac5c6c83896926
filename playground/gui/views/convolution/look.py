"""What is looked at."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playground.network.sliding.sliding import Sliding

Place = tuple[int, int, int]


@dataclass(frozen=True)
class Look:
    """A place of the result, and what is pointed at beside it.

    Attributes:
        filter, row, column: the place.
        channel: which channel of the image is shown, counted through all of them.
        done: how many products have been added up so far; None: all of them.
        by_hand: whether it is being calculated by hand, so that what comes later is not there yet.
        cell: the cell of the window that is pointed at, counted through (channel, row, column).
        source: the number of the image that is pointed at: channel, row and column.
    """

    filter: int = 0
    row: int = 0
    column: int = 0
    channel: int = 0
    done: int | None = None
    by_hand: bool = False
    cell: int | None = None
    source: Place | None = None

    @property
    def place(self) -> Place:
        """Filter, row and column."""
        return self.filter, self.row, self.column

    @property
    def marked(self) -> int | None:
        """The cell of the window that is pointed at, or else was added last."""
        return self.done - 1 if self.cell is None and self.done else self.cell

    def weight(self, sliding: Sliding) -> int | None:
        """The weight that is pointed at, counted through all of (filters, *window)."""
        return None if self.cell is None else self.filter * sliding.cells + self.cell

    def within(self, sliding: Sliding) -> Look:
        """The same in a layer that may be smaller than the one before; what doesn't fit is let go.

        The channel shown is one that the filter sees.
        """
        filter_, row, column = (
            min(at, size - 1) for at, size in zip(self.place, sliding.leaving.image, strict=True)
        )
        seen = sliding.channels_of(sliding.group_of(filter_))
        channel = self.channel if self.channel in seen else seen.start
        source, cell = self.source, self.cell
        if source is not None and any(
            at >= size for at, size in zip(source, sliding.arriving.image, strict=True)
        ):
            source = None
        if cell is not None and cell >= sliding.cells:
            cell = None
        done = None if self.done is None else min(self.done, sliding.cells)
        return Look(filter_, row, column, channel, done, self.by_hand, cell, source)

    def at(self, place: Place, sliding: Sliding) -> Look:
        """Look at another place of the result."""
        filter_, row, column = place
        moved = replace(
            self, filter=filter_, row=row, column=column, done=None, by_hand=False, source=None
        )
        return moved.within(sliding)

    def pointing(self, cell: int | None = None, source: Place | None = None) -> Look:
        """Point at a cell of the window, or at a number of the image, or at nothing."""
        return replace(self, cell=cell, source=source)

    def showing(self, channel: int) -> Look:
        """Show another channel of the image."""
        return replace(self, channel=channel)


def middle_of(sliding: Sliding) -> Look:
    """What is looked at first: a window in the middle, where there is no padding."""
    _, rows, columns = sliding.leaving.image
    return Look(row=rows // 2, column=columns // 2)
