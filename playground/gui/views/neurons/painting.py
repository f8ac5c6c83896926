"""Draws a picture of the neurons view, from parts that are kept from one moment to the next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap

from playground.gui import theme
from playground.gui.views.neurons.aim import Aim, box_of
from playground.gui.views.neurons.art import (
    corner_of,
    curve,
    draw_cards,
    draw_links,
    rect,
)
from playground.gui.views.neurons.marks import draw_biases, draw_passing, sign_colour
from playground.gui.views.neurons.picture import Picture
from playground.gui.views.neurons.plan import Plan
from playground.gui.views.neurons.stand import Board
from playground.gui.views.neurons.strips import width_of
from playground.gui.views.neurons.wires import Strip, draw_strip

# How much is left of the wires that the pointer is not about.
_FADED = 0.16
# Pictures with at least so many px a cell keep their cells' edges.
_COARSE = 2.0


@dataclass(frozen=True)
class Accent:
    """What is made to stand out.

    Attributes:
        aim: under the pointer, or reached by keys. layer: chosen by a click.
        pulse: how far a sample has come, from 0 to 1 forwards and to 2 backwards; below 0 for none.
    """

    aim: Aim | None = None
    layer: str = ""
    pulse: float = -1.0


class Painting:
    """Keeps the drawn cards and links, which change with the layout alone."""

    def __init__(self) -> None:
        self._cards: QPixmap | None = None
        self._links: QPixmap | None = None
        self._key: tuple[object, ...] = ()
        self._bright: tuple[Picture, Aim, tuple[Strip, ...]] | None = None

    def draw(
        self, painter: QPainter, picture: Picture, accent: Accent, ratio: float, *, vector: bool
    ) -> None:
        """Draw a picture at (0, 0).

        Args:
            vector: draw lines and text anew, for a drawing that is scaled later.
        """
        plan, board = picture.plan, picture.board
        assert plan is not None
        assert board is not None
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if vector:
            draw_links(painter, plan, board)
        else:
            self._keep(plan, board, accent.layer, ratio)
            if self._links is not None:
                painter.drawPixmap(0, 0, self._links)
        self._draw_wires(painter, picture, accent)
        if vector:
            draw_cards(painter, board, accent.layer, holes=False)
        _draw_units(painter, picture)
        if not vector and self._cards is not None:
            painter.drawPixmap(0, 0, self._cards)
        draw_biases(painter, picture)
        if picture.passing is not None:
            draw_passing(painter, picture, picture.passing)
        if accent.aim is not None:
            _draw_ring(painter, picture, board, accent.aim)
        if accent.pulse >= 0.0:
            _draw_pulse(painter, plan, board, accent.pulse)

    def _keep(self, plan: Plan, board: Board, layer: str, ratio: float) -> None:
        key = (plan, board, layer, ratio, theme.current().name)
        if key == self._key:
            return
        self._key = key
        size = round(board.width * ratio), round(board.height * ratio)
        self._cards = _transparent(size, ratio)
        painter = QPainter(self._cards)
        draw_cards(painter, board, layer, holes=True)
        painter.end()
        self._links = None
        if any(wiring.run != "weights" for wiring in plan.wirings):
            self._links = _transparent(size, ratio)
            painter = QPainter(self._links)
            draw_links(painter, plan, board)
            painter.end()

    def _draw_wires(self, painter: QPainter, picture: Picture, accent: Accent) -> None:
        aim = accent.aim
        faded = aim is not None and bool(picture.strips)
        painter.setOpacity(_FADED if faded else 1.0)
        for strip in picture.strips:
            painter.drawImage(_place(strip), strip.image)
        painter.setOpacity(1.0)
        if aim is None:
            return
        if aim.kind == "wire":
            _draw_wire(painter, picture, aim)
            return
        for strip in self._brightened(picture, aim):
            painter.drawImage(_place(strip), strip.image)

    def _brightened(self, picture: Picture, aim: Aim) -> tuple[Strip, ...]:
        """The wires into a unit, drawn alone; for one that has none, those out of it."""
        kept = self._bright
        if kept is None or kept[0] is not picture or kept[1] != aim:
            into = [s for s in picture.strips if s.wiring.target == aim.layer]
            found = [_part(s, s.targets == aim.unit, picture) for s in into]
            if not into:
                out = [s for s in picture.strips if s.wiring.source == aim.layer]
                found = [_part(s, s.sources == aim.unit, picture) for s in out]
            self._bright = kept = picture, aim, tuple(found)
        return kept[2]


def _part(strip: Strip, chosen: np.ndarray, picture: Picture) -> Strip:
    return draw_strip(
        strip.wiring,
        (strip.left, strip.left + strip.width),
        (strip.sources[chosen], strip.targets[chosen]),
        (strip.starts[chosen], strip.ends[chosen]),
        (strip.values[chosen], strip.shares[chosen]),
        picture.job.ratio,
    )


def _place(strip: Strip) -> QRectF:
    return QRectF(strip.left, strip.top, strip.width, strip.height)


def _transparent(size: tuple[int, int], ratio: float) -> QPixmap:
    made = QPixmap(*size)
    made.setDevicePixelRatio(ratio)
    made.fill(Qt.GlobalColor.transparent)
    return made


def _draw_units(painter: QPainter, picture: Picture) -> None:
    assert picture.board is not None
    for sheets, of_filters in ((picture.sheets, False), (picture.filters, True)):
        for stand in picture.board.stands:
            sheet = (sheets or {}).get(stand.layer.id)
            if sheet is None:
                continue
            fine = stand.picture.height < _COARSE * sheet.height
            smooth = not of_filters and (stand.layer.kind == "map" or fine)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            for unit in stand.units:
                box = stand.filter_box(unit) if of_filters else stand.box(unit)
                painter.drawImage(rect(box), sheet.image, sheet.source(unit))


def _draw_wire(painter: QPainter, picture: Picture, aim: Aim) -> None:
    """One wire at full strength, with a halo."""
    for strip in picture.strips:
        if (strip.wiring.source, strip.wiring.target) != (aim.source, aim.layer):
            continue
        here = np.flatnonzero((strip.sources == aim.source_unit) & (strip.targets == aim.unit))
        if not len(here):
            continue
        place = int(here[0])
        start = strip.left, float(strip.starts[place])
        end = strip.left + strip.width, float(strip.ends[place])
        path = curve(QPainterPath(QPointF(*start)), start, end)
        value, share = float(strip.values[place]), abs(float(strip.shares[place]))
        width = float(width_of(np.array(share if np.isfinite(share) else 0.0))) + 1.0
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(theme.current().card), width + 4.0))
        painter.drawPath(path)
        painter.setPen(QPen(sign_colour(value), width))
        painter.drawPath(path)


def _draw_ring(painter: QPainter, picture: Picture, board: Board, aim: Aim) -> None:
    """Round the unit, or the dot, that the pointer or the keys are at."""
    if not any(stand.layer.id == aim.layer for stand in board.stands):
        return
    stand = board.stand(aim.layer)
    if aim.unit not in stand.units:
        return
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.current().accent), 2.0))
    if aim.kind == "bias":
        painter.drawEllipse(QPointF(*stand.dot(aim.unit)), 6.0, 6.0)
        return
    if aim.kind == "kernel":
        painter.drawRect(rect(box_of(picture, aim)).adjusted(-1.0, -1.0, 1.0, 1.0))
        return
    box = rect(stand.box(aim.unit)).adjusted(-2.0, -2.0, 2.0, 2.0)
    painter.drawRoundedRect(box, corner_of(stand) + 2.0, corner_of(stand) + 2.0)


def _draw_pulse(painter: QPainter, plan: Plan, board: Board, pulse: float) -> None:
    """A glow that goes along the columns, forwards in the accent, backwards in the warning."""
    palette = theme.current()
    forwards = pulse <= 1.0
    colour = QColor(palette.accent if forwards else palette.warning)
    last = max(layer.depth for layer in plan.layers) or 1
    at = (pulse if forwards else 2.0 - pulse) * last
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for stand in board.stands:
        strength = 1.0 - abs(stand.layer.depth - at) / 0.9
        if strength <= 0.0:
            continue
        colour.setAlphaF(0.75 * strength)
        painter.setPen(QPen(colour, 3.0))
        box = rect(stand.card).adjusted(-1.0, -1.0, 1.0, 1.0)
        painter.drawRoundedRect(box, theme.RADIUS + 1, theme.RADIUS + 1)
