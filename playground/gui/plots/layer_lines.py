"""A line a layer over the epochs of a run."""

from __future__ import annotations

from collections.abc import Collection
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.axes import FOOT, Axes, Ticks, left_of
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.layer_picture import LayerPicture, grey, line_colours
from playground.gui.plots.ticks import linear_ticks, log_ticks

_TOP = 6.0
_REACH = 24.0
_PX_A_TICK = 24.0


class LayerLines(HoverPlot):
    """Draws the lines of a `LayerPicture`, its guide, and a cursor at the shown epoch."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layers over time")
        self.picture: LayerPicture | None = None
        self._chosen: frozenset[str] = frozenset()

    def show_picture(self, picture: LayerPicture, chosen: Collection[str]) -> None:
        """Draw `picture`; the chosen layers' lines are thick."""
        self.picture, self._chosen = picture, frozenset(chosen)
        self.update()

    def sizeHint(self) -> QSize:
        """The wider part of the drawer."""
        return QSize(480, 140)

    def minimumSizeHint(self) -> QSize:
        """Narrow, and low."""
        return QSize(180, 88)

    def axes(self, picture: LayerPicture) -> Axes:
        """Where things lie."""
        left = left_of(self._up_ticks(picture))
        box = QRectF(left, _TOP, self.width() - left - 8.0, self.height() - _TOP - FOOT)
        low, high = float(picture.x.min()), float(picture.x.max())
        return Axes(box, (low, max(high, low + 1.0)), picture.ends)

    def place_of(self, layer: str, index: int) -> QPointF:
        """Where a layer's number at column `index` is drawn, in px."""
        assert self.picture is not None
        line = next(line for line in self.picture.lines if line.layer == layer)
        axes = self.axes(self.picture)
        share = float(self.picture.height(line.y[index]))
        y = axes.box.bottom() - share * axes.box.height()
        return QPointF(axes.x(float(self.picture.x[index])), y)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, guide, lines and cursor."""
        picture = self.picture
        if picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        axes = self.axes(picture)
        axes.draw_left(painter, self._up_ticks(picture), picture.name)
        ticks = epoch_ticks(picture.x, axes.x_range, axes.box.width())
        axes.draw_bottom(painter, ticks, "epoch")
        painter.setPen(QColor(theme.current().card_border))
        painter.drawLine(QLineF(axes.box.bottomLeft(), axes.box.bottomRight()))
        draw_cursor(painter, axes, picture.cursor, live=picture.live)
        painter.save()
        painter.setClipRect(axes.box.adjusted(-3.0, -3.0, 4.0, 3.0))
        self._draw_lines(painter, axes, picture)
        painter.restore()
        self._draw_guide(painter, axes, picture)

    def text_at(self, place: QPointF) -> str:
        """The number that is nearest: "epoch 120: dense_1 0.0012"."""
        picture = self.picture
        if picture is None:
            return ""
        axes = self.axes(picture)
        if not axes.box.adjusted(-6, -6, 6, 6).contains(place):
            return ""
        x = (
            axes.box.left()
            + (picture.x - axes.x_range[0]) / (axes.x_range[1] - axes.x_range[0]) * axes.box.width()
        )
        column = int(np.abs(x - place.x()).argmin())
        heights = np.array([float(picture.height(line.y[column])) for line in picture.lines])
        if not np.isfinite(heights).any():
            return ""
        away = np.abs(axes.box.bottom() - heights * axes.box.height() - place.y())
        row = int(np.nanargmin(away))
        if np.hypot(away[row], x[column] - place.x()) > max(_REACH, axes.box.width() / 20.0):
            return ""
        line = picture.lines[row]
        return (
            f"epoch {epoch_text(float(picture.x[column]))}: {line.label} "
            f"{picture.said(float(line.y[column]))}"
        )

    def _up_ticks(self, picture: LayerPicture) -> Ticks:
        most = max(2, int((self.height() - _TOP - FOOT) / _PX_A_TICK))
        low, high = picture.ends
        if picture.log:
            return log_ticks(low, high, most)
        return [(share, words.percent(share)) for share, _ in linear_ticks(low, high, most)]

    def _draw_lines(self, painter: QPainter, axes: Axes, picture: LayerPicture) -> None:
        colours = line_colours([line.layer for line in picture.lines], self._chosen)
        low, high = axes.x_range
        x = axes.box.left() + (picture.x - low) / (high - low) * axes.box.width()
        # What has no colour lies beneath, and what was chosen on top.
        order = sorted(
            picture.lines, key=lambda line: (line.layer in colours, line.layer in self._chosen)
        )
        for line in order:
            colour = QColor(colours.get(line.layer, grey()))
            width = 2.5 if line.layer in self._chosen else 1.5 if line.layer in colours else 1.0
            # Lines one by one: Qt takes ten times as long for a jagged polyline of such a width.
            pen = QPen(colour, width)
            pen.setCapStyle(Qt.PenCapStyle.SquareCap)
            y = axes.box.bottom() - picture.height(line.y) * axes.box.height()
            for piece in _pieces(x, y):
                if len(piece) > 1:
                    painter.setPen(pen)
                    painter.drawLines([QLineF(a, b) for a, b in pairwise(piece)])
                else:
                    painter.setPen(Qt.PenStyle.NoPen)
                    painter.setBrush(colour)
                    painter.drawEllipse(piece[0], 2.0, 2.0)

    def _draw_guide(self, painter: QPainter, axes: Axes, picture: LayerPicture) -> None:
        if picture.guide is None:
            return
        y = axes.box.bottom() - float(picture.height(picture.guide)) * axes.box.height()
        painter.setPen(QPen(QColor(theme.current().muted), 1.0, Qt.PenStyle.DashLine))
        painter.drawLine(QLineF(axes.box.left(), y, axes.box.right(), y))


def draw_cursor(painter: QPainter, axes: Axes, at: float, *, live: bool) -> None:
    """A line at the shown epoch: in the accent's colour where it is an earlier one."""
    if live or not axes.x_range[0] <= at <= axes.x_range[1]:
        return
    painter.setPen(QPen(QColor(theme.current().accent), 1.5))
    painter.drawLine(QLineF(axes.x(at), axes.box.top(), axes.x(at), axes.box.bottom()))


def epoch_text(epoch: float) -> str:
    """An epoch, with a decimal where it is under way."""
    return f"{epoch:,.0f}" if epoch == int(epoch) else f"{epoch:,.1f}"


def epoch_ticks(x: NDArray[np.float64], ends: tuple[float, float], width: float) -> Ticks:
    """Numbers for an axis of epochs, `width` px long, on which `x` are drawn."""
    if len(x) == 1:
        return [(float(x[0]), epoch_text(float(x[0])))]
    return linear_ticks(*ends, max(4, int(width / 60.0)))


def _pieces(x: NDArray[np.float64], y: NDArray[np.float64]) -> list[list[QPointF]]:
    """Stretches of points that all have a place."""
    pieces: list[list[QPointF]] = []
    fresh = True
    for across, up in zip(x.tolist(), y.tolist(), strict=True):
        if up != up:
            fresh = True
            continue
        if fresh:
            pieces.append([])
            fresh = False
        pieces[-1].append(QPointF(across, up))
    return pieces
