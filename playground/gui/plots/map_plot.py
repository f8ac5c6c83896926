"""The square of a decision map: picture, contour, points, marks and axes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.map_grid import Extent, extent_of
from playground.gui.plots.map_look import MapLook
from playground.gui.plots.map_notes import draw_message, draw_note
from playground.gui.plots.map_picture import MapPicture
from playground.gui.plots.map_words import MapWords
from playground.gui.plots.marks import Mistakes, draw_marks, marks_image, reach_of
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.point_layer import PointLayer
from playground.gui.plots.point_picture import PointPicture
from playground.gui.plots.vector import keeps_lines

# What the number of a tick takes.
_TICK_PX = 38.0
DIVERGED = (
    "The network's answers are no numbers any more: training has diverged. "
    "Reset it and try a smaller learning rate."
)


class MapPlot(QWidget):
    """Draws samples over a map of predictions.

    Attributes:
        split: which samples are drawn: "train", "validation" or "both".
        sharp, chosen: as in `MapLook`, for the next map.
        marked: whether mistakes are marked.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.split = "both"
        self.sharp = False
        self.chosen: int | None = None
        self.marked = True
        self._points: PointLayer | None = None
        self._words: MapWords | None = None
        self._map: MapPicture | None = None
        self._mistakes: Mistakes | None = None
        self._answers: NDArray[np.floating] | None = None
        self._marks: QImage | None = None
        self._message = ""
        self._note = ""
        self._extent: Extent = (-1.0, 1.0, -1.0, 1.0)
        self._area: PlotArea | None = None
        self._overlay = PointPicture()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.notifier().theme_changed.connect(self._restyle)

    @property
    def extent(self) -> Extent:
        """The plotted rectangle."""
        return self._extent

    @property
    def points(self) -> PointLayer | None:
        """The samples that are drawn."""
        return self._points

    @property
    def picture(self) -> MapPicture | None:
        """The map under them."""
        return self._map

    @property
    def mistakes(self) -> Mistakes | None:
        """The samples that are marked."""
        return self._mistakes

    @property
    def area(self) -> PlotArea:
        """Where things lie."""
        return self._laid_out()

    def set_points(
        self,
        points: PointLayer,
        words: MapWords,
        extent: Extent | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """Draw these samples, in `extent` or in one that holds them all.

        Args:
            keep: whether the map stays, since only samples were put in or taken out.
        """
        self._points, self._words, self._message = points, words, ""
        self._mistakes = self._answers = self._marks = None
        if not keep:
            self._map = None
        new = extent or extent_of(points.features)
        if new != self._extent or not keep:
            self._extent = new
            self._area = None
        self.update()

    def look(self) -> MapLook | None:
        """How a map of the present samples is to be drawn; None where there are none."""
        if self._points is None or self._message:
            return None
        return MapLook(
            self._extent,
            self._points.task,
            self._points.value_range,
            theme.current().dark,
            self.sharp,
            self.chosen,
            self._laid_out().box.width(),
            self.devicePixelRatioF(),
        )

    def set_map(self, picture: MapPicture) -> None:
        """Draw these predictions under the samples."""
        if self._points is not None:
            self._map = picture
            self.update()

    def set_mistakes(
        self,
        mistakes: Mistakes | None,
        answers: NDArray[np.floating] | None = None,
        image: QImage | None = None,
    ) -> None:
        """Mark these samples; `image` has the marks as they are to be drawn at the present size.

        Args:
            answers: (N, outputs) predictions for the samples.
        """
        known = len(self._points.features) if self._points is not None else -1
        if mistakes is not None and len(mistakes.kinds) != known:
            return
        self._mistakes, self._answers, self._marks = mistakes, answers, image
        self.update()

    def clear_map(self) -> None:
        """Draw the samples alone."""
        self._map = self._mistakes = self._answers = self._marks = None
        self.update()

    def set_message(self, text: str) -> None:
        """Say `text` in place of the plot; "" shows the plot again."""
        self._message = text
        self.update()

    def set_note(self, text: str) -> None:
        """Say `text` over the plot; "" for nothing."""
        if text != self._note:
            self._note = text
            self.update()

    def set_split(self, split: str) -> None:
        """Draw only the samples of "train" or "validation", or "both"."""
        self.split, self._marks = split, None
        self.update()

    def place_of(self, x: float, y: float) -> QPointF:
        """Where (x, y) lies, in px of this widget."""
        place = self._laid_out().to_pixels(np.array([x, y]))
        return QPointF(float(place[0]), float(place[1]))

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, PlotArea.height_for(345))

    def minimumSizeHint(self) -> QSize:
        """Small enough for a low window."""
        return QSize(160, 120)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the square out anew."""
        self._area = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw everything."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._laid_out()
        if self._points is None or self._message:
            box = QRectF(0.5, 0.5, self.width() - 1.0, self.height() - 1.0)
            draw_message(painter, box, self._message)
            return
        # A picture of another size than the screen's is drawn from the beginning: so it is sharp.
        zoom = painter.deviceTransform().m11() / self.devicePixelRatioF()
        if keeps_lines(painter) or abs(zoom - 1.0) > 0.01:
            self._draw_anew(painter, area, self._points)
        else:
            self._draw_kept(painter, area, self._points)
        self._draw_words(painter, area)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        if self._map is not None:
            look = replace(self._map.look, dark=palette.dark)
            self._map = replace(self._map, look=look)
        self._area = None
        self._overlay.forget()
        self.update()

    def _laid_out(self) -> PlotArea:
        if self._area is None:
            names = ("", "") if self._words is None else self._words.axis_names
            area = PlotArea.fitted(self.width(), self.height(), self._extent, names)
            most = int(np.clip(area.box.width() // _TICK_PX, 2, area.most_ticks))
            self._area = replace(area, most_ticks=most)
        return self._area

    def _draw_words(self, painter: QPainter, area: PlotArea) -> None:
        """The numbers on the lines, or a sentence where there is nothing to see."""
        if self._map is not None and self._map.diverged:
            draw_note(painter, area.box, DIVERGED)
        elif self._note:
            draw_note(painter, area.box, self._note)
        elif self._map is not None and (self._map.look.task == "regression" or self.underMouse()):
            painter.setClipRect(area.box)
            self._map.draw_numbers(painter, area)

    def _draw_kept(self, painter: QPainter, area: PlotArea, points: PointLayer) -> None:
        """Three pictures over each other."""
        self._draw_ground(painter, area)
        ratio = self.devicePixelRatioF()
        painter.drawPixmap(0, 0, self._overlay.at(points, self.split, area, self.size(), ratio))
        if self.marked and self._mistakes is not None:
            if self._marks is None or self._marks.width() != round(area.box.width() * ratio):
                self._marks = self._marked(area, points, ratio)
            if self._marks is not None:
                painter.drawImage(area.box.topLeft(), self._marks)

    def _marked(self, area: PlotArea, points: PointLayer, ratio: float) -> QImage | None:
        """The marks at a size that nobody has drawn them at."""
        kinds, places = self._marks_of(area, points)
        corner = np.array([area.box.left(), area.box.top()])
        return marks_image(kinds, places - corner, area.box.width(), ratio, reach_of(points.radius))

    def _draw_anew(self, painter: QPainter, area: PlotArea, points: PointLayer) -> None:
        self._draw_ground(painter, area)
        painter.save()
        painter.setClipRect(area.box)
        points.draw(painter, area.to_pixels(points.features), points.drawn_rows(self.split))
        painter.restore()
        self._draw_marks(painter, area, points)
        area.draw_frame(painter, theme.current().panel)
        area.draw_axes(painter)

    def _draw_ground(self, painter: QPainter, area: PlotArea) -> None:
        if self._map is None:
            painter.fillRect(area.box, QColor(theme.current().card))
        else:
            self._map.draw(painter, area)

    def _draw_marks(self, painter: QPainter, area: PlotArea, points: PointLayer) -> None:
        if not self.marked or self._mistakes is None or not self._mistakes.count:
            return
        painter.save()
        painter.setClipRect(area.box)
        draw_marks(painter, *self._marks_of(area, points), reach_of(points.radius))
        painter.restore()

    def _marks_of(
        self, area: PlotArea, points: PointLayer
    ) -> tuple[NDArray[np.int8], NDArray[np.float64]]:
        """Kinds (n,) of the samples that are marked, and where they lie (n, 2) in px."""
        assert self._mistakes is not None
        rows = points.drawn_rows(self.split)
        rows = rows[self._mistakes.kinds[rows] > 0]
        return self._mistakes.kinds[rows], area.to_pixels(points.features[rows])
