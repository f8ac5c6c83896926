"""Drawing a wire from port to port."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from playground.gui.canvas.card import Card
from playground.gui.canvas.draft_wire import DraftWire
from playground.gui.canvas.gesture import Gesture
from playground.gui.canvas.visible import entry_of, exit_of
from playground.gui.refusal import Refusal

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# Every card is judged at the start if that takes no longer; else each as the pointer comes to it.
_JUDGE_ALL_S = 0.03


class LinkGesture(Gesture):
    """Draws a link out of an output port; says before the release why it can't end somewhere."""

    cursor = Qt.CursorShape.CrossCursor

    def __init__(self, canvas: Canvas, start: QPointF, source: str) -> None:
        super().__init__(canvas, start)
        self._card = source
        self._source = exit_of(self.document.network, source)
        self._judged: dict[str, Refusal | None] = {}
        end = monotonic() + _JUDGE_ALL_S
        for name in self.scene.cards:
            if name != source and monotonic() < end:
                self._judge(name)
        self._draft = DraftWire(self.scene)

    def drag(self, point: QPointF) -> None:
        card = self._card_at(point)
        refusal = self._judge(card.id) if card else None
        for name, why in self._judged.items():
            self.scene.cards[name].mark("legal" if why is None else None)
        if card:
            card.mark("illegal" if refusal else "legal")
        self.canvas.explain(refusal.message if refusal else None, point)
        end = card.port("input") if card and not refusal else point
        self._draft.run(self.scene.cards[self._card].port("output"), end, refused=bool(refusal))

    def finish(self, point: QPointF) -> None:
        card = self._card_at(point)
        refusal = self._judge(card.id) if card else None
        self.cancel()
        if not self.dragging or not card:
            return
        if refusal is None:
            self.document.connect_nodes(self._source, entry_of(self.document.network, card.id))
        else:
            self.canvas.offer(refusal, point)

    def cancel(self) -> None:
        self._draft.remove()
        for card in self.scene.cards.values():
            card.mark(None)
        self.canvas.explain(None, self.start)

    def _judge(self, card: str) -> Refusal | None:
        if card not in self._judged:
            target = entry_of(self.document.network, card)
            self._judged[card] = self.document.judge.why_not_connect(self._source, target)
        return self._judged[card]

    def _card_at(self, point: QPointF) -> Card | None:
        """The card under the pointer, but not the one the wire comes from."""
        card = self.scene.hit(point).card
        return card if card and card.id != self._card else None
