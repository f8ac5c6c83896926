"""Draws the overview."""

from __future__ import annotations

from math import ceil

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.gui import theme
from playground.gui.plots.colours import diverging
from playground.gui.plots.number_grid.matrix import around_zero
from playground.gui.plots.words import number
from playground.gui.views.matrices.aim import Touch
from playground.gui.views.matrices.case import LOSS
from playground.gui.views.matrices.overview_layout import Column, OverviewLayout, Wires
from playground.gui.views.matrices.picture import Picture, first_values
from playground.gui.views.neurons.art import curve
from playground.gui.views.neurons.strips import strip

_CENTRE = Qt.AlignmentFlag.AlignCenter
# So many places of wires are worked out for one layer, in columns that are at most so wide.
_MOST_WORK, _MOST_STRETCH = 36_000, 4
# More wires than these are drawn thinner.
_UNCROWDED = 40.0
# Of those that stand out so many are drawn.
_MOST_LIT = 120
# What is kept free beside a name for the size of a matrix, in px.
_SIZE_ROOM = 48.0
# About so many rows and columns of a matrix are seen in the small one.
_THUMB = (40, 144)


def network_image(picture: Picture, layout: OverviewLayout, ratio: float, dark: bool) -> QImage:
    """Units and what runs between them, in any thread: many lines take their time."""
    size = QSize(round(layout.width * ratio), round(layout.height * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    palette = theme.DARK if dark else theme.LIGHT
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for pair in layout.bands:
        _draw_band(painter, layout, *pair, palette)
    for wires in layout.wires:
        _draw_wires(painter, wires, ratio)
        _draw_thumb(painter, wires, palette)
    for column in layout.columns:
        _draw_column(painter, picture, column, palette)
    painter.end()
    return image


def draw_base(
    painter: QPainter, picture: Picture, layout: OverviewLayout, network: QImage, chosen: str
) -> None:
    """Draw everything but what stands out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _draw_cards(painter, layout, chosen)
    painter.drawImage(0, 0, network)
    for column in layout.columns:
        _draw_names(painter, picture, layout, column)


def draw_touch(painter: QPainter, layout: OverviewLayout, touch: Touch) -> None:
    """Draw the wires and units that stand out."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    accent = QColor(theme.current().accent)
    for wires in layout.wires:
        if wires.layer == touch.layer:
            _draw_lit_wires(painter, layout, wires, touch)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(accent, 2.0))
    for layer, unit in touch.units:
        column = layout.by_id.get(layer)
        if column is None or not 0 <= unit < column.units:
            continue
        x, y = column.places[unit]
        radius = max(column.radius + 2.5, 4.5)
        painter.drawEllipse(QPointF(x, y), radius, radius)


def texts_of(picture: Picture, layout: OverviewLayout) -> list[tuple[str, str, QRectF]]:
    """What is written: (what of, text, where)."""
    found = []
    for column in layout.columns:
        card = column.card
        half = _name_room(layout, column) / 2.0
        foot = QRectF(column.middle - half, card.bottom() - 17.0, 2.0 * half, 15.0)
        found.append((column.id, column.id, foot))
        if column.id == LOSS and picture.worked is not None:
            found.append(("loss value", number(picture.worked.loss), column.card))
    for wires in layout.wires:
        rows, columns = wires.weight.shape
        under = QRectF(wires.thumb.center().x() - 40.0, layout.height - 16.0, 80.0, 14.0)
        found.append((f"size of {wires.layer}", f"{rows}×{columns}", under))
    return found


def _name_room(layout: OverviewLayout, column: Column) -> float:
    """How wide a name can be: up to the next, or to what is written of the matrix between."""
    step = layout.columns[1].middle - layout.columns[0].middle
    beside = any(column.id in (wires.source, wires.layer) for wires in layout.wires)
    return max(column.card.width() - 2.0, step - (_SIZE_ROOM if beside else 4.0))


def _draw_cards(painter: QPainter, layout: OverviewLayout, chosen: str) -> None:
    palette = theme.current()
    for column in layout.columns:
        mine = column.id == chosen
        painter.setPen(QPen(QColor(palette.accent if mine else palette.card_border), 1.0 + mine))
        painter.setBrush(QColor(palette.card))
        box = column.card.adjusted(1.0, 1.0, -1.0, -1.0)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)


def _draw_band(
    painter: QPainter, layout: OverviewLayout, source: str, target: str, palette: theme.Palette
) -> None:
    left, right = layout.by_id[source], layout.by_id[target]
    start = QPointF(left.card.right(), left.box.center().y())
    end = QPointF(right.card.left(), right.box.center().y())
    path = QPainterPath(start)
    reach = (end.x() - start.x()) / 2.0
    path.cubicTo(start + QPointF(reach, 0.0), end - QPointF(reach, 0.0), end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.groove), 6.0, Qt.PenStyle.SolidLine))
    painter.drawPath(path)


def _draw_wires(painter: QPainter, wires: Wires, ratio: float) -> None:
    """By arithmetic, as in the neurons view: stroked one by one they hold all threads up."""
    if len(wires.ends) == 0:
        return
    (left, _, right, _), top = wires.ends[0], float(wires.ends[:, (1, 3)].min()) - 4.0
    height = float(wires.ends[:, (1, 3)].max()) + 4.0 - top
    width = float(right - left)
    stretch = min(_MOST_STRETCH, ceil(len(wires.ends) * width * ratio / _MOST_WORK))
    pixels = strip(
        max(1, round(width * ratio / stretch)),
        max(1, round(height * ratio)),
        (wires.ends[:, 1] - top) * ratio,
        (wires.ends[:, 3] - top) * ratio,
        wires.shares * np.abs(wires.shares),  # so that among many the strong ones are seen
        ratio * min(max(_UNCROWDED / len(wires.ends), 0.35), 0.8),
        stretch,
    )
    kind = QImage.Format.Format_ARGB32_Premultiplied
    image = QImage(pixels.data, pixels.shape[1], pixels.shape[0], 4 * pixels.shape[1], kind)
    painter.drawImage(QRectF(float(left), top, width, height), image)


