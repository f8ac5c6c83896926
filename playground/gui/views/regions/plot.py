"""The plane in regions, with the samples on it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots.map_canvas import MapCanvas
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.polygons import polygon_of
from playground.gui.plots.vector import keeps_lines
from playground.gui.views.regions.picture import GridPicture, RegionPicture, in_box

_STEPS = {
    Qt.Key.Key_Left: (-1.0, 0.0),
    Qt.Key.Key_Right: (1.0, 0.0),
    Qt.Key.Key_Up: (0.0, 1.0),
    Qt.Key.Key_Down: (0.0, -1.0),
}
# Of the square's half side, how far an arrow key moves what is pointed at.
_STEP = 0.04
Place = tuple[float, float]


class RegionPlot(MapCanvas):
    """Draws regions under the samples, and outlines the one that is looked at.

    Attributes:
        aim: the place that is looked at, in the square from −1 to 1; None: none.

    Signals:
        aimed(): another place is looked at, or none.
        resized(): the square has another size.
    """

    aimed = Signal()
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("The plane in regions")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.marked = False
        self.aim: Place | None = None
        self.said = ""
        self._regions: RegionPicture | GridPicture | None = None

    @property
    def regions(self) -> RegionPicture | GridPicture | None:
        """What is drawn under the samples."""
        return self._regions

    def set_regions(self, picture: RegionPicture | GridPicture | None) -> None:
        """Draw these under the samples; None for nothing."""
        self._regions = picture
        self.update()

    @property
    def chosen_region(self) -> int:
        """The region that is looked at; −1 for none."""
        if self.aim is None or not isinstance(self._regions, RegionPicture):
            return -1
        return self._regions.cells.at(*self.aim)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the pointer."""
        box = self.area.box
        place = event.position()
        if not box.contains(place):
            self._look_at(None)
            return
        x = 2.0 * (place.x() - box.left()) / box.width() - 1.0
        y = 2.0 * (box.bottom() - place.y()) / box.height() - 1.0
        self._look_at((x, y))
        self._say(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is looked at."""
        self._look_at(None)
        super().leaveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrow keys move what is looked at; Escape lets it go."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            right, up = _STEPS[key]
            x, y = self.aim or (0.0, 0.0)
            moved = np.clip((x + _STEP * right, y + _STEP * up), -0.999, 0.999)
            self._look_at((float(moved[0]), float(moved[1])))
            (pixel,) = in_box(np.array([self.aim]), self.area.box)
            self._say(QPointF(*pixel))
        elif key == Qt.Key.Key_Escape and self.aim is not None:
            self._look_at(None)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything, and the region that is looked at."""
        super().paintEvent(event)
        index = self.chosen_region
        if index < 0 or not isinstance(self._regions, RegionPicture):
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(self.area.box)
        outline = polygon_of(in_box(self._regions.cells.polygon(index), self.area.box))
        shade = QColor(theme.current().accent)
        shade.setAlphaF(0.16)
        painter.setBrush(shade)
        painter.setPen(QPen(QColor(theme.current().accent), 2.5))
        painter.drawPolygon(outline)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that a picture of another size is wanted."""
        super().resizeEvent(event)
        self.resized.emit()

    def _draw_ground(self, painter: QPainter, area: PlotArea) -> None:
        picture = self._regions
        if picture is None:
            painter.fillRect(area.box, QColor(theme.current().card))
        elif isinstance(picture, GridPicture) or keeps_lines(painter) or self._is_zoomed(painter):
            picture.draw(painter, area.box)
        elif picture.look.side == area.box.width():
            painter.drawImage(area.box.topLeft(), picture.image)
        else:
            # One of the right size is on its way; thousands of regions take their time.
            painter.drawImage(area.box, picture.image)

    def _is_zoomed(self, painter: QPainter) -> bool:
        """Whether it is drawn of another size than on the screen."""
        return abs(painter.deviceTransform().m11() - self.devicePixelRatioF()) > 0.01

    def _look_at(self, place: Place | None) -> None:
        if place != self.aim:
            self.aim = place
            self.aimed.emit()
            self.update()
        if place is None:
            self.readout.hide()

    def _say(self, place: QPointF) -> None:
        if self.said:
            self.readout.show_at(self.said, place.toPoint(), self.rect())
        else:
            self.readout.hide()
