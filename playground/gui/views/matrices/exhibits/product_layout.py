"""Where the parts of a product stand: x to the left of the results, the matrix above them.

So each result stands where the row of x that it is made of meets the column of the matrix (Falk's
scheme), and a unit is one column from its weights down to what leaves it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QRectF, Qt

from playground.gui import theme
from playground.gui.plots.number_grid import Axis, Grid, Matrix, Text
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, NUMBER_WIDTH, TITLE_HEIGHT
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits.results import Result, results_of
from playground.gui.views.matrices.look import CELL_HEIGHT, CELL_WIDTH, Look
from playground.training.workings import Product

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_EDGE, _GAP, _BLOCK = 10.0, 10.0, 18.0
_MOST_NAMES, _LEAST_LEFT, _LEFT_SHARE = 112.0, 118.0, 0.34
_HIGH_LINE, _LINE, _LOW_LINE = 27.0, 23.0, 19.0
# Numbers fit into rows of the matrix of this height.
_READABLE = 15.0


@dataclass(frozen=True, eq=False)
class ProductLayout:
    """What is drawn of a product, and where there is room for a curve."""

    grids: tuple[Grid, ...]
    texts: tuple[Text, ...]
    results: tuple[Result, ...]
    free: QRectF


def lay_out_product(case: Case, look: Look) -> ProductLayout:
    """Lay a product out."""
    product = case.station.product
    assert product is not None
    results = tuple(results_of(case))
    columns = _columns(case, look, results)
    if len(product.x) == 1:
        return _one_row(case, look, results, columns)
    return _rows(case, look, results, columns)


@dataclass(frozen=True)
class _Columns:
    """Across: the names of rows, x, the labels, and the units."""

    x_names: float
    x: Axis
    labels: float
    units: Axis


def _columns(case: Case, look: Look, results: tuple[Result, ...]) -> _Columns:
    product = case.station.product
    assert product is not None
    rows, inputs, units = product.shape
    labels = [each.label for each in results] if rows == 1 else []
    labels += [*case.inputs[0][:64], "+ b"]
    gap = min(max(_width(each) for each in labels) + 12.0, _MOST_NAMES)
    names = 0.0 if rows == 1 else min(max(_width(each) for each in case.rows[:64]) + 10.0, 90.0)
    room = look.width - 2 * _EDGE - names - gap
    cell = min(CELL_WIDTH, (room - 2.0) / (inputs + units))
    if cell >= NUMBER_WIDTH and inputs * cell <= 0.6 * room:
        left = max(inputs * cell, min(_LEAST_LEFT, room - units * cell))
    else:
        left = min(inputs * CELL_WIDTH, max(_LEFT_SHARE * room, room - units * CELL_WIDTH))
    start = _EDGE + names
    x = look.across("inputs", inputs, start, max(left, 24.0))
    across = look.across("units", units, start + left + gap, max(room - left, 24.0))
    return _Columns(names, x, gap, across)


def _one_row(
    case: Case, look: Look, results: tuple[Result, ...], columns: _Columns
) -> ProductLayout:
    product = case.station.product
    assert product is not None
    inputs = product.shape[1]
    top = TITLE_HEIGHT + NAMES_HEIGHT
    count = len(results) + (product.bias is not None)
    room = look.height - top - _GAP - 4.0
    fitting = (each for each in (_HIGH_LINE, _LINE) if room - count * each >= inputs * _READABLE)
    line = next(fitting, _LOW_LINE)
    high = max(room - count * line, 3 * _READABLE)
    # What is left over lies above and below.
    top += max(0.0, min(0.3 * (high - inputs * line), 40.0))
    down = look.down("inputs", inputs, top, high, line)
    place = top + down.length + _GAP
    x = Grid(_x(case), Axis(1, place, line - 1.0, line - 1.0), columns.x)
    grids = [_weights(case, down, columns), x]
    texts = []
    for key, label, values in _lines(case, results):
        across = columns.units
        if values.shape[1] != across.count:
            across = Axis(values.shape[1], across.start, CELL_WIDTH, CELL_WIDTH)
        matrix = case.matrix(key, values, title=label, rows=case.rows, columns=case.units)
        axis = Axis(1, place, line - 1.0, line - 1.0)
        grids.append(Grid(matrix, axis, across, names_top=False, titled=False))
        texts.append(_label(label, columns, place, line))
        place += line
    bottom = x.box.bottom() + 8.0
    below = QRectF(_EDGE, bottom, columns.x.room, look.height - bottom - 8.0)
    corner = QRectF(_EDGE, 4.0, columns.x.room, x.outer_box.top() - 10.0)
    return ProductLayout(tuple(grids), tuple(texts), results, _larger(below, corner))


def _rows(case: Case, look: Look, results: tuple[Result, ...], columns: _Columns) -> ProductLayout:
    product = case.station.product
    assert product is not None
    rows, inputs, _ = product.shape
    top = TITLE_HEIGHT + NAMES_HEIGHT
    bias = _LOW_LINE if product.bias is not None else 0.0
    room = look.height - top - bias - 2 * _GAP - len(results) * _BLOCK
    wanted = len(results) * rows * CELL_HEIGHT
    down = look.down("inputs", inputs, top, max(0.4 * room, room - wanted))
    place = top + down.length + 4.0
    grids = [_weights(case, down, columns)]
    texts = []
    if product.bias is not None:
        matrix = _bias(case)
        axis = Axis(1, place, bias - 1.0, bias - 1.0)
        grids.append(Grid(matrix, axis, columns.units, names_top=False, titled=False))
        texts.append(_label("+ b", columns, place, bias))
        place += bias
    place += _GAP
    each = max((look.height - place - 2.0 - len(results) * _BLOCK) / len(results), 20.0)
    free = QRectF()
    for number, result in enumerate(results):
        place += _BLOCK
        axis = look.down("rows", rows, place, each)
        if number == 0:
            grids.append(Grid(_x(case), axis, columns.x, columns.x_names, names_top=True))
        matrix = case.matrix(
            result.key, result.values, title=result.label, rows=case.rows, columns=case.units
        )
        grids.append(Grid(matrix, axis, columns.units, names_top=False, titled=True))
        if number == 1:
            height = min(each, look.height - place - 4.0)
            free = QRectF(_EDGE, place, columns.x_names + columns.x.room, height)
        place += axis.length
    corner = QRectF(_EDGE, 4.0, columns.x_names + columns.x.room, grids[-1].box.top())
    x = next(grid for grid in grids if grid.matrix.key == "x")
    corner.setHeight(x.outer_box.top() - 10.0)
    return ProductLayout(tuple(grids), tuple(texts), results, _larger(free, corner))


def _lines(case: Case, results: tuple[Result, ...]) -> list[tuple[str, str, NDArray[Any]]]:
    """The results with the bias among them, right after x · W."""
    product = case.station.product
    assert product is not None
    found = [(each.key, each.label, each.values) for each in results]
    if product.bias is not None:
        found.insert(1, ("b", "+ b", product.bias[None, :]))
    return found


def _x(case: Case) -> Matrix:
    product = _product(case)
    letter = "x" if product.shape[0] == 1 else "X"
    title = f"{letter}  {product.shape[0]}×{product.shape[1]}"
    return case.matrix("x", product.x, title=title, rows=case.rows, columns=case.inputs[0])


def _bias(case: Case) -> Matrix:
    product = _product(case)
    assert product.bias is not None
    return case.matrix("b", product.bias[None, :], title="+ b", rows=("b",), columns=case.units)


def weights_of(case: Case) -> Matrix:
    """The matrix of a product."""
    product = _product(case)
    title = f"W  {product.shape[1]}×{product.shape[2]}"
    if product.shape[2] > 2:
        title += ", a column for each unit"
    return case.matrix("w", product.weight, title=title, rows=case.inputs[0], columns=case.units)


def _weights(case: Case, down: Axis, columns: _Columns) -> Grid:
    return Grid(weights_of(case), down, columns.units, columns.labels)


def _product(case: Case) -> Product:
    assert case.station.product is not None
    return case.station.product


def _label(label: str, columns: _Columns, place: float, height: float) -> Text:
    left = columns.units.start - columns.labels
    return Text("label", (), label, QRectF(left, place, columns.labels - 6.0, height - 1.0), _RIGHT)


def _larger(one: QRectF, other: QRectF) -> QRectF:
    """The one with more room for a curve."""
    return max((one, other), key=lambda box: min(box.width(), 1.6 * box.height()))


def _width(text: str) -> float:
    return theme.text_width(text, theme.TEXT_SMALL)
