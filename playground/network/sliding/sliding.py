"""What slides over what: windows, channels, filters and groups of one layer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from playground.engine.ops.windows import Axis, Windows
from playground.network.sliding.layout import Indices, Layout, Numbers

Kind = Literal["convolution", "average", "maximum"]


@dataclass(frozen=True)
class Sliding:
    """A layer with windows; what of it comes before any activation.

    A place of its result is (filter, row, column); a cell of a window is (channel, row, column),
    its channel counted among those that its group of filters sees.

    Attributes:
        kind: whether each window leaves a weighed sum, its mean or its largest number.
        windows: where they lie.
        arriving, leaving: how what arrives, and what leaves, is laid out.
        groups: filters in as many groups, each of which sees its own share of the channels. Of
            pooling each channel is a group.
        weight, bias: the names of the parameters; "" for none.
    """

    kind: Kind
    windows: Windows
    arriving: Layout
    leaving: Layout
    groups: int
    weight: str = ""
    bias: str = ""

    @property
    def filters(self) -> int:
        """How many images leave."""
        return self.leaving.channels

    @property
    def seen_channels(self) -> int:
        """How many channels a filter sees."""
        return self.arriving.channels // self.groups

    @property
    def window(self) -> tuple[int, int, int]:
        """Channels, height and width of what a filter sees at once."""
        return self.seen_channels, self.windows.height.window, self.windows.width.window

    @property
    def cells(self) -> int:
        """How many numbers a filter sees at once."""
        channels, height, width = self.window
        return channels * height * width

    @property
    def n_weights(self) -> int:
        """How many different weights there are."""
        return self.filters * self.cells

    def group_of(self, filter_: int) -> int:
        """The group a filter is in."""
        return filter_ // (self.filters // self.groups)

    def filters_of(self, group: int) -> range:
        """The filters of a group."""
        each = self.filters // self.groups
        return range(group * each, (group + 1) * each)

    def channels_of(self, group: int) -> range:
        """The channels a group sees."""
        return range(group * self.seen_channels, (group + 1) * self.seen_channels)

    def seen(self, filter_: int, row: int, column: int) -> tuple[Indices, Indices, Indices]:
        """What a place of the result sees: channels, rows and columns, (cells,) each.

        In the order in which the filter's weights lie. Rows and columns are counted in the image
        without its padding, so that those of padding are below 0 or beyond it.
        """
        first, *_ = self.channels_of(self.group_of(filter_))
        channels, down, across = np.indices(self.window).reshape(3, -1)
        height, width = self.windows.height, self.windows.width
        return (
            channels + first,
            row * height.stride - height.before + down * height.dilation,
            column * width.stride - width.before + across * width.dilation,
        )

    def inside(self, rows: Indices, columns: Indices) -> Numbers:
        """Which of these lie in the image, and not in its padding."""
        within: Numbers = (rows >= 0) & (rows < self.arriving.height)
        return within & (columns >= 0) & (columns < self.arriving.width)

    def seeing(self, channel: int, row: int, column: int) -> list[tuple[int, int, int]]:
        """The places of the result that see a number of the image."""
        down = np.flatnonzero(window_cells(self.windows.height)[row] >= 0)
        across = np.flatnonzero(window_cells(self.windows.width)[column] >= 0)
        filters = self.filters_of(channel // self.seen_channels)
        return [(f, int(i), int(j)) for f in filters for i in down for j in across]

    def weights(self, parameters: Mapping[str, Numbers]) -> Numbers:
        """(filters, *window): what is learned; of pooling, 1 everywhere.

        Args:
            parameters: by name, as sessions and snapshots have them.
        """
        shape = (self.filters, *self.window)
        return parameters[self.weight].reshape(shape) if self.weight else np.ones(shape)

    def biases(self, parameters: Mapping[str, Numbers]) -> Numbers:
        """(filters,): what each filter adds; 0 where it adds nothing."""
        return parameters[self.bias] if self.bias else np.zeros(self.filters)

    def counts(self) -> Numbers:
        """(rows, columns) of the result: how many cells of each window are no padding."""
        down = (window_cells(self.windows.height) >= 0).sum(axis=0)
        across = (window_cells(self.windows.width) >= 0).sum(axis=0)
        return np.outer(down, across)


def window_cells(axis: Axis) -> Indices:
    """(size, extent): which cell of each window a place of the axis is; −1 for none."""
    found = np.full((axis.size, axis.extent), -1, np.intp)
    for cell in range(axis.window):
        windows, image = axis.seen(cell)
        places = range(image.start, image.stop, image.step or 1)
        found[places, range(windows.start, windows.stop)] = cell
    return found
