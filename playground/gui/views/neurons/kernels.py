"""Where the numbers of a convolution's filter stand in its picture.

A filter has a kernel for each channel it sees. Several stand side by side in rows, with a line
between them; of one dimension, a row of the picture is a channel.
"""

from __future__ import annotations

from math import ceil, sqrt

Entry = tuple[int, ...]


def grid_of(shape: tuple[int, ...]) -> tuple[int, int]:
    """Rows and columns of a filter's picture.

    Args:
        shape: of the weight: (filters, channels, kernel) or (filters, channels, height, width).
    """
    if len(shape) == 3:
        return shape[1], shape[2]
    _, channels, height, width = shape
    across = ceil(sqrt(channels))
    return ceil(channels / across) * (height + 1) - 1, across * (width + 1) - 1


def cell_of(shape: tuple[int, ...], entry: Entry) -> tuple[int, int]:
    """The row and column of one number: `entry` is its index after that of the filter."""
    if len(shape) == 3:
        return entry[0], entry[1]
    _, channels, height, width = shape
    down, along = divmod(entry[0], ceil(sqrt(channels)))
    return down * (height + 1) + entry[1], along * (width + 1) + entry[2]


def entry_at(shape: tuple[int, ...], row: int, column: int) -> Entry | None:
    """The number at a row and column; None between two kernels and beyond the last."""
    if len(shape) == 3:
        return (row, column) if row < shape[1] and column < shape[2] else None
    _, channels, height, width = shape
    down, y = divmod(row, height + 1)
    along, x = divmod(column, width + 1)
    channel = down * ceil(sqrt(channels)) + along
    return (channel, y, x) if y < height and x < width and channel < channels else None


def said(entry: Entry) -> str:
    """ "channel 1, row 2, column 3", counted from 1."""
    words = ("channel", "row", "column") if len(entry) == 3 else ("channel", "place")
    return ", ".join(f"{word} {number + 1}" for word, number in zip(words, entry, strict=True))
