"""A network in small: a box a layer in the colour of its family, left to right by depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log2

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from playground.gui import theme
from playground.gui.canvas.family_colours import family_colour
from playground.gui.canvas.layout import lay_out
from playground.network.layers.dot import Dot
from playground.network.node import NodeSpec
from playground.network.spec import HEAD, NetworkSpec

# A box and the space after it, as the layout knows them; the picture is scaled to fit.
_WIDTH, _GAP = 56.0, 40.0
_MOST_SCALE, _MARGIN = 0.42, 8.0
_CORNER = 10.0
# A box is as high as a layer is wide, in doublings; the input and the head are like eight units.
_LEAST_HEIGHT, _PER_DOUBLING, _UNKNOWN = 26.0, 17.0, 8
# How far above the boxes a link passes that skips some of them.
_BOW = 52.0

Boxes = Mapping[str, QRectF]


def paint_network(painter: QPainter, network: NetworkSpec, area: QRectF) -> None:
    """Draw a network as large as fits into `area` (px), in the middle of it."""
    boxes = _boxes(network)
    bounds = QRectF()
    for box in boxes.values():
        bounds = bounds.united(box)
    if _skips(network, boxes):
        bounds.adjust(0.0, -_BOW, 0.0, 0.0)
    room = area.adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN)
    scale = min(room.width() / bounds.width(), room.height() / bounds.height(), _MOST_SCALE)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(area.center())
    painter.scale(scale, scale)
    painter.translate(-bounds.center())
    _paint_links(painter, network, boxes, 1.3 / scale)
    _paint_boxes(painter, network, boxes)
    painter.restore()


def _boxes(network: NetworkSpec) -> dict[str, QRectF]:
    order = network.order()
    sizes = {name: (_WIDTH, height) for name, height in _heights(network, order).items()}
    places = lay_out(order, network.links, sizes, gap=_GAP)
    return {name: QRectF(*place, *sizes[name]) for name, place in places.items()}


def _heights(network: NetworkSpec, order: Sequence[str]) -> dict[str, float]:
    """By the units or filters of each layer; one that has none is like what leads into it."""
    counts: dict[str, int] = {}
    for name in order:
        sources = network.sources(name)
        like = counts[sources[0]] if sources and name != HEAD else _UNKNOWN
        counts[name] = like if name == HEAD else _own_count(network[name]) or like
    return {name: _LEAST_HEIGHT + _PER_DOUBLING * log2(count) for name, count in counts.items()}


def _own_count(node: NodeSpec) -> int | None:
    if isinstance(node, Dot):
        return 1
    count: int | None = getattr(node, "units", None) or getattr(node, "filters", None)
    return count


def _skips(network: NetworkSpec, boxes: Boxes) -> list[tuple[str, str]]:
    """The links that would run straight through other boxes."""
    found = []
    for source, target in network.links:
        begin, end = boxes[source], boxes[target]
        between = QRectF(
            QPointF(begin.right(), min(begin.center().y(), end.center().y()) - 1.0),
            QPointF(end.left(), max(begin.center().y(), end.center().y()) + 1.0),
        )
        if any(between.intersects(box) for box in boxes.values()):
            found.append((source, target))
    return found


def _paint_links(painter: QPainter, network: NetworkSpec, boxes: Boxes, width: float) -> None:
    painter.setPen(QPen(QColor(theme.current().disabled), width))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    skips = _skips(network, boxes)
    for link in network.links:
        begin, end = boxes[link[0]], boxes[link[1]]
        painter.drawPath(_over(begin, end) if link in skips else _across(begin, end))


def _across(begin: QRectF, end: QRectF) -> QPainterPath:
    """From the right side of one box to the left side of another."""
    start = QPointF(begin.right(), begin.center().y())
    stop = QPointF(end.left(), end.center().y())
    middle = (start.x() + stop.x()) / 2
    path = QPainterPath(start)
    path.cubicTo(QPointF(middle, start.y()), QPointF(middle, stop.y()), stop)
    return path


def _over(begin: QRectF, end: QRectF) -> QPainterPath:
    """From the top of one box to the top of another, above what stands between."""
    start, stop = (QPointF(box.center().x(), box.top()) for box in (begin, end))
    # A cubic curve reaches three quarters of the way to its controls.
    height = min(start.y(), stop.y()) - _BOW / 0.75
    path = QPainterPath(start)
    path.cubicTo(QPointF(start.x(), height), QPointF(stop.x(), height), stop)
    return path


def _paint_boxes(painter: QPainter, network: NetworkSpec, boxes: Boxes) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for name, box in boxes.items():
        family = "Basic" if name == HEAD else network[name].catalogue.family
        painter.setBrush(family_colour(family))
        painter.drawRoundedRect(box, _CORNER, _CORNER)
