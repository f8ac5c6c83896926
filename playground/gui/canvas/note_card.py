"""A few words on the canvas."""

from __future__ import annotations

from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.gui import theme
from playground.gui.canvas.family_colours import part_colour
from playground.gui.canvas.note_lines import Line, broken
from playground.network.canvas_parts import Note

WIDTH = 208.0
# How large a note is while it is being written for the first time.
NOTE_SIZE = (WIDTH, 72.0)
_PAD = 10.0
_LEAST_HEIGHT, _MOST_HEIGHT = 40.0, 480.0
_EMPTY = "Double-click to write"


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
        self._lines: list[Line] = []
        self._line_height = 0.0
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
        font = note_font()
        self._line_height = QFontMetricsF(font).lineSpacing()
        most = floor((_MOST_HEIGHT - 2 * _PAD) / self._line_height)
        self._lines = broken(self.note.text or _EMPTY, font, WIDTH - 2 * _PAD, most)
        needed = ceil(len(self._lines) * self._line_height) + 2 * _PAD
        height = max(_LEAST_HEIGHT, needed)
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
        box = QRectF(_PAD, _PAD, WIDTH - 2 * _PAD, self._line_height)
        for line in self._lines:
            side = Qt.AlignmentFlag.AlignRight if line.leftwards else Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), line.text)
            box.translate(0, self._line_height)
