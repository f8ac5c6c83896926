"""The canvas by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from playground.gui.canvas.layout import Box

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

_Key = Qt.Key
_TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Keyboard:
    """Moves a focus ring from card to card and works the card that has it.

    Tab walks in network order and out at either end; arrows follow wires; + and − step the number,
    Enter opens the choice, L freezes, Delete removes, F fits, Escape deselects.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._focused = ""

    def focus(self, identity: str) -> None:
        """Give the ring to a card, or to none ("")."""
        cards = self._canvas.network_scene.cards
        if self._focused in cards:
            cards[self._focused].focus(False)
        self._focused = identity
        if identity in cards:
            cards[identity].focus(self._canvas.hasFocus())
            self._canvas.setAccessibleDescription(cards[identity].face.spoken)

    def settle(self) -> None:
        """After an edit: the ring is on no card that is gone."""
        if self._focused not in self._canvas.network_scene.cards:
            self._focused = ""

    def enter(self, reason: Qt.FocusReason) -> None:
        """The canvas got the keys."""
        order = self._canvas.document.network.order()
        if reason in _TAB_REASONS:
            self._go(order[0] if reason == Qt.FocusReason.TabFocusReason else order[-1])
        else:
            self.focus(self._focused)

    def leave(self) -> None:
        """The canvas lost the keys."""
        cards = self._canvas.network_scene.cards
        if self._focused in cards:
            cards[self._focused].focus(False)

    def walk(self, forward: bool) -> bool:
        """Go to the next card in network order; False at the end, where Tab leaves the canvas."""
        order = self._canvas.document.network.order()
        at = self._at()
        index = order.index(at) + (1 if forward else -1) if at in order else 0
        if not 0 <= index < len(order):
            return False
        self._go(order[index])
        return True

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False if it means nothing."""
        canvas, at = self._canvas, self._at()
        match event.key():
            case _Key.Key_Left | _Key.Key_Right | _Key.Key_Up | _Key.Key_Down:
                self._go(self._neighbour(at, event.key()))
            case _Key.Key_Plus | _Key.Key_Equal if at:
                canvas.step(at, 1)
            case _Key.Key_Minus if at:
                canvas.step(at, -1)
            case _Key.Key_Return | _Key.Key_Enter if at:
                self._activate(at)
            case _Key.Key_Delete | _Key.Key_Backspace:
                self._remove(at)
            case _Key.Key_L if event.modifiers() == Qt.KeyboardModifier.NoModifier:
                canvas.document.freeze_nodes(canvas.selection() or [at])
            case _Key.Key_F if event.modifiers() == Qt.KeyboardModifier.NoModifier:
                canvas.fit()
            case _Key.Key_Escape if canvas.selection() or canvas.network_scene.selected_links():
                canvas.select([])
                self.focus("")
            case _:
                return False
        return True

    def _at(self) -> str:
        """The card that keys go to: the one with the ring, else the one selected."""
        if self._focused:
            return self._focused
        selection = self._canvas.selection()
        return selection[0] if len(selection) == 1 else ""

    def _go(self, identity: str) -> None:
        self.focus(identity)
        self._canvas.select([identity])
        self._canvas.reveal(identity)

    def _remove(self, at: str) -> None:
        """Take out what is selected; the ring goes back along the wire."""
        canvas = self._canvas
        before = canvas.document.network.sources(at) if at else []
        canvas.remove_selection()
        if at not in canvas.network_scene.cards and before:
            self._go(before[0])

    def _activate(self, identity: str) -> None:
        face = self._canvas.network_scene.cards[identity].face
        if face.choosers:
            self._canvas.open_menu(identity, face.choosers[0].part)
        elif face.stepper:
            self._canvas.edit_number(identity)

    def _neighbour(self, at: str, key: int) -> str:
        """Along a wire left or right, or the nearest card above or below; else where it is."""
        network = self._canvas.document.network
        if not at:
            return network.order()[0]
        boxes = self._canvas.network_scene.boxes()
        here = boxes[at]
        if key == _Key.Key_Right:
            choices = network.targets(at)
        elif key == _Key.Key_Left:
            choices = network.sources(at)
        else:
            side = -1 if key == _Key.Key_Up else 1
            choices = [
                name
                for name, box in boxes.items()
                if (box.y - here.y) * side > 0 and abs(box.x - here.x) < here.width
            ]
        return min(choices, key=lambda name: _far(boxes[name], here), default=at)


def _far(box: Box, here: Box) -> float:
    return QPointF(box.x - here.x, box.middle - here.middle).manhattanLength()
