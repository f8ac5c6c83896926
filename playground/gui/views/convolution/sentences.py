"""What a layer with windows is, in sentences with its own numbers."""

from __future__ import annotations

from math import isfinite

from playground.gui.plots.words import number
from playground.gui.views.convolution.faces import BANDED, IM2COL
from playground.gui.views.convolution.look import Look
from playground.gui.views.convolution.words import count_of
from playground.network.sliding.slid import Slid
from playground.network.sliding.sliding import Sliding


def sentence(face: str, slid: Slid, look: Look) -> str:
    """What a face teaches."""
    sliding = slid.sliding
    if sliding.kind == "maximum":
        return (
            "Of each window the largest number leaves; it is marked. Which one that is depends on "
            "the image, so no matrix does this for all images: max pooling is no affine map."
        )
    if face == IM2COL:
        return _im2col(sliding)
    if face == BANDED:
        weight = look.weight(sliding)
        return _banded(slid) if weight is None else _shared(slid, weight)
    return _sliding(sliding)


def _sliding(sliding: Sliding) -> str:
    filters, rows, columns = sliding.leaving.image
    channels, height, width = sliding.window
    places = f"{columns:,} places" if rows == 1 else f"{rows:,} × {columns:,} places"
    if sliding.kind == "average":
        if (rows, columns) == (1, 1):
            return (
                f"One window over everything: the mean of {sliding.cells:,} numbers of each of "
                f"{count_of(filters, 'channel')}. It is a weighed sum with the fixed weight "
                f"1/{sliding.cells:,}: nothing is learned."
            )
        return (
            f"Each window leaves the mean of its numbers, at {places}, channel by channel: a "
            f"convolution with the fixed weight 1/{sliding.cells:,}{_at_border(sliding)} and "
            "nothing to learn."
        )
    if sliding.arriving.channels_last:
        window = count_of(width, "step")
        of = f" in {channels:,} channels" if channels > 1 else ""
    else:
        window = f"{height} × {width}"
        of = f" of {channels:,} channels" if channels > 1 else ""
    return (
        f"{count_of(filters, 'filter')} of {window}{of}, {count_of(sliding.cells, 'weight')} each, "
        f"the same wherever the window stands: {count_of(sliding.n_weights, 'weight')}"
        f"{_biases(sliding)} give {sliding.leaving.size:,} numbers, at {places} each."
    )


def _at_border(sliding: Sliding) -> str:
    counts = sliding.counts()
    return "" if counts.min() == counts.max() else ", a larger one where padding is left out,"


def _im2col(sliding: Sliding) -> str:
    _, rows, columns = sliding.leaving.image
    windows = rows * columns
    filters = len(sliding.filters_of(0))
    each = f"Each window is a row of {count_of(sliding.cells, 'number')}"
    shapes = f"{windows:,} × {sliding.cells:,} times {sliding.cells:,} × {filters:,}"
    if sliding.kind == "average":
        return (
            f"{each}, the shares are a column: of each channel, {shapes} gives "
            f"{count_of(windows, 'mean')}. It is a convolution whose weights are never learned."
        )
    group = " of a group" if sliding.groups > 1 else ""
    return (
        f"{each}, each filter{group} a column of {count_of(sliding.cells, 'weight')}: {shapes} "
        f"gives {count_of(windows * filters, 'sum')} in one product of matrices. So the engine "
        "computes it."
    )


def _banded(slid: Slid) -> str:
    sliding, banded = slid.sliding, slid.banded
    assert banded is not None
    inputs, outputs = banded.shape
    start = (
        f"{inputs:,} inputs × {outputs:,} outputs = {inputs * outputs:,} entries, of which "
        f"{banded.n_nonzero:,} hold a weight, all others 0"
    )
    equal = ""
    if isfinite(slid.difference):
        product = "x · M + b" if sliding.bias else "x · M"
        equal = f"{product} is the engine's result to within {number(slid.difference, 2)}: "
    if sliding.kind == "average":
        return f"{start}. {equal}the mean is an affine map too, with fixed weights."
    biases = f", and {count_of(sliding.filters, 'bias')}" if sliding.bias else ""
    return (
        f"{start}; only {count_of(sliding.n_weights, 'different weight')}{biases}. {equal}a "
        "convolution is an affine map, a Dense layer with most weights 0 and the others shared."
    )


def _shared(slid: Slid, weight: int) -> str:
    sliding, banded = slid.sliding, slid.banded
    assert banded is not None
    filter_, cell = divmod(weight, sliding.cells)
    count = len(banded.places_of(weight).inputs)
    if sliding.kind == "average":
        return f"This cell of the window stands at {count_of(count, 'place')} of the matrix."
    value = number(float(slid.weights.reshape(-1)[weight]))
    return (
        f"Weight {cell + 1:,} of filter {filter_ + 1}, {value}, stands at "
        f"{count_of(count, 'place')} of the matrix: it is shared."
    )


def _biases(sliding: Sliding) -> str:
    return f" and {count_of(sliding.filters, 'bias')}" if sliding.bias else ""
