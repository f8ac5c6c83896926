"""The windows as the rows of a matrix, the filters as columns of another, and their product."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from playground.gui.plots.number_grid import Axis, Cell, Grid, Text, texts_of
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, NUMBER_WIDTH, TITLE_HEIGHT
from playground.gui.plots.words import number
from playground.gui.views.convolution.beats import not_yet
from playground.gui.views.convolution.laying import (
    LINE,
    around,
    boxes,
    flowing,
    hatched,
    line_box,
    operator,
    plain_grid,
    short_title,
    texts_but,
)
from playground.gui.views.convolution.look import Look
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.scene import Piece, Scene

_NAMES, _GAP, _HEAD = 44.0, 28.0, TITLE_HEIGHT + NAMES_HEIGHT
_ROW, _COLUMN = 20.0, 46.0
_UPPER = 0.52
# On a board lower than this the filter that is looked at stands alone, beside the windows.
_LOW = 340.0
_IMAGE, _LEAST_IMAGE = 120.0, 84.0


@dataclass(frozen=True)
class _Axes:
    """Where rows and columns lie.

    Attributes:
        rows: the windows, down. cells: what they see, across.
        kernel: the same, down. filters: across; results: the filters again, beneath or beside.
        bias: where the biases stand. image: where the small image does.
    """

    rows: Axis
    cells: Axis
    kernel: Axis
    filters: Axis
    results: Axis
    bias: Axis
    image: QRectF


def im2col_scene(numbers: Numbers, look: Look, width: float, height: float) -> Scene:
    """The face, on a board of this size in px."""
    sliding = numbers.slid.sliding
    group = sliding.group_of(look.filter)
    row, column = _row_of(numbers, look), look.filter - sliding.filters_of(group).start
    shape = (*numbers.rows(group).shape, len(sliding.filters_of(group)))
    low = height < _LOW
    axes = (_low if low else _high)(shape, (row, column), width, height)
    grids = {
        "rows": Grid(numbers.rows(group), axes.rows, axes.cells, _NAMES, names_top=False),
        "kernels": Grid(numbers.kernels(group), axes.kernel, axes.filters),
        "sums": Grid(numbers.sums(group), axes.rows, axes.results, names_top=False),
    }
    framed = {"rows": (row, None), "kernels": (None, column), "sums": (row, column)}
    lit: dict[str, list[Cell]] = {"rows": [], "kernels": [], "sums": []}
    marked = look.marked
    if marked is not None:
        lit |= {"rows": [(row, marked)], "kernels": [(marked, column)]}
    missing = [(place, column) for place in not_yet(sliding, look)]
    veiled = {"rows": [], "kernels": [], "sums": missing}
    pieces = [
        Piece(
            role,
            grid,
            texts_but(grid, veiled[role]),
            framed=(line_box(grid, *framed[role]),),
            lit=boxes(grid, lit[role]),
            veiled=boxes(grid, veiled[role]),
        )
        for role, grid in grids.items()
    ]
    biases = numbers.biases(group)
    if biases is not None:
        grid = Grid(biases, axes.bias, axes.filters, 26.0, names_top=False, titled=False)
        here = (line_box(grid, 0, column),)
        pieces.append(Piece("biases", grid, texts_of(grid), framed=here))
    pieces.append(_small_image(numbers, look, axes.image))
    signs = _signs(axes) if low else ()
    return Scene(tuple(pieces), (*signs, *_line(numbers, look, height, width)))


def _high(shape: tuple[int, int, int], here: Cell, width: float, height: float) -> _Axes:
    """The filters stand over their results, the windows left of theirs."""
    rows, cells, filters = shape
    room = width - _NAMES - _GAP
    left = room * max(0.4, min(0.75, cells / (cells + filters)))
    if left < cells * NUMBER_WIDTH:  # no window can be read, so let the results be
        left = room - min(filters * _COLUMN, 0.55 * room)
    across = Axis.fitted(cells, _NAMES, left, _COLUMN)
    right = across.end + _GAP
    out = Axis.fitted(filters, right, width - right - 2.0, _COLUMN)
    upper = min(_UPPER * height, _HEAD + cells * _ROW)
    down = Axis.fitted(cells, _HEAD, upper - _HEAD, _ROW)
    bias = Axis(1, down.end + 4.0, _ROW, _ROW)
    top = bias.end + TITLE_HEIGHT + 8.0
    lower = _scrolled(rows, top, height - top - LINE - 8.0, here[0])
    image = QRectF(0.0, 0.0, across.end - _NAMES / 2.0, upper)
    return _Axes(lower, across, down, out, out, bias, image)


def _low(shape: tuple[int, int, int], here: Cell, width: float, height: float) -> _Axes:
    """One filter, its results right of it."""
    rows, cells, filters = shape
    room = width - _NAMES - 2 * (_GAP + _COLUMN) - _GAP
    # The image gives way where that lets the windows be read.
    gives_way = room - _IMAGE < cells * NUMBER_WIDTH <= room - _LEAST_IMAGE
    room -= _LEAST_IMAGE if gives_way else _IMAGE
    across = Axis.fitted(cells, _NAMES, max(room, 60.0), _COLUMN)
    one = Axis(filters, across.end + _GAP, _COLUMN, _COLUMN).moved(here[1] * _COLUMN)
    beside = Axis(filters, one.end + _GAP, _COLUMN, _COLUMN).moved(here[1] * _COLUMN)
    room_down = height - _HEAD - LINE - 8.0
    down = Axis.fitted(cells, _HEAD, room_down - _ROW - 4.0, _ROW)
    bias = Axis(1, down.end + 4.0, _ROW, _ROW)
    left = beside.end + _GAP
    image = QRectF(left, 0.0, max(width - left, 1.0), height - LINE - 8.0)
    return _Axes(_scrolled(rows, _HEAD, room_down, here[0]), across, down, one, beside, bias, image)


def _signs(axes: _Axes) -> tuple[Text, ...]:
    middle = axes.kernel.start + axes.kernel.length / 2.0
    return (
        operator("×", axes.filters.start - _GAP / 2.0, middle),
        operator("=", axes.results.start - _GAP / 2.0, middle),
    )


def _row_of(numbers: Numbers, look: Look) -> int:
    return look.row * numbers.slid.sliding.leaving.width + look.column


def _scrolled(count: int, start: float, room: float, shown: int) -> Axis:
    """Rows large enough to be read, scrolled so that one is seen; all, if they fit."""
    cell = max(min(_ROW, room / count), min(_ROW, room / 6.0) if count <= 1024 else room / count)
    axis = Axis(count, start, max(1.0, room // cell) * cell, cell)
    first = round((shown + 0.5) - axis.room / cell / 2.0)
    return axis.moved(first * cell)


def _small_image(numbers: Numbers, look: Look, room: QRectF) -> Piece:
    """The image with its window."""
    matrix = numbers.image(look)
    rows, columns = matrix.shape
    cell = max(min((room.height() - TITLE_HEIGHT) / rows, room.width() / columns, 22.0), 1.0)
    grid = plain_grid(matrix, room.left(), room.top(), (cell, cell))
    seen = numbers.planes.seen_cells(look)
    lit: list[Cell] = []
    marked = look.marked
    if marked is not None:
        channels, down, across = numbers.slid.sliding.seen(*look.place)
        place = int(channels[marked]), int(down[marked]), int(across[marked])
        if numbers.planes.whole or place[0] == look.channel:
            lit = [numbers.planes.image_cell(place)]
    return Piece(
        "image",
        grid,
        short_title(grid),
        hatched=hatched(numbers, grid),
        framed=around(grid, seen),
        lit=boxes(grid, lit),
    )


def _line(numbers: Numbers, look: Look, height: float, width: float) -> tuple[Text, ...]:
    slid = numbers.slid
    bias = ""
    if slid.biases is not None:
        bias = f" + bias {number(float(slid.biases[look.filter]))}"
    row, z = _row_of(numbers, look) + 1, number(float(slid.sums[look.place]))
    text = f"Row {row:,} × column {look.filter + 1}{bias} = {z}: the window times the filter."
    if slid.sliding.kind == "average":
        text = f"Row {row:,} × the shares = {z}: the mean of the window."
    return flowing([("z", text)], 0.0, height - LINE, width)
