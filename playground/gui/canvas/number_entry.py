"""Typing a number on the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, QRect, QSize, Slot

from playground.gui.canvas.card import Card
from playground.gui.canvas.number_editor import NumberEditor

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# However small the canvas is seen, the field is at least this large, in px on the screen.
_LEAST = QSize(56, 24)


class NumberEntry(QObject):
    """Opens a field over a card's number and gives the document what is typed.

    Attributes:
        editor: the open field, or None.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self.editor: NumberEditor | None = None
        self._canvas = canvas
        self._identity = ""
        self._field = ""

    def open(self, identity: str) -> None:
        """Type the number of this card, if it has one."""
        card = self._canvas.network_scene.cards[identity]
        stepper = card.face.stepper
        if stepper is None:
            return
        self._identity, self._field = identity, stepper.field.name
        self.editor = NumberEditor(stepper, self._box(card), self._canvas.viewport())
        self.editor.entered.connect(self._take)
        self.editor.refused.connect(self._explain)
        self.editor.closed.connect(self._close)

    def settle(self) -> None:
        """After an edit: the card may be gone, or stand for a layer with no such number."""
        card = self._canvas.network_scene.cards.get(self._identity)
        stepper = card.face.stepper if card else None
        if self.editor is not None and (stepper is None or stepper.field.name != self._field):
            self.editor.leave()
        self.follow()

    def follow(self) -> None:
        """Stand where the number is seen now."""
        card = self._canvas.network_scene.cards.get(self._identity)
        if self.editor is not None and card is not None:
            self.editor.setGeometry(self._box(card))

    def _box(self, card: Card) -> QRect:
        """Where the field stands on the screen: over the number, and large enough to type in."""
        number = self._canvas.mapFromScene(card.part_rect(self._field)).boundingRect()
        box = number.adjusted(-16, -3, 16, 3)
        grown = box.size().expandedTo(_LEAST)
        box.adjust(0, 0, grown.width() - box.width(), grown.height() - box.height())
        box.moveCenter(number.center())
        return box

    @Slot(object)
    def _take(self, value: float) -> None:
        if self._identity in self._canvas.document.network:
            self._canvas.document.set_node_field(self._identity, self._field, value)

    @Slot(str)
    def _explain(self, reason: str) -> None:
        box = self._canvas.control_rect(self._identity, self._field)
        self._canvas.explain(reason, box.bottomLeft())

    @Slot()
    def _close(self) -> None:
        editor, self.editor = self.editor, None
        self._canvas.explain(None, QPointF())
        if editor is not None:
            self._canvas.take_keys_from(editor)
