"""The square of a decision map: picture, contour, points, axes and read-out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QMouseEvent,
    QPaintEngine,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.map_grid import Extent, extent_of
from playground.gui.plots.map_picture import MapLook, MapPicture
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.point_layer import PointLayer
from playground.gui.plots.readout import Readout

# A point within this many px of the pointer is spoken of.
_REACH = 7.0


class MapCanvas(QWidget):
    """Draws samples over a map of predictions.

    Attributes:
        readout: the label that follows the pointer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readout = Readout(self)
        self._points: PointLayer | None = None
        self._map: MapPicture | None = None
        self._message = ""
        self._axis_names = ("", "")
        self._target_names: tuple[str, ...] = ()
        self._extent: Extent = (-1.0, 1.0, -1.0, 1.0)
        self._area: PlotArea | None = None
        self._places: NDArray[np.float64] = np.empty((0, 2))
        self._points_picture: QPixmap | None = None
        self.setMouseTracking(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def extent(self) -> Extent:
        """The plotted rectangle."""
        return self._extent

    @property
    def points(self) -> PointLayer | None:
        """The samples that are drawn."""
        return self._points

    def set_points(
        self, points: PointLayer, axis_names: tuple[str, str], target_names: tuple[str, ...]
    ) -> None:
        """Draw these samples; a map of other samples goes."""
        self._points, self._map, self._message = points, None, ""
        self._axis_names, self._target_names = axis_names, target_names
        self._extent = extent_of(points.features)
        self._place()

    def look(self) -> MapLook | None:
        """How a map of the present samples is to be drawn; None where there are none."""
        if self._points is None or self._message:
            return None
        points = self._points
        return MapLook(self._extent, points.task, points.value_range, theme.current().dark)

    def set_map(self, picture: MapPicture) -> None:
        """Draw these predictions under the samples."""
        if self._points is not None:
            self._map = picture
            self.update()

    def clear_map(self) -> None:
        """Draw the samples alone."""
        self._map = None
        self.update()

    def set_message(self, text: str) -> None:
        """Say `text` in place of the plot; "" shows the plot again."""
        self._message = text
        self.readout.hide()
        self.update()

    def place_of(self, x: float, y: float) -> QPointF:
        """Where (x, y) lies, in px of this widget."""
        place = self._laid_out().to_pixels(np.array([x, y]))
        return QPointF(float(place[0]), float(place[1]))

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, self.heightForWidth(345))

    def minimumSizeHint(self) -> QSize:
        """Small enough for a low window."""
        return QSize(160, 150)

    def hasHeightForWidth(self) -> bool:
        """The plot is a square."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height at which the square fills `width`."""
        return PlotArea.height_for(width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the square out anew."""
        self._place()
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what lies under the pointer."""
        area, place = self._laid_out(), event.position()
        text = self._text_at(place) if area.box.contains(place) else ""
        if text:
            self.readout.show_at(text, place.toPoint(), self.rect())
        else:
            self.readout.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the read-out."""
        self.readout.hide()
        super().leaveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """A cross shows that places can be read."""
        cross = bool(self._points) and not self._message
        self.setCursor(Qt.CursorShape.CrossCursor if cross else Qt.CursorShape.ArrowCursor)
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area, palette = self._laid_out(), theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        if self._points is None or self._message:
            self._draw_message(painter, area)
            return
        if self._map is not None:
            self._map.draw(painter, area)
        self._draw_points(painter, area)
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        if self._map is not None:
            look = replace(self._map.look, dark=palette.dark)
            self.set_map(MapPicture(self._map.values, look))
        self._place()

    def _laid_out(self) -> PlotArea:
        if self._area is None:
            self._area = PlotArea.fitted(
                self.width(), self.height(), self._extent, self._axis_names
            )
        return self._area

    def _place(self) -> None:
        self._area = None
        self._points_picture = None
        if self._points is not None:
            self._places = self._laid_out().to_pixels(self._points.features)
        self.update()

    def _draw_points(self, painter: QPainter, area: PlotArea) -> None:
        if self._points is None:
            return
        painter.save()
        painter.setClipRect(area.box)
        if painter.paintEngine().type() == QPaintEngine.Type.SVG:
            self._points.draw(painter, self._places)
        else:
            painter.drawPixmap(0, 0, self._picture_of_points(self._points))
        painter.restore()

    def _picture_of_points(self, points: PointLayer) -> QPixmap:
        """The dots, drawn once for all the maps that come under them."""
        ratio = self.devicePixelRatioF()
        picture = self._points_picture
        if picture is None or picture.devicePixelRatio() != ratio:
            picture = QPixmap(self.size() * ratio)
            picture.setDevicePixelRatio(ratio)
            picture.fill(Qt.GlobalColor.transparent)
            painter = QPainter(picture)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            points.draw(painter, self._places)
            painter.end()
            self._points_picture = picture
        return picture

    def _draw_message(self, painter: QPainter, area: PlotArea) -> None:
        palette = theme.current()
        box = QRectF(0.5, 0.5, self.width() - 1.0, max(area.box.bottom(), 40.0))
        painter.setPen(QColor(palette.card_border))
        painter.setBrush(QColor(palette.card))
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.setFont(theme.font())
        painter.setPen(QColor(palette.muted))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(32, 16, -32, -16), flags, self._message)

    def _text_at(self, place: QPointF) -> str:
        """What the read-out says: coordinates, prediction, and the sample there."""
        if self._points is None or self._message:
            return ""
        area = self._laid_out()
        x, y = area.to_data(place)
        x0, x1, y0, y1 = area.extent
        text = (
            f"{_short(self._axis_names[0])} {words.coordinate(x, x1 - x0)}, "
            f"{_short(self._axis_names[1])} {words.coordinate(y, y1 - y0)}"
        )
        outputs = None if self._map is None else self._map.at(x, y)
        if outputs is not None:
            text += ": " + words.prediction(outputs, self._points.task, self._target_names)
        return text + self._sample_at(place)

    def _sample_at(self, place: QPointF) -> str:
        if self._points is None or len(self._places) == 0:
            return ""
        distances = np.hypot(self._places[:, 0] - place.x(), self._places[:, 1] - place.y())
        distances[~np.isfinite(distances)] = np.inf
        nearest = int(distances.argmin())
        if distances[nearest] > _REACH:
            return ""
        split = "validation" if self._points.validation_rows[nearest] else "training"
        value = np.asarray(self._points.targets[nearest])
        said = words.target(value, self._points.task, self._target_names)
        return f"\n{split} point: {said}"


def _short(name: str) -> str:
    return name if len(name) <= 16 else name[:15].rstrip() + "…"
