"""A node on the canvas."""

from __future__ import annotations

from dataclasses import replace
from math import hypot
from typing import Any

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.gui.canvas.card_geometry import PORT_REACH, CardGeometry, measure
from playground.gui.canvas.card_painter import (
    LEGIBLE_ZOOM,
    CardPainter,
    Look,
    Mark,
    port_point,
)
from playground.gui.canvas.card_picture import CardPicture
from playground.gui.canvas.face import Face
from playground.gui.widgets.tips import plain_tip

# Room around a card for its shadow, ports, badge and focus ring.
_MARGIN = 14.0
# How far before other things it stands.
_RESTING, _LIFTED = 2.0, 2.5


class Card(QGraphicsObject):
    """One node, or the head. It shows a face; it knows no document and edits nothing.

    Attributes:
        face: what it shows.
        geometry: where things are on it, in its own coordinates.
    """

    def __init__(self, face: Face) -> None:
        super().__init__()
        self.face = face
        self.geometry: CardGeometry = measure(face)
        self._look = Look()
        self._picture = CardPicture()
        self._name()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(_RESTING)

    @property
    def id(self) -> str:
        """The node's id, or "head"."""
        return self.face.id

    def show_face(self, face: Face) -> None:
        """Show another face; draws only if it differs."""
        if face != self.face:
            self.face = face
            self.remeasure()
            self._name()

    def remeasure(self) -> None:
        """Lay out and draw anew, as after a change of fonts or colours."""
        self.prepareGeometryChange()
        self.geometry = measure(self.face)
        self._redraw()

    # Where things are

    def scene_rect(self) -> QRectF:
        """The card in scene coordinates."""
        return self.geometry.rect.translated(self.pos())

    def part_rect(self, part: str) -> QRectF:
        """A control in scene coordinates."""
        return self.geometry.parts[part].translated(self.pos())

    def on_title(self, scene_point: QPointF) -> bool:
        """Whether a point is where the card's name stands."""
        title = self.geometry.title.united(self.geometry.name)
        return title.translated(self.pos()).contains(scene_point)

    def port(self, part: str) -> QPointF:
        """The "input" or "output" port in scene coordinates."""
        return port_point(self.geometry, part) + self.pos()

    def part_at(self, scene_point: QPointF) -> str:
        """What is there: a control's name, "input", "output", "body", or "" for nothing."""
        point = scene_point - self.pos()
        for part, box in self.geometry.parts.items():
            if box.contains(point):
                return part
        for part in self.face.ports:
            offset = point - port_point(self.geometry, part)
            if hypot(offset.x(), offset.y()) <= PORT_REACH:
                return part
        return "body" if self.geometry.rect.contains(point) else ""

    # Looks

    def hover(self, part: str) -> None:
        """Show the pointer over a part, or over none ("")."""
        self._show(hovered=part)

    def press(self, part: str) -> None:
        """Show a control held down, or none ("")."""
        self._show(pressed=part)

    def mark(self, mark: Mark | None) -> None:
        """Show whether what is dragged, a wire or a layer, may end here."""
        self._show(mark=mark)

    def focus(self, focused: bool) -> None:
        """Show or hide the focus ring."""
        self._show(focused=focused)

    def lift(self, lifted: bool) -> None:
        """Show it before all other cards, as while it is dragged."""
        self.setZValue(_LIFTED if lifted else _RESTING)

    def fade(self, faded: bool) -> None:
        """Show it faintly, as what will be gone when the button is released."""
        self.setOpacity(0.35 if faded else 1.0)

    def sharpen(self, zoom: float) -> bool:
        """Draw it anew for this zoom, where it was stretched; whether that was needed."""
        if self._picture.is_sharp(zoom):
            return False
        self._redraw()
        return True

    def _show(self, **looks: Any) -> None:
        look = replace(self._look, **looks)
        if look != self._look:
            self._look = look
            self._redraw()

    def _redraw(self) -> None:
        self._picture.forget()
        self.update()

    # Qt

    def boundingRect(self) -> QRectF:
        return self.geometry.rect.adjusted(-_MARGIN, -_MARGIN, _MARGIN, _MARGIN)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self.geometry.rect)
        return path

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        if self._look.selected != self.isSelected():
            self._look = replace(self._look, selected=self.isSelected())
            self._picture.forget()
        scene = self.scene()
        stretching = bool(getattr(scene, "zooming", False))
        self._picture.paint(
            painter,
            self.boundingRect(),
            self._draw,
            stretching=stretching,
            smoothly=not getattr(scene, "crowded", False),
        )

    def _draw(self, painter: QPainter, zoom: float) -> None:
        drawing = CardPainter(painter, self.face, self.geometry, self._look)
        drawing.paint() if zoom >= LEGIBLE_ZOOM else drawing.paint_small()

    def _name(self) -> None:
        self.setObjectName(self.face.spoken)
        self.setToolTip(plain_tip(self.face.tip))
