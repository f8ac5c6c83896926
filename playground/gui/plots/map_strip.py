"""Small maps side by side, all of one rectangle at one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.map_grid import Extent
from playground.gui.plots.map_picture import MapPicture
from playground.gui.plots.plot_area import PlotArea

_HEAD = 34.0
_GAP = 12.0
_LEAST, _MOST = 120.0, 260.0
_TICKS = 3


@dataclass(frozen=True, eq=False)
class Tile:
    """One map.

    Attributes:
        name: in bold above. colour: of the dot beside it. caption: the line beneath.
        picture: the map; None while it is being made, or where there is none.
        reason: why there is none, or "".
        target_names: what its predictions are of.
    """

    name: str
    colour: str
    caption: str
    picture: MapPicture | None
    reason: str
    target_names: tuple[str, ...]


class MapStrip(HoverPlot):
    """Draws tiles in a row, as high as the widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("What each run answers over the plane")
        self._tiles: tuple[Tile, ...] = ()
        self._extent: Extent = (-1.0, 1.0, -1.0, 1.0)
        self._names = ("", "")

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
        """High enough for a map with its axes; as wide as all of them."""
        return QSize(round(len(self._tiles) * (self._width() + _GAP)), 150)

    def area(self, number: int) -> PlotArea:
        """Where the map of a tile is, in px of this widget."""
        width = self._width()
        fitted = PlotArea.fitted(width, self.height() - _HEAD, self._extent, self._names)
        box = fitted.box.translated(number * (width + _GAP), _HEAD)
        return PlotArea(box, self._extent, self._names, _TICKS)

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
        width = self._width()
        for number, tile in enumerate(self._tiles):
            left = number * (width + _GAP)
            if event.rect().right() >= left and event.rect().left() <= left + width:
                self._draw_head(painter, tile, QRectF(left, 0.0, width, _HEAD))
                self._draw_map(painter, tile, self.area(number))

    def _width(self) -> float:
        return min(max(self.height() - _HEAD + 8.0, _LEAST), _MOST)

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
        area.draw_frame(painter, palette.panel)
        if tile.reason:
            painter.setFont(theme.font(theme.TEXT_SMALL))
            painter.setPen(QColor(palette.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(area.box.adjusted(8.0, 8.0, -8.0, -8.0), flags, tile.reason)
        else:
            area.draw_axes(painter)


def _draw(painter: QPainter, box: QRectF, text: str, ink: str, weight: QFont.Weight) -> None:
    font = theme.font(theme.TEXT_SMALL, weight)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
