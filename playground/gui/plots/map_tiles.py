"""Small maps side by side, all of one rectangle at one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.map_picture import MapPicture
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.point_layer import Dots, PointLayer

_HEAD = 34.0
_GAP = 12.0
_LEAST = 120.0  # px of a tile across, before the widget scrolls
_AXES = -10.0  # px by which a map with its axes is higher than wide
_TICKS = 3


@dataclass(frozen=True, eq=False)
class Tile:
    """One map.

    Attributes:
        name: in bold above. colour: of the dot beside it. caption: the line beneath.
        picture: the map; None while it is being made, or where there is none.
        reason: why there is none, or "".
        target_names: what its predictions are of.
        points: the samples it is measured on; None for none. split: which of them are drawn.
    """

    name: str
    colour: str
    caption: str
    picture: MapPicture | None
    reason: str
    target_names: tuple[str, ...]
    points: PointLayer | None = None
    split: str = "validation"


class MapTiles(HoverPlot):
    """Draws tiles in rows and columns, as large as the widget lets all of them be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What each run answers over the plane")
        self._tiles: tuple[Tile, ...] = ()
        self._extent: Extent = (-1.0, 1.0, -1.0, 1.0)
        self._names = ("", "")
        self._dots = Dots()

    def set_tiles(self, tiles: Sequence[Tile], extent: Extent, names: tuple[str, str]) -> None:
        """Draw these; `extent` and `names` are of all their axes."""
        self._tiles, self._extent, self._names = tuple(tiles), extent, names
        self.updateGeometry()
        said = [f"{tile.name}: {tile.reason or tile.caption}" for tile in tiles]
        self.setAccessibleDescription(". ".join(said))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for two."""
        return QSize(380, 190)

    def minimumSizeHint(self) -> QSize:
        """A tile across, and as high as all of them are at this width."""
        columns = max(1, int((self.width() + _GAP) // (_LEAST + _GAP)))
        rows = -(-max(1, len(self._tiles)) // min(columns, max(1, len(self._tiles))))
        return QSize(round(_LEAST), round(rows * _height(_LEAST) + (rows - 1) * _GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fewer columns want more height."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def area(self, number: int) -> PlotArea:
        """Where the map of a tile is, in px of this widget."""
        box = self._box(number)
        height = box.height() - _HEAD
        fitted = PlotArea.fitted(box.width(), height, self._extent, self._names)
        place = fitted.box.translated(box.topLeft() + QPointF(0.0, _HEAD))
        return PlotArea(place, self._extent, self._names, _TICKS)

    def text_at(self, place: QPointF) -> str:
        """What a run answers there."""
        for number, tile in enumerate(self._tiles):
            area = self.area(number)
            if not area.box.contains(place) or tile.picture is None:
                continue
            x, y = area.to_data(place)
            outputs = tile.picture.at(x, y)
            if outputs is None:
                return ""
            x0, x1, y0, y1 = self._extent
            where = f"{words.coordinate(x, x1 - x0)}, {words.coordinate(y, y1 - y0)}"
            said = words.prediction(outputs, tile.picture.look.task, tile.target_names)
            return f"{tile.name} at {where}: {said}"
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw every tile that can be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, tile in enumerate(self._tiles):
            box = self._box(number)
            if box.intersects(QRectF(event.rect())):
                head = QRectF(box.left(), box.top(), box.width(), _HEAD)
                self._draw_head(painter, tile, head)
                self._draw_map(painter, tile, self.area(number))

    def _box(self, number: int) -> QRectF:
        """The px of a tile, with its head and axes."""
        columns, width = self._laid_out()
        row, column = divmod(number, columns)
        height = _height(width)
        return QRectF(column * (width + _GAP), row * (height + _GAP), width, height)

    def _laid_out(self) -> tuple[int, float]:
        """How many columns make the tiles largest, and how wide each is in px."""
        count, best = max(1, len(self._tiles)), (1, 0.0)
        for columns in range(1, count + 1):
            rows = -(-count // columns)
            across = (self.width() - (columns - 1) * _GAP) / columns
            down = (self.height() - (rows - 1) * _GAP) / rows
            width = np.floor(min(across, down - _height(0.0)))
            if width > best[1]:
                best = columns, float(width)
        return best if best[1] > 0.0 else (1, _LEAST)

    def _draw_points(
        self, painter: QPainter, tile: Tile, points: PointLayer, area: PlotArea
    ) -> None:
        painter.save()
        painter.setClipRect(area.box)
        rows = points.drawn_rows(tile.split)
        points.draw(painter, area.to_pixels(points.features), rows, self._dots)
        painter.restore()

    def _draw_head(self, painter: QPainter, tile: Tile, box: QRectF) -> None:
        palette = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tile.colour))
        painter.drawEllipse(QPointF(box.left() + 4.0, box.top() + 8.0), 4.0, 4.0)
        name = QRectF(box.left() + 14.0, box.top(), box.width() - 14.0, 16.0)
        _draw(painter, name, tile.name, palette.text, QFont.Weight.DemiBold)
        caption = QRectF(box.left(), box.top() + 16.0, box.width(), 15.0)
        _draw(painter, caption, tile.caption, palette.muted, QFont.Weight.Normal)

    def _draw_map(self, painter: QPainter, tile: Tile, area: PlotArea) -> None:
        palette = theme.current()
        painter.fillRect(area.box, QColor(palette.card))
        if tile.picture is not None:
            tile.picture.draw(painter, area)
            if tile.points is not None:
                self._draw_points(painter, tile, tile.points, area)
        area.draw_frame(painter, palette.canvas)
        if tile.reason:
            painter.setFont(theme.font(theme.TEXT_SMALL))
            painter.setPen(QColor(palette.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.box.adjusted(8.0, 8.0, -8.0, -8.0), flags, tile.reason)
        else:
            area.draw_axes(painter)


def _height(width: float) -> float:
    """Of a tile so wide, in px."""
    return _HEAD + width + _AXES


def _draw(painter: QPainter, box: QRectF, text: str, ink: str, weight: QFont.Weight) -> None:
    font = theme.font(theme.TEXT_SMALL, weight)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
