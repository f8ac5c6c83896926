"""Moving cards, notes and groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from playground.gui.canvas.card import Card
from playground.gui.canvas.gesture import Gesture
from playground.gui.canvas.layer_drop import REACH
from playground.gui.canvas.layout import Link, Position
from playground.gui.canvas.moving import inside_of, places_of
from playground.gui.document import LASTING
from playground.network import edits

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

GRID = 8
# A card within this many px of a grid line is drawn onto it.
_PULL = 2.5
# So far out of the canvas, in px on the screen, a card is being thrown away.
_OUT = 24


class MoveGesture(Gesture):
    """Drags what is selected; one edit at the end.

    A layer that is linked to nothing goes on the wire that it is dropped on. With Alt a layer is
    lifted out of its wires first, and the gap closes; dragged out of the canvas it is removed.

    Args:
        grabbed: what the pointer holds.
        lifting: whether it leaves its wires.
    """

    cursor = Qt.CursorShape.ClosedHandCursor

    def __init__(self, canvas: Canvas, start: QPointF, grabbed: str, *, lifting: bool) -> None:
        super().__init__(canvas, start)
        self._grabbed = grabbed
        self._origins = places_of(self.scene, canvas.chosen())
        self._alone = self._goes_on_wires(lifting)
        self._link: Link | None = None
        self._out = False

    def drag(self, point: QPointF) -> None:
        places = self._places(point)
        self.scene.arranger.put(places)
        for name, place in places.items():
            if name in self.scene.notes:
                self.scene.notes[name].setPos(*place)
        for card in self._cards():
            card.lift(True)
        self._look_outside(point)
        if self._alone and not self._out:
            self._look_for_wire(point)

    def finish(self, point: QPointF) -> None:
        if not self.dragging:
            self.canvas.select([self._grabbed])
            return
        self._unmark()
        if self._out and self._removable():
            self._put_back()
            self.canvas.remove_selection()
            return
        self._drop(self._places(point))

    def cancel(self) -> None:
        self._unmark()
        self._put_back()
        self.canvas.notes.rest()

    # Inside

    def _drop(self, places: dict[str, Position]) -> None:
        boxes = self.scene.boxes()
        still = {name: (box.x, box.y) for name, box in boxes.items()}
        self.canvas.keep_view()
        still |= inside_of(self.scene, places)
        if not self._alone:
            self.document.move_nodes(places, still)
            return
        network = edits.lift(self.document.network, self._grabbed)
        text = f"lift {self._grabbed} out"
        if self._link is not None:
            network = edits.put_on(network, self._grabbed, self._link)
            text = f"put {self._grabbed} between {self._link[0]} and {self._link[1]}"
        elif network == self.document.network:
            text = f"move {self._grabbed}"
        self.document.edit(text, **self.document.placed(network, still | places))

    def _places(self, point: QPointF) -> dict[str, Position]:
        """Where things are with the pointer at `point`: the grabbed one pulled to the grid."""
        offset = point - self.start
        x, y = self._origins.get(self._grabbed, next(iter(self._origins.values())))
        dx = pulled(x + offset.x()) - x
        dy = pulled(y + offset.y()) - y
        return {name: (left + dx, top + dy) for name, (left, top) in self._origins.items()}

    def _goes_on_wires(self, lifting: bool) -> bool:
        """Whether the one thing that moves is a layer that can go on a wire when it is dropped."""
        network, name = self.document.network, self._grabbed
        if list(self._origins) != [name] or name not in network or name in LASTING:
            return False
        if network[name].inputs[1] == 0 or "network" in self.document.project.setup.locked:
            return False
        linked = bool(network.sources(name) or network.targets(name))
        return lifting or not linked

    def _look_for_wire(self, point: QPointF) -> None:
        wire = self.scene.nearest_wire(point, REACH)
        own = wire is not None and self._grabbed in wire.link
        self._link = wire.links[0] if wire and not own else None
        for each in self.scene.wires.values():
            each.mark("legal" if self._link and each is wire else None)
        between = f" between {self._link[0]} and {self._link[1]}" if self._link else ""
        self.canvas.notes.promise(f"Release to put it{between or ' here'}")

    def _look_outside(self, point: QPointF) -> None:
        seen = self.canvas.viewport().rect().adjusted(-_OUT, -_OUT, _OUT, _OUT)
        out = not seen.contains(self.canvas.mapFromScene(point)) and self._removable()
        if out != self._out:
            self._out = out
            for card in self._cards():
                card.fade(out)
            self.canvas.notes.promise("Release to remove it; the gap closes" if out else "")

    def _removable(self) -> bool:
        return not set(LASTING) >= set(self._origins)

    def _cards(self) -> list[Card]:
        """The cards that move."""
        return [self.scene.cards[name] for name in self._origins if name in self.scene.cards]

    def _unmark(self) -> None:
        for wire in self.scene.wires.values():
            wire.mark(None)
        for card in self._cards():
            card.fade(False)
            card.lift(False)

    def _put_back(self) -> None:
        """Where the document has them, which an edit may have changed meanwhile."""
        targets = self.scene.arranger.targets
        self.scene.arranger.put({name: targets[name] for name in self._origins if name in targets})
        for name, note in self.scene.notes.items():
            if name in self._origins:
                note.setPos(*note.note.position)


def pulled(value: float) -> float:
    """`value`, or the grid line close to it; whole px either way."""
    line = round(value / GRID) * GRID
    return float(line if abs(value - line) <= _PULL else round(value))
