"""A node on the canvas."""

from __future__ import annotations

from math import hypot

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPainterPath
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.gui.canvas.card_geometry import PORT_REACH, CardGeometry, measure
from playground.gui.canvas.card_painter import CardPainter, Look, Mark, port_point
from playground.gui.canvas.face import Face

# Room around a card for its shadow, ports, badge and focus ring.
_MARGIN = 14.0


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
        self._name()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setZValue(2)

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
        self.update()

    # Where things are

    def scene_rect(self) -> QRectF:
        """The card in scene coordinates."""
        return self.geometry.rect.translated(self.pos())

    def part_rect(self, part: str) -> QRectF:
        """A control in scene coordinates."""
        return self.geometry.parts[part].translated(self.pos())

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
        if part != self._look.hovered:
            self._look.hovered = part
            self.update()

    def press(self, part: str) -> None:
        """Show a control held down, or none ("")."""
        self._look.pressed = part
        self.update()

    def mark(self, mark: Mark | None) -> None:
        """Show whether a wire being drawn may end here."""
        if mark != self._look.mark:
            self._look.mark = mark
            self.update()

    def focus(self, focused: bool) -> None:
        """Show or hide the focus ring."""
        if focused != self._look.focused:
            self._look.focused = focused
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
        self._look.selected = self.isSelected()
        CardPainter(painter, self.face, self.geometry, self._look).paint()

    def _name(self) -> None:
        self.setObjectName(self.face.spoken)
        self.setToolTip(self.face.tip)
