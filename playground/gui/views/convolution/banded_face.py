"""The one matrix that the whole layer is, with what goes in and what comes out beside it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from playground.gui import theme
from playground.gui.plots.number_grid import Axis, Cell, Grid, Matrix, Text, texts_of
from playground.gui.plots.number_grid.grid import TITLE_HEIGHT
from playground.gui.views.convolution.beats import not_yet
from playground.gui.views.convolution.laying import (
    around,
    boxes,
    hatched,
    plain_grid,
    texts_but,
)
from playground.gui.views.convolution.look import Look
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.scene import LEFT, Piece, Scene
from playground.network.sliding.sliding import Sliding

_SIDE, _STRIP, _NAMES, _GAP = 176.0, 18.0, 52.0, 12.0
_STRIP_WIDE = 44.0
# Of cells thinner than this the frame goes round so much wider, in px.
_THIN, _AROUND = 6.0, 5.0
# On a board lower than this, the small grids stand side by side.
_LOW = 230.0
_TOP = TITLE_HEIGHT + 16.0
CELL_WIDTH, CELL_HEIGHT = 46.0, 20.0
# A board's width and height in px.
Size = tuple[float, float]


@dataclass(frozen=True)
class Zoom:
    """How the matrix is zoomed: the size of a cell, and how much is scrolled away, in px.

    0 stands for all of it.
    """

    wide: float = 0.0
    tall: float = 0.0
    left: float = 0.0
    top: float = 0.0


def banded_scene(numbers: Numbers, look: Look, width: float, height: float, zoom: Zoom) -> Scene:
    """The face, on a board of this size in px."""
    across, down = axes_of(numbers, width, height, zoom)
    matrix = numbers.banded
    grid = Grid(matrix, down, across, _NAMES)
    pieces = [
        _matrix_piece(numbers, look, grid),
        _strip("input", numbers.flat_input, down, _beside(down), numbers, look),
        *_strips_below(numbers, look, across, down),
        *_side(numbers, look, width, height),
    ]
    within = "step" if numbers.planes.whole else "row,column"
    note = f"rows: channel:{within} · columns: {numbers.filter_word}:{within}"
    title = theme.text_width(matrix.title, theme.TEXT_SMALL) + 16.0
    words = []
    if title + theme.text_width(note, theme.TEXT_SMALL) <= across.room:
        box = QRectF(across.start + title, 0.0, across.room - title, TITLE_HEIGHT)
        words.append(Text("small", (), note, box, LEFT))
    return Scene(tuple(pieces), tuple(words))


def axes_of(numbers: Numbers, width: float, height: float, zoom: Zoom) -> tuple[Axis, Axis]:
    """Where the outputs, and the inputs, lie."""
    inputs, outputs = numbers.banded.shape
    strips = 2 if numbers.flat_bias is not None else 1
    left = _STRIP_WIDE + _NAMES + 8.0
    across_room = width - left - _SIDE - _GAP
    down_room = height - _TOP - strips * (_STRIP + 4.0) - 4.0
    across = _zoomed(Axis.fitted(outputs, left, across_room, CELL_WIDTH), zoom.wide, zoom.left)
    down = _zoomed(Axis.fitted(inputs, _TOP, down_room, CELL_HEIGHT), zoom.tall, zoom.top)
    return across, down


def _zoomed(axis: Axis, cell: float, offset: float) -> Axis:
    return replace(axis, cell=cell).moved(offset) if cell > axis.cell else axis


def zoom_about(numbers: Numbers, size: Size, zoom: Zoom, factor: float, place: QPointF) -> Zoom:
    """Zoomed by a factor, what lies at a place staying there."""
    across, down = axes_of(numbers, *size, zoom)
    x = min(max(place.x(), across.start), across.end)
    y = min(max(place.y(), down.start), down.end)
    return _of(across.zoomed(factor, x, CELL_WIDTH), down.zoomed(factor, y, CELL_HEIGHT))


def scrolled(numbers: Numbers, size: Size, zoom: Zoom, right: float, down: float) -> Zoom:
    """Scrolled by so many px."""
    columns, rows = axes_of(numbers, *size, zoom)
    return _of(columns.moved(right), rows.moved(down))


def showing(numbers: Numbers, size: Size, zoom: Zoom, look: Look) -> Zoom:
    """Scrolled no further than it takes to see the output that is looked at, and its window."""
    across, down = axes_of(numbers, *size, zoom)
    sliding = numbers.slid.sliding
    column = int(sliding.leaving.flat(*look.place))
    rows = _inputs(numbers, look)
    if len(rows):
        down = down.showing(int(rows[-1])).showing(int(rows[0]))
    return _of(across.showing(column), down)


def _of(across: Axis, down: Axis) -> Zoom:
    return Zoom(across.cell, down.cell, across.offset, down.offset)


def _inputs(numbers: Numbers, look: Look) -> np.ndarray:
    """The rows of what the window sees."""
    sliding = numbers.slid.sliding
    channels, rows, columns = sliding.seen(*look.place)
    inside = sliding.inside(rows, columns)
    found: np.ndarray = np.sort(sliding.arriving.flat(channels, rows, columns)[inside])
    return found


def _beside(down: Axis) -> Axis:
    return Axis(1, 0.0, _STRIP_WIDE, _STRIP_WIDE)


def _matrix_piece(numbers: Numbers, look: Look, grid: Grid) -> Piece:
    sliding = numbers.slid.sliding
    weight = look.weight(sliding)
    texts = _with_zeros_told_apart(numbers, grid)
    if weight is not None:
        places = numbers.banded.banded.places_of(weight)
        cells = zip(places.inputs.tolist(), places.outputs.tolist(), strict=True)
        return Piece("banded", grid, texts, lit=_spots(grid, list(cells)))
    if look.source is not None:
        row = int(sliding.arriving.flat(*look.source))
        return Piece("banded", grid, texts, framed=_bars(grid, row, None))
    column = int(sliding.leaving.flat(*look.place))
    return Piece("banded", grid, texts, framed=_bars(grid, None, column))


def _with_zeros_told_apart(numbers: Numbers, grid: Grid) -> tuple[Text, ...]:
    """What is written, the entries that are 0 by their place in a role of their own."""
    texts = texts_of(grid)
    if not grid.with_numbers:
        return texts
    rows, columns = grid.down.seen, grid.across.seen
    which = numbers.banded.banded.which(np.array(rows), np.array(columns))
    found = []
    for each in texts:
        if each.role == "number":
            row, column = each.index
            if which[row - rows.start, column - columns.start] < 0:
                each = replace(each, role="zero")
        found.append(each)
    return tuple(found)


def _spots(grid: Grid, cells: list[Cell]) -> tuple[QRectF, ...]:
    """Where cells lie, never so small that nobody sees them."""
    found = []
    for each in boxes(grid, cells):
        more_x, more_y = max(0.0, 3.0 - each.width()) / 2.0, max(0.0, 3.0 - each.height()) / 2.0
        found.append(each.adjusted(-more_x, -more_y, more_x, more_y))
    return tuple(found)


def _bars(grid: Grid, row: int | None, column: int | None) -> tuple[QRectF, ...]:
    """A row or a column of what is seen, never thinner than can be seen."""
    box, found = grid.box, []
    if row is not None:
        tall = grid.down.cell + (_AROUND if grid.down.cell < _THIN else 0.0)
        found.append(QRectF(box.left(), grid.down.middle(row) - tall / 2.0, box.width(), tall))
    if column is not None:
        wide = grid.across.cell + (_AROUND if grid.across.cell < _THIN else 0.0)
        found.append(QRectF(grid.across.middle(column) - wide / 2.0, box.top(), wide, box.height()))
    return tuple(each.intersected(box) for each in found if each.intersects(box))


def _strip(
    role: str, matrix: Matrix, down: Axis, across: Axis, numbers: Numbers, look: Look
) -> Piece:
    """What goes in, or comes out, in line with the matrix."""
    titled = role == "input"
    names = 0.0 if titled else 18.0
    grid = Grid(matrix, down, across, names, names_top=False, titled=titled)
    sliding = numbers.slid.sliding
    if titled:
        rows = [int(row) for row in _inputs(numbers, look)]
        if look.source is not None:
            rows = [int(sliding.arriving.flat(*look.source))]
        return Piece(role, grid, texts_of(grid), lit=_spots(grid, [(row, 0) for row in rows]))
    places = [look.place] if look.source is None else sliding.seeing(*look.source)
    cells = [(0, int(sliding.leaving.flat(*place))) for place in places]
    missing = _missing(sliding, look) if role == "output" else []
    return Piece(
        role,
        grid,
        texts_but(grid, missing),
        lit=_spots(grid, cells),
        veiled=_joined(boxes(grid, missing)),
    )


def _missing(sliding: Sliding, look: Look) -> list[Cell]:
    """The outputs that a calculation by hand has not come to, of the filter's."""
    width = sliding.leaving.width
    places = (divmod(place, width) for place in not_yet(sliding, look))
    return [(0, int(sliding.leaving.flat(look.filter, *place))) for place in places]


