"""A product of several rows: samples, or the steps of a sequence."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QRectF

from playground.gui.plots.number_grid import Axis, Grid, Text
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, NUMBER_WIDTH, TITLE_HEIGHT
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits.product_parts import (
    EDGE,
    GAP,
    LOW_LINE,
    READABLE,
    Columns,
    ProductLayout,
    bias_of,
    columns_of,
    label_text,
    larger,
    product_of,
    weights_grid,
    x_of,
)
from playground.gui.views.matrices.exhibits.results import Result
from playground.gui.views.matrices.look import CELL_HEIGHT, Look

_TOP = TITLE_HEIGHT + NAMES_HEIGHT
_BLOCK = 18.0


def lay_out_rows(case: Case, look: Look, results: tuple[Result, ...]) -> ProductLayout:
    """Results beneath each other, or side by side where only so their numbers can be read."""
    rows, inputs, _ = product_of(case).shape
    beneath, beside = columns_of(case, look, results), columns_of(case, look, results, len(results))
    needed = _TOP + inputs * READABLE + LOW_LINE + GAP + _BLOCK + NAMES_HEIGHT
    stacked = needed + len(results) * (rows * READABLE + _BLOCK) <= look.height
    wide = min(beside.x.cell, beside.units.cell) >= NUMBER_WIDTH
    if not stacked and wide and needed + rows * READABLE <= look.height:
        return _side_by_side(case, look, results, beside)
    return _stacked(case, look, results, beneath)


def _head(case: Case, columns: Columns, down: Axis) -> tuple[list[Grid], list[Text], float]:
    """The matrix and its bias, and where they end."""
    grids, texts, place = [weights_grid(case, down, columns)], [], down.start + down.length + 4.0
    if product_of(case).bias is not None:
        axis = Axis(1, place, LOW_LINE - 1.0, LOW_LINE - 1.0)
        grids.append(Grid(bias_of(case), axis, columns.units, names_top=False, titled=False))
        texts.append(label_text("+ b", columns, place, LOW_LINE))
        place += LOW_LINE
    return grids, texts, place + GAP


def _stacked(
    case: Case, look: Look, results: tuple[Result, ...], columns: Columns
) -> ProductLayout:
    rows, inputs, _ = product_of(case).shape
    room = look.height - _TOP - LOW_LINE - 2 * GAP - len(results) * _BLOCK
    wanted = len(results) * rows * CELL_HEIGHT
    down = look.down("inputs", inputs, _TOP, max(0.4 * room, room - wanted))
    grids, texts, place = _head(case, columns, down)
    each = max((look.height - place - 2.0 - len(results) * _BLOCK) / len(results), 20.0)
    free, corner = QRectF(), QRectF()
    for number, result in enumerate(results):
        place += _BLOCK
        axis = look.down("rows", rows, place, each)
        if number == 0:
            x = Grid(x_of(case), axis, columns.x, columns.x_names)
            corner = _over(x, columns)
            grids.append(x)
        grids.append(_result(case, result, axis, columns.units))
        if number == 1:
            height = min(each, look.height - place - 4.0)
            free = QRectF(EDGE, place, columns.x_names + columns.x.room, height)
        place += axis.length
    return ProductLayout(tuple(grids), tuple(texts), results, larger(free, corner))


def _side_by_side(
    case: Case, look: Look, results: tuple[Result, ...], columns: Columns
) -> ProductLayout:
    rows, inputs, _ = product_of(case).shape
    below = LOW_LINE + GAP + _BLOCK + NAMES_HEIGHT + rows * READABLE + 6.0
    down = look.down("inputs", inputs, _TOP, look.height - _TOP - below)
    grids, texts, place = _head(case, columns, down)
    start = place + _BLOCK
    axis = look.down("rows", rows, start, look.height - start - 4.0)
    x = Grid(x_of(case), axis, columns.x, columns.x_names)
    grids.append(x)
    for number, result in enumerate(results):
        across = replace(columns.units, start=columns.units.start + number * columns.apart)
        grids.append(_result(case, result, axis, across))
    left = columns.units.start + columns.apart
    beyond = QRectF(left, 6.0, look.width - left - EDGE, start - _BLOCK - 10.0)
    free = larger(beyond, _over(x, columns)) if len(results) > 1 else _over(x, columns)
    return ProductLayout(tuple(grids), tuple(texts), results, free)


def _result(case: Case, result: Result, down: Axis, across: Axis) -> Grid:
    matrix = case.matrix(
        result.key, result.values, title=result.label, rows=case.rows, columns=case.units
    )
    return Grid(matrix, down, across, names_top=False)


def _over(x: Grid, columns: Columns) -> QRectF:
    """What is free over x."""
    return QRectF(EDGE, 4.0, columns.x_names + columns.x.room, x.outer_box.top() - 10.0)
