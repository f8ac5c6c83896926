"""A few words on the canvas."""

from __future__ import annotations

from math import ceil

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.gui import theme
from playground.gui.canvas.family_colours import part_colour
from playground.network.canvas_parts import Note

WIDTH = 208.0
_PAD = 10.0
_LEAST_HEIGHT, _MOST_HEIGHT = 40.0, 480.0
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def note_font() -> QFont:
    """For the words of a note."""
    return theme.font(12)


class NoteCard(QGraphicsObject):
    """A note: its words, wrapped, on a ground of its colour.

    Attributes:
        note: what it shows.
    """

    def __init__(self, note: Note) -> None:
        super().__init__()
        self._rect = QRectF()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsSelectable)
        self.setZValue(1.9)
        self.note = note
        self.show_note(note)

    @property
    def id(self) -> str:
        """The note's id."""
        return self.note.id

    def show_note(self, note: Note) -> None:
        """Show other words, at their place."""
        self.note = note
        self.setPos(*note.position)
        self.setObjectName(f"note: {note.text}")
        self.remeasure()

    def remeasure(self) -> None:
        """Lay out anew, as after a change of fonts."""
        self.prepareGeometryChange()
        room = QRectF(0, 0, WIDTH - 2 * _PAD, _MOST_HEIGHT)
        needed = QFontMetricsF(note_font()).boundingRect(room, int(_WRAP), self.note.text)
        height = min(max(_LEAST_HEIGHT, ceil(needed.height()) + 2 * _PAD), _MOST_HEIGHT)
        self._rect = QRectF(0, 0, WIDTH, height)
        self.update()

    def scene_rect(self) -> QRectF:
        """The note in scene coordinates."""
        return self._rect.translated(self.pos())

    def contains_point(self, point: QPointF) -> bool:
        """Whether a point of the scene is on it."""
        return self.scene_rect().contains(point)

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
        tint = part_colour(self.note.colour, palette.warning)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(palette.card))
        painter.setPen(Qt.PenStyle.NoPen)
        box = self._rect.adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 6, 6)
        ground, rim = QColor(tint), QColor(tint)
        ground.setAlphaF(0.13)
        rim.setAlphaF(0.5)
        painter.setBrush(ground)
        painter.setPen(QPen(QColor(palette.accent), 2) if self.isSelected() else QPen(rim, 1))
        painter.drawRoundedRect(box, 6, 6)
        painter.setFont(note_font())
        painter.setPen(QColor(palette.text if self.note.text else palette.muted))
        inner = self._rect.adjusted(_PAD, _PAD, -_PAD, -_PAD)
        painter.setClipRect(inner)
        painter.drawText(inner, int(_WRAP), self.note.text or "Double-click to write")