def _joined(found: tuple[QRectF, ...]) -> tuple[QRectF, ...]:
    """One box around those that lie in a row without a gap, else as they are."""
    if not found:
        return ()
    whole = found[0].united(found[-1])
    covered = sum(each.width() for each in found)
    return (whole,) if abs(whole.width() - covered) < 0.5 else found


def _strips_below(numbers: Numbers, look: Look, across: Axis, down: Axis) -> list[Piece]:
    found, top = [], down.end + 4.0
    for role, matrix in (("bias", numbers.flat_bias), ("output", numbers.flat_sums)):
        if matrix is None:
            continue
        line = Axis(1, top, _STRIP, _STRIP)
        found.append(_strip(role, matrix, line, across, numbers, look))
        top += _STRIP + 4.0
    return found


def _side(numbers: Numbers, look: Look, width: float, height: float) -> list[Piece]:
    """The image with its window, the kernel, and the result, small."""
    image, kernel, result = numbers.image(look), numbers.kernel(look), numbers.result(look)
    left, half = width - _SIDE, (_SIDE - _GAP) / 2.0
    if height < _LOW and not numbers.planes.whole:
        # Image and result stand side by side, the kernel beneath.
        room = (height - 2 * TITLE_HEIGHT - _GAP) * 0.58
        first = _fitted(image, left, 0.0, half, room)
        last = _fitted(result, left + half + _GAP, 0.0, half, room)
        top = max(first.box.bottom(), last.box.bottom()) + _GAP / 2.0
        middle = _kernel_grid(kernel, left, top, height - top)
    else:
        room = (height - 3 * TITLE_HEIGHT - 2 * _GAP) / 3.0
        first = _fitted(image, left, 0.0, _SIDE, room)
        middle = _kernel_grid(kernel, left, first.box.bottom() + _GAP, room + TITLE_HEIGHT)
        last = _fitted(result, left, middle.box.bottom() + _GAP, _SIDE, room)
    grids = {"image": first, "kernel": middle, "result": last}
    return [_side_piece(numbers, look, role, grid) for role, grid in grids.items()]


