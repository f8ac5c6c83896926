"""Where the matrices of a row stand, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, Qt

from playground.gui import theme
from playground.gui.plots.number_grid import Axis, Grid, Matrix, Text, texts_of
from playground.gui.views.collapse.naming import bias_name, layers_of, matrix_name
from playground.network.affine.folding import Run, product_of
from playground.network.affine.maps import AffineMap
from playground.network.affine.reasons import bend_label
from playground.network.affine.row import Row
from playground.network.fixes import in_a_row
from playground.network.spec import NetworkSpec

_CELL = (46.0, 22.0)
_BIAS, _LEAST_BIAS = 20.0, 12.0
_HEAD, _FOOT, _GAP, _BIAS_GAP = 20.0, 34.0, 30.0, 20.0
_LEAST_WIDTH = 14.0
_WALL = 46.0
# Words of the first and the last reach so far beyond them.
_MARGIN = _GAP / 2.0
_MOST_WORDS = 150.0
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, eq=False)
class Item:
    """A product, or a bend, at its place.

    Attributes:
        run: which pieces of the row it is.
        box: all of it.
        matrix, bias: of a product, one over the other; None of a bend.
        texts: what is written beside the grids' own: its name over it, its layers beneath.
    """

    run: Run
    box: QRectF
    matrix: Grid | None
    bias: Grid | None
    texts: tuple[Text, ...]

    @property
    def is_wall(self) -> bool:
        """Whether it is a bend."""
        return self.matrix is None

    @property
    def all_texts(self) -> tuple[Text, ...]:
        """Everything that is written of it."""
        grids = [each for each in (self.matrix, self.bias) if each is not None]
        return (*self.texts, *(text for grid in grids for text in texts_of(grid)))


@dataclass(frozen=True, eq=False)
class Strip:
    """All of them from left to right."""

    items: tuple[Item, ...]

    def item_at(self, x: float, y: float) -> Item | None:
        """The one at a place."""
        return next((each for each in self.items if each.box.contains(x, y)), None)

    def of(self, run: Run) -> Item | None:
        """The one of a run."""
        return next((each for each in self.items if each.run == run), None)


def laid_out(
    row: Row,
    maps: tuple[AffineMap | None, ...],
    runs: Sequence[Run],
    network: NetworkSpec,
    width: float,
    height: float,
) -> Strip:
    """As large as there is room for, in the middle of it."""
    products = [product_of(maps, run) for run in runs]
    words = [
        _words_width(row, run, each) if each is not None else _WALL
        for run, each in zip(runs, products, strict=True)
    ]
    room = width - 2.0 * _MARGIN - _GAP * (len(runs) - 1)
    cell = _widest_cell(products, words, room), _highest_cell(products, height)
    widths = _widths(products, words, cell[0])
    x = _MARGIN + max(0.0, (room - sum(widths)) / 2.0)
    found = []
    for run, product, wide in zip(runs, products, widths, strict=True):
        if product is None:
            found.append(_wall(row, run, network, x, height))
        else:
            found.append(_product(row, run, product, cell, QRectF(x, 0.0, wide, height)))
        x += wide + _GAP
    return Strip(tuple(found))


def _widest_cell(
    products: Sequence[AffineMap | None], words: Sequence[float], room: float
) -> float:
    """How wide cells are at most: all in a strip alike."""
    low, high = 0.25, _CELL[0]
    if sum(_widths(products, words, high)) <= room:
        return high
    for _ in range(12):
        middle = (low + high) / 2.0
        if sum(_widths(products, words, middle)) <= room:
            low = middle
        else:
            high = middle
    return low


def _highest_cell(products: Sequence[AffineMap | None], height: float) -> float:
    tallest = max((each.shape[0] for each in products if each is not None), default=1)
    return max(0.25, min(_CELL[1], (height - _HEAD - _FOOT - _BIAS - _BIAS_GAP) / tallest))


def _widths(
    products: Sequence[AffineMap | None], words: Sequence[float], cell: float
) -> list[float]:
    """Of each as wide as its cells, and as its words where these are short."""
    return [
        least if each is None else max(_LEAST_WIDTH, each.shape[1] * cell, least)
        for each, least in zip(products, words, strict=True)
    ]


def _words_width(row: Row, run: Run, product: AffineMap) -> float:
    """What stands over and beneath it reaches into half of the gaps."""
    words = (_name(row, run, product), bias_name(row, run), in_a_row(layers_of(row, run)))
    widest = max(theme.text_width(each, theme.TEXT_SMALL) for each in words) - _GAP / 2.0
    return min(widest, _MOST_WORDS)


def _name(row: Row, run: Run, product: AffineMap) -> str:
    inputs, outputs = product.shape
    return f"{matrix_name(row, run)}  {inputs:,}×{outputs:,}"


def _product(
    row: Row, run: Run, product: AffineMap, cell: tuple[float, float], room: QRectF
) -> Item:
    inputs, outputs = product.shape
    high = inputs * cell[1]
    whole = high + _BIAS_GAP + _BIAS
    top = _HEAD + max(0.0, (room.height() - _HEAD - _FOOT - whole) / 2.0)
    one = max(cell[0], _LEAST_WIDTH / outputs)
    wide = min(outputs * one, room.width())
    across = Axis.fitted(outputs, room.center().x() - wide / 2.0, wide, one)
    down = Axis.fitted(inputs, top, high, cell[1])
    scale = _scale(product)
    key = f"{run.first}-{run.last}"
    matrix = Matrix(f"W{key}", "", product.matrix, scale=scale)
    bias = Matrix(f"b{key}", "", product.bias[None], scale=scale)
    own_high = min(_BIAS, max(_LEAST_BIAS, cell[1]))
    below = Axis.fitted(1, top + high + _BIAS_GAP, own_high, own_high)
    plain = {"names_top": False, "titled": False}
    own = Grid(matrix, down, across, 0.0, **plain), Grid(bias, below, across, 0.0, **plain)
    middle = room.center().x()
    texts = (
        _text("name", _name(row, run, product), middle, top - _HEAD, room.width()),
        _text("bias", bias_name(row, run), middle, top + high, room.width()),
        _text("layers", in_a_row(layers_of(row, run)), middle, below.end + 2.0, room.width()),
    )
    box = QRectF(across.start, top - _HEAD, across.length, whole + _HEAD + 18.0)
    return Item(run, box, *own, texts)


def _wall(row: Row, run: Run, network: NetworkSpec, x: float, height: float) -> Item:
    label = bend_label(row.pieces[run.first], network)
    box = QRectF(x, _HEAD, _WALL, height - _HEAD - _FOOT)
    texts = (_text("bend", label, x + _WALL / 2.0, 0.0, _WALL),)
    return Item(run, box, None, None, texts)


def _text(role: str, text: str, middle: float, top: float, room: float) -> Text:
    """Words around a middle, no wider than what they stand over and the gaps beside it."""
    most = room + _GAP - 6.0
    wide = min(theme.text_width(text, theme.TEXT_SMALL) + 2.0, most)
    return Text(role, (), text, QRectF(middle - wide / 2.0, top, wide, 18.0), _CENTRE)


def _scale(product: AffineMap) -> tuple[float, float]:
    every = np.abs(np.concatenate([product.matrix.ravel(), product.bias]))
    most = float(every[np.isfinite(every)].max(initial=0.0)) or 1.0
    return -most, most


def height_for(row: Row) -> float:
    """px that a strip takes at most, whatever is folded."""
    tallest = max((piece.inputs for piece in row.products), default=1)
    return _HEAD + _FOOT + _BIAS + _BIAS_GAP + tallest * _CELL[1] + 8.0
