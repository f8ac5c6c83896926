"""The kernel over the image, the products and their sum, and the place that this fills."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from playground.gui import theme
from playground.gui.plots.number_grid import Cell, Grid, Matrix, Text
from playground.gui.plots.number_grid.fitting import fitted
from playground.gui.plots.number_grid.grid import NUMBER_HEIGHT, NUMBER_WIDTH, TITLE_HEIGHT
from playground.gui.plots.words import number
from playground.gui.views.convolution.beats import not_yet
from playground.gui.views.convolution.laying import (
    LINE,
    around,
    boxes,
    flowing,
    hatched,
    operator,
    plain_grid,
    short_title,
    texts_but,
)
from playground.gui.views.convolution.look import Look
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.scene import Piece, Scene

_GAP, _OPERATOR = 24.0, 28.0
_MOST, _MOST_SMALL = 40.0, 24.0
# So wide the small grids are at most where they stand beside the large ones, in px.
_MOST_BESIDE, _LEAST_BESIDE = 168.0, 120.0
_NARROW = 560.0
# Between small grids that stand in a row, and the least width of one, for its title.
_SIGN, _LEAST_TITLE = 16.0, 84.0


@dataclass(frozen=True)
class _Places:
    """Where everything goes.

    Attributes:
        image, result: the large grids.
        small: where the small grids begin, and how large their cells are. step: from one to the
            next.
        line: where the words begin.
    """

    image: Grid
    result: Grid
    small: QRectF
    step: QPointF
    line: float


def sliding_scene(numbers: Numbers, look: Look, width: float, height: float) -> Scene:
    """The face, on a board of this size in px."""
    places = _stacked(numbers, look, width, height)
    if not numbers.planes.whole:
        beside = _beside(numbers, look, width, height)
        if beside.image.down.cell > places.image.down.cell + 1.0:
            places = beside
    image = _with_room_for_title(_image_piece(numbers, look, places.image), places)
    result = _result_piece(numbers, look, places.result)
    detail, signs = _detail(numbers, look, places)
    line = flowing(_line(numbers, look), 0.0, places.line, width)
    return Scene((image, result, *detail), (*signs, *line))


def _with_room_for_title(piece: Piece, places: _Places) -> Piece:
    """The image's title, up to its first comma if there is no room for all of it."""
    room = places.result.box.left() - 8.0
    if places.result.box.top() > places.image.box.top() or _title_width(piece.grid.matrix) <= room:
        return piece
    texts = (each for each in piece.texts if each.role != "title")
    return replace(piece, texts=(*short_title(piece.grid), *texts))


def _words(width: float) -> float:
    """px that the words take."""
    return LINE + 6.0 if width >= _NARROW else 2 * LINE + 6.0


def _stacked(numbers: Numbers, look: Look, width: float, height: float) -> _Places:
    """The small grids in a row beneath the large ones."""
    rows, columns = numbers.planes.window_shape
    tall = max(min(_MOST_SMALL, (0.34 * height - TITLE_HEIGHT) / rows), 2.0)
    below = TITLE_HEIGHT + rows * tall
    room = height - below - _words(width) - _GAP / 2.0
    image, result = _large(numbers, look, width, room)
    top = max(image.box.bottom(), result.box.bottom()) + _GAP / 2.0
    wide = min(52.0, (width - 2 * _OPERATOR) / 3.0 / columns)
    step = QPointF(max(columns * wide, 96.0) + _OPERATOR, 0.0)
    small = QRectF(0.0, top, wide, tall)
    return _Places(image, result, small, step, top + below + 6.0)


def _beside(numbers: Numbers, look: Look, width: float, height: float) -> _Places:
    """The small grids right of the large ones, where there is no height."""
    rows, columns = numbers.planes.window_shape
    room = height - _words(width)
    tall = min(_MOST_SMALL, (room / 3.0 - TITLE_HEIGHT - 2.0) / rows)
    if tall < NUMBER_HEIGHT and _row_width(columns) < 0.55 * width:
        return _in_a_row(numbers, look, width, room)
    side = min(max(columns * 44.0, _LEAST_BESIDE), _MOST_BESIDE)
    image, result, left = _left_of(numbers, look, width - side - _GAP, room)
    small = QRectF(left, 0.0, min(52.0, side / columns), max(tall, 2.0))
    step = QPointF(0.0, TITLE_HEIGHT + rows * tall + 3.0)
    return _Places(image, result, small, step, room + 6.0)


def _row_width(columns: int) -> float:
    """px of three small grids in a row whose numbers can be read."""
    return 3 * max(columns * (NUMBER_WIDTH + 2.0), _LEAST_TITLE) + 2 * _SIGN