def _fitted(matrix: Matrix, left: float, top: float, wide: float, tall: float) -> Grid:
    """A grid of squares that fits into a box beneath its title."""
    rows, columns = matrix.shape
    cell = max(min(wide / columns, tall / rows, 20.0), 1.0)
    return plain_grid(matrix, left, top, (cell, cell))


def _kernel_grid(matrix: Matrix, left: float, top: float, tall: float) -> Grid:
    """A grid whose numbers can be read, if they fit, title and all, into so many px of height."""
    rows, columns = matrix.shape
    cell = min(_SIDE / columns, 42.0), max(min((tall - TITLE_HEIGHT) / rows, 20.0), 1.0)
    return plain_grid(matrix, left, top, cell)


def _side_piece(numbers: Numbers, look: Look, role: str, grid: Grid) -> Piece:
    planes, sliding = numbers.planes, numbers.slid.sliding
    texts = tuple(
        replace(each, text=re.split("[,:]", each.text)[0]) if each.role == "title" else each
        for each in texts_of(grid)
    )
    if role == "image":
        lit = [] if look.source is None else [planes.image_cell(look.source)]
        framed = () if look.source is not None else around(grid, planes.seen_cells(look))
        return Piece(role, grid, texts, hatched(numbers, grid), framed, boxes(grid, lit))
    if role == "kernel":
        cell = None if look.cell is None else planes.window_cell(look.cell, look)
        return Piece(role, grid, texts, framed=boxes(grid, [] if cell is None else [cell]))
    if look.source is not None:
        readers = sliding.seeing(*look.source)
        cells = [planes.result_cell(p) for p in readers if planes.whole or p[0] == look.filter]
        return Piece(role, grid, texts, lit=boxes(grid, cells))
    return Piece(role, grid, texts, framed=boxes(grid, [planes.result_cell(look.place)]))
