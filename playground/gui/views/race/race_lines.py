"""A step's time over the width, at one batch: measured, and as the model has it."""

from __future__ import annotations

from dataclasses import dataclass
from math import log10

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots.axes import FOOT, Axes, left_of
from playground.gui.plots.card_ground import draw_card
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.ticks import log_ticks
from playground.gui.views.race import words
from playground.gui.views.race.look import HEAD, PAD, Text, colour_of, draw_chip, write
from playground.training.race.results import Cell, Crossing, Results
from playground.training.race.timing import Timing

_REACH = 12.0
_MICRO = 1e6


@dataclass(frozen=True)
class Point:
    """What was measured of one executor at one width, and what the model makes of it.

    Attributes:
        seconds: measured. model: None where there is none.
    """

    executor: str
    cell: Cell
    seconds: float
    model: float | None
    timing: Timing


class RaceLines(HoverPlot):
    """Lines through what was measured, dashed for the model, rings where one overtakes another.

    Attributes:
        results, cell: what is drawn, and the cell that is looked at.
        points: of all executors at that batch. crossings: at that batch. texts: what is written.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results: Results | None = None
        self.cell: Cell | None = None
        self.points: tuple[Point, ...] = ()
        self.crossings: tuple[Crossing, ...] = ()
        self.texts: tuple[Text, ...] = ()
        self.setAccessibleName("The time of a step over the width")

    def sizeHint(self) -> QSize:
        """Half of the centre."""
        return QSize(400, 280)

    def minimumSizeHint(self) -> QSize:
        """Half of a small centre."""
        return QSize(240, 170)

    def set_results(self, results: Results | None, cell: Cell | None) -> None:
        """Draw the batch of a cell."""
        self.results, self.cell = results, cell
        self.points, self.crossings = (), ()
        if results is not None and cell is not None:
            self.points = tuple(_points(results, cell[1]))
            self.crossings = tuple(c for c in results.crossings() if c.batch == cell[1])
        self.texts = tuple(self._texts())
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self.texts = tuple(self._texts())

    def text_at(self, place: QPointF) -> str:
        """The nearest point."""
        if not self.points:
            return ""
        axes = self._axes()

        def far(point: Point) -> float:
            at = _place(axes, point.cell[0], point.seconds) - place
            return float((at.x() ** 2 + at.y() ** 2) ** 0.5)

        near = min(self.points, key=far)
        if far(near) > _REACH:
            return ""
        said = f"{words.label(near.executor)}, {words.cell_words(near.cell).lower()}"
        timing = near.timing
        spread = f"{words.duration(timing.least)} to {words.duration(timing.most)}"
        return f"{said}\n{words.time_words(timing)} (stretches {spread})"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw axes, lines, points and rings."""
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()))
        for text in self.texts:
            if text.role != "mark":
                write(painter, text)
        if not self.points or self.results is None or self.cell is None:
            return
        axes = self._axes()
        axes.draw_left(painter, self._ticks(axes), "")
        widths = [(log10(w), f"{w:,}") for w in self.results.course.widths]
        axes.draw_bottom(painter, widths, "width")
        x = axes.x(log10(self.cell[0]))
        painter.setPen(QPen(QColor(palette.accent), 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, axes.box.top(), x, axes.box.bottom()))
        for name in self.results.course.executors:
            self._draw_line(painter, axes, [p for p in self.points if p.executor == name])
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.text), 2.0))
        for crossing in self.crossings:
            painter.drawEllipse(_place(axes, crossing.width, crossing.seconds), 6.0, 6.0)
        for text in self.texts:
            if text.role == "mark":
                draw_chip(painter, text.rect)
                write(painter, text)

    def _draw_line(self, painter: QPainter, axes: Axes, points: list[Point]) -> None:
        if not points:
            return
        colour = QColor(*colour_of(points[0].executor))
        places = [_place(axes, p.cell[0], p.seconds) for p in points]
        fitted = [_place(axes, p.cell[0], p.model) for p in points if p.model is not None]
        painter.setBrush(Qt.BrushStyle.NoBrush)
        faint = QColor(colour)
        faint.setAlphaF(0.8)
        painter.setPen(QPen(faint, 1.2, Qt.PenStyle.DashLine))
        painter.drawPolyline(QPolygonF(fitted))
        painter.setPen(QPen(colour, 2.0))
        painter.drawPolyline(QPolygonF(places))
        painter.setBrush(colour)
        painter.setPen(QPen(QColor(theme.current().card), 1.0))
        for place in places:
            painter.drawEllipse(place, 3.5, 3.5)

    def _texts(self) -> list[Text]:
        left = Qt.AlignmentFlag.AlignLeft
        if self.results is None or self.cell is None:
            return []
        title = f"µs a step at batch {self.cell[1]:,}"
        found = [Text("title", "", title, QRectF(PAD, PAD, 150.0, 16.0), left, True)]
        right = self.width() - PAD
        for name in reversed(self.results.course.executors):
            said = words.label(name)
            width = theme.text_width(said, theme.TEXT_SMALL) + 2.0
            right -= width
            ink = QColor(*colour_of(name)).name()
            box = QRectF(right, PAD, width, 16.0)
            found.append(Text("executor", name, said, box, left, True, ink))
            right -= 12.0
        if self.points:
            axes = self._axes()
            for crossing in self.crossings:
                place = _place(axes, crossing.width, crossing.seconds)
                said = f"equal at width {crossing.width:,.0f}"
                bold = QFont.Weight.DemiBold
                width = theme.text_width(said, theme.TEXT_SMALL, bold) + 10.0
                left_end = min(place.x() - width / 2.0, self.width() - PAD - width)
                top = place.y() - 26.0
                if top < axes.box.top():
                    top = place.y() + 10.0
                box = QRectF(max(left_end, PAD), top, width, 16.0)
                found.append(Text("mark", crossing, said, box, strong=True))
        return found

    def _axes(self) -> Axes:
        assert self.results is not None
        values = [p.seconds for p in self.points] + [p.model for p in self.points if p.model]
        low, high = log10(min(values) * _MICRO), log10(max(values) * _MICRO)
        margin = 0.06 * (high - low or 1.0)
        y_range = (low - margin, high + margin)
        widths = self.results.course.widths
        x_range = (log10(widths[0]) - 0.06, log10(widths[-1] if len(widths) > 1 else 10.0) + 0.06)
        left = left_of(log_ticks(*y_range, 5), named=False) + PAD
        top = PAD + HEAD
        down = self.height() - top - FOOT - PAD
        box = QRectF(left, top, self.width() - left - PAD - 2.0, max(down, 10.0))
        return Axes(box, x_range, y_range)

    def _ticks(self, axes: Axes) -> list[tuple[float, str]]:
        return log_ticks(*axes.y_range, max(2, int(axes.box.height() / 28.0)))


def _points(results: Results, batch: int) -> list[Point]:
    found = []
    for name in results.course.executors:
        model = results.models.get(name)
        for width in results.course.widths:
            timing = results.times[name].get((width, batch))
            if timing is not None:
                cost = results.costs[width, batch]
                made = None if model is None else model.shares(cost).seconds
                found.append(Point(name, (width, batch), timing.seconds, made, timing))
    return found


def _place(axes: Axes, width: float, seconds: float) -> QPointF:
    return QPointF(axes.x(log10(width)), axes.y(log10(seconds * _MICRO)))
