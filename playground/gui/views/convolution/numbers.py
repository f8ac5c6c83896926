"""The matrices that the faces show of a layer at work."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.number_grid import Matrix
from playground.gui.plots.number_grid.matrix import around_zero
from playground.gui.views.convolution.banded_matrix import BandedMatrix
from playground.gui.views.convolution.look import Look
from playground.gui.views.convolution.planes import Planes
from playground.gui.views.convolution.words import count_of
from playground.network.sliding.im2col import im2col, kernel_matrix
from playground.network.sliding.slid import Slid


class Numbers:
    """One sample in one layer at one moment: every matrix of it, made at first use.

    Attributes:
        id: the layer's. source: that of the layer that leads in. slid: the sample's way through
            it. planes: where its numbers stand.
    """

    def __init__(self, identity: str, source: str, slid: Slid) -> None:
        self.id, self.source, self.slid = identity, source, slid
        self.planes = Planes(slid.sliding)
        self._kept: dict[str, Matrix] = {}

    def _matrix(self, key: str, make: Callable[[], Matrix]) -> Matrix:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]

    def warm(self, dark: bool) -> None:
        """Work out what takes long of a large layer, where nobody waits for it."""
        if self.slid.banded is not None:
            inputs, outputs = self.banded.shape
            self.banded.stretch(range(inputs), range(outputs), (1, 1), dark)
            _ = self.slid.difference

    @property
    def filter_word(self) -> str:
        """What the images that leave are told apart by: of pooling, the channel each comes of."""
        return "filter" if self.slid.sliding.kind == "convolution" else "channel"

    @cached_property
    def image_scale(self) -> tuple[float, float]:
        """The colours' limits for what arrives."""
        return around_zero([self.slid.image])

    @cached_property
    def weight_scale(self) -> tuple[float, float]:
        """The colours' limits for the weights, of a mean for the share of each number."""
        if self.slid.sliding.kind == "average":
            return around_zero([1.0 / self.slid.sliding.counts()])
        return around_zero([self.slid.weights])

    @cached_property
    def sums_scale(self) -> tuple[float, float]:
        """The colours' limits for what the windows leave."""
        return around_zero([self.slid.sums])

    def image(self, look: Look) -> Matrix:
        """What arrives, with its padding: a channel, or a whole sequence."""
        channel = 0 if self.planes.whole else look.channel
        return self._matrix(f"x {channel}", lambda: self._made_image(channel))

    def _made_image(self, channel: int) -> Matrix:
        windows = self.slid.sliding.windows
        image = self.slid.image
        whole = self.planes.whole
        padded = np.zeros((len(image), *windows.padded), image.dtype)
        padded[(slice(None), *windows.inside)] = image
        values = padded[:, 0] if whole else padded[channel]
        count, height, width = image.shape
        shape = f"{height} × {width}"
        if whole:
            shape = f"{count_of(count, 'channel')} × {count_of(width, 'step')}"
        title = f"x  {shape}" if whole or count == 1 else f"x  channel {channel + 1} of {count}"
        if windows.pads:
            title += ", hatched: padding"
        return Matrix(f"x {channel}", title, values, scale=self.image_scale)

    def result(self, look: Look) -> Matrix:
        """What the windows leave, before any activation."""
        values, scale = self.slid.sums, self.sums_scale
        filters, height, width = values.shape
        if self.planes.whole:
            title = f"z  {count_of(filters, self.filter_word)}"
            if self.slid.sliding.leaving.channels_last:
                title += f" × {count_of(width, 'step')}"
            flat = values.reshape(self.planes.result_shape)
            return self._matrix("z", lambda: Matrix("z", title, flat, scale=scale))
        title = f"z  {self.filter_word} {look.filter + 1} of {filters}: {height} × {width}"
        key = f"z {look.filter}"
        return self._matrix(key, lambda: Matrix(key, title, values[look.filter], scale=scale))

    def window(self, look: Look) -> Matrix:
        """What the window sees, of what is shown."""
        seen = self.slid.seen(*look.place)
        return Matrix("window", "what it sees", self._shown(seen, look), scale=self.image_scale)

    def kernel(self, look: Look) -> Matrix:
        """What it is weighed with."""
        kernel = self.slid.kernel(*look.place)
        title = f"filter {look.filter + 1}" if self.slid.sliding.weight else "the share of each"
        return Matrix("kernel", title, self._shown(kernel, look), scale=self.weight_scale)

    def products(self, look: Look) -> Matrix:
        """Number times weight, cell by cell."""
        products = self.slid.products(*look.place)
        scale = around_zero([products])
        return Matrix("products", "their products", self._shown(products, look), scale=scale)

    def _shown(self, window: NDArray[Any], look: Look) -> NDArray[Any]:
        if self.planes.whole:
            return window.reshape(self.planes.window_shape)
        shown: NDArray[Any] = window[self.planes.channel_in_window(look)]
        return shown

    def rows(self, group: int) -> Matrix:
        """The windows as rows."""

        def make() -> Matrix:
            values = im2col(self.slid.sliding, self.slid.image, group)
            title = f"windows  {values.shape[0]:,} × {values.shape[1]:,}"
            names = tuple(self._window_name(place) for place in range(len(values)))
            return Matrix(f"rows {group}", title, values, rows=names, scale=self.image_scale)

        return self._matrix(f"rows {group}", make)

    def _window_name(self, place: int) -> str:
        row, column = divmod(place, self.slid.sliding.leaving.width)
        return str(column + 1) if self.planes.whole else f"{row + 1},{column + 1}"

    def kernels(self, group: int) -> Matrix:
        """The filters as columns."""

        def make() -> Matrix:
            values = kernel_matrix(self.slid.sliding, self.slid.weights, group)
            if self.slid.sliding.kind == "average":
                values = values / self.slid.sliding.counts().max()
            filters = self.slid.sliding.filters_of(group)
            pooled = self.slid.sliding.kind == "average"
            names = tuple(f"{'c' if pooled else 'f'}{filter_ + 1}" for filter_ in filters)
            title = (
                f"{'shares' if pooled else 'filters'}  {values.shape[0]:,} × {values.shape[1]:,}"
            )
            key = f"kernels {group}"
            return Matrix(key, title, values, columns=names, scale=self.weight_scale)

        return self._matrix(f"kernels {group}", make)

    def sums(self, group: int) -> Matrix:
        """What the windows leave: a window a row, a filter a column."""

        def make() -> Matrix:
            filters = self.slid.sliding.filters_of(group)
            part = self.slid.sums[filters.start : filters.stop].reshape(len(filters), -1).T
            rows, columns = self.rows(group).rows, self.kernels(group).columns
            title = f"z  {part.shape[0]:,} × {part.shape[1]:,}"
            return Matrix(f"sums {group}", title, part, rows, columns, self.sums_scale)

        return self._matrix(f"sums {group}", make)

    def biases(self, group: int) -> Matrix | None:
        """What each filter adds."""
        biases = self.slid.biases
        if biases is None:
            return None
        filters = self.slid.sliding.filters_of(group)
        values = biases[filters.start : filters.stop][None]
        return self._matrix(
            f"bias {group}",
            lambda: Matrix(f"bias {group}", "", values, rows=("+ b",), scale=self.weight_scale),
        )

    @cached_property
    def banded(self) -> BandedMatrix:
        """The one matrix that the layer is."""
        banded = self.slid.banded
        assert banded is not None
        inputs, outputs = banded.shape
        title = f"M  {inputs:,} inputs × {outputs:,} outputs"
        return BandedMatrix(
            "banded", title, self.slid.weights, scale=self.weight_scale, banded=banded
        )

    @cached_property
    def flat_input(self) -> Matrix:
        """(inputs, 1): what arrives, flat as the layer has it."""
        arriving = self.slid.sliding.arriving
        places = arriving.places(np.arange(arriving.size))
        values = self.slid.image[places][:, None]
        return Matrix("x flat", "x", values, scale=self.image_scale)

    @cached_property
    def flat_sums(self) -> Matrix:
        """(1, outputs): what the windows leave, flat as the layer has it."""
        leaving = self.slid.sliding.leaving
        places = leaving.places(np.arange(leaving.size))
        values = self.slid.sums[places][None]
        return Matrix("z flat", "", values, rows=("z",), scale=self.sums_scale)

    @cached_property
    def flat_bias(self) -> Matrix | None:
        """(1, outputs): the biases, each repeated for all places of its filter."""
        banded, biases = self.slid.banded, self.slid.biases
        if banded is None or biases is None:
            return None
        values = banded.repeated(biases)[None]
        return Matrix("b flat", "", values, rows=("b",), scale=self.weight_scale)
