"""From cell to cell with the arrow keys, across all matrices of a strip."""

from __future__ import annotations

from dataclasses import dataclass

from playground.gui.plots.number_grid import Grid
from playground.gui.views.collapse.strip import Strip


@dataclass(frozen=True)
class Spot:
    """A cell of a strip.

    Attributes:
        item: the number of its item. row, column: in its matrix; the row after the last is the
            bias.
    """

    item: int
    row: int
    column: int


def grid_of(strip: Strip, spot: Spot) -> tuple[Grid, tuple[int, int]] | None:
    """The grid that a spot is in, and the cell there; None where there is none any more."""
    if spot.item >= len(strip.items):
        return None
    item = strip.items[spot.item]
    if item.matrix is None or item.bias is None:
        return None
    rows, columns = item.matrix.matrix.shape
    if spot.row > rows or spot.column >= columns:
        return None
    if spot.row == rows:
        return item.bias, (0, spot.column)
    return item.matrix, (spot.row, spot.column)


def moved(strip: Strip, spot: Spot | None, down: int, right: int) -> Spot | None:
    """The next cell that way; beyond the side of a matrix the nearest in the next one."""
    products = [number for number, item in enumerate(strip.items) if not item.is_wall]
    if not products:
        return None
    if spot is None or grid_of(strip, spot) is None:
        return Spot(products[0], 0, 0)
    rows, columns = _shape(strip, spot.item)
    column = spot.column + right
    if 0 <= column < columns:
        return Spot(spot.item, min(max(spot.row + down, 0), rows), column)
    place = products.index(spot.item) + right
    if not 0 <= place < len(products):
        return spot
    beside = products[place]
    rows, columns = _shape(strip, beside)
    return Spot(beside, min(spot.row, rows), 0 if right > 0 else columns - 1)


def _shape(strip: Strip, item: int) -> tuple[int, int]:
    matrix = strip.items[item].matrix
    assert matrix is not None
    return matrix.matrix.shape
