"""Where the numbers of an image, of a result and of a window stand in the grids that show them.

Of an image one channel is shown at a time, with its padding. A sequence is shown whole: its steps
from left to right, its channels below each other.
"""

from __future__ import annotations

from dataclasses import dataclass

from playground.gui.plots.number_grid import Cell
from playground.gui.views.convolution.look import Look, Place
from playground.network.sliding.sliding import Sliding


@dataclass(frozen=True)
class Planes:
    """The grids of one layer."""

    sliding: Sliding

    @property
    def whole(self) -> bool:
        """Whether all channels stand in one grid: a sequence."""
        return self.sliding.arriving.channels_last

    @property
    def image_shape(self) -> tuple[int, int]:
        """Rows and columns of what is shown of the image, with its padding."""
        down, across = self.sliding.windows.padded
        return (self.sliding.arriving.channels, across) if self.whole else (down, across)

    @property
    def result_shape(self) -> tuple[int, int]:
        """Rows and columns of what is shown of the result."""
        filters, rows, columns = self.sliding.leaving.image
        return (filters, columns) if self.whole else (rows, columns)

    @property
    def window_shape(self) -> tuple[int, int]:
        """Rows and columns of what is shown of a window."""
        channels, height, width = self.sliding.window
        return (channels, width) if self.whole else (height, width)

    def image_cell(self, place: Place) -> Cell:
        """Where a number of the image stands; the place may lie in the padding."""
        channel, row, column = place
        left = self.sliding.windows.width.before
        if self.whole:
            return channel, column + left
        return row + self.sliding.windows.height.before, column + left

    def image_place(self, cell: Cell, look: Look) -> Place | None:
        """The number of the image that stands there; None for padding."""
        row, column = cell
        column -= self.sliding.windows.width.before
        channel = row if self.whole else look.channel
        row = 0 if self.whole else row - self.sliding.windows.height.before
        _, height, width = self.sliding.arriving.image
        return (channel, row, column) if 0 <= row < height and 0 <= column < width else None

    def result_cell(self, place: Place) -> Cell:
        """Where a number of the result stands."""
        filter_, row, column = place
        return (filter_, column) if self.whole else (row, column)

    def result_place(self, cell: Cell, look: Look) -> Place:
        """The number of the result that stands there."""
        row, column = cell
        return (row, 0, column) if self.whole else (look.filter, row, column)

    def window_cell(self, cell: int, look: Look) -> Cell | None:
        """Where a cell of the window stands; None where its channel is not shown."""
        _, height, width = self.sliding.window
        channel, place = divmod(cell, height * width)
        if self.whole:
            return channel, place
        return divmod(place, width) if channel == self.channel_in_window(look) else None

    def cell_of_window(self, cell: Cell, look: Look) -> int:
        """Which cell of the window stands there, counted through (channel, row, column)."""
        _, height, width = self.sliding.window
        row, column = cell
        if self.whole:
            return row * width + column
        return (self.channel_in_window(look) * height + row) * width + column

    def channel_in_window(self, look: Look) -> int:
        """Which of the channels that a filter sees is shown."""
        first = self.sliding.channels_of(self.sliding.group_of(look.filter)).start
        return look.channel - first

    def seen_cells(self, look: Look) -> list[Cell]:
        """Where what the window sees stands, padding too: of what is shown."""
        channels, rows, columns = self.sliding.seen(*look.place)
        return [
            self.image_cell((int(c), int(i), int(j)))
            for c, i, j in zip(channels, rows, columns, strict=True)
            if self.whole or c == look.channel
        ]
