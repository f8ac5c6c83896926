"""How cards, and the links that have no numbers, are drawn."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from playground.gui import theme
from playground.gui.canvas.curve import draw_curve
from playground.gui.canvas.family_colours import family_colour
from playground.gui.views.neurons.plan import Plan, Wiring
from playground.gui.views.neurons.stand import Board, Box, Stand

CORNER = 3.5
_PAD, _NARROW = 9.0, 92.0
_CURVE = 16.0, 8.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter


def rect(box: Box) -> QRectF:
    """A box as Qt has it."""
    return QRectF(box.left, box.top, box.width, box.height)


def curve(path: QPainterPath, start: tuple[float, float], end: tuple[float, float]) -> QPainterPath:
    """Go on along a wire from `start`, where the path is, to `end`; see `strips`."""
    third = (end[0] - start[0]) / 3.0
    path.cubicTo(start[0] + third, start[1], end[0] - third, end[1], *end)
    return path


def draw_links(painter: QPainter, plan: Plan, board: Board) -> None:
    """Draw the links that have no numbers of their own: one wire a unit, or a band."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = QColor(theme.current().disabled)
    for wiring in plan.wirings:
        source, target = board.stand(wiring.source), board.stand(wiring.target)
        if wiring.run == "band":
            ink.setAlphaF(0.22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ink)
            painter.drawPath(_band(source, target))
        elif wiring.run == "one":
            ink.setAlphaF(0.8)
            painter.setPen(QPen(ink, 1.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawPath(_threads(source, target, wiring))


def _threads(source: Stand, target: Stand, wiring: Wiring) -> QPainterPath:
    path = QPainterPath()
    for unit in source.units:
        if unit + wiring.offset in target.units:
            start = source.card.right, source.height_of(unit)
            path.moveTo(*start)
            curve(path, start, (target.card.left, target.height_of(unit + wiring.offset)))
    return path


def _band(source: Stand, target: Stand) -> QPainterPath:
    ends = []
    for stand, x in ((source, source.card.right), (target, target.card.left)):
        first, last = stand.box(stand.units[0]), stand.box(stand.units[-1])
        ends.append((x, first.top, last.bottom))
    (x0, top0, bottom0), (x1, top1, bottom1) = ends
    path = QPainterPath(QPointF(x0, top0))
    curve(path, (x0, top0), (x1, top1))
    path.lineTo(x1, bottom1)
    curve(path, (x1, bottom1), (x0, bottom0))
    path.closeSubpath()
    return path


def draw_cards(painter: QPainter, board: Board, chosen: str, *, holes: bool) -> None:
    """Draw every card without its units' pictures.

    Args:
        chosen: the layer whose card has a rim.
        holes: leave the places of the pictures open, with round corners, so that what is drawn
            before shows through.
    """
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for stand in board.stands:
        _ground(painter, stand, chosen == stand.layer.id)
        if holes:
            _open_holes(painter, stand)
        _frames(painter, stand)
        _heading(painter, stand)
        _names(painter, stand)
        if stand.paged:
            _foot(painter, stand)


def _ground(painter: QPainter, stand: Stand, chosen: bool) -> None:
    palette, box = theme.current(), rect(stand.card)
    ink = QColor(palette.shadow)
    strength = ink.alphaF()
    painter.setPen(Qt.PenStyle.NoPen)
    for rim in (5.0, 3.5, 2.0, 1.0):
        ink.setAlphaF(strength * 0.17)
        painter.setBrush(ink)
        soft = box.adjusted(-rim + 1, -rim + 2, rim - 1, rim + 1)
        painter.drawRoundedRect(soft, theme.RADIUS + rim, theme.RADIUS + rim)
    width = 2.0 if chosen else 1.0
    painter.setBrush(QColor(palette.card))
    painter.setPen(QPen(QColor(palette.accent if chosen else palette.card_border), width))
    inset = width / 2.0
    inner = box.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(inner, theme.RADIUS - inset, theme.RADIUS - inset)


def boxes_of(stand: Stand) -> list[QRectF]:
    """The places of all pictures on a card."""
    found = [rect(stand.box(unit)) for unit in stand.units]
    if stand.filter_left is not None:
        found += [rect(stand.filter_box(unit)) for unit in stand.units]
    return found


def corner_of(stand: Stand) -> float:
    """How round the corners of its pictures are."""
    return min(CORNER, stand.picture.height / 4.0)


def _open_holes(painter: QPainter, stand: Stand) -> None:
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0))
    corner = corner_of(stand)
    for box in boxes_of(stand):
        painter.drawRoundedRect(box, corner, corner)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _frames(painter: QPainter, stand: Stand) -> None:
    ink = QColor(theme.current().text)
    ink.setAlphaF(0.16)
    painter.setPen(QPen(ink, 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = corner_of(stand)
    for box in boxes_of(stand):
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


def _heading(painter: QPainter, stand: Stand) -> None:
    palette, card, layer = theme.current(), stand.card, stand.layer
    pad = _PAD if card.width >= _NARROW else _PAD - 3.0
    inner = QRectF(card.left + pad, card.top + 8.0, card.width - 2 * pad, 18.0)
    bold = theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold)
    title = layer.title
    if QFontMetricsF(bold).horizontalAdvance(title) > inner.width():
        bold = theme.font(theme.TEXT_SMALL, QFont.Weight.DemiBold)
        if QFontMetricsF(bold).horizontalAdvance(title) > inner.width():
            title = title.removesuffix(" head")
    room = inner.width() - QFontMetricsF(bold).horizontalAdvance(title)
    if layer.activation is not None and room >= _CURVE[0] + 4.0:
        width, height = _CURVE
        box = QRectF(inner.right() - width, inner.center().y() - height / 2.0, width, height)
        draw_curve(painter, layer.activation, box, family_colour(layer.family))
        inner.setRight(box.left() - 4.0)
    text(painter, inner, title, bold, palette.text, _LEFT)
    below = QRectF(card.left + pad, card.top + 26.0, card.width - 2 * pad, 16.0)
    text(painter, below, layer.caption, theme.font(theme.TEXT_SMALL), palette.muted, _LEFT)


def _names(painter: QPainter, stand: Stand) -> None:
    if stand.label is None:
        return
    left, width = stand.label
    small, muted = theme.font(theme.TEXT_SMALL), theme.current().muted
    for unit in stand.units:
        box = QRectF(left, stand.height_of(unit) - 9.0, width, 18.0)
        text(painter, box, stand.layer.unit_name(unit), small, muted, _RIGHT)


def _foot(painter: QPainter, stand: Stand) -> None:
    """ "▲ 1–8 of 512 ▼", or how many more there are."""
    palette, layer = theme.current(), stand.layer
    more = layer.units - stand.shown
    last = stand.first + stand.shown
    words = f"+ {more:,} more" if stand.card.width > 100.0 else f"+{more:,}"
    words = words if stand.first == 0 else f"{stand.first + 1:,}–{last:,}"
    small = theme.font(theme.TEXT_SMALL, QFont.Weight.Medium)
    text(painter, rect(stand.foot), words, small, palette.accent, _CENTRE)
    for place, can, sign in ((10.0, stand.first > 0, -1), (-10.0, last < layer.units, 1)):
        x = (stand.foot.left if place > 0 else stand.foot.right) + place
        y = stand.foot.top + stand.foot.height / 2.0
        arrow = QPainterPath(QPointF(x - 3.5, y - 2.0 * sign))
        arrow.lineTo(x, y + 2.0 * sign)
        arrow.lineTo(x + 3.5, y - 2.0 * sign)
        painter.setPen(QPen(QColor(palette.accent if can else palette.disabled), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(arrow)


def text(
    painter: QPainter,
    box: QRectF,
    words: str,
    font: QFont,
    colour: str,
    align: Qt.AlignmentFlag,
) -> None:
    """Draw words in a box, cut at their end where it is too narrow."""
    shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width() + 1)
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(box.adjusted(0, 0, 1, 0), align, shown)
