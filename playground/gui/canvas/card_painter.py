"""How a card is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen

from playground.gui import theme
from playground.gui.canvas.card_geometry import (
    CURVE_HEIGHT,
    CURVE_WIDTH,
    LOCK_PART,
    PORT_RADIUS,
    CardGeometry,
    choice_font,
    small_font,
    title_font,
    value_font,
)
from playground.gui.canvas.curve import draw_curve
from playground.gui.canvas.face import Chooser, Face, Stepper
from playground.gui.canvas.family_colours import family_colour, part_colour
from playground.gui.icons import icon

Mark = Literal["legal", "illegal"]

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_INSET = 5.0
_BADGE = 18.0
# Below this zoom nothing small can be read, so a card shows its title and colour alone.
LEGIBLE_ZOOM = 0.42
_BAND = 4.0


@dataclass(frozen=True)
class Look:
    """What changes on a card without its face changing.

    Attributes:
        selected: whether it is chosen. focused: whether keys go to it.
        hovered: the part under the pointer: "body", "input", "output", or a control's name.
        pressed: the control held down, or "".
        mark: how a wire or a layer being dragged sees it, if one is.
    """

    selected: bool = False
    focused: bool = False
    hovered: str = ""
    pressed: str = ""
    mark: Mark | None = None


class CardPainter:
    """Draws one card with one painter."""

    def __init__(self, painter: QPainter, face: Face, geometry: CardGeometry, look: Look) -> None:
        self._painter = painter
        self._face = face
        self._geometry = geometry
        self._look = look
        self._palette = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)

    def paint(self) -> None:
        """Draw everything, back to front."""
        self._shadow()
        if self._face.holds:
            self._stack()
        self._frame()
        if self._face.colour:
            self._band()
        self._heading()
        for text, box in self._geometry.labels:
            self._text(text, box, small_font(), self._palette.muted, _LEFT)
        if stepper := self._face.stepper:
            self._stepper(stepper)
        for chooser in self._face.choosers:
            self._chooser(chooser)
        self._ports()
        if self._face.severity:
            self._badge(self._face.severity)

    def paint_small(self) -> None:
        """Draw what can still be told when it is seen from afar: colour, icon and title."""
        self._frame()
        rect, colour = self._geometry.rect, self._colour()
        tint = QColor(colour)
        tint.setAlphaF(0.16)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(tint)
        self._painter.drawRoundedRect(rect.adjusted(2, 2, -2, -2), theme.RADIUS, theme.RADIUS)
        inner = rect.adjusted(8, 6, -8, -6)
        self._text(self._face.title, inner, theme.font(22), self._palette.text, _CENTRE)
        if self._face.severity:
            self._badge(self._face.severity)

    def _colour(self) -> QColor:
        """The colour that it was given, or its family's."""
        if self._face.colour:
            return part_colour(self._face.colour, self._palette.muted)
        return family_colour(self._face.family)

    def _stack(self) -> None:
        """Two cards behind, for a group holds several."""
        palette = self._palette
        self._painter.setBrush(QColor(palette.card))
        self._painter.setPen(QPen(QColor(palette.card_border), 1.0))
        for back in (6.0, 3.0):
            box = self._geometry.rect.adjusted(back + 2, back, back - 2, back)
            self._painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)

    def _band(self) -> None:
        """A band of the colour that the card was given, along its left edge."""
        rect = self._geometry.rect
        path = QPainterPath()
        path.addRoundedRect(rect.adjusted(1, 1, -1, -1), theme.RADIUS - 1, theme.RADIUS - 1)
        self._painter.save()
        self._painter.setClipPath(path)
        self._painter.fillRect(QRectF(0, 0, _BAND + 1, rect.height()), self._colour())
        self._painter.restore()

    def _shadow(self) -> None:
        """A soft shadow of a few rims, each a little wider and fainter."""
        ink = QColor(self._palette.shadow)
        strength = ink.alphaF()
        self._painter.setPen(Qt.PenStyle.NoPen)
        for rim in (5.0, 3.5, 2.0, 1.0):
            ink.setAlphaF(strength * 0.17)
            self._painter.setBrush(ink)
            box = self._geometry.rect.adjusted(-rim + 1, -rim + 2, rim - 1, rim + 1)
            self._painter.drawRoundedRect(box, theme.RADIUS + rim, theme.RADIUS + rim)

    def _frame(self) -> None:
        palette, look = self._palette, self._look
        colour, width, style = palette.card_border, 1.0, Qt.PenStyle.SolidLine
        if self._face.unknown:
            colour, style = palette.muted, Qt.PenStyle.DashLine
        if self._face.severity:
            colour, width = getattr(palette, self._face.severity), 1.5
        if look.selected:
            colour, width = palette.accent, 2.0
        if look.mark:
            colour, width = (palette.good if look.mark == "legal" else palette.error), 2.0
        self._painter.setBrush(QColor(palette.card))
        self._painter.setPen(QPen(QColor(colour), width, style))
        inset = width / 2
        box = self._geometry.rect.adjusted(inset, inset, -inset, -inset)
        self._painter.drawRoundedRect(box, theme.RADIUS - inset, theme.RADIUS - inset)
        if look.focused:
            self._focus_ring()

    def _focus_ring(self) -> None:
        ink = QColor(self._palette.accent)
        ink.setAlphaF(0.45)
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        self._painter.setPen(QPen(ink, 2.0))
        box = self._geometry.rect.adjusted(-3, -3, 3, 3)
        self._painter.drawRoundedRect(box, theme.RADIUS + 3, theme.RADIUS + 3)

    def _heading(self) -> None:
        face, geometry, palette = self._face, self._geometry, self._palette
        ink = palette.muted if face.unknown else palette.text
        self._text(face.title, geometry.title, title_font(), ink, _LEFT)
        self._text(face.name, geometry.name, small_font(), palette.muted, _LEFT)
        self._text(face.caption, geometry.caption, small_font(), palette.muted, _LEFT)
        if face.cost:
            self._text(face.cost, geometry.cost, small_font(), palette.muted, _LEFT)
        colour = self._colour()
        tile = QColor(colour)
        tile.setAlphaF(0.16)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(tile)
        self._painter.drawRoundedRect(geometry.icon, 5, 5)
        glyph = geometry.icon.adjusted(3, 3, -3, -3).toRect()
        icon(face.icon, colour.name()).paint(self._painter, glyph)
        if face.frozen:
            self._chip_if_active(LOCK_PART, True)
            name, ink = ("unlock", "muted") if face.freed else ("lock", "accent")
            icon(name, ink).paint(self._painter, geometry.lock.toRect())

    def _stepper(self, stepper: Stepper) -> None:
        parts, palette = self._geometry.parts, self._palette
        number = parts[stepper.field.name]
        whole = parts["minus"].united(number).united(parts["plus"])
        self._chip(whole, palette.chip)
        for part, sign, steps in (("minus", "−", -1), ("plus", "+", 1)):
            can = stepper.field.stepped(stepper.value, steps) is not None
            self._chip_if_active(part, can)
            ink = palette.text if can else palette.disabled
            self._text(sign, parts[part], choice_font(), ink, _CENTRE)
        self._chip_if_active(stepper.field.name, True)
        self._text(stepper.text, number, value_font(), palette.text, _CENTRE)

    def _chooser(self, chooser: Chooser) -> None:
        box = self._geometry.parts[chooser.part]
        self._chip_if_active(chooser.part, True)
        inner = box.adjusted(_INSET, 0, -_INSET, 0)
        if chooser.activation:
            top = box.center().y() - CURVE_HEIGHT / 2
            curve = QRectF(inner.right() - CURVE_WIDTH, top, CURVE_WIDTH, CURVE_HEIGHT)
            draw_curve(self._painter, chooser.activation, curve, QColor(self._palette.accent))
            inner.setRight(curve.left() - 5)
        align = _RIGHT if chooser.label else _LEFT
        self._text(chooser.text, inner, choice_font(), self._palette.text, align)

    def _ports(self) -> None:
        geometry, palette, look = self._geometry, self._palette, self._look
        for part, at in (("input", geometry.input_port), ("output", geometry.output_port)):
            if part not in self._face.ports:
                continue
            active = look.hovered == part or (part == "input" and look.mark is not None)
            rim = palette.accent if active else palette.disabled
            if part == "input" and look.mark:
                rim = palette.good if look.mark == "legal" else palette.error
            self._painter.setPen(QPen(QColor(rim), 1.5))
            self._painter.setBrush(QColor(palette.accent_soft if active else palette.card))
            radius = PORT_RADIUS + (1.5 if active else 0)
            self._painter.drawEllipse(at, radius, radius)

    def _badge(self, severity: str) -> None:
        box = QRectF(-_BADGE / 2 + 2, -_BADGE / 2 + 2, _BADGE, _BADGE)
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(self._palette.card))
        self._painter.drawEllipse(box)
        glyph = box.adjusted(1, 1, -1, -1).toRect()
        icon(severity, severity).paint(self._painter, glyph)

    def _chip_if_active(self, part: str, can: bool) -> None:
        if not can or part not in (self._look.hovered, self._look.pressed):
            return
        colour = self._palette.pressed if part == self._look.pressed else self._palette.hover
        self._chip(self._geometry.parts[part], colour)

    def _chip(self, box: QRectF, colour: str) -> None:
        self._painter.setPen(Qt.PenStyle.NoPen)
        self._painter.setBrush(QColor(colour))
        self._painter.drawRoundedRect(box, 6, 6)

    def _text(
        self, text: str, box: QRectF, font: QFont, colour: str, align: Qt.AlignmentFlag
    ) -> None:
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1)
        self._painter.setFont(font)
        self._painter.setPen(QColor(colour))
        self._painter.drawText(box.adjusted(0, 0, 1, 0), align, shown)


def port_point(geometry: CardGeometry, part: str) -> QPointF:
    """Where that port is."""
    return geometry.input_port if part == "input" else geometry.output_port
