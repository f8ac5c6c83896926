"""The plane that is painted on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import hypot

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.data.dataset import Dataset, Task
from playground.data.painting import MOST_PLACES, Stroke, Tool
from playground.gui import theme
from playground.gui.plots.colours import class_colour, value_colour
from playground.gui.plots.plot_area import PlotArea

_EXTENT = (-1.2, 1.2, -1.2, 1.2)
_NAMES = ("x1", "x2")
_DOT = 2.6
_STEP = 0.05  # of the keyboard's place
_APART_PX = 3.0  # places of a path that lie closer are one
_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


@dataclass(frozen=True)
class Brush:
    """What a stroke is made with.

    Attributes:
        tool, target, radius, density, noise: as in `Stroke`.
        task: what targets mean. low, high: of values, for their colours.
    """

    tool: Tool
    target: float
    radius: float
    density: float
    noise: float
    task: Task
    low: float = -1.0
    high: float = 1.0

    def stroke(self, path: tuple[tuple[float, float], ...]) -> Stroke:
        """A stroke along a path."""
        return Stroke(
            tool=self.tool,
            path=path,
            target=self.target,
            radius=self.radius,
            density=self.density,
            noise=self.noise,
        )

    @property
    def colour(self) -> QColor:
        """What it paints with."""
        return QColor(*_colour(self.task, self.target, self.low, self.high))


class Easel(QWidget):
    """Shows points, and turns drags into strokes. Arrows move a place, Space or Enter paints there.

    Attributes:
        places, targets: of the points that are shown, (N, 2) and (N,).

    Signals:
        stroke_made(Stroke): a drag has ended, or a key was pressed.
    """

    stroke_made = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, read_only: bool = False) -> None:
        super().__init__(parent)
        self._read_only = read_only
        self.places: NDArray[np.float64] = np.zeros((0, 2))
        self.targets: NDArray[np.float64] = np.zeros(0)
        self._brush = Brush("spray", 0.0, 0.15, 150.0, 0.0, "binary")
        self._path: list[tuple[float, float]] = []
        self._at: QPointF | None = None  # the pointer, in px
        self._place = (0.0, 0.0)  # the keyboard's
        self._picture: QPixmap | None = None
        self._drawn_in = ""  # the theme
        self._hint = ""
        self.setMouseTracking(True)
        if not read_only:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(220, 220)
        self.setAccessibleName("The points" if read_only else "The plane to paint on")
        theme.notifier().theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(520, 520)

    @property
    def area(self) -> PlotArea:
        """The square and its axes."""
        return PlotArea.fitted(self.width(), self.height(), _EXTENT, _NAMES)

    def set_brush(self, brush: Brush) -> None:
        """What the next stroke is made with."""
        self._brush = brush
        self._forget_picture()

    def show_points(
        self, places: NDArray[np.float64], targets: NDArray[np.float64], hint: str
    ) -> None:
        """Show these points; the hint stands over them."""
        self.places, self.targets, self._hint = places, targets, hint
        self._forget_picture()

    def show_dataset(self, dataset: Dataset) -> None:
        """Show the points of data on the plane; of several targets the first gives the colours."""
        targets = dataset.targets.reshape(len(dataset.targets), -1)[:, 0].astype(np.float64)
        low, high = float(targets.min()), float(targets.max())
        self._brush = replace(self._brush, task=dataset.task, low=low, high=high)
        self.show_points(dataset.features, targets, "")

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke."""
        if event.button() != Qt.MouseButton.LeftButton or self._read_only:
            return
        if not self.area.box.contains(event.position()):
            return
        self._path = [self.area.to_data(event.position())]
        self._at = event.position()
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        self._at = event.position()
        if self._path and len(self._path) < MOST_PLACES:
            area = self.area
            last = area.to_pixels(np.array(self._path[-1]))
            place = event.position()
            if hypot(place.x() - last[0], place.y() - last[1]) >= _APART_PX:
                self._path.append(self._within(area.to_data(place)))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        if event.button() == Qt.MouseButton.LeftButton and self._path:
            self._end()

    def leaveEvent(self, event: QEvent) -> None:
        """No brush is shown where the pointer is not."""
        self._at = None
        self.update()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the place, paint there, or leave a stroke."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape and self._path:
            self._path = []
        elif key in _WAYS:
            x, y = _WAYS[key]
            place = (self._place[0] + _STEP * x, self._place[1] + _STEP * y)
            self._place = self._within(place)
            spot = self.area.to_pixels(np.array(self._place))
            self._at = QPointF(float(spot[0]), float(spot[1]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Insert):
            self._path = [self._place]
            self._end()
        else:
            super().keyPressEvent(event)
            return
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is begun is left."""
        self._path = []
        self.update()
        super().focusOutEvent(event)

    def _end(self) -> None:
        path, self._path = tuple(self._path), []
        if self._brush.tool == "point":
            path = path[:1]
        if self._brush.tool == "fill" and len(path) < 3:
            self._hint = "Draw around a region to fill it."
            self._forget_picture()
            return
        self.stroke_made.emit(self._brush.stroke(path))
        self.update()

    @staticmethod
    def _within(place: tuple[float, float]) -> tuple[float, float]:
        x0, x1, y0, y1 = _EXTENT
        return (min(max(place[0], x0), x1), min(max(place[1], y0), y1))

    # Painting

    def _forget_picture(self) -> None:
        self._picture = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture is of another size."""
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Points from a picture that is kept; the stroke and the brush on top."""
        if self._picture is None or self._drawn_in != theme.current().name:
            self._drawn_in = theme.current().name
            self._picture = self._draw_points()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.drawPixmap(0, 0, self._picture)
        painter.setClipRect(self.area.box)
        if self._path:
            self._draw_stroke(painter)
        if not self._read_only and self._at is not None and (self.underMouse() or self.hasFocus()):
            self._draw_brush(painter, self._at)
        painter.end()

    def _draw_points(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        palette, area, brush = theme.current(), self.area, self._brush
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(area.box, QColor(palette.card))
        painter.setClipRect(area.box)
        painter.setPen(QPen(QColor(palette.card_border), 1.0))
        middle = area.to_pixels(np.zeros(2))
        painter.drawLine(QPointF(middle[0], area.box.top()), QPointF(middle[0], area.box.bottom()))
        painter.drawLine(QPointF(area.box.left(), middle[1]), QPointF(area.box.right(), middle[1]))
        painter.setPen(QPen(QColor(255, 255, 255, 170), 0.6))
        spots = area.to_pixels(self.places)
        for (x, y), target in zip(spots.tolist(), self.targets.tolist(), strict=True):
            painter.setBrush(QColor(*_colour(brush.task, target, brush.low, brush.high)))
            painter.drawEllipse(QPointF(x, y), _DOT, _DOT)
        painter.setClipping(False)
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)
        if self._hint:
            painter.setFont(theme.font(theme.TEXT_BODY))
            painter.setPen(QColor(palette.muted))
            room = area.box.adjusted(12, 10, -12, -10)
            flags = Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignHCenter
            painter.drawText(room, flags | Qt.TextFlag.TextWordWrap, self._hint)
        painter.end()
        return picture

    def _draw_stroke(self, painter: QPainter) -> None:
        area, brush = self.area, self._brush
        spots = [QPointF(x, y) for x, y in area.to_pixels(np.array(self._path)).tolist()]
        tint = QColor(theme.current().muted) if brush.tool == "erase" else brush.colour
        tint.setAlphaF(0.3)
        if brush.tool == "fill":
            painter.setPen(QPen(brush.colour, 1.5))
            painter.setBrush(tint)
            painter.drawPolygon(QPolygonF(spots))
            return
        if brush.tool == "point":
            return
        width = 2.0 * self._reach_px()
        path = QPainterPath(spots[0])
        for spot in spots[1:] or [spots[0] + QPointF(0.01, 0)]:
            path.lineTo(spot)
        round_ = (Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)
        painter.setPen(QPen(tint, width, Qt.PenStyle.SolidLine, *round_))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(path)

    def _draw_brush(self, painter: QPainter, at: QPointF) -> None:
        brush = self._brush
        colour = QColor(theme.current().muted) if brush.tool == "erase" else brush.colour
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        reach = self._reach_px() if brush.tool in ("spray", "erase") else 4.0
        painter.drawEllipse(at, reach, reach)

    def _reach_px(self) -> float:
        unit: QRectF = self.area.rect_of((0.0, 1.0, 0.0, 1.0))
        return self._brush.radius * unit.width()


def _colour(task: Task, target: float, low: float, high: float) -> tuple[int, int, int]:
    if task == "regression":
        return value_colour(target, low, high)
    return class_colour(task, int(target))
