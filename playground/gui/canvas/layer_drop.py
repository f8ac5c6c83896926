"""A layer from the palette over the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from playground.gui.canvas.layout import Link
from playground.network.spec import HEAD

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# A dragged layer is larger than a pointer, so it meets a wire from further away, in px.
_REACH = 28.0


class LayerDrop:
    """Follows a dragged layer: says what a drop would do, or why it can't, and does it.

    Attributes:
        layer_type: what is dragged.
        reason: why it can't, or None.
    """

    def __init__(self, canvas: Canvas, layer_type: str) -> None:
        self.layer_type = layer_type
        self.reason: str | None = None
        self._canvas = canvas
        self._scene = canvas.network_scene
        self._document = canvas.document
        self._reasons: dict[Link | None, str | None] = {}
        self._link: Link | None = None
        self._alone = self._document.stands_alone(layer_type)

    def move(self, point: QPointF) -> None:
        """The layer has come to `point` in the scene."""
        wire = None if self._alone else self._scene.nearest_wire(point, _REACH)
        self._link = wire.link if wire else None
        self.reason = self._why_not(self._link)
        self._mark()
        self._canvas.notes.promise("" if self.reason else self._promise())
        self._canvas.explain(self.reason, point)

    def drop(self) -> None:
        """Insert it where it is, if it may be."""
        link, reason = self._link, self.reason
        self.leave()
        if reason is None:
            self._canvas.insert_layer(self.layer_type, link)

    def leave(self) -> None:
        """It is no longer over the canvas."""
        self._link = None
        for wire in self._scene.wires.values():
            wire.mark(None)
        self._scene.ghost.mark(None)
        self._canvas.explain(None, QPointF())
        self._canvas.notes.rest()

    def _why_not(self, link: Link | None) -> str | None:
        if link not in self._reasons:
            self._reasons[link] = self._document.why_not_insert(self.layer_type, link)
        return self._reasons[link]

    def _mark(self) -> None:
        if self._alone:
            return
        mark = "illegal" if self.reason else "legal"
        before_head = self._document.network.sources(HEAD)
        aim = self._link or ((before_head[0], HEAD) if before_head else None)
        for link, wire in self._scene.wires.items():
            wire.mark(mark if link == aim else None)  # type: ignore[arg-type]
        self._scene.ghost.mark(mark)  # type: ignore[arg-type]

    def _promise(self) -> str:
        if self._link:
            return f"Drop to insert between {self._link[0]} and {self._link[1]}"
        if self._alone:
            return "Drop to add it, then draw a wire from its right side"
        return "Drop to put it before the head"
