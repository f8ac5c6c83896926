"""The loss along the way of a step, with a handle at the learning rate."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.axes import FOOT, Axes, left_of
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.ticks import linear_ticks
from playground.training.stepping.rate_line import RateLine

_TOP, _RIGHT = 26.0, 12.0
_HANDLE = 6.0
_KEY_SHARE = 0.01


@dataclass(frozen=True)
class Text:
    """Something that is written: what of, the words, and where."""

    role: str
    text: str
    box: QRectF


class RateLinePlot(HoverPlot):
    """Losses at rates; the handle is dragged, or moved by the arrow keys.

    Attributes:
        line: what is drawn. rate: where the handle is. loss: where that lands.

    Signals:
        rate_changed(float): the handle was moved by hand.
    """

    rate_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Loss along the step, by learning rate")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.line: RateLine | None = None
        self.rate, self.loss = 0.0, float("nan")
        self._dragging = False

    def set_line(self, line: RateLine | None) -> None:
        """Draw another."""
        self.line = line
        self.update()

    def set_handle(self, rate: float, loss: float) -> None:
        """Put the handle there."""
        self.rate, self.loss = rate, loss
        said = f"At rate {words.number(rate)} the loss would be {words.number(loss, 4)}"
        self.setAccessibleDescription(said)
        self.update()

    def sizeHint(self) -> QSize:
        """The width of the page."""
        return QSize(440, 250)

    def minimumSizeHint(self) -> QSize:
        """Enough for its axes."""
        return QSize(240, 160)

    def text_at(self, place: QPointF) -> str:
        line = self.line
        if line is None or self._dragging:
            return ""
        rate = self._axes(line).x_value(place.x())
        if not 0.0 <= rate <= line.rates[-1]:
            return ""
        near = int(np.abs(line.rates - rate).argmin())
        step, gradient = line.along_step[near], line.along_gradient[near]
        return (
            f"rate {words.number(float(line.rates[near]))}\n"
            f"the optimizer's step: {words.number(float(step), 4)}\n"
            f"along −gradient: {words.number(float(gradient), 4)}"
        )

    @property
    def texts(self) -> tuple[Text, ...]:
        """What is written by the handle and the beginning."""
        line = self.line
        if line is None:
            return ()
        axes = self._axes(line)
        found = [
            Text(
                "before",
                f"now {words.number(line.before, 4)}",
                QRectF(axes.box.right() - 116.0, axes.y(line.before) - 17.0, 110.0, 15.0),
            ),
        ]
        if np.isfinite(self.loss):
            text = f"rate {words.number(self.rate)} → {words.number(self.loss, 4)}"
            width = theme.text_width(text, theme.TEXT_SMALL) + 12.0
            x = min(max(axes.x(self.rate) - width / 2.0, axes.box.left()), axes.box.right() - width)
            found.append(Text("handle", text, QRectF(x, 3.0, width, 18.0)))
        return tuple(found)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, both lines, the tangent and the handle."""
        line = self.line
        if line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        axes = self._axes(line)
        painter.fillRect(axes.box, QColor(palette.card))
        low, high = axes.y_range
        axes.draw_left(painter, linear_ticks(low, high, 5), "loss of this batch")
        axes.draw_bottom(painter, linear_ticks(0.0, axes.x_range[1], 6), "learning rate")
        painter.save()
        painter.setClipRect(axes.box)
        painter.setPen(QPen(QColor(palette.disabled), 1.0))
        y = axes.y(line.before)
        painter.drawLine(QLineF(axes.box.left(), y, axes.box.right(), y))
        self._draw_tangent(painter, axes, line)
        painter.setPen(QPen(QColor(palette.muted), 1.4, Qt.PenStyle.DotLine))
        painter.drawPolyline(_polygon(axes, line, line.along_gradient))
        painter.setPen(QPen(QColor(palette.accent), 2.0))
        painter.drawPolyline(_polygon(axes, line, line.along_step))
        painter.restore()
        painter.setPen(QPen(QColor(palette.card_border), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(axes.box)
        self._draw_handle(painter, axes)

    def _draw_tangent(self, painter: QPainter, axes: Axes, line: RateLine) -> None:
        end = float(line.rates[-1])
        pen = QPen(QColor(theme.current().positive), 1.4, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        first = QPointF(axes.x(0.0), axes.y(line.before))
        last = QPointF(axes.x(end), axes.y(line.before + end * line.step_slope))
        painter.drawLine(first, last)

    def _draw_handle(self, painter: QPainter, axes: Axes) -> None:
        palette = theme.current()
        if not 0.0 <= self.rate <= axes.x_range[1]:
            return
        x = axes.x(self.rate)
        painter.setPen(QPen(QColor(palette.text), 1.2))
        painter.drawLine(QLineF(x, axes.box.top(), x, axes.box.bottom()))
        if np.isfinite(self.loss):
            y = min(max(axes.y(self.loss), axes.box.top()), axes.box.bottom())
            painter.setBrush(QColor(palette.accent))
            painter.drawEllipse(QPointF(x, y), _HANDLE, _HANDLE)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        for text in self.texts:
            if text.role == "handle":
                painter.setPen(QPen(QColor(palette.card_border), 1.0))
                painter.setBrush(QColor(palette.card))
                painter.drawRoundedRect(text.box, 5.0, 5.0)
            painter.setPen(QColor(palette.text if text.role == "handle" else palette.muted))
            align = Qt.AlignmentFlag.AlignCenter
            if text.role == "before":
                align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(text.box, align, text.text)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(axes.box.adjusted(-1.0, -1.0, 1.0, 1.0))

    def _axes(self, line: RateLine) -> Axes:
        low, high = y_range(line)
        left = left_of(linear_ticks(low, high, 5))
        box = QRectF(
            left,
            _TOP,
            max(self.width() - left - _RIGHT, 10.0),
            max(self.height() - _TOP - FOOT - 4.0, 10.0),
        )
        return Axes(box, (0.0, float(line.rates[-1])), (low, high))

    # By hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle, wherever it is pressed."""
        if event.button() == Qt.MouseButton.LeftButton and self.line is not None:
            self._dragging = True
            self.readout.hide()
            self._drag(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag it, or say what is under the pointer."""
        if self._dragging:
            self._drag(event.position().x())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let it be."""
        self._dragging = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the handle a hundredth of the line, with Shift a tenth."""
        ways = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}
        if self.line is None or event.key() not in ways:
            super().keyPressEvent(event)
            return
        share = 10.0 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1.0
        end = float(self.line.rates[-1])
        self._want(self.rate + ways[Qt.Key(event.key())] * share * _KEY_SHARE * end)

    def _drag(self, x: float) -> None:
        assert self.line is not None
        self._want(self._axes(self.line).x_value(x))

    def _want(self, rate: float) -> None:
        assert self.line is not None
        end = float(self.line.rates[-1])
        # A rate of 0 is none.
        self.rate_changed.emit(min(max(rate, end * 1e-3), end))


def y_range(line: RateLine) -> tuple[float, float]:
    """The losses to be seen: the whole valley, and as much above the beginning."""
    both = np.concatenate([line.along_step, line.along_gradient])
    finite = both[np.isfinite(both)]
    low = float(finite.min(initial=line.before)) if np.isfinite(line.before) else 0.0
    before = line.before if np.isfinite(line.before) else 1.0
    high = min(float(finite.max(initial=before)), before + 1.2 * max(before - low, 1e-9))
    spare = 0.12 * max(high - low, 1e-6 * max(abs(before), 1e-3))
    return low - spare, high + spare


def _polygon(axes: Axes, line: RateLine, losses: np.ndarray) -> QPolygonF:
    points = [
        QPointF(axes.x(float(rate)), min(max(axes.y(float(loss)), -1e5), 1e5))
        for rate, loss in zip(line.rates, losses, strict=True)
        if np.isfinite(loss)
    ]
    return QPolygonF(points)
