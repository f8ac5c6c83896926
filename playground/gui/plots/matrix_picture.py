"""A matrix and the bias beneath it, as a table of coloured cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import diverging
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.ink import ink_on

# Up to so many rows and columns each cell says its number.
MOST_WITH_NUMBERS = 8
_CELL = QSize(58, 26)
_MOST = QSize(480, 340)
_LEAST_NAMED = 13.0  # px of a row, or a third of a column's, to name it
_HEAD = 20.0
_MOST_NAME = 110.0
_GAP = 6.0
_BIAS = "bias"


@dataclass(frozen=True, eq=False)
class LabelledMatrix:
    """A matrix (I, O) and a bias (O,), with a name for each row and column."""

    matrix: NDArray[np.float64]
    bias: NDArray[np.float64]
    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def largest(self) -> float:
        """The greatest amount in it, whatever its sign; what is no number left out."""
        every = np.abs(np.concatenate([self.matrix.ravel(), self.bias]))
        return float(every[np.isfinite(every)].max(initial=0.0))


class MatrixPicture(HoverPlot):
    """Draws a `LabelledMatrix`: blue below 0, orange above, the strongest at full strength."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Matrix and bias")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        empty = np.zeros((1, 1)), np.zeros(1)
        self._shown = LabelledMatrix(*empty, ("",), ("",))

    def set_matrix(self, shown: LabelledMatrix) -> None:
        """Draw `shown`."""
        self._shown = shown
        self.setFixedSize(self.sizeHint())
        self.update()

    @property
    def with_numbers(self) -> bool:
        """Whether the cells say their numbers."""
        return bool(max(self._shown.matrix.shape) <= MOST_WITH_NUMBERS)

    def sizeHint(self) -> QSize:
        """As large as its cells want, within bounds."""
        inputs, outputs = self._shown.matrix.shape
        wide = min(outputs * _CELL.width(), _MOST.width() - round(self._left()))
        high = min((inputs + 1) * _CELL.height(), _MOST.height())
        return QSize(round(self._left()) + wide, round(_HEAD + _GAP) + high)

    def cell_box(self, row: int, column: int) -> QRectF:
        """Where a cell lies, in px; the row after the last is the bias."""
        inputs, outputs = self._shown.matrix.shape
        width = (self.width() - self._left()) / outputs
        left = self._left() + column * width
        space = self.height() - _HEAD - _GAP
        bias = max(space / (inputs + 1), _LEAST_NAMED)
        if row == inputs:
            return QRectF(left, self.height() - bias, width, bias)
        height = (space - bias) / inputs
        return QRectF(left, _HEAD + row * height, width, height)

    def text_at(self, place: QPointF) -> str:
        """The cell under the pointer: "x₁ → class 1: −0.82"."""
        inputs, outputs = self._shown.matrix.shape
        cell = self.cell_box(0, 0)
        column = int((place.x() - cell.left()) // cell.width())
        row = int((place.y() - cell.top()) // cell.height())
        if self.cell_box(inputs, 0).top() <= place.y():
            row = inputs
        if not (0 <= column < outputs and 0 <= row <= inputs):
            return ""
        source = self._shown.rows[row] if row < inputs else _BIAS
        return f"{source} → {self._shown.columns[column]}: {words.number(self._value(row, column))}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, then names and numbers where there is room."""
        painter = QPainter(self)
        inputs, outputs = self._shown.matrix.shape
        whole = self.cell_box(0, 0).united(self.cell_box(inputs - 1, outputs - 1))
        self._draw_colours(painter, whole, self._shown.matrix)
        below = self.cell_box(inputs, 0).united(self.cell_box(inputs, outputs - 1))
        self._draw_colours(painter, below, self._shown.bias[None, :])
        self._draw_names(painter)
        if self.with_numbers:
            self._draw_numbers(painter)

    def _value(self, row: int, column: int) -> float:
        inputs = len(self._shown.matrix)
        return float(self._shown.bias[column] if row == inputs else self._shown.matrix[row, column])

    def _left(self) -> float:
        """How wide the names of the rows are."""
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        names = (*self._shown.rows[:500], self._shown.rows[-1], _BIAS)
        return min(max(map(metrics.horizontalAdvance, names)), _MOST_NAME) + 10.0

    def _colours(self, values: NDArray[np.float64]) -> NDArray[np.uint8]:
        most = self._shown.largest or 1.0
        return diverging(values, -most, most, theme.current().dark)

    def _draw_colours(self, painter: QPainter, box: QRectF, values: NDArray[np.float64]) -> None:
        pixels = np.ascontiguousarray(self._colours(values))
        height, width = values.shape
        image = QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
        # Where cells are smaller than pixels, they are averaged and not left out.
        smooth = height > box.height() or width > box.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(box, image)
        painter.setPen(QColor(theme.current().card_border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_names(self, painter: QPainter) -> None:
        painter.setPen(QColor(theme.current().muted))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        inputs, outputs = self._shown.matrix.shape
        cell = self.cell_box(0, 0)
        if cell.height() >= _LEAST_NAMED:
            for row in range(inputs):
                self._name(painter, self.cell_box(row, 0), self._shown.rows[row], right)
        else:
            tall = QRectF(0.0, _HEAD, cell.width(), inputs * cell.height())
            top = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
            bottom = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom
            self._name(painter, tall, self._shown.rows[0], top)
            self._name(painter, tall, self._shown.rows[-1], bottom)
        self._name(painter, self.cell_box(inputs, 0), _BIAS, right)
        if cell.width() >= 3 * _LEAST_NAMED:
            for column in range(outputs):
                over = self.cell_box(0, column)
                box = QRectF(over.left() + 1, 0.0, over.width() - 2, _HEAD)
                _draw(painter, box, self._shown.columns[column], Qt.AlignmentFlag.AlignCenter)

    def _name(self, painter: QPainter, box: QRectF, name: str, align: Qt.AlignmentFlag) -> None:
        _draw(painter, QRectF(0.0, box.top(), self._left() - 6.0, box.height()), name, align)

    def _draw_numbers(self, painter: QPainter) -> None:
        inputs, outputs = self._shown.matrix.shape
        values = np.vstack([self._shown.matrix, self._shown.bias])
        colours = self._colours(values)
        for row in range(inputs + 1):
            for column in range(outputs):
                painter.setPen(ink_on(colours[row, column]))
                text = words.number(float(values[row, column]))
                box = self.cell_box(row, column)
                _draw(painter, box, text, Qt.AlignmentFlag.AlignCenter)


def numbered(what: str, count: int) -> tuple[str, ...]:
    """ "unit 1", "unit 2", …"""
    return tuple(f"{what} {number}" for number in range(1, count + 1))


def named(names: Sequence[str], what: str, count: int) -> tuple[str, ...]:
    """These names, if there are as many; else numbers."""
    return tuple(names) if len(names) == count else numbered(what, count)


def _draw(painter: QPainter, box: QRectF, text: str, align: Qt.AlignmentFlag) -> None:
    font = theme.font(theme.TEXT_SMALL)
    painter.setFont(font)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    painter.drawText(box, align, shown)
