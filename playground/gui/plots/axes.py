"""Axes of a flat plot: ticks with their numbers, names, faint lines across."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from playground.gui import theme

Ticks = Sequence[tuple[float, str]]
NAME = 15.0  # px across a name that stands upright
FOOT = 18.0  # px beneath a plot for ticks and the name beside them
_GAP = 4.0
_LENGTH = 3.0


@dataclass(frozen=True)
class Axes:
    """A rectangle with numbers on its left and beneath.

    Attributes:
        box: the rectangle in px.
        x_range, y_range: its ends in the axes' own numbers.
    """

    box: QRectF
    x_range: tuple[float, float]
    y_range: tuple[float, float]

    def x(self, value: float) -> float:
        """A number across in px."""
        low, high = self.x_range
        return self.box.left() + (value - low) / (high - low) * self.box.width()

    def y(self, value: float) -> float:
        """A number up in px."""
        low, high = self.y_range
        return self.box.bottom() - (value - low) / (high - low) * self.box.height()

    def x_value(self, x: float) -> float:
        """A place in px as a number across."""
        low, high = self.x_range
        return low + (x - self.box.left()) / self.box.width() * (high - low)

    def y_value(self, y: float) -> float:
        """A place in px as a number up."""
        low, high = self.y_range
        return low + (self.box.bottom() - y) / self.box.height() * (high - low)

    def draw_bottom(self, painter: QPainter, ticks: Ticks, name: str) -> None:
        """Numbers beneath, and the name at the right end of their row."""
        palette = theme.current()
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        painter.setFont(theme.font(theme.TEXT_SMALL))
        row = QRectF(self.box.left(), self.box.bottom() + _LENGTH, self.box.width(), FOOT - _LENGTH)
        painter.setPen(QColor(palette.muted))
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, name)
        used = row.left() - 30.0
        room = row.right() - metrics.horizontalAdvance(name) - _GAP
        for value, text in ticks:
            x, width = self.x(value), metrics.horizontalAdvance(text)
            left = max(x - width / 2.0, row.left() - 6.0)
            if left < used or left + width > room or not row.left() - 1.0 <= x <= row.right() + 1.0:
                continue
            painter.setPen(QColor(palette.disabled))
            painter.drawLine(QLineF(x, self.box.bottom(), x, self.box.bottom() + _LENGTH))
            painter.setPen(QColor(palette.muted))
            painter.drawText(
                QRectF(left, row.top(), width + 1.0, row.height()),
                Qt.AlignmentFlag.AlignVCenter,
                text,
            )
            used = left + width + 2.0 * _GAP

    def draw_left(self, painter: QPainter, ticks: Ticks, name: str, *, lines: bool = True) -> None:
        """Numbers on the left, the name upright beside them, and lines across where wanted."""
        palette = theme.current()
        font = theme.font(theme.TEXT_SMALL)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        widest = 0.0
        for value, text in ticks:
            y = self.y(value)
            if not self.box.top() - 1.0 <= y <= self.box.bottom() + 1.0:
                continue
            if lines:
                painter.setPen(QColor(palette.plot_grid))
                painter.drawLine(QLineF(self.box.left(), y, self.box.right(), y))
            painter.setPen(QColor(palette.muted))
            top = min(max(y - 8.0, 0.0), self.box.bottom() - 11.0)
            painter.drawText(QRectF(0.0, top, self.box.left() - _GAP, 16.0), align, text)
            widest = max(widest, metrics.horizontalAdvance(text))
        middle = QPointF(self.box.left() - _GAP - widest - _GAP, self.box.center().y())
        draw_upright(painter, middle, name, self.box.height() + FOOT)


def left_of(ticks: Ticks, *, named: bool = True) -> float:
    """How many px numbers on the left, and an upright name, take."""
    metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
    widest = max((metrics.horizontalAdvance(text) for _, text in ticks), default=0.0)
    return float(round(widest + 2.0 * _GAP + (NAME if named else 0.0)))


def draw_upright(painter: QPainter, right_middle: QPointF, text: str, room: float) -> None:
    """Text that reads upwards, left of a place."""
    font = theme.font(theme.TEXT_SMALL)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, room)
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(theme.current().muted))
    painter.translate(right_middle)
    painter.rotate(-90.0)
    box = QRectF(-room / 2.0, -NAME, room, NAME)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
    painter.restore()
