"""Where the step debugger is, on the canvas."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, QRectF, Qt, Slot
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.gui import theme
from playground.gui.canvas.card import Card
from playground.gui.canvas.scene import NetworkScene
from playground.gui.widgets.tips import plain_tip

_WORDS = {
    "forward": "forward →",
    "loss": "loss",
    "backward": "← backward",
    "update": "update",
}
_RIM, _PILL = 4.0, 18.0


class StepMark(QGraphicsObject):
    """A ring round a card and a word beneath it: which phase goes through it now.

    Attributes:
        phase: of the current instruction.
    """

    def __init__(self, card: Card, phase: str) -> None:
        super().__init__(card)
        self.phase = phase
        self._box = QRectF(card.geometry.rect)
        self._words = _WORDS.get(phase, phase)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemStacksBehindParent, False)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.setToolTip(plain_tip(f"The step debugger is here: {phase}"))

    def boundingRect(self) -> QRectF:
        return self._box.adjusted(-_RIM - 2.0, -_RIM - 2.0, _RIM + 2.0, _RIM + _PILL)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        palette = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.accent), 2.5))
        ring = self._box.adjusted(-_RIM, -_RIM, _RIM, _RIM)
        painter.drawRoundedRect(ring, theme.RADIUS + _RIM, theme.RADIUS + _RIM)
        width = theme.text_width(self._words, theme.TEXT_SMALL) + 22.0
        pill = QRectF(self._box.center().x() - width / 2.0, self._box.bottom() - 3.0, width, _PILL)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.accent))
        painter.drawRoundedRect(pill, _PILL / 2.0, _PILL / 2.0)
        painter.setFont(theme.font(theme.TEXT_SMALL, QFont.Weight.DemiBold))
        painter.setPen(QColor(palette.on_accent))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._words)


class StepMarker(QObject):
    """Marks one card of a scene at a time.

    Attributes:
        mark: what is on the canvas now, or None.
    """

    def __init__(self, scene: NetworkScene, parent: QObject) -> None:
        super().__init__(parent)
        self._scene = scene
        self.mark: StepMark | None = None

    @Slot(str, str)
    def show_place(self, identity: str, phase: str) -> None:
        """Mark the card that shows a node; "" marks none."""
        before, self.mark = self.mark, None
        if before is not None and shiboken6.isValid(before):
            self._scene.removeItem(before)
            before.deleteLater()
        shown = self._scene.shown.cards.get(identity, identity)
        if identity and phase and shown in self._scene.cards:
            self.mark = StepMark(self._scene.cards[shown], phase)
