"""A product of one sample: every line that follows from it under the matrix."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from playground.gui.plots.number_grid import Axis, Grid
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, TITLE_HEIGHT
from playground.gui.views.matrices.case import Case
from playground.gui.views.matrices.exhibits.product_parts import (
    EDGE,
    GAP,
    LOW_LINE,
    READABLE,
    ProductLayout,
    columns_of,
    label_text,
    larger,
    product_of,
    weights_grid,
    x_of,
)
from playground.gui.views.matrices.exhibits.results import Result
from playground.gui.views.matrices.look import CELL_WIDTH, Look

_HIGH_LINE, _LINE = 27.0, 23.0


def lay_out_row(case: Case, look: Look, results: tuple[Result, ...]) -> ProductLayout:
    """Lay it out."""
    columns, product = columns_of(case, look, results), product_of(case)
    inputs = product.shape[1]
    top = TITLE_HEIGHT + NAMES_HEIGHT
    count = len(results) + (product.bias is not None)
    room = look.height - top - GAP - 4.0
    fitting = (each for each in (_HIGH_LINE, _LINE) if room - count * each >= inputs * READABLE)
    line = next(fitting, LOW_LINE)
    high = max(room - count * line, 3 * READABLE)
    # What is left over lies above and below.
    top += max(0.0, min(0.3 * (high - inputs * line), 40.0))
    down = look.down("inputs", inputs, top, high, line)
    place = top + down.length + GAP
    x = Grid(x_of(case), Axis(1, place, line - 1.0, line - 1.0), columns.x)
    grids = [weights_grid(case, down, columns), x]
    texts = []
    for key, label, values in _lines(case, results):
        across = columns.units
        if values.shape[1] != across.count:
            across = Axis(values.shape[1], across.start, CELL_WIDTH, CELL_WIDTH)
        matrix = case.matrix(key, values, title=label, rows=case.rows, columns=case.units)
        axis = Axis(1, place, line - 1.0, line - 1.0)
        grids.append(Grid(matrix, axis, across, names_top=False, titled=False))
        texts.append(label_text(label, columns, place, line))
        place += line
    bottom = x.box.bottom() + 8.0
    below = QRectF(EDGE, bottom, columns.x.room, look.height - bottom - 8.0)
    corner = QRectF(EDGE, 4.0, columns.x.room, x.outer_box.top() - 10.0)
    return ProductLayout(tuple(grids), tuple(texts), results, larger(below, corner))


def _lines(case: Case, results: tuple[Result, ...]) -> list[tuple[str, str, NDArray[Any]]]:
    """The results with the bias among them, right after x · W."""
    product = product_of(case)
    found = [(each.key, each.label, each.values) for each in results]
    if product.bias is not None:
        found.insert(1, ("b", "+ b", product.bias[None, :]))
    return found
