"""Convolution as one product of matrices: windows as rows, filters as columns.

(Chellapilla et al. 2006, "High performance convolutional neural networks for document
processing", section 3.) A window's row holds what it sees, in the order of a filter's weights:
channel by channel, row by row. The engine does the same, with both matrices turned.
"""

from __future__ import annotations

import numpy as np

from playground.network.sliding.layout import Numbers
from playground.network.sliding.sliding import Sliding


def im2col(sliding: Sliding, image: Numbers, group: int = 0, padding: float = 0.0) -> Numbers:
    """(windows, cells): what each window sees of a group's channels, row of windows by row.

    Args:
        image: (C, H, W).
        padding: what cells round it hold.
    """
    windows = sliding.windows
    channels = sliding.channels_of(group)
    padded = np.full((len(channels), *windows.padded), padding, image.dtype)
    padded[(slice(None), *windows.inside)] = image[channels.start : channels.stop]
    down, across = windows.extents
    seen = windows.columns(np, padded, 0, down)
    return np.ascontiguousarray(seen.reshape(sliding.cells, down * across).T)


def kernel_matrix(sliding: Sliding, weights: Numbers, group: int = 0) -> Numbers:
    """(cells, filters of the group): each filter a column.

    Args:
        weights: (filters, *window).
    """
    filters = sliding.filters_of(group)
    return weights[filters.start : filters.stop].reshape(len(filters), sliding.cells).T


def winners(sliding: Sliding, image: Numbers) -> Numbers:
    """(C, rows, columns) of the result: the cell of each window with its largest number.

    Of several as large it is the first, row by row, as the engine sends its derivative.
    """
    each = [
        im2col(sliding, image, group, -np.inf).argmax(axis=1) for group in range(sliding.groups)
    ]
    return np.reshape(each, sliding.leaving.image)
