"""The whole network small, in a corner of the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.canvas.family_colours import family_colour, part_colour
from playground.gui.topics import mark

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

_WIDTH, _MOST_HEIGHT, _LEAST_HEIGHT = 176, 120, 56
_EDGE, _PAD = 12, 6.0
# Networks of fewer cards are found without a map.
_LEAST_CARDS = 8


class Minimap(QWidget):
    """Cards as dots of their family's colour, and what is seen as a frame.

    It is there while part of the network is out of sight. Click or drag to look somewhere else.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._cards: QPixmap | None = None
        self._content = QRectF()
        self.setAccessibleName("Map of the network")
        mark(self, "minimap")
        self.setToolTip("The whole network: click to look there")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    @Slot()
    def refresh(self) -> None:
        """The cards have moved or changed."""
        self._cards = None
        self.follow()

    @Slot()
    def follow(self) -> None:
        """The view has moved."""
        content = self._canvas.network_scene.content_rect()
        seen = self._seen()
        far = not seen.adjusted(-2, -2, 2, 2).contains(content)
        self.setVisible(far and len(self._canvas.network_scene.cards) >= _LEAST_CARDS)
        if not self.isVisible():
            return
        if content != self._content:
            self._content, self._cards = content, None
        height = _WIDTH * content.height() / max(1.0, content.width())
        self.resize(_WIDTH, round(min(max(height, _LEAST_HEIGHT), _MOST_HEIGHT)))
        port = self._canvas.viewport().size()
        self.move(port.width() - self.width() - _EDGE, port.height() - self.height() - _EDGE - 40)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.card_border), 1))
        painter.setBrush(QColor(palette.card))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        if self._cards is None:
            self._cards = self._picture()
        painter.drawPixmap(0, 0, self._cards)
        seen = QColor(palette.accent)
        seen.setAlphaF(0.14)
        painter.setBrush(seen)
        painter.setPen(QPen(QColor(palette.accent), 1.5))
        frame = self._mapped(self._seen()).intersected(QRectF(self.rect()).adjusted(2, 2, -2, -2))
        painter.drawRoundedRect(frame, 2, 2)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._look_at(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._look_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        event.accept()

    def _picture(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        picture = QPixmap(self.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setPen(Qt.PenStyle.NoPen)
        scene = self._canvas.network_scene
        for name, card in scene.cards.items():
            given = card.face.colour
            colour = part_colour(given, "") if given else family_colour(card.face.family)
            box = self._mapped(scene.target_rect(name))
            painter.fillRect(box.adjusted(0, 0, max(0.0, 3 - box.width()), 2), colour)
        painter.end()
        return picture

    def _seen(self) -> QRectF:
        canvas = self._canvas
        return canvas.mapToScene(canvas.viewport().rect()).boundingRect()

    def _scale(self) -> float:
        room = QRectF(self.rect()).adjusted(_PAD, _PAD, -_PAD, -_PAD)
        return min(
            room.width() / max(1.0, self._content.width()),
            room.height() / max(1.0, self._content.height()),
        )

    def _mapped(self, rect: QRectF) -> QRectF:
        """A rectangle of the scene in the map."""
        scale = self._scale()
        corner = (rect.topLeft() - self._content.center()) * scale
        middle = QPointF(self.width() / 2, self.height() / 2)
        return QRectF(middle + corner, rect.size() * scale)

    def _look_at(self, place: QPointF) -> None:
        middle = QPointF(self.width() / 2, self.height() / 2)
        self._canvas.look_at(self._content.center() + (place - middle) / self._scale())
