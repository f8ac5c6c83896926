"""The canvas by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent

from playground.gui.canvas.keyboard_link import KeyboardLink
from playground.gui.canvas.layout import Box
from playground.network.spec import HEAD

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

_Key = Qt.Key
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
# How an arrow moves what is selected, in steps of the grid.
_ARROWS = {
    _Key.Key_Left: (-1, 0),
    _Key.Key_Right: (1, 0),
    _Key.Key_Up: (0, -1),
    _Key.Key_Down: (0, 1),
}
_LINK_ENDS = (_Key.Key_Return, _Key.Key_Enter, _Key.Key_Escape)
_TAB_REASONS = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Keyboard:
    """Moves a focus ring from card to card and works the card that has it.

    Tab walks in network order and out at either end; arrows follow wires, with Shift they select
    on the way, with Alt they move what is selected. + and − step the number, Enter opens the
    choice, C draws a wire, L freezes, Shift+L all before, N writes a note, F2 renames, Delete
    removes, F fits, Escape deselects. The usual keys copy, paste, duplicate, group and select all.
    """

    def __init__(self, canvas: Canvas) -> None:
        self._canvas = canvas
        self._focused = ""
        self._link: KeyboardLink | None = None

    @property
    def focused(self) -> str:
        """The card with the ring, or ""."""
        return self._focused

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
        """After an edit: the ring is on no card that is gone, and no wire is being drawn."""
        self._leave_link()
        if self._focused not in self._canvas.network_scene.cards:
            self._focused = ""

    def give_way(self) -> None:
        """The mouse is used: no ring, no wire that is being drawn."""
        self._leave_link()
        self.focus("")

    def enter(self, reason: Qt.FocusReason) -> None:
        """The canvas got the keys."""
        order = self._order()
        if reason in _TAB_REASONS:
            self._go(order[0] if reason == Qt.FocusReason.TabFocusReason else order[-1])
        else:
            self.focus(self._focused)

    def leave(self) -> None:
        """The canvas lost the keys."""
        self._leave_link()
        cards = self._canvas.network_scene.cards
        if self._focused in cards:
            cards[self._focused].focus(False)

    def walk(self, forward: bool) -> bool:
        """Go to the next card in network order; False at the end, where Tab leaves the canvas.

        While a wire is being drawn it goes round.
        """
        order = self._order()
        at = self._at()
        index = order.index(at) + (1 if forward else -1) if at in order else 0
        if self._link is not None:
            index %= len(order)
        if not 0 <= index < len(order):
            return False
        self._go(order[index])
        return True

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key means here; False if it means nothing."""
        if self._link is not None and event.key() in _LINK_ENDS:
            link, self._link = self._link, None
            link.cancel() if event.key() == _Key.Key_Escape else link.finish()
            return True
        if event.modifiers() & _CTRL:
            return self._press_with_control(event)
        return self._move(event) or self._work(event)

    def _move(self, event: QKeyEvent) -> bool:
        """The arrow keys."""
        if event.key() not in _ARROWS:
            return False
        if event.modifiers() & Qt.KeyboardModifier.AltModifier:
            dx, dy = _ARROWS[_Key(event.key())]
            self._canvas.building.nudge(dx, dy)
        else:
            extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._go(self._neighbour(self._at(), event.key()), extending=extending)
        return True

    def _work(self, event: QKeyEvent) -> bool:
        """The keys that work the card with the ring, or what is selected."""
        canvas, at = self._canvas, self._at()
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        match event.key():
            case _Key.Key_Plus | _Key.Key_Equal if at:
                canvas.step(at, 1)
            case _Key.Key_Minus if at:
                canvas.step(at, -1)
            case _Key.Key_Return | _Key.Key_Enter if at:
                self._activate(at)
            case _Key.Key_Delete | _Key.Key_Backspace:
                self._remove(at)
            case _Key.Key_L if plain:
                canvas.document.freeze_nodes(canvas.selection() or [at])
            case _Key.Key_L if event.modifiers() == _SHIFT:
                before = canvas.document.network.leading_to(self._one_chosen())
                canvas.document.freeze_nodes(before)
            case _Key.Key_C if plain and at in canvas.network_scene.cards:
                self._begin_link(at)
            case _Key.Key_N if plain:
                canvas.building.write_note()
            case _Key.Key_F2:
                canvas.rename(self._one_chosen())
            case _Key.Key_F if plain:
                canvas.fit()
            case _Key.Key_Escape if canvas.chosen() or canvas.network_scene.selected_links():
                canvas.select([])
                self.focus("")
            case _:
                return False
        return True

    def _press_with_control(self, event: QKeyEvent) -> bool:
        canvas = self._canvas
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        match event.key():
            case _Key.Key_C:
                canvas.clipboard.copy()
            case _Key.Key_X:
                canvas.clipboard.cut()
            case _Key.Key_V:
                canvas.clipboard.paste()
            case _Key.Key_D:
                canvas.clipboard.duplicate()
            case _Key.Key_A:
                canvas.select_all()
            case _Key.Key_G:
                canvas.building.ungroup() if shift else canvas.building.group()
            case _Key.Key_Plus | _Key.Key_Equal:
                canvas.zoom_bar.zoom_in()
            case _Key.Key_Minus:
                canvas.zoom_bar.zoom_out()
            case _Key.Key_0:
                canvas.zoom_to_full()
            case _:
                return False
        return True

    def _begin_link(self, at: str) -> None:
        self._leave_link()
        if "output" not in self._canvas.network_scene.cards[at].face.ports and at == HEAD:
            self._canvas.warn("The head is the end; nothing follows it.")
            return
        self._link = KeyboardLink(self._canvas, at)

    def _leave_link(self) -> None:
        if self._link is not None:
            link, self._link = self._link, None
            link.cancel()

    def _order(self) -> list[str]:
        return list(self._canvas.network_scene.shown.order)

    def _at(self) -> str:
        """The card that keys go to: the one with the ring, else the one selected."""
        if self._focused:
            return self._focused
        chosen = [
            each for each in self._canvas.chosen() if each in self._canvas.network_scene.cards
        ]
        return chosen[0] if len(chosen) == 1 else ""

    def _one_chosen(self) -> str:
        """The one thing that is selected, a note or an open group too."""
        chosen = self._canvas.chosen()
        return chosen[0] if len(chosen) == 1 else self._at()

    def _go(self, identity: str, *, extending: bool = False) -> None:
        kept = self._canvas.chosen() if extending else []
        self.focus(identity)
        self._canvas.select([*kept, identity])
        self._canvas.reveal(identity)
        if self._link is not None:
            self._link.aim(identity)

    def _remove(self, at: str) -> None:
        """Take out what is selected; the ring goes back along the wire."""
        canvas = self._canvas
        before = canvas.network_scene.shown.sources(at) if at else []
        canvas.remove_selection()
        cards = canvas.network_scene.cards
        left = [name for name in before if name in cards]
        if at not in cards and left:
            self._go(left[0])

    def _activate(self, identity: str) -> None:
        face = self._canvas.network_scene.cards[identity].face
        if face.holds:
            self._canvas.building.expand(identity)
        elif face.choosers:
            self._canvas.open_menu(identity, face.choosers[0].part)
        elif face.stepper:
            self._canvas.edit_number(identity)

    def _neighbour(self, at: str, key: int) -> str:
        """Along a wire left or right, or the nearest card above or below; else where it is."""
        shown = self._canvas.network_scene.shown
        if not at:
            return shown.order[0]
        boxes = self._canvas.network_scene.boxes()
        here = boxes[at]
        if key == _Key.Key_Right:
            choices = shown.targets(at)
        elif key == _Key.Key_Left:
            choices = shown.sources(at)
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
