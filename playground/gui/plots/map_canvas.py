"""The square of a decision map under the pointer: the read-out, and how far a brush reaches."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from playground.gui.plots.map_plot import MapPlot
from playground.gui.plots.readout import Readout

# A point within this many px of the pointer is spoken of.
REACH = 7.0


class MapCanvas(MapPlot):
    """A map that says what lies under the pointer.

    Attributes:
        readout: the label that follows the pointer.
        brush: where the pointer is and how far it reaches, in px, while it changes samples.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readout = Readout(self)
        self.brush: tuple[QPointF, float] | None = None
        self.setMouseTracking(True)

    def topic_at(self, place: QPoint) -> str:
        """What lies beside the map are its axes."""
        drawn = self._points is not None and not self._message
        outside = drawn and not self._laid_out().box.contains(QPointF(place))
        return "map.plane" if outside else ""

    def set_message(self, text: str) -> None:
        """Say `text` in place of the plot; "" shows the plot again."""
        self.readout.hide()
        super().set_message(text)

    def set_brush(self, place: QPointF | None, reach: float = 0.0) -> None:
        """Draw how far the pointer reaches while it changes samples; None for not at all."""
        self.brush = None if place is None else (place, reach)
        self.update()

    def rows_near(self, place: QPointF, reach: float = REACH) -> NDArray[np.intp]:
        """The samples within `reach` px of a place, nearest first; of those that are drawn."""
        if self._points is None or self._message or not len(self._points.features):
            return np.empty(0, np.intp)
        places = self._laid_out().to_pixels(self._points.features)
        distances = np.hypot(places[:, 0] - place.x(), places[:, 1] - place.y())
        if self.split != "both":
            hidden = self._points.validation_rows != (self.split == "validation")
            distances[hidden] = np.inf
        near = np.flatnonzero(distances <= reach)
        return near[np.argsort(distances[near], kind="stable")]

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what lies under the pointer."""
        place = event.position()
        text = self._text_at(place) if self._laid_out().box.contains(place) else ""
        if text:
            self.readout.show_at(text, place.toPoint(), self.rect())
        else:
            self.readout.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the read-out and the numbers on the lines."""
        self.readout.hide()
        self.set_brush(None)
        super().leaveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """A cross shows that places can be read."""
        cross = self._points is not None and not self._message
        self.setCursor(Qt.CursorShape.CrossCursor if cross else Qt.CursorShape.ArrowCursor)
        self.update()
        super().enterEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the map, and the brush over it."""
        super().paintEvent(event)
        if self.brush is not None and self.area.box.contains(self.brush[0]):
            self._draw_brush(*self.brush)

    def _draw_brush(self, place: QPointF, reach: float) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.area.box)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((QColor(255, 255, 255, 210), 2.4), (QColor(20, 22, 26), 1.0)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(place, reach, reach)

    def _text_at(self, place: QPointF) -> str:
        """What the read-out says: the sample there, or the place and the prediction."""
        if self._points is None or self._words is None or self._message:
            return ""
        near = self.rows_near(place)
        if len(near):
            row = int(near[0])
            answer = None if self._answers is None else self._answers[row]
            return self._words.sample(row, bool(self._points.validation_rows[row]), answer)
        x, y = self._laid_out().to_data(place)
        outputs = None if self._map is None else self._map.at(x, y)
        return self._words.place(x, y, self._extent, outputs)
