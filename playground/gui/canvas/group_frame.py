"""The frame around a group that is open."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.gui import theme
from playground.gui.canvas.card_geometry import small_font
from playground.gui.canvas.family_colours import part_colour
from playground.gui.icons import icon
from playground.gui.widgets.tips import plain_tip
from playground.network.canvas_parts import Group

# How far the frame stands from its cards, and how high its title is, in px.
PAD, TITLE = 12.0, 24.0
_ARROW = 12.0
_RADIUS = 10.0


def frame_around(cards: QRectF) -> QRectF:
    """Where a frame stands whose group's cards `cards` holds."""
    return cards.adjusted(-PAD, -PAD / 2 - TITLE, PAD, PAD)


class GroupFrame(QGraphicsObject):
    """A tinted ground behind a group's cards, with its name on top.

    Attributes:
        part: the group that it stands for.
    """

    def __init__(self, group: Group) -> None:
        super().__init__()
        self.part = group
        self._rect = QRectF()
        self._hovered = False
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(-1)
        self.show_group(group)

    @property
    def id(self) -> str:
        """The group's id."""
        return self.part.id

    def show_group(self, group: Group) -> None:
        """Show another name or colour."""
        self.part = group
        self.setObjectName(f"group {group.title}")
        tip = f"{group.title}: drag to move, click the arrow to collapse"
        self.setToolTip(plain_tip(tip))
        self.update()

    def surround(self, cards: QRectF) -> None:
        """Stand around what holds the group's cards and wires, in scene coordinates."""
        rect = frame_around(cards)
        if rect != self._rect:
            self.prepareGeometryChange()
            self._rect = rect

    @property
    def rect(self) -> QRectF:
        """The frame, in scene coordinates."""
        return QRectF(self._rect)

    @property
    def title_rect(self) -> QRectF:
        """The line with the name, in scene coordinates."""
        return QRectF(self._rect.left(), self._rect.top(), self._rect.width(), TITLE)

    def part_at(self, point: QPointF) -> str:
        """What is there: "arrow", "title", or "" for nothing that can be taken hold of."""
        if not self.title_rect.contains(point):
            return ""
        return "arrow" if point.x() <= self._rect.left() + PAD + _ARROW + 4 else "title"

    def hover(self, hovered: bool) -> None:
        """Show the pointer over the title or not."""
        if hovered != self._hovered:
            self._hovered = hovered
            self.update()

    # Qt

    def boundingRect(self) -> QRectF:
        return self._rect.adjusted(-3, -3, 3, 3)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        palette = theme.current()
        colour = part_colour(self.part.colour, palette.muted)
        ground, rim = QColor(colour), QColor(colour)
        ground.setAlphaF(0.07)
        rim.setAlphaF(0.75 if self._hovered else 0.45)
        pen = QPen(QColor(palette.accent), 2) if self.isSelected() else QPen(rim, 1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(pen)
        painter.setBrush(ground)
        painter.drawRoundedRect(self._rect.adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)
        self._paint_title(painter, colour)

    def _paint_title(self, painter: QPainter, colour: QColor) -> None:
        line = self.title_rect.adjusted(PAD, 0, -PAD, 0)
        arrow = QRectF(line.left(), line.center().y() - _ARROW / 2, _ARROW, _ARROW)
        icon("caret_down", colour.name()).paint(painter, arrow.toRect())
        words = line.adjusted(_ARROW + 6, 0, 0, 0)
        font = small_font()
        font.setWeight(font.Weight.DemiBold)
        shown = QFontMetricsF(font).elidedText(
            self.part.title, Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setFont(font)
        painter.setPen(colour if self.part.colour else QColor(theme.current().muted))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(words, left, shown)
