"""Values of any shape as grids: vectors as rows, sequences by step, images by channel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from playground.gui.plots.number_grid import Grid
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, TITLE_HEIGHT
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.look import Look
from playground.network.shapes import in_words

# Of an image so many channels are shown.
MOST_CHANNELS = 12
_GAP, _NAMES = 12.0, 22.0
# Channels at least so wide are named in full. A cell is at most so many times as wide as high.
_NAMED, _FLATTEST = 64.0, 3.5


@dataclass(frozen=True, eq=False)
class Panel:
    """One grid of some values.

    Attributes:
        key: of its matrix. first: which number of a sample its first is. cells: (rows, columns).
    """

    key: str
    first: int
    shape: tuple[int, int]


def panels_of(key: str, shape: tuple[int, ...]) -> list[Panel]:
    """The grids that one sample of this shape is shown in; of several samples vectors alone."""
    if len(shape) == 1:
        return [Panel(key, 0, (1, shape[0]))]
    if len(shape) == 2:
        return [Panel(key, 0, (shape[0], shape[1]))]
    size = shape[-2] * shape[-1]
    count = min(int(np.prod(shape[:-2])), MOST_CHANNELS)
    return [Panel(f"{key} {k + 1}", k * size, (shape[-2], shape[-1])) for k in range(count)]


def grids_of(
    case: Case,
    look: Look,
    key: str,
    values: NDArray[Any],
    names: tuple[str, ...],
    title: str,
    box: QRectF,
) -> tuple[Grid, ...]:
    """Values (N, …) laid out within a box.

    Args:
        key: what their matrices are called. title: what they are.
    """
    shape = values.shape[1:]
    if len(shape) == 1:
        matrix = case.matrix(key, values, title=title, rows=case.rows, columns=names)
        left = 0.0 if len(values) == 1 else 72.0
        top = TITLE_HEIGHT + NAMES_HEIGHT
        down = look.down(f"{key} down", len(values), box.top() + top, box.height() - top)
        room = box.width() - left
        across = look.across(f"{key} across", shape[0], box.left() + left, room)
        return (Grid(matrix, down, across, left),)
    sample, channels = values[0].ravel(), panels_of(key, shape)
    wide = (box.width() - _NAMES - _GAP * (len(channels) - 1)) / len(channels)
    grids, left = [], box.left()
    for number, panel in enumerate(channels):
        part = sample[panel.first : panel.first + panel.shape[0] * panel.shape[1]]
        word = "channel " if wide >= _NAMED else ""
        label = title if len(channels) == 1 else f"{word}{number + 1}"
        matrix = case.matrix(
            panel.key, part.reshape(panel.shape), title=label, scale=lambda: _scale(sample)
        )
        top = TITLE_HEIGHT + NAMES_HEIGHT
        names_left = _NAMES if number == 0 else 0.0
        most = _FLATTEST * (box.height() - top) / panel.shape[0]
        cell = min(wide / panel.shape[1], most)
        across = look.across(
            f"{key} across", panel.shape[1], left + names_left, cell * panel.shape[1]
        )
        down = look.down(f"{key} down", panel.shape[0], box.top() + top, box.height() - top)
        grids.append(Grid(matrix, down, across, names_left))
        left += names_left + across.length + _GAP
    return tuple(grids)


def size_in_words(shape: tuple[int, ...]) -> str:
    """ "8", "1×8×8"."""
    return in_words(shape)


def _scale(values: NDArray[Any]) -> tuple[float, float]:
    finite = np.abs(values[np.isfinite(values)])
    most = float(finite.max(initial=0.0)) or 1.0
    return -most, most