def _draw_lit_wires(painter: QPainter, layout: OverviewLayout, wires: Wires, touch: Touch) -> None:
    """Those that stand out, whether they are drawn otherwise or not, and their place in W."""
    palette = theme.current()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    largest = float(np.nanmax(np.abs(wires.weight), initial=0.0)) or 1.0
    starts, ends = layout.by_id[wires.source].places, layout.by_id[wires.layer].places
    for source, unit in _lit_pairs(wires, touch):
        value = float(wires.weight[source, unit])
        begin, end = starts[source].tolist(), ends[unit].tolist()
        line = curve(QPainterPath(QPointF(*begin)), tuple(begin), tuple(end))
        painter.setPen(QPen(QColor(palette.card), 4.5))
        painter.drawPath(line)
        colour = palette.positive if value >= 0.0 else palette.negative
        painter.setPen(QPen(QColor(colour), 1.2 + 2.0 * min(abs(value) / largest, 1.0)))
        painter.drawPath(line)
    _draw_lit_part(painter, wires, touch)


def _lit_pairs(wires: Wires, touch: Touch) -> list[tuple[int, int]]:
    """The units that they join; of very many the strongest, which come last."""
    rows, columns = wires.weight.shape
    sources = range(rows) if touch.source_unit is None else [touch.source_unit]
    units = range(columns) if touch.unit is None else [touch.unit]
    pairs = [(s, u) for s in sources if s < rows for u in units if u < columns]
    if len(pairs) > _MOST_LIT:
        pairs.sort(key=lambda pair: abs(float(wires.weight[pair])))
    return pairs[-_MOST_LIT:]


def _draw_lit_part(painter: QPainter, wires: Wires, touch: Touch) -> None:
    rows, columns = wires.weight.shape
    box = wires.thumb
    high, wide = box.height() / rows, box.width() / columns
    part = QRectF(box)
    if touch.unit is not None:
        part.setLeft(box.left() + touch.unit * wide)
        part.setWidth(wide)
    if touch.source_unit is not None:
        part.setTop(box.top() + touch.source_unit * high)
        part.setHeight(high)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.current().accent), 1.5))
    painter.drawRect(part.adjusted(-1.0, -1.0, 1.0, 1.0))


def _draw_thumb(painter: QPainter, wires: Wires, palette: theme.Palette) -> None:
    steps = [max(1, size // most) for size, most in zip(wires.weight.shape, _THUMB, strict=True)]
    some = wires.weight[:: steps[0], :: steps[1]]
    low, high = around_zero([some])
    colours = diverging(some.astype(np.float32), low, high, palette.dark)
    painter.drawImage(wires.thumb, _fitted(colours, wires.thumb))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.muted), 0.6))
    painter.drawRect(wires.thumb)


def _draw_column(
    painter: QPainter, picture: Picture, column: Column, palette: theme.Palette
) -> None:
    if column.id == LOSS:
        return
    values = first_values(picture, column.id)
    low, high = around_zero([values])
    colours = diverging(values.astype(np.float32), low, high, palette.dark)
    outline = QPen(QColor(palette.muted), 0.8)
    if column.radius > 0.0:
        painter.setPen(outline)
        for (x, y), colour in zip(column.places, colours, strict=True):
            painter.setBrush(QColor(*(int(part) for part in colour[:3])))
            painter.drawEllipse(QPointF(x, y), column.radius, column.radius)
        return
    shape = column.image or (len(values), 1)
    whole = np.zeros((shape[0] * shape[1], 4), np.uint8)
    whole[: len(values)] = colours
    painter.drawImage(column.box, _fitted(whole.reshape(*shape, 4), column.box))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(outline)
    painter.drawRect(column.box)


def _draw_names(
    painter: QPainter, picture: Picture, layout: OverviewLayout, column: Column
) -> None:
    palette = theme.current()
    for what, text, box in texts_of(picture, layout):
        if what == column.id or (what == "loss value" and column.id == LOSS):
            painter.setPen(QColor(palette.text))
        elif what == f"size of {column.id}":
            painter.setPen(QColor(palette.muted))
        else:
            continue
        font = theme.font(theme.TEXT_BODY if what == "loss value" else theme.TEXT_SMALL)
        painter.setFont(font)
        painter.drawText(box, _CENTRE, _elided(text, box.width()))


def _elided(text: str, width: float) -> str:
    if theme.text_width(text, theme.TEXT_SMALL) <= width:
        return text
    while text and theme.text_width(text + "…", theme.TEXT_SMALL) > width:
        text = text[:-1]
    return text + "…"


def _fitted(colours: np.ndarray, box: QRectF) -> QImage:
    """An image that is averaged where it has more pixels than there is room for."""
    data = np.ascontiguousarray(colours)
    height, width = data.shape[:2]
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
    if height > 2 * box.height() or width > 2 * box.width():
        size = box.size().toSize() * 2
        ignore = Qt.AspectRatioMode.IgnoreAspectRatio
        return image.scaled(size, ignore, Qt.TransformationMode.SmoothTransformation)
    return image
