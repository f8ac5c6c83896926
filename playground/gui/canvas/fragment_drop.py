"""A block from the palette over the canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF

from playground.gui.canvas.card_painter import Mark
from playground.gui.canvas.layer_drop import REACH
from playground.gui.canvas.layout import Link
from playground.gui.editing.clipboard import why_not_add
from playground.gui.refusal import Refusal
from playground.network.fragment import Fragment

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class FragmentDrop:
    """Follows a dragged block: on a wire the wire leads through it, elsewhere it stands alone.

    Attributes:
        refusal: why it can't be dropped, or None.
    """

    def __init__(self, canvas: Canvas, fragment: Fragment) -> None:
        self._locked = canvas.document.judge.why_locked()
        self.refusal: Refusal | None = self._locked
        self._judged: dict[Link, Refusal | None] = {}
        self._canvas = canvas
        self._fragment = fragment
        self._link: Link | None = None
        self._point = QPointF()

    def move(self, point: QPointF) -> None:
        """The block has come to `point` in the scene."""
        self._point = point
        wire = self._canvas.network_scene.nearest_wire(point, REACH)
        self._link = wire.links[0] if wire and self._fragment.exits else None
        self.refusal = self._locked or self._why_not(self._link)
        self._canvas.explain(self.refusal.message if self.refusal else None, point)
        for each in self._canvas.network_scene.wires.values():
            mark: Mark = "illegal" if self.refusal else "legal"
            each.mark(mark if each is wire and self._link else None)
        if self.refusal is not None:
            self._canvas.notes.promise("")
            return
        title = self._fragment.title or "the block"
        where = f"between {self._link[0]} and {self._link[1]}" if self._link else "here"
        self._canvas.notes.promise(f"Drop to put {title} {where}")

    def _why_not(self, link: Link | None) -> Refusal | None:
        if link is None:
            return None
        if link not in self._judged:
            self._judged[link] = why_not_add(self._canvas.document, self._fragment, link)
        return self._judged[link]

    def drop(self) -> None:
        """Put it where it is, if it may be."""
        link = self._link
        self.leave()
        if self.refusal is None:
            self._canvas.clipboard.insert(self._fragment, link, self._point)

    def leave(self) -> None:
        """It is no longer over the canvas."""
        for wire in self._canvas.network_scene.wires.values():
            wire.mark(None)
        self._canvas.explain(None, QPointF())
        self._canvas.notes.rest()
