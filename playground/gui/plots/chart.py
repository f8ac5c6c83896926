"""Draws lines over one axis, with a cursor that can be dragged and moved by keys."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.axes import FOOT, Axes, left_of
from playground.gui.plots.chart_paint import bar_box, draw_bars, draw_line, span
from playground.gui.plots.chart_picture import ChartPicture
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.ticks import linear_ticks
from playground.gui.plots.vector import keeps_lines

_TOP, _RIGHT = 8.0, 10.0
_PX_A_TICK_UP, _PX_A_TICK_ACROSS = 30.0, 56.0
_DOT, _KNOB, _REACH = 3.0, 5.0, 7.0
_STEPS, _FINE_STEPS = 40.0, 200.0
_KEYS = {Qt.Key.Key_Left: -1.0, Qt.Key.Key_Right: 1.0}
_ENDS = (Qt.Key.Key_Home, Qt.Key.Key_End)


@dataclass(frozen=True)
class Knob:
    """A point on a line at the cursor.

    Attributes:
        x, y: its place in the chart's own units. colour: `#rrggbb`.
    """

    x: float
    y: float
    colour: str


class Chart(HoverPlot):
    """Draws a `ChartPicture`.

    Attributes:
        picture: what is drawn; None before the first. cursor: where the line across stands; None
            for none. knobs: the points on it.
        movable: whether the pointer and keys move the cursor. follows: whether it goes with the
            pointer without a button held. caption: what is said at the cursor.

    Signals:
        cursor_moved(x): the cursor was moved by hand, in the chart's own units.
        dot_chosen(number): a dot was clicked.
    """

    cursor_moved = Signal(float)
    dot_chosen = Signal(int)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Args: name: what it shows, for assistive tools."""
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.picture: ChartPicture | None = None
        self.cursor_at: float | None = None
        self.knobs: tuple[Knob, ...] = ()
        self.caption = ""
        self.movable, self.follows = True, False
        self._still: tuple[object, QPixmap] | None = None
        self._dragging = False

    def set_picture(self, picture: ChartPicture) -> None:
        """Draw this."""
        if picture is not self.picture:
            self.picture, self._still = picture, None
            self.update()

    def set_cursor(self, x: float | None, knobs: tuple[Knob, ...] = (), caption: str = "") -> None:
        """Put the cursor somewhere, with points on it and something to say of it."""
        if (x, knobs, caption) != (self.cursor_at, self.knobs, self.caption):
            self.cursor_at, self.knobs, self.caption = x, knobs, caption
            self.setAccessibleDescription(caption)
            self.update()

    def sizeHint(self) -> QSize:
        """A part of the window's centre."""
        return QSize(400, 240)

    def minimumSizeHint(self) -> QSize:
        """Narrow, and low."""
        return QSize(180, 110)

    def axes(self) -> Axes:
        """Where things lie."""
        picture = self.picture
        assert picture is not None
        left = left_of(self._up_ticks(), named=bool(picture.names[1]))
        box = QRectF(left, _TOP, self.width() - left - _RIGHT, self.height() - _TOP - FOOT)
        return Axes(box, picture.x_range, picture.y_range)

    def place_of(self, x: float, y: float) -> QPointF:
        """Where a point is drawn, in px."""
        axes = self.axes()
        return QPointF(axes.x(x), axes.y(y))

    def bar_at(self, number: int) -> QRectF:
        """Where a bar is drawn, in px."""
        assert self.picture is not None
        assert self.picture.bars is not None
        return bar_box(self.picture.bars, number, self.axes())

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """What stands still from a picture kept of it, then the cursor."""
        if self.picture is None or self.width() < 60 or self.height() < 50:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if keeps_lines(painter):
            self._draw_still(painter)
        else:
            painter.drawPixmap(0, 0, self._kept())
        self._draw_cursor(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.current().accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = self.axes().box
            painter.drawRoundedRect(box.adjusted(-1, -1, 1, 1), 4.0, 4.0)

    def _kept(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        key = (self.width(), self.height(), ratio, theme.current().name)
        if self._still is None or self._still[0] != key:
            image = QPixmap(self.size() * ratio)
            image.setDevicePixelRatio(ratio)
            image.fill(Qt.GlobalColor.transparent)
            painter = QPainter(image)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_still(painter)
            painter.end()
            self._still = key, image
        return self._still[1]

    def _draw_still(self, painter: QPainter) -> None:
        picture, axes, palette = self.picture, self.axes(), theme.current()
        assert picture is not None
        painter.fillRect(axes.box, QColor(palette.card))
        axes.draw_left(painter, self._up_ticks(), picture.names[1])
        across = linear_ticks(*picture.x_range, max(2, int(axes.box.width() / _PX_A_TICK_ACROSS)))
        axes.draw_bottom(painter, across, picture.names[0])
        painter.save()
        painter.setClipRect(axes.box)
        self._draw_zeros(painter, axes)
        if picture.bars is not None:
            draw_bars(painter, picture.bars, axes)
        self._draw_ticks(painter, axes)
        for line in picture.lines:
            draw_line(painter, line, axes)
        self._draw_dots(painter, axes)
        painter.restore()
        painter.setPen(QPen(QColor(palette.card_border), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(axes.box, 4.0, 4.0)

    def _draw_zeros(self, painter: QPainter, axes: Axes) -> None:
        picture, palette, box = self.picture, theme.current(), axes.box
        assert picture is not None
        painter.setPen(QPen(QColor(palette.disabled), 1.0))
        if picture.y_range[0] < 0.0 < picture.y_range[1]:
            painter.drawLine(QLineF(box.left(), axes.y(0.0), box.right(), axes.y(0.0)))
        if picture.x_range[0] < 0.0 < picture.x_range[1]:
            painter.drawLine(QLineF(axes.x(0.0), box.top(), axes.x(0.0), box.bottom()))
        painter.setPen(QPen(QColor(palette.muted), 1.0, Qt.PenStyle.DotLine))
        for guide in picture.guides:
            painter.drawLine(QLineF(axes.x(guide), box.top(), axes.x(guide), box.bottom()))

    def _draw_ticks(self, painter: QPainter, axes: Axes) -> None:
        assert self.picture is not None
        if not len(self.picture.ticks):
            return
        painter.setPen(QPen(QColor(theme.current().muted), 1.0))
        bottom = axes.box.bottom()
        places = [axes.x(float(x)) for x in self.picture.ticks]
        painter.drawLines([QLineF(x, bottom - 7.0, x, bottom) for x in places])

    def _draw_dots(self, painter: QPainter, axes: Axes) -> None:
        dots = self.picture.dots if self.picture is not None else None
        if dots is None:
            return
        painter.setPen(QPen(QColor(theme.current().light_ring), 0.8))
        for number, colour in enumerate(dots.palette):
            painter.setBrush(QColor(colour))
            for place in np.flatnonzero(dots.colours == number).tolist():
                x, y = axes.x(float(dots.x[place])), axes.y(float(dots.y[place]))
                painter.drawEllipse(QPointF(x, y), _DOT, _DOT)

    def _draw_cursor(self, painter: QPainter) -> None:
        if self.cursor_at is None or not np.isfinite(self.cursor_at):
            return
        axes, palette = self.axes(), theme.current()
        x = axes.x(self.cursor_at)
        if not axes.box.left() - 1.0 <= x <= axes.box.right() + 1.0:
            return
        painter.setPen(QPen(QColor(palette.text), 1.0))
        painter.drawLine(QLineF(x, axes.box.top(), x, axes.box.bottom()))
        painter.setPen(QPen(QColor(palette.card), 1.5))
        for knob in self.knobs:
            y = axes.y(knob.y) if np.isfinite(knob.y) else -1.0
            if axes.box.top() - _KNOB <= y <= axes.box.bottom() + _KNOB:
                painter.setBrush(QColor(knob.colour))
                painter.drawEllipse(QPointF(axes.x(knob.x), y), _KNOB, _KNOB)
        if self.caption:
            self._draw_caption(painter, axes)

    def _draw_caption(self, painter: QPainter, axes: Axes) -> None:
        """In the upper corner that the cursor is not in."""
        palette = theme.current()
        font = theme.font(theme.TEXT_SMALL, QFont.Weight.Medium)
        width = QFontMetricsF(font).horizontalAdvance(self.caption) + 12.0
        box = QRectF(axes.box.left() + 6.0, axes.box.top() + 6.0, width, 20.0)
        if self.cursor_at is not None and axes.x(self.cursor_at) < box.right() + 4.0:
            box.moveRight(axes.box.right() - 6.0)
        ground = QColor(palette.card)
        ground.setAlpha(215)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, 4.0, 4.0)
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self.caption)

    def _up_ticks(self) -> list[tuple[float, str]]:
        assert self.picture is not None
        most = max(2, int((self.height() - _TOP - FOOT) / _PX_A_TICK_UP))
        return linear_ticks(*self.picture.y_range, most)

    # Pointing

    def dot_at(self, place: QPointF) -> int:
        """The dot at a place in px; −1 for none."""
        dots = self.picture.dots if self.picture is not None else None
        if dots is None or not len(dots.x):
            return -1
        axes = self.axes()
        x = axes.box.left() + (dots.x - axes.x_range[0]) * axes.box.width() / span(axes.x_range)
        y = axes.box.bottom() - (dots.y - axes.y_range[0]) * axes.box.height() / span(axes.y_range)
        away = np.hypot(x - place.x(), y - place.y())
        nearest = int(np.nan_to_num(away, nan=np.inf).argmin())
        return nearest if away[nearest] <= _REACH else -1

    def text_at(self, place: QPointF) -> str:
        """The dot, the line or the bar at a place, in words."""
        picture = self.picture
        if picture is None:
            return ""
        dot = self.dot_at(place)
        if dot >= 0 and picture.dots is not None:
            return picture.dots.say(dot)
        axes, bars = self.axes(), picture.bars
        line = self._line_at(place, axes)
        if line or bars is None:
            return line
        number = int(np.searchsorted(bars.edges, axes.x_value(place.x()), "right")) - 1
        if not 0 <= number < len(bars.counts) or not bars.counts[number]:
            return ""
        if not bar_box(bars, number, axes).adjusted(0, -2, 0, 1).contains(place):
            return ""
        low, high = (words.number(float(edge)) for edge in bars.edges[number : number + 2])
        return f"{int(bars.counts[number]):,} {bars.what} from {low} to {high}"

    def _line_at(self, place: QPointF, axes: Axes) -> str:
        """The nearest of the points that a line was worked out at, if it is near."""
        assert self.picture is not None
        if not axes.box.contains(place):
            return ""
        best, said = _REACH, ""
        for line in self.picture.lines:
            at = int(np.abs(line.x - axes.x_value(place.x())).argmin())
            x, y = float(line.x[at]), float(line.y[at])
            away = abs(axes.y(y) - place.y()) if np.isfinite(y) else np.inf
            if away < best:
                best, said = away, f"{line.name}: {words.number(y)} at {words.number(x)}"
        return said

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A dot is chosen; anywhere else the cursor comes."""
        if event.button() != Qt.MouseButton.LeftButton or self.picture is None:
            super().mousePressEvent(event)
            return
        dot = self.dot_at(event.position())
        if dot >= 0:
            self.dot_chosen.emit(dot)
        elif self.movable:
            self._dragging = True
            self._move_to(self.axes().x_value(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the cursor, or say what is under the pointer."""
        place = event.position()
        inside = self.picture is not None and self.axes().box.contains(place)
        if self._dragging or (self.follows and inside):
            self._move_to(self.axes().x_value(place.x()))
        if not self._dragging:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The drag is over."""
        self._dragging = False
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right move the cursor, finely with Shift; Home and End go to the ends."""
        picture, key = self.picture, Qt.Key(event.key())
        if picture is None or not self.movable or key not in (*_KEYS, *_ENDS):
            super().keyPressEvent(event)
            return
        low, high = picture.x_range
        if key in _KEYS:
            fine = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            step = (high - low) / (_FINE_STEPS if fine else _STEPS)
            at = self.cursor_at if self.cursor_at is not None else (low + high) / 2.0
            self._move_to(at + _KEYS[key] * step)
        else:
            self._move_to(low if key == Qt.Key.Key_Home else high)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show where keys go."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They go elsewhere."""
        super().focusOutEvent(event)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Other letters are other sizes."""
        super().changeEvent(event)
        self._still = None

    def _move_to(self, x: float) -> None:
        assert self.picture is not None
        low, high = self.picture.x_range
        if self._dragging:
            self.readout.hide()
        self.cursor_moved.emit(float(min(max(x, low), high)))
