"""The one matrix that a convolution is: most of its entries 0, the others shared.

y = x · M + b, with x and y laid out flat as the layer has them. Entry (input, output) is the weight
of the cell that the output's window has there, and 0 where the window does not see the input. Of an
image M is doubly block Toeplitz (Goodfellow et al. 2016, section 9.1), which is why it shows bands.

Which weight stands where falls apart into rows and columns: two small tables say which row, and
which column, of a window a place of the image is. So M itself is never laid out; any part of it is
looked up.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from playground.network.sliding.layout import Indices, Numbers
from playground.network.sliding.sliding import Sliding, window_cells


@dataclass(frozen=True)
class Entries:
    """Entries that are not 0 by their place: (n,) each.

    Attributes:
        inputs, outputs: the rows and columns of the matrix.
        weights: which weight stands there, counted through all of (filters, *window).
    """

    inputs: Indices
    outputs: Indices
    weights: Indices


class Banded:
    """The matrix (inputs, outputs) of a layer that weighs, or averages, what its windows see."""

    def __init__(self, sliding: Sliding, weights: Numbers) -> None:
        """Args: weights: (filters, *window); see `Sliding.weights`."""
        if sliding.kind == "maximum":
            raise ValueError("The largest of a window is no weighed sum: there is no such matrix.")
        self.sliding = sliding
        self.weights = weights

    @property
    def shape(self) -> tuple[int, int]:
        """Inputs and outputs."""
        return self.sliding.arriving.size, self.sliding.leaving.size

    @cached_property
    def _down(self) -> Indices:
        return window_cells(self.sliding.windows.height)

    @cached_property
    def _across(self) -> Indices:
        return window_cells(self.sliding.windows.width)

    @cached_property
    def _shares(self) -> Numbers | None:
        """(rows · columns,) what a window's numbers are times, where they are averaged."""
        if self.sliding.kind == "convolution":
            return None
        return 1.0 / self.sliding.counts().reshape(-1)

    @cached_property
    def n_nonzero(self) -> int:
        """How many entries hold a weight."""
        down, across = (int((table >= 0).sum()) for table in (self._down, self._across))
        return self.sliding.filters * self.sliding.seen_channels * down * across

    def which(self, inputs: Indices, outputs: Indices) -> Indices:
        """(R, C): which weight stands in these rows and columns; −1 where it is 0 by its place.

        Args:
            inputs, outputs: (R,) and (C,) rows and columns of the matrix.
        """
        sliding = self.sliding
        channel, row, column = (each[:, None] for each in sliding.arriving.places(inputs))
        filter_, i, j = sliding.leaving.places(outputs)
        seen, height, width = sliding.window
        group = filter_ // (sliding.filters // sliding.groups)
        own = channel - group * seen
        down, across = self._down[row, i], self._across[column, j]
        found = ((filter_ * seen + own) * height + down) * width + across
        found[(down < 0) | (across < 0) | (own < 0) | (own >= seen)] = -1
        return found

    def weight_at(self, input_: int, output: int) -> int:
        """Which weight stands at one entry; −1 for none."""
        return int(self.which(np.array([input_]), np.array([output]))[0, 0])

    def part(self, inputs: Indices, outputs: Indices) -> Numbers:
        """(R, C): the entries in these rows and columns."""
        which = self.which(inputs, outputs)
        found: Numbers = np.where(which >= 0, self.weights.reshape(-1)[which], 0)
        if self._shares is not None:
            _, i, j = self.sliding.leaving.places(outputs)
            found = found * self._shares[i * self.sliding.leaving.width + j]
        return found

    def entry(self, input_: int, output: int) -> float:
        """One entry."""
        return float(self.part(np.array([input_]), np.array([output]))[0, 0])

    def entries(self, filter_: int) -> Entries:
        """All entries of a filter's columns that hold a weight."""
        sliding = self.sliding
        (row, i), (column, j) = np.nonzero(self._down >= 0), np.nonzero(self._across >= 0)
        row, i, down = (each[:, None] for each in (row, i, self._down[row, i]))
        across = self._across[column, j]
        channels = np.arange(sliding.seen_channels)[:, None, None]
        first = sliding.channels_of(sliding.group_of(filter_)).start
        _, height, width = sliding.window
        inputs = sliding.arriving.flat(channels + first, row, column)
        outputs = np.broadcast_to(sliding.leaving.flat(filter_, i, j), inputs.shape)
        weights = filter_ * sliding.cells + (channels * height + down) * width + across
        return Entries(inputs.reshape(-1), outputs.reshape(-1), weights.reshape(-1))

    def places_of(self, weight: int) -> Entries:
        """All places of one weight, counted through all of (filters, *window)."""
        filter_, cell = divmod(weight, self.sliding.cells)
        channel, down, across = (int(each) for each in np.unravel_index(cell, self.sliding.window))
        (row, i), (column, j) = (
            np.nonzero(self._down == down),
            np.nonzero(self._across == across),
        )
        sliding = self.sliding
        channel += sliding.channels_of(sliding.group_of(filter_)).start
        inputs = sliding.arriving.flat(channel, row[:, None], column)
        outputs = sliding.leaving.flat(filter_, i[:, None], j)
        return Entries(inputs.reshape(-1), outputs.reshape(-1), np.full(inputs.size, weight))

    def values(self, entries: Entries) -> Numbers:
        """(n,): the numbers that stand there."""
        found: Numbers = self.weights.reshape(-1)[entries.weights]
        if self._shares is None:
            return found
        _, i, j = self.sliding.leaving.places(entries.outputs)
        shares: Numbers = found * self._shares[i * self.sliding.leaving.width + j]
        return shares

    def times(self, x: Numbers) -> Numbers:
        """x · M, (outputs,), in float64.

        Args:
            x: (inputs,), flat as the layer has it.
        """
        total = np.zeros(self.shape[1])
        for entries in self.all_entries():
            products = x[entries.inputs].astype(np.float64) * self.values(entries)
            total += np.bincount(entries.outputs, products, self.shape[1])
        return total

    def all_entries(self) -> Iterator[Entries]:
        """All entries that hold a weight, filter by filter, so that memory stays small."""
        return (self.entries(filter_) for filter_ in range(self.sliding.filters))

    def repeated(self, biases: Numbers) -> Numbers:
        """(outputs,): a filter's bias, once for each of its places.

        Args:
            biases: (filters,).
        """
        filters, _, _ = self.sliding.leaving.places(np.arange(self.shape[1]))
        return biases[filters]
