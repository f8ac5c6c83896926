"""Pictures of how numbers are laid out and what is done with them."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from playground.gui.help.pictures.sheet import RIGHT, Sheet, tinted

_IMAGE = np.array(
    [[0, 1, 2, 1, 0], [1, 3, 4, 2, 0], [0, 2, 5, 3, 1], [0, 1, 3, 2, 0], [1, 0, 1, 1, 0]]
)
_KERNEL = np.array([[0, 1, 0], [1, -2, 1], [0, 1, 0]])


def draw_network(painter: QPainter, box: QRectF) -> None:
    """Two features, two hidden layers, one answer."""
    sheet = Sheet(painter, box, (0.0, 3.0), (0.0, 1.0))
    names = ("input", "hidden", "hidden", "head")
    layers = [_spread(count) for count in (2, 4, 4, 1)]
    inner = Sheet(painter, box.adjusted(36.0, 2.0, -36.0, -18.0), (0.0, 3.0), (0.0, 1.0))
    rng = np.random.default_rng(3)
    for layer, (before, after) in enumerate(pairwise(layers)):
        for a in before:
            for b in after:
                weight = float(rng.normal())
                colour = inner.palette.positive if weight > 0 else inner.palette.negative
                inner.line((layer, layer + 1), (a, b), colour, min(2.6, 0.4 + abs(weight)))
    for layer, places in enumerate(layers):
        inner.dots([layer] * len(places), places, inner.palette.text, 6.0)
        at = inner.at(layer, 0.0)
        sheet.text(QRectF(at.x() - 40, box.bottom() - 15, 80, 15), names[layer])


def draw_neuron(painter: QPainter, box: QRectF) -> None:
    """Inputs times weights, added up with the bias, then bent."""
    sheet = Sheet(painter, box)
    middle, radius = QPointF(box.left() + box.width() * 0.5, box.center().y()), 20.0
    rows = (("x₁ = 2", "× 0.5"), ("x₂ = −1", "× 1.5"), ("1", "bias 0.2"))
    for row, (value, weight) in enumerate(rows):
        y = box.top() + (row + 0.5) * box.height() / 3.0
        left = box.left() + 64.0
        sheet.text(QRectF(box.left(), y - 8, 58, 16), value, RIGHT, sheet.palette.text)
        sheet.arrow(QPointF(left, y), middle - QPointF(radius, (1 - row) * 8.0), _ink(sheet))
        above = (-18, -17, 6)[row]
        sheet.text(QRectF(left + 6, y + above, 54, 16), weight)
    painter.setPen(QPen(QColor(sheet.palette.accent), 1.5))
    painter.setBrush(QColor(sheet.palette.card))
    painter.drawEllipse(middle, radius, radius)
    sheet.text(QRectF(middle.x() - 30, middle.y() - 8, 60, 16), "−0.3", colour=sheet.palette.text)
    sheet.text(QRectF(middle.x() - 30, middle.y() + radius + 1, 60, 14), "sum")
    start, end = middle + QPointF(radius, 0), QPointF(box.right() - 62, middle.y())
    sheet.arrow(start, end, _ink(sheet))
    sheet.text(QRectF(start.x(), middle.y() - 18, end.x() - start.x(), 16), "tanh")
    sheet.text(QRectF(end.x() + 4, end.y() - 8, 60, 16), "y = −0.29", colour=sheet.palette.text)


def draw_matrix(painter: QPainter, box: QRectF) -> None:
    """A row of samples times a column of weights, which is a unit."""
    sheet = Sheet(painter, box)
    x = np.array([[2, -1], [0, 3], [1, 1]])
    w = np.array([[1, 0, 2], [-1, 2, 1]])
    side = 24.0
    top = box.center().y() - 1.5 * side
    blocks = ((x, box.left() + 14), (w, box.left() + 96), (x @ w, box.left() + 206))
    for number, (values, left) in enumerate(blocks):
        for (row, column), value in np.ndenumerate(values):
            lit = (row == 0, column == 1, row == 0 and column == 1)[number]
            fill = tinted(sheet.palette.accent, 0.28) if lit else QColor(sheet.palette.card)
            lower = side * (3 - len(values)) / 2
            place = QRectF(left + column * side, top + lower + row * side, side - 2, side - 2)
            sheet.cell(place, str(value).replace("-", "−"), fill)
    for words, left in (("×", 70.0), ("=", 180.0)):
        sheet.text(QRectF(box.left() + left, box.center().y() - 8, 20, 16), words)
    foot = box.bottom() - 15
    for words, left, width in (("samples", 4.0, 60), ("weights, a column a unit", 60.0, 150)):
        sheet.text(QRectF(box.left() + left, foot, width, 15), words)
    sheet.text(QRectF(box.left() + 212, foot, 72, 15), "sums")


def draw_convolution(painter: QPainter, box: QRectF) -> None:
    """A window of an image, weighed and added up."""
    sheet = Sheet(painter, box)
    side = min(20.0, (box.height() - 16) / 5.0)
    _grid(sheet, box.left() + 6, box.top(), _IMAGE, side, (1, 1))
    middle = box.left() + 6 + 5 * side + 34
    _grid(sheet, middle, box.top() + side, _KERNEL, side, (0, 0))
    result = int((_IMAGE[1:4, 1:4] * _KERNEL).sum())
    words = QRectF(middle - 26, box.top() + 2 * side, 20, side)
    sheet.text(words, "·")
    right = middle + 3 * side + 34
    sheet.text(QRectF(right - 28, box.top() + 2 * side, 20, side), "=")
    cell = QRectF(right, box.top() + 2 * side, side + 8, side)
    sheet.cell(cell, str(result).replace("-", "−"), tinted(sheet.palette.accent, 0.28))
    foot = box.bottom() - 15
    sheet.text(QRectF(box.left() + 6, foot, 5 * side, 15), "image")
    sheet.text(QRectF(middle - 10, foot, 3 * side + 20, 15), "kernel")


def draw_padding(painter: QPainter, box: QRectF) -> None:
    """An image with a rim of zeros."""
    sheet = Sheet(painter, box)
    side = min(18.0, box.height() / 7.0)
    left = box.center().x() - 3.5 * side
    padded = np.pad(_IMAGE, 1)
    for (row, column), value in np.ndenumerate(padded):
        rim = row in (0, 6) or column in (0, 6)
        fill = sheet.palette.chip if rim else sheet.palette.card
        place = QRectF(left + column * side, box.top() + row * side, side - 1, side - 1)
        sheet.cell(place, str(value), fill, sheet.palette.muted if rim else "")
    outline = QRectF(left, box.top(), 3 * side, 3 * side)
    _outline(sheet, outline)


def draw_pooling(painter: QPainter, box: QRectF) -> None:
    """Each window of 2 × 2 leaves its largest number, or its mean."""
    sheet = Sheet(painter, box)
    image = _IMAGE[:4, :4]
    side = min(22.0, (box.height() - 16) / 4.0)
    left = box.left() + 20
    for (row, column), value in np.ndenumerate(image):
        odd = (row // 2 + column // 2) % 2
        fill = tinted(sheet.palette.accent, 0.25) if odd else QColor(sheet.palette.card)
        place = QRectF(left + column * side, box.top() + row * side, side - 1, side - 1)
        sheet.cell(place, str(value), fill)
    windows = image.reshape(2, 2, 2, 2).swapaxes(1, 2).reshape(2, 2, 4)
    for number, (name, found) in enumerate(
        (("largest", windows.max(2)), ("mean", windows.mean(2)))
    ):
        start = left + 4 * side + 30 + number * 86
        for (row, column), value in np.ndenumerate(found):
            fill = tinted(sheet.palette.accent, 0.25 if (row + column) % 2 else 0.0)
            place = QRectF(start + column * 32, box.top() + side + row * side, 31, side - 1)
            sheet.cell(place, f"{value:g}", fill)
        sheet.text(QRectF(start, box.bottom() - 15, 64, 15), name)
    sheet.text(QRectF(left, box.bottom() - 15, 4 * side, 15), "image")


def draw_im2col(painter: QPainter, box: QRectF) -> None:
    """Windows of 2 × 2 of an image of 3 × 3, each as a row."""
    sheet = Sheet(painter, box)
    image = np.arange(1, 10).reshape(3, 3)
    side = 22.0
    top = box.center().y() - 1.5 * side - 6
    _grid(sheet, box.left() + 14, top, image, side, (0, 0), 2)
    left = box.left() + 140
    windows = [image[r : r + 2, c : c + 2].ravel() for r in range(2) for c in range(2)]
    for row, values in enumerate(windows):
        for column, value in enumerate(values):
            fill = tinted(sheet.palette.accent, 0.28) if row == 0 else QColor(sheet.palette.card)
            place = QRectF(left + column * side, box.top() + row * side + 4, side - 2, side - 2)
            sheet.cell(place, str(value), fill)
    sheet.text(QRectF(box.left() + 94, box.center().y() - 14, 40, 16), "→")
    sheet.text(QRectF(left, box.bottom() - 15, 4 * side, 15), "a window a row")


def draw_banded(painter: QPainter, box: QRectF) -> None:
    """The same three weights, moved on by one in every row."""
    sheet = Sheet(painter, box)
    side = min(16.0, box.height() / 7.0)
    left = box.center().x() - 4.5 * side
    weights = (("a", 0.55), ("b", 0.3), ("c", 0.15))
    for row in range(7):
        for column in range(9):
            inside = 0 <= column - row < 3
            words, strength = weights[column - row] if inside else ("0", 0.0)
            place = QRectF(left + column * side, box.top() + row * side, side - 1, side - 1)
            fill = tinted(sheet.palette.accent, strength)
            sheet.cell(place, words, fill, "" if inside else sheet.palette.disabled)


def draw_one_hot(painter: QPainter, box: QRectF) -> None:
    """Three classes as rows, beside what a softmax may say."""
    sheet = Sheet(painter, box)
    shares = ((0.9, 0.07, 0.03), (0.2, 0.6, 0.2), (0.1, 0.2, 0.7))
    high = (box.height() - 18) / 3.0
    for row, answer in enumerate(shares):
        y = box.top() + row * high
        sheet.text(QRectF(box.left(), y, 54, high), f"class {row}", RIGHT, sheet.palette.text)
        for column in range(3):
            place = QRectF(box.left() + 62 + column * 30, y + 2, 28, high - 4)
            hot = row == column
            sheet.cell(place, str(int(hot)), tinted(sheet.palette.accent, 0.35 * hot))
            place = QRectF(box.left() + 184 + column * 38, y + 2, 36, high - 4)
            sheet.cell(place, f"{answer[column]:g}", tinted(sheet.palette.accent, answer[column]))
    foot = box.bottom() - 15
    sheet.text(QRectF(box.left() + 56, foot, 100, 15), "one-hot target")
    sheet.text(QRectF(box.left() + 184, foot, 112, 15), "softmax answer")


def draw_confusion(painter: QPainter, box: QRectF) -> None:
    """Yes and no, by what is true and what was answered."""
    sheet = Sheet(painter, box)
    good, bad = QColor(tinted(sheet.palette.good, 0.25)), QColor(tinted(sheet.palette.error, 0.2))
    words = (("true yes  40", "missed  10"), ("false alarm  5", "true no  45"))
    left, top = box.left() + 70, box.top() + 18
    width, high = (box.width() - 80) / 2, (box.height() - 20) / 2
    for row, pair in enumerate(words):
        name = ("is yes", "is no")[row]
        sheet.text(QRectF(box.left(), top + row * high, 64, high), name, RIGHT)
        for column, each in enumerate(pair):
            head = ("called yes", "called no")[column]
            sheet.text(QRectF(left + column * width, box.top(), width, 16), head)
            place = QRectF(left + column * width, top + row * high, width - 3, high - 3)
            sheet.cell(place, each, good if row == column else bad)


def draw_split(painter: QPainter, box: QRectF) -> None:
    """The samples, dealt out in two."""
    sheet = Sheet(painter, box)
    kept = np.random.default_rng(4).permutation(40) < 12
    side = min(24.0, box.width() / 10.0)
    left, top = box.center().x() - 5 * side, box.top() + 4
    for number, aside in enumerate(kept):
        place = QRectF(left + number % 10 * side, top + number // 10 * side, side - 4, side - 4)
        colour = sheet.palette.validation if aside else sheet.palette.train
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(place)
    foot = QRectF(box.left(), box.bottom() - 16, box.width() / 2, 16)
    sheet.text(foot, "learned from", colour=sheet.palette.train, bold=True)
    foot.moveLeft(box.center().x())
    sheet.text(foot, "kept aside to judge", colour=sheet.palette.validation, bold=True)


def draw_batches(painter: QPainter, box: QRectF) -> None:
    """An epoch is all samples once, batch by batch, a step for each."""
    sheet = Sheet(painter, box)
    side = min(11.0, box.width() / 30.0)
    left, top = box.center().x() - 14 * side, box.top() + 18
    for batch in range(4):
        x = left + batch * 7 * side
        for number in range(18):
            place = QRectF(x + number % 6 * side, top + number // 6 * side, side - 2, side - 2)
            sheet.cell(place, "", tinted(sheet.palette.accent, 0.2 + 0.18 * batch))
        sheet.text(QRectF(x, top + 3 * side + 2, 6 * side, 16), f"step {batch + 1}")
    words = QRectF(left, box.top(), 27 * side, 16)
    sheet.text(words, "an epoch: all samples once, in batches of 18")
    start = QPointF(left, top + 3 * side + 26)
    sheet.arrow(start, start + QPointF(27 * side, 0), sheet.palette.muted)


def draw_chain(painter: QPainter, box: QRectF) -> None:
    """Values go forward, slopes come back and are multiplied."""
    sheet = Sheet(painter, box)
    names = ("w = 2", "z = 6", "y = 0.998", "L = 0.002")
    slopes = ("∂z/∂w = 3", "∂y/∂z = 0.0025", "∂L/∂y = −1.0025")
    width, y = 62.0, box.top() + 34.0
    gap = (box.width() - 4 * width) / 3.0
    for place, name in enumerate(names):
        left = box.left() + place * (width + gap)
        sheet.cell(QRectF(left, y - 13, width, 26), name, sheet.palette.card)
        if place < 3:
            start = QPointF(left + width + 2, y - 6)
            sheet.arrow(start, start + QPointF(gap - 4, 0), sheet.palette.accent)
            back = start + QPointF(gap - 4, 12)
            sheet.arrow(back, back - QPointF(gap - 4, 0), sheet.palette.positive)
            words = QRectF(left + width + gap / 2 - 55, y + 20 + 16 * (place % 2), 110, 16)
            sheet.text(words, slopes[place], colour=sheet.palette.positive)
    product = "∂L/∂w = 3 · 0.0025 · −1.0025 = −0.0074"
    sheet.text(QRectF(box.left(), box.bottom() - 18, box.width(), 16), product, bold=True)
    forward = QRectF(box.left(), box.top(), box.width(), 15)
    sheet.text(forward, "x = 3;  z = w · x,  y = sigmoid(z),  L = −ln y")


def draw_dropout(painter: QPainter, box: QRectF) -> None:
    """Two training steps of one layer: other units are silent in each."""
    rng = np.random.default_rng(6)
    for number, left in enumerate((0.06, 0.56)):
        part = QRectF(box.left() + left * box.width(), box.top(), box.width() * 0.38, box.height())
        sheet = Sheet(painter, part.adjusted(0, 6, 0, -24), (0.0, 1.0), (0.0, 1.0))
        before, after = _spread(4), _spread(4)
        on = rng.random(4) > 0.4
        for a, kept in zip(before, on, strict=True):
            for b in after:
                if kept:
                    sheet.line((0, 1), (a, b), sheet.palette.accent, 0.9)
        for a, kept in zip(before, on, strict=True):
            colour = sheet.palette.text if kept else sheet.palette.disabled
            sheet.dots([0.0], [a], colour, 6.0 if kept else 4.0)
        sheet.dots([1.0] * 4, after, sheet.palette.text, 6.0)
        foot = QRectF(part.left(), box.bottom() - 15, part.width(), 15)
        sheet.text(foot, f"one step{' later' if number else ''}")


def draw_transfer(painter: QPainter, box: QRectF) -> None:
    """Layers that have learned, frozen, before a new head."""
    sheet = Sheet(painter, box)
    frozen = ("learned before", 0.12, "frozen")
    parts = (frozen, frozen, ("new head", 0.4, "learns"))
    width = (box.width() - 60) / 3
    for place, (name, strength, state) in enumerate(parts):
        left = box.left() + 6 + place * (width + 24)
        card = QRectF(left, box.top() + 24, width, 46)
        sheet.cell(card, name, tinted(sheet.palette.accent, strength))
        words = QRectF(left, box.top() + 74, width, 16)
        sheet.text(words, state, bold=True)
        if place:
            end = QPointF(left - 3, card.center().y())
            sheet.arrow(end - QPointF(18, 0), end, sheet.palette.muted)


def _spread(count: int) -> list[float]:
    """Heights of units in a column."""
    return [0.5] if count == 1 else [float(y) for y in np.linspace(0.06, 0.94, count)]


def _ink(sheet: Sheet) -> str:
    return sheet.palette.muted


def _grid(
    sheet: Sheet,
    left: float,
    top: float,
    values: np.ndarray,
    side: float,
    window: tuple[int, int],
    size: int = 3,
) -> None:
    """Numbers in cells, with a frame about a window of them."""
    for (row, column), value in np.ndenumerate(values):
        place = QRectF(left + column * side, top + row * side, side - 1, side - 1)
        sheet.cell(place, str(value).replace("-", "−"), sheet.palette.card)
    row, column = window
    _outline(sheet, QRectF(left + column * side, top + row * side, size * side, size * side))


def _outline(sheet: Sheet, box: QRectF) -> None:
    sheet.painter.setPen(QPen(QColor(sheet.palette.accent), 2.0))
    sheet.painter.setBrush(Qt.BrushStyle.NoBrush)
    sheet.painter.drawRoundedRect(box.adjusted(-1, -1, 0, 0), 3.0, 3.0)
