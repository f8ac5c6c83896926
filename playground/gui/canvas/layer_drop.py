"""A layer from the palette over the canvas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from playground.gui.canvas.layout import Link
from playground.gui.editing.replacing import replace_node, why_not_replace
from playground.gui.refusal import Refusal
from playground.network.spec import HEAD, INPUT

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# A dragged layer is larger than a pointer, so it meets a wire from further away, in px.
REACH = 28.0


@dataclass(frozen=True)
class Aim:
    """Where a layer would go: in a card's place, on a wire, or (neither) before the head."""

    card: str = ""
    link: Link | None = None


class LayerDrop:
    """Follows a dragged layer: says what a drop would do, or why it can't, and does it.

    Attributes:
        layer_type: what is dragged.
        refusal: why it can't, or None.
    """

    def __init__(self, canvas: Canvas, layer_type: str) -> None:
        self.layer_type = layer_type
        self.refusal: Refusal | None = None
        self._canvas = canvas
        self._scene = canvas.network_scene
        self._document = canvas.document
        self._judged: dict[Aim, Refusal | None] = {}
        self._aim = Aim()
        self._point = QPointF()
        self._alone = self._document.stands_alone(layer_type)

    def move(self, point: QPointF) -> None:
        """The layer has come to `point` in the scene."""
        self._point = point
        self._aim = self._aim_at(point)
        if self._aim not in self._judged:
            self._judged[self._aim] = self._why_not(self._aim)
        self.refusal = self._judged[self._aim]
        self._mark()
        self._canvas.notes.promise("" if self.refusal else self._promise())
        self._canvas.explain(self.refusal.message if self.refusal else None, point)

    def drop(self) -> None:
        """Put it where it is, if it may be; else offer what would mend it."""
        aim, refusal = self._aim, self.refusal
        self.leave()
        if refusal is not None:
            self._canvas.offer(refusal, self._point)
        elif aim.card:
            self._canvas.select([replace_node(self._document, aim.card, self.layer_type)])
        else:
            at = (self._point.x(), self._point.y()) if self._alone else None
            self._canvas.insert_layer(self.layer_type, aim.link, at)

    def leave(self) -> None:
        """It is no longer over the canvas."""
        for wire in self._scene.wires.values():
            wire.mark(None)
        for card in self._scene.cards.values():
            card.mark(None)
        self._scene.ghost.mark(None)
        self._canvas.explain(None, QPointF())
        self._canvas.notes.rest()

    def _aim_at(self, point: QPointF) -> Aim:
        if self._alone:
            return Aim()
        card = self._scene.hit(point, 0.0).card
        if card is None:
            wire = self._scene.nearest_wire(point, REACH)
            return Aim(link=wire.links[0]) if wire else Aim()
        if card.id == HEAD:
            return Aim()
        if card.id == INPUT:
            target = self._document.network.targets(INPUT)
            return Aim(link=(INPUT, target[0])) if target else Aim()
        return Aim(card=card.id)

    def _why_not(self, aim: Aim) -> Refusal | None:
        if not aim.card:
            return self._document.judge.why_not_insert(self.layer_type, aim.link)
        if aim.card not in self._document.network:
            return Refusal("This is a group of layers. Open it first: double-click it.")
        return why_not_replace(self._document, aim.card, self.layer_type)

    def _mark(self) -> None:
        if self._alone:
            return
        mark = "illegal" if self.refusal else "legal"
        for card in self._scene.cards.values():
            card.mark(mark if card.id == self._aim.card else None)  # type: ignore[arg-type]
        before_head = self._document.network.sources(HEAD)
        aim = self._aim.link or ((before_head[0], HEAD) if before_head else None)
        for wire in self._scene.wires.values():
            meant = not self._aim.card and aim in wire.links
            wire.mark(mark if meant else None)  # type: ignore[arg-type]
        self._scene.ghost.mark(mark)  # type: ignore[arg-type]

    def _promise(self) -> str:
        if self._aim.card:
            return f"Drop to put it in the place of {self._aim.card}"
        if self._aim.link:
            return f"Drop to insert between {self._aim.link[0]} and {self._aim.link[1]}"
        if self._alone:
            return "Drop to add it, then draw a wire from its right side"
        return "Drop to put it before the head"
