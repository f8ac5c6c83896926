"""What is looked at where the pointer is, and what is said of it."""

from __future__ import annotations

from playground.gui.plots.number_grid import Cell
from playground.gui.plots.words import number
from playground.gui.views.convolution.look import Look, Place
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.scene import Piece

_DIGITS = 6


def look_at(numbers: Numbers, look: Look, piece: Piece, cell: Cell) -> Look:
    """What is looked at when a cell of a grid is pointed at."""
    planes, sliding = numbers.planes, numbers.slid.sliding
    row, column = cell
    match piece.role:
        case "image":
            return look.pointing(source=planes.image_place(cell, look))
        case "result":
            return look.at(planes.result_place(cell, look), sliding).pointing()
        case "window" | "kernel" | "products":
            return look.pointing(cell=planes.cell_of_window(cell, look))
        case "rows":
            moved = look.at((look.filter, *_window(numbers, row)), sliding)
            return _with_channel(numbers, moved.pointing(cell=column))
        case "kernels":
            filter_ = sliding.filters_of(sliding.group_of(look.filter)).start + column
            moved = look.at((filter_, look.row, look.column), sliding)
            return _with_channel(numbers, moved.pointing(cell=row))
        case "sums":
            filter_ = sliding.filters_of(sliding.group_of(look.filter)).start + column
            return look.at((filter_, *_window(numbers, row)), sliding).pointing()
        case "biases":
            filter_ = sliding.filters_of(sliding.group_of(look.filter)).start + column
            return look.at((filter_, look.row, look.column), sliding).pointing()
        case "banded":
            return _entry(numbers, look, cell)
        case "input":
            return look.pointing(source=sliding.arriving.place(row))
        case _:
            return look.at(sliding.leaving.place(column), sliding).pointing()


def _window(numbers: Numbers, row: int) -> tuple[int, int]:
    return divmod(row, numbers.slid.sliding.leaving.width)


def _entry(numbers: Numbers, look: Look, cell: Cell) -> Look:
    """The output; and the weight that stands there, or else the input that it does not see."""
    sliding, banded = numbers.slid.sliding, numbers.banded.banded
    row, column = cell
    moved = look.at(sliding.leaving.place(column), sliding)
    weight = banded.weight_at(row, column)
    if weight < 0:
        return moved.pointing(source=sliding.arriving.place(row))
    return _with_channel(numbers, moved.pointing(cell=weight % sliding.cells))


def _with_channel(numbers: Numbers, look: Look) -> Look:
    """With the channel shown that the cell is in."""
    assert look.cell is not None
    sliding = numbers.slid.sliding
    _, height, width = sliding.window
    first = sliding.channels_of(sliding.group_of(look.filter)).start
    return look.showing(first + look.cell // (height * width))


def dragged(numbers: Numbers, look: Look, cell: Cell) -> Look:
    """The window moved so that its middle lies nearest to a cell of the image."""
    sliding, planes = numbers.slid.sliding, numbers.planes
    down, across = cell
    places = []
    for at, axis in ((down, sliding.windows.height), (across, sliding.windows.width)):
        middle = axis.dilation * (axis.window - 1) / 2.0
        place = round((at - middle) / axis.stride)
        places.append(min(max(place, 0), axis.extent - 1))
    row = 0 if planes.whole else places[0]
    return look.at((look.filter, row, places[1]), sliding).pointing()


def said(numbers: Numbers, look: Look, piece: Piece, cell: Cell) -> str:
    """What the read-out says of a cell."""
    planes, slid, word = numbers.planes, numbers.slid, numbers.filter_word
    row, column = cell
    value = number(piece.grid.matrix.value(row, column), _DIGITS)
    match piece.role:
        case "image":
            place = planes.image_place(cell, look)
            if place is None:
                return "padding: 0" if slid.sliding.kind == "convolution" else "padding"
            count = len(slid.sliding.seeing(*place))
            where = in_words(numbers, place, "channel")
            return f"x, {where}: {value}\nseen by {count:,} of the result"
        case "result":
            return f"z, {in_words(numbers, planes.result_place(cell, look), word)}: {value}"
        case "window":
            return f"what it sees: {value}"
        case "kernel":
            return f"{_weight(numbers, planes.cell_of_window(cell, look))}: {value}"
        case "products":
            x, w = (m.value(row, column) for m in (numbers.window(look), numbers.kernel(look)))
            return f"{number(x)} × {number(w)} = {value}"
        case "rows":
            return f"window {row + 1:,}, its number {column + 1:,}: {value}"
        case "kernels" | "biases":
            which = f"weight {row + 1:,}" if piece.role == "kernels" else "its bias"
            first = slid.sliding.filters_of(slid.sliding.group_of(look.filter)).start
            return f"{word} {first + column + 1}, {which}: {value}"
        case "banded":
            return _entry_said(numbers, cell, value)
        case "input":
            return f"x, {in_words(numbers, slid.sliding.arriving.place(row), 'channel')}: {value}"
        case "sums":
            return f"z, window {row + 1:,}: {value}"
        case _:
            name = "bias" if piece.role == "bias" else "z"
            return f"{name}, {in_words(numbers, slid.sliding.leaving.place(column), word)}: {value}"


def _weight(numbers: Numbers, cell: int) -> str:
    if numbers.slid.sliding.kind == "average":
        return "its share"
    return f"weight {cell + 1:,} of {numbers.slid.sliding.cells:,}"


def _entry_said(numbers: Numbers, cell: Cell, value: str) -> str:
    sliding, (row, column) = numbers.slid.sliding, cell
    from_ = in_words(numbers, sliding.arriving.place(row), "channel")
    to = in_words(numbers, sliding.leaving.place(column), numbers.filter_word)
    weight = numbers.banded.banded.weight_at(row, column)
    what = "0, for the window there does not see it" if weight < 0 else value
    return f"from x, {from_}\nto z, {to}: {what}"


def in_words(numbers: Numbers, place: Place, first: str) -> str:
    """ "filter 2, row 3, column 4", or "filter 2, step 4", counted from 1."""
    number_, row, column = place
    if numbers.planes.whole:
        return f"{first} {number_ + 1}, step {column + 1}"
    return f"{first} {number_ + 1}, row {row + 1}, column {column + 1}"
