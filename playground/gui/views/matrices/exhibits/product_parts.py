"""What every layout of a product has in common: what stands across, and its grids and labels."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt

from playground.gui import theme
from playground.gui.plots.number_grid import Axis, Grid, Matrix, Text
from playground.gui.plots.number_grid.grid import NUMBER_WIDTH
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits.results import Result
from playground.gui.views.matrices.look import CELL_WIDTH, Look
from playground.training.workings import Product

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
EDGE, GAP, LOW_LINE, BLOCK_GAP = 10.0, 10.0, 19.0, 14.0
# Numbers fit into rows of this height.
READABLE = 15.0
_MOST_NAMES, _LEAST_LEFT, _LEFT_SHARE = 112.0, 118.0, 0.34


@dataclass(frozen=True, eq=False)
class ProductLayout:
    """What is drawn of a product, and where there is room for a curve."""

    grids: tuple[Grid, ...]
    texts: tuple[Text, ...]
    results: tuple[Result, ...]
    free: QRectF


@dataclass(frozen=True)
class Columns:
    """What stands across.

    Attributes:
        x_names: px for the names of the rows of x. x: its columns. labels: px for what stands
            before the units. units: the columns of W and of results. apart: px from one block of
            results to the next beside it.
    """

    x_names: float
    x: Axis
    labels: float
    units: Axis
    apart: float = 0.0


def columns_of(case: Case, look: Look, results: tuple[Result, ...], beside: int = 1) -> Columns:
    """Share the width out among x and so many blocks of units beside each other."""
    product = case.station.product
    assert product is not None
    rows, inputs, units = product.shape
    labels = [each.label for each in results] if rows == 1 else []
    labels += [*case.inputs[0][:64], "+ b"]
    gap = min(max(_width(each) for each in labels) + 12.0, _MOST_NAMES)
    names = 0.0 if rows == 1 else min(max(_width(each) for each in case.rows[:64]) + 10.0, 90.0)
    room = look.width - 2 * EDGE - names - gap
    room -= (beside - 1) * BLOCK_GAP
    cell = min(CELL_WIDTH, (room - 2.0) / (inputs + units * beside))
    if cell >= NUMBER_WIDTH and inputs * cell <= 0.6 * room:
        left = max(inputs * cell, min(_LEAST_LEFT, room - units * beside * cell))
    else:
        left = min(inputs * CELL_WIDTH, max(_LEFT_SHARE * room, room - units * beside * CELL_WIDTH))
    start = EDGE + names
    x = look.across("inputs", inputs, start, max(left, 24.0))
    wide = max((room - left) / beside, 24.0)
    across = look.across("units", units, start + left + gap, wide)
    return Columns(names, x, gap, across, across.length + BLOCK_GAP)


def x_of(case: Case) -> Matrix:
    """What arrives."""
    product = product_of(case)
    letter = "x" if product.shape[0] == 1 else "X"
    title = f"{letter}  {product.shape[0]}×{product.shape[1]}"
    return case.matrix("x", product.x, title=title, rows=case.rows, columns=case.inputs[0])


def bias_of(case: Case) -> Matrix:
    """The bias, as a row."""
    product = product_of(case)
    assert product.bias is not None
    return case.matrix("b", product.bias[None, :], title="+ b", rows=("b",), columns=case.units)


def weights_of(case: Case) -> Matrix:
    """The matrix of a product."""
    product = product_of(case)
    title = f"W  {product.shape[1]}×{product.shape[2]}"
    if product.shape[2] > 2:
        title += ", a column for each unit"
    return case.matrix("w", product.weight, title=title, rows=case.inputs[0], columns=case.units)


def weights_grid(case: Case, down: Axis, columns: Columns) -> Grid:
    """The matrix, laid out."""
    return Grid(weights_of(case), down, columns.units, columns.labels)


def product_of(case: Case) -> Product:
    """The product that a case is."""
    assert case.station.product is not None
    return case.station.product


def label_text(label: str, columns: Columns, place: float, height: float) -> Text:
    """What a line is, before it."""
    left = columns.units.start - columns.labels
    return Text("label", (), label, QRectF(left, place, columns.labels - 6.0, height - 1.0), _RIGHT)


def larger(one: QRectF, other: QRectF) -> QRectF:
    """The one with more room for a curve."""
    return max((one, other), key=lambda box: min(box.width(), 1.6 * box.height()))


def _width(text: str) -> float:
    return theme.text_width(text, theme.TEXT_SMALL)
