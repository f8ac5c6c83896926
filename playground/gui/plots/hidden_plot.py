"""A layer's space: samples, the bent grid, and the way there from the input."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtCore import QVariantAnimation as Animation
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hidden_space import HiddenPicture
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.point_layer import Dots
from playground.gui.plots.vector import keeps_lines

# Left of the square and beneath it, for numbers and names, and above for half a number.
_LEFT, _BELOW, _ABOVE = 58.0, 34.0, 7.0
_REACH = 7.0
_STAGE_MS = 1200
_GRID_ALPHA = 120


class HiddenPlot(HoverPlot):
    """Draws a `HiddenPicture`, or a film of several that turn into one another.

    Attributes:
        picture: what is drawn; None for nothing.

    Signals:
        film_ended: the last picture of a film is reached.
    """

    film_ended = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The samples as a layer sees them")
        self.picture: HiddenPicture | None = None
        self._target_names: tuple[str, ...] = ()
        self._dots = Dots()
        self._drawn: QPixmap | None = None
        self._film: tuple[HiddenPicture, ...] = ()
        self._animation = Animation(self)
        self._animation.valueChanged.connect(self._turn_on)
        self._animation.finished.connect(self._end_film)

    def set_picture(self, picture: HiddenPicture | None, target_names: Sequence[str] = ()) -> None:
        """Draw this."""
        self.picture, self._target_names = picture, tuple(target_names)
        self._drawn = None
        self.update()

    def play(self, film: Sequence[HiddenPicture]) -> None:
        """Let one picture turn into the next, up to the last."""
        self.stop()
        self._film = tuple(film)
        stages = len(film) - 1
        if stages < 1:
            self._end_film()
            return
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(float(stages))
        self._animation.setDuration(stages * _STAGE_MS)
        self._animation.start()

    def stop(self) -> None:
        """Show no film."""
        self._animation.stop()
        self._film = ()

    @property
    def playing(self) -> bool:
        """Whether a film is shown."""
        return bool(self._film)

    @property
    def between(self) -> tuple[str, str, float]:
        """The two layers that a film is between, and how far from the first, from 0 to 1."""
        at = float(self._animation.currentValue() or 0.0)
        stage = min(int(at), len(self._film) - 2)
        return self._film[stage].layer, self._film[stage + 1].layer, at - stage

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 270)

    def minimumSizeHint(self) -> QSize:
        """Small enough for a low window."""
        return QSize(180, 130)

    @property
    def side(self) -> float:
        """Of the square, in px; the same whatever is drawn."""
        return self._box().width()

    def area(self) -> PlotArea:
        """Where the space lies."""
        if self.picture is None:
            return PlotArea(self._box(), (-1.0, 1.0, -1.0, 1.0), ("", ""))
        box = self._box()
        return PlotArea(box, self.picture.extent, _fitting(self.picture.names, box.width()))

    def place_of(self, row: int) -> QPointF:
        """Where sample `row` of the picture lies, in px."""
        assert self.picture is not None
        return QPointF(*self.area().to_pixels(self.picture.points.features[row]).tolist())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the space and its axes; of a film, what lies between two spaces."""
        if self.picture is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self.area(), theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        if self._film:
            self._draw_between(painter)
            return
        if keeps_lines(painter):
            self._draw_inside(painter, area)
        else:
            painter.drawPixmap(0, 0, self._inside(area))
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)

    def text_at(self, place: QPointF) -> str:
        """Which sample is under the pointer, and where the layer puts it."""
        shown, area = self.picture, self.area()
        if shown is None or self._film or not len(shown.rows):
            return ""
        off = np.hypot(*(area.to_pixels(shown.points.features) - (place.x(), place.y())).T)
        nearest = int(off.argmin())
        if off[nearest] > _REACH:
            return ""
        points = shown.points
        split = "validation" if points.validation_rows[nearest] else "training"
        said = words.target(np.asarray(points.targets[nearest]), points.task, self._target_names)
        there = points.features[nearest].tolist()
        lines = [
            f"{name.partition(',')[0]}: {words.number(value)}"
            for name, value in zip(shown.names, there, strict=True)
        ]
        return "\n".join((f"{split} sample {shown.rows[nearest]:,}: {said}", *lines))

    def _box(self) -> QRectF:
        side = max(16.0, np.floor(min(self.width() - _LEFT - 1.0, self.height() - _BELOW - _ABOVE)))
        spare = max(0.0, np.floor((self.width() - _LEFT - 1.0 - side) / 2.0))
        return QRectF(_LEFT + spare, _ABOVE + 0.5, side, side)

    def _inside(self, area: PlotArea) -> QPixmap:
        """All but the axes, drawn once a picture and theme."""
        ratio = self.devicePixelRatioF()
        size, drawn = self.size() * ratio, self._drawn
        if drawn is None or drawn.size() != size or drawn.devicePixelRatio() != ratio:
            drawn = QPixmap(size)
            drawn.setDevicePixelRatio(ratio)
            drawn.fill(Qt.GlobalColor.transparent)
            painter = QPainter(drawn)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_inside(painter, area)
            painter.end()
            self._drawn = drawn
        return drawn

    def _draw_inside(self, painter: QPainter, area: PlotArea) -> None:
        assert self.picture is not None
        painter.save()
        painter.setClipRect(area.box)
        if self.picture.regions is not None:
            self.picture.regions.draw(painter, area)
        _draw_grid(painter, area.to_pixels(self.picture.grid))
        points = self.picture.points
        stamps = None if keeps_lines(painter) else self._dots
        points.draw(painter, area.to_pixels(points.features), points.drawn_rows(), stamps)
        painter.restore()

    # Films

    def _draw_between(self, painter: QPainter) -> None:
        """Samples and grid on their straight way from one space to the next."""
        at = float(self._animation.currentValue() or 0.0)
        stage = min(int(at), len(self._film) - 2)
        share = QEasingCurve(QEasingCurve.Type.InOutCubic).valueForProgress(min(at - stage, 1.0))
        first, second = self._film[stage], self._film[stage + 1]
        box = self._box()
        areas = [PlotArea(box, each.extent, ("", "")) for each in (first, second)]
        painter.save()
        painter.setClipRect(box)
        _draw_grid(painter, _mixed(areas, [first.grid, second.grid], share))
        places = _mixed(areas, [first.points.features, second.points.features], share)
        second.points.draw(painter, places, second.points.drawn_rows(), self._dots)
        painter.restore()
        areas[0].draw_frame(painter, theme.current().panel)
        painter.setPen(QColor(theme.current().muted))
        painter.setFont(theme.font(theme.TEXT_SMALL))
        name = QRectF(box.left(), box.bottom() + 4.0, box.width(), 15.0)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, f"{first.layer} → {second.layer}")

    @Slot(object)
    def _turn_on(self, value: object) -> None:
        self.update()

    @Slot()
    def _end_film(self) -> None:
        self._film = ()
        self.update()
        self.film_ended.emit()


def _fitting(names: tuple[str, str], width: float) -> tuple[str, str]:
    """Names of axes, without their last words where they are too long."""
    metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
    for cut in ("", " of the variance", ", "):
        shown = [name.partition(cut)[0] if cut else name for name in names]
        if max(map(metrics.horizontalAdvance, shown)) <= width:
            break
    return shown[0], shown[1]


def _mixed(
    areas: list[PlotArea], places: list[NDArray[np.float64]], share: float
) -> NDArray[np.float64]:
    first, second = (area.to_pixels(each) for area, each in zip(areas, places, strict=True))
    return np.asarray(first * (1.0 - share) + second * share)


def _draw_grid(painter: QPainter, lines: NDArray[np.float64]) -> None:
    """(L, P, 2) lines in px; half of them go up and half across."""
    colour = QColor(theme.current().muted)
    colour.setAlpha(_GRID_ALPHA)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, 1.0))
    path = QPainterPath()
    for line in lines.tolist():
        path.addPolygon(QPolygonF([QPointF(x, y) for x, y in line]))
    painter.drawPath(path)