def _in_a_row(numbers: Numbers, look: Look, width: float, room: float) -> _Places:
    """The small grids side by side, right of the large ones."""
    rows, columns = numbers.planes.window_shape
    image, result, left = _left_of(numbers, look, width - _row_width(columns) - _GAP, room)
    each = (width - left - 2 * _SIGN) / 3.0
    wide = min(48.0, each / columns)
    tall = max(min(_MOST_SMALL, (room - TITLE_HEIGHT) / rows), 2.0)
    step = QPointF(max(wide * columns, _LEAST_TITLE) + _SIGN, 0.0)
    return _Places(image, result, QRectF(left, 0.0, wide, tall), step, room + 6.0)


def _left_of(numbers: Numbers, look: Look, width: float, room: float) -> tuple[Grid, Grid, float]:
    """The large grids, and where there is room right of them."""
    image, result = _large(numbers, look, width, room)
    right = max(result.box.right(), result.box.left() + _title_width(result.matrix))
    return image, result, right + _GAP


def _large(numbers: Numbers, look: Look, width: float, room: float) -> tuple[Grid, Grid]:
    """The image and the result: side by side, of a sequence one beneath the other."""
    x, z = numbers.image(look), numbers.result(look)
    (x_rows, x_columns), (z_rows, z_columns) = x.shape, z.shape
    if numbers.planes.whole:
        cell = min(_MOST, width / max(x_columns, z_columns))
        rows = x_rows + z_rows
        tall = max(min(_MOST_SMALL, (room - 2 * TITLE_HEIGHT - _GAP / 2.0) / rows), 1.0)
        image = plain_grid(x, 0.0, 0.0, (cell, tall))
        return image, plain_grid(z, 0.0, image.box.bottom() + _GAP / 2.0, (cell, tall))
    cell = min(_MOST, (width - _GAP) / (x_columns + z_columns))
    tall = max(min(cell, (room - TITLE_HEIGHT) / max(x_rows, z_rows)), 1.0)
    if cell < NUMBER_WIDTH or tall < NUMBER_HEIGHT:
        cell = tall = min(cell, tall)
    image = plain_grid(x, 0.0, 0.0, (cell, tall))
    short = theme.text_width(x.title.partition(",")[0], theme.TEXT_SMALL)
    left = max(image.box.right(), short) + _GAP
    return image, plain_grid(z, left, 0.0, (cell, tall))


def _title_width(matrix: Matrix) -> float:
    return theme.text_width(matrix.title, theme.TEXT_SMALL)


def _image_piece(numbers: Numbers, look: Look, grid: Grid) -> Piece:
    planes = numbers.planes
    padding = () if numbers.slid.sliding.kind == "convolution" else _padding(numbers, look)
    seen = around(grid, planes.seen_cells(look))
    lit: tuple[Cell, ...] = ()
    if look.source is not None and (planes.whole or look.source[0] == look.channel):
        lit = (planes.image_cell(look.source),)
    elif look.marked is not None:
        lit = _cell_in_image(numbers, look, look.marked)
    if numbers.slid.winners is not None:
        lit = (*lit, *_cell_in_image(numbers, look, int(numbers.slid.winners[look.place])))
    return Piece(
        "image",
        grid,
        texts_but(grid, padding),
        hatched=hatched(numbers, grid),
        framed=seen,
        lit=boxes(grid, lit),
    )


def _padding(numbers: Numbers, look: Look) -> Iterator[Cell]:
    """The cells of padding, where it is no 0 that counts."""
    rows, columns = numbers.planes.image_shape
    for row in range(rows):
        for column in range(columns):
            if numbers.planes.image_place((row, column), look) is None:
                yield row, column


def _cell_in_image(numbers: Numbers, look: Look, cell: int) -> tuple[Cell, ...]:
    """Where a cell of the window lies, if its channel is shown."""
    channels, rows, columns = numbers.slid.sliding.seen(*look.place)
    place = int(channels[cell]), int(rows[cell]), int(columns[cell])
    shown = numbers.planes.whole or place[0] == look.channel
    return (numbers.planes.image_cell(place),) if shown else ()


def _result_piece(numbers: Numbers, look: Look, grid: Grid) -> Piece:
    planes, sliding = numbers.planes, numbers.slid.sliding
    here = planes.result_cell(look.place)
    lit: list[Cell] = []
    if look.source is not None:
        readers = sliding.seeing(*look.source)
        lit = [planes.result_cell(p) for p in readers if planes.whole or p[0] == look.filter]
    missing = _missing(numbers, look)
    return Piece(
        "result",
        grid,
        (*texts_but(grid, missing), *_partial(numbers, look, grid, here)),
        framed=boxes(grid, [here]),
        lit=boxes(grid, lit),
        veiled=boxes(grid, missing),
    )


