"""A link on the canvas."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import hypot

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPainterPathStroker, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.engine.graph import Shape
from playground.gui import theme
from playground.gui.canvas.card_geometry import small_font, text_width
from playground.gui.canvas.card_painter import Mark
from playground.gui.canvas.layout import Link
from playground.gui.canvas.routing import LEAST_REACH, Lane
from playground.network.shapes import in_words

# How near a pointer has to come, in px.
WIRE_REACH = 6.0
_PILL_HEIGHT, _LABEL_HEIGHT = 18.0, 14.0
# Below this zoom no shape can be read; and so much of a wire stays to be seen beside its shape.
_LEGIBLE_ZOOM = 0.5
_LEAST_OF_WIRE = 24.0
# A wire that runs back turns with this radius, if there is room for a lane, in px.
_TURN = 12.0
_LEAST_LANE, _LANE_BELOW = 4 * _TURN, 72.0


def wire_path(begin: QPointF, end: QPointF, lane: Lane | None = None) -> QPainterPath:
    """A smooth cubic that leaves and arrives level; one that runs back goes around.

    Args:
        lane: the level stretch that takes it past the cards between, if any are.
    """
    if end.x() < begin.x():
        return _lane_path(begin, end)
    path = QPainterPath(begin)
    if lane is None:
        _bend(path, end)
    else:
        _bend(path, QPointF(lane.begin, lane.y))
        path.lineTo(lane.end, lane.y)
        _bend(path, end)
    return path


def _bend(path: QPainterPath, end: QPointF) -> None:
    """Go on to `end`, leaving and arriving level."""
    begin = path.currentPosition()
    reach = (end.x() - begin.x()) / 2
    if path.elementCount() == 1:
        reach = max(reach, LEAST_REACH)
    path.cubicTo(begin + QPointF(reach, 0), end - QPointF(reach, 0), end)


def _lane_path(begin: QPointF, end: QPointF) -> QPainterPath:
    """Out to the right, back along a lane, and in from the left.

    The lane lies between the two heights, or below both where there is no room between.
    """
    lane = (begin.y() + end.y()) / 2
    if abs(end.y() - begin.y()) < _LEAST_LANE:
        lane = max(begin.y(), end.y()) + _LANE_BELOW
    out = _TURN if lane > begin.y() else -_TURN
    back = _TURN if end.y() > lane else -_TURN
    right, left = begin.x() + 1.5 * _TURN, end.x() - 1.5 * _TURN
    path = QPainterPath(begin)
    path.lineTo(right - _TURN, begin.y())
    path.quadTo(right, begin.y(), right, begin.y() + out)
    path.lineTo(right, lane - out)
    path.quadTo(right, lane, right - _TURN, lane)
    path.lineTo(left + _TURN, lane)
    path.quadTo(left, lane, left, lane + back)
    path.lineTo(left, end.y() - back)
    path.quadTo(left, end.y(), left + _TURN, end.y())
    path.lineTo(end)
    return path


class Wire(QGraphicsObject):
    """One link, from an output port to an input port.

    Attributes:
        link: the cards that it leads from and to.
        links: the network's links that it stands for: several where a group is collapsed.
    """

    def __init__(self, link: Link, links: Sequence[Link]) -> None:
        super().__init__()
        self.link = link
        self.links = tuple(links)
        self._path = QPainterPath()
        self._course: tuple[QPointF, QPointF, Lane | None] = (QPointF(), QPointF(), None)
        self._corners: list[QPointF] | None = None
        self._middle = QPointF()
        self._bounds = QRectF()
        self._shape_text = ""
        self._label = ""
        self._hovered = False
        self._mark: Mark | None = None
        self.setObjectName(f"link from {link[0]} to {link[1]}")
        self.setToolTip(f"{link[0]} → {link[1]}")
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(1)

    def run(self, begin: QPointF, end: QPointF, lane: Lane | None = None) -> None:
        """Lie between two ports, by way of a lane if there is one."""
        if (begin, end, lane) == self._course:
            return
        self._course = (begin, end, lane)
        self.prepareGeometryChange()
        self._path = wire_path(begin, end, lane)
        self._corners = None
        self._measure()

    @property
    def lane(self) -> Lane | None:
        """The level stretch that leads it past cards, if it has one."""
        return self._course[2]

    def say(self, shape: Shape | None) -> None:
        """What passes through, None where that is not known.

        It stands on the wire as "8×4×4" where there is room, and as "(N, 8, 4, 4)" on the pill.
        """
        text = "" if shape is None else f"({', '.join(['N', *map(str, shape)])})"
        if text != self._shape_text:
            self.prepareGeometryChange()
            self._shape_text = text
            self._label = "" if shape is None else in_words(shape)
            self._measure()
            self.setToolTip(f"{self.link[0]} → {self.link[1]}  {text}".rstrip())
            self.update()

    def hover(self, hovered: bool) -> None:
        """Show the pointer over it or not."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.setZValue(2.5 if hovered else 1)
            self.update()

    def mark(self, mark: Mark | None) -> None:
        """Show whether what is dragged may be dropped on it."""
        if mark != self._mark:
            self._mark = mark
            self.update()

    def point(self, share: float = 0.5) -> QPointF:
        """A point on it, from 0 at the source to 1 at the target."""
        return self._path.pointAtPercent(share)

    def distance(self, point: QPointF) -> float:
        """How far `point` is from it, in px."""
        if self._corners is None:
            self._corners = self._path.toSubpathPolygons()[0].toList()
        return min(_to_segment(point, a, b) for a, b in pairwise(self._corners))

    def _measure(self) -> None:
        """What Qt asks for again and again, found once."""
        self._middle = self._path.pointAtPercent(0.5)
        room = self._path.boundingRect().united(self._pill())
        self._bounds = room.adjusted(-8, -8, 8, 8)

    # Qt

    def boundingRect(self) -> QRectF:
        return self._bounds

    def shape(self) -> QPainterPath:
        stroker = QPainterPathStroker()
        stroker.setWidth(2 * WIRE_REACH)
        return stroker.createStroke(self._path)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        palette = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour, width = palette.disabled, 2.0
        if self._hovered:
            colour, width = palette.muted, 3.0
        if self.isSelected():
            colour, width = palette.accent, 3.0
        if self._mark:
            colour, width = (palette.accent if self._mark == "legal" else palette.error), 4.0
        painter.setPen(QPen(QColor(colour), width, c=Qt.PenCapStyle.RoundCap))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(self._path)
        if self._shape_text and (self._hovered or self.isSelected()):
            self._paint_pill(painter)
        elif self._label and painter.worldTransform().m11() >= _LEGIBLE_ZOOM:
            self._paint_label(painter)

    def _pill(self) -> QRectF:
        width = text_width(small_font(), self._shape_text) + 14
        box = QRectF(0, 0, width, _PILL_HEIGHT)
        box.moveCenter(self._middle)
        return box

    def _paint_label(self, painter: QPainter) -> None:
        """The shape in a gap of the wire, if it leaves enough of the wire to be seen."""
        width = text_width(small_font(), self._label) + 6
        if self._path.length() < width + _LEAST_OF_WIRE:
            return
        box = QRectF(0, 0, width, _LABEL_HEIGHT)
        box.moveCenter(self._middle)
        painter.fillRect(box, QColor(theme.current().canvas))
        painter.setFont(small_font())
        painter.setPen(QColor(theme.current().muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._label)

    def _paint_pill(self, painter: QPainter) -> None:
        palette = theme.current()
        box = self._pill()
        rim = palette.accent if self.isSelected() else palette.card_border
        painter.setPen(QPen(QColor(rim), 1))
        painter.setBrush(QColor(palette.card))
        painter.drawRoundedRect(box, _PILL_HEIGHT / 2, _PILL_HEIGHT / 2)
        painter.setFont(small_font())
        painter.setPen(QColor(palette.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._shape_text)


def _to_segment(point: QPointF, begin: QPointF, end: QPointF) -> float:
    """The distance from a point to the straight line between two others."""
    along, offset = end - begin, point - begin
    length = QPointF.dotProduct(along, along)
    share = min(1.0, max(0.0, QPointF.dotProduct(offset, along) / length)) if length else 0.0
    rest = offset - along * share
    return hypot(rest.x(), rest.y())