def _partial(numbers: Numbers, look: Look, grid: Grid, here: Cell) -> Iterator[Text]:
    """The sum up to here, in the place that it is for."""
    if look.done and look.done < numbers.slid.sliding.cells and grid.with_numbers:
        products = numbers.slid.products(*look.place).reshape(-1)[: look.done]
        text = fitted(float(products.sum(dtype=np.float64)), grid.across.cell)
        yield Text("partial", here, text, grid.cell_box(*here))


def _missing(numbers: Numbers, look: Look) -> list[Cell]:
    """The places that the calculation by hand has not come to, of the filter's."""
    columns = numbers.slid.sliding.leaving.width
    places = (divmod(place, columns) for place in not_yet(numbers.slid.sliding, look))
    return [numbers.planes.result_cell((look.filter, *place)) for place in places]


def _detail(numbers: Numbers, look: Look, places: _Places) -> tuple[list[Piece], list[Text]]:
    """Window, kernel and products, one after the other."""
    matrices = [("window", numbers.window(look))]
    if numbers.slid.winners is None:
        matrices += [("kernel", numbers.kernel(look)), ("products", numbers.products(look))]
    pieces, signs = [], []
    for place, (role, matrix) in enumerate(matrices):
        at = places.small.topLeft() + places.step * place
        cell = places.small.width(), places.small.height()
        grid = plain_grid(matrix, at.x(), at.y(), cell)
        pieces.append(_detail_piece(numbers, look, role, grid))
        if place and places.step.x():
            middle = grid.box.center().y()
            signs.append(operator("×="[place - 1], _before(grid, places), middle))
    return pieces, signs


def _before(grid: Grid, places: _Places) -> float:
    """Where the sign stands before a small grid."""
    gap = places.step.x() - max(grid.box.width(), 1.0)
    return grid.box.left() - min(gap, _OPERATOR) / 2.0


def _detail_piece(numbers: Numbers, look: Look, role: str, grid: Grid) -> Piece:
    planes, slid = numbers.planes, numbers.slid
    shown = [planes.window_cell(cell, look) for cell in range(slid.sliding.cells)]
    outside = np.flatnonzero(~slid.inside(*look.place).reshape(-1))
    padding = [shown[cell] for cell in outside if role == "window"]
    missing = []
    if look.done is not None and role == "products":
        missing = [cell for cell in shown[look.done :] if cell is not None]
    marked = look.marked
    if slid.winners is not None:
        marked = int(slid.winners[look.place])
    lit = [shown[marked]] if marked is not None else []
    hidden = [*missing, *([] if slid.sliding.kind == "convolution" else padding)]
    return Piece(
        role,
        grid,
        texts_but(grid, [cell for cell in hidden if cell is not None]),
        hatched=boxes(grid, [cell for cell in padding if cell is not None]),
        framed=boxes(grid, [cell for cell in lit if cell is not None]),
        veiled=boxes(grid, missing),
    )


def _line(numbers: Numbers, look: Look) -> Iterator[tuple[str, str]]:
    """The sum up to here, and what becomes of it."""
    slid, place = numbers.slid, look.place
    z = float(slid.sums[place])
    if slid.winners is not None:
        yield "z", f"The largest of them leaves: {number(z)}"
        return
    products = slid.products(*place).astype(np.float64).reshape(-1)
    if look.done is not None and look.done < len(products):
        yield from _partly(slid.kernel(*place), slid.seen(*place), products, look.done)
        return
    channels = slid.sliding.seen_channels
    if channels > 1 and not numbers.planes.whole:
        channel = numbers.planes.channel_in_window(look)
        part = float(products.reshape(channels, -1)[channel].sum())
        yield "part", f"Channel {look.channel + 1} brings {number(part)},"
        yield "total", f"all {channels} together {number(float(products.sum()))}"
    elif slid.sliding.kind == "average":
        yield "z", f"Their sum, the mean, leaves: {number(z)}"
        return
    else:
        yield "total", f"Their sum {number(float(products.sum()))}"
    if slid.biases is not None:
        yield "bias", f"+ bias {number(float(slid.biases[look.filter]))}"
    yield "z", f"= z {number(z)}"
    if slid.answers is not None:
        yield "y", f"→ {slid.activation} {number(float(slid.answers[place]))}"


def _partly(
    kernel: np.ndarray, seen: np.ndarray, products: np.ndarray, done: int
) -> Iterator[tuple[str, str]]:
    """The last product that was added, and the sum up to there."""
    if done:
        x, w = float(seen.reshape(-1)[done - 1]), float(kernel.reshape(-1)[done - 1])
        yield "term", f"+ {factor(x)} × {factor(w)}"
    yield "partial", f"{done} of {len(products)} added up: {number(float(products[:done].sum()))}"


def factor(value: float) -> str:
    """A number within a product: "(−0.3)"."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text
