"""Drawing a wire by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playground.gui.canvas.draft_wire import DraftWire
from playground.gui.canvas.visible import entry_of, exit_of
from playground.gui.refusal import Refusal

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas


class KeyboardLink:
    """A wire out of one card that follows the ring from card to card until Enter or Escape.

    Attributes:
        source: the card it comes out of.
    """

    def __init__(self, canvas: Canvas, source: str) -> None:
        self.source = source
        self._canvas = canvas
        self._target = ""
        self._refusal: Refusal | None = None
        self._draft = DraftWire(canvas.network_scene)
        self._called = canvas.title_of(source)
        canvas.notes.promise(f"Connect {self._called} to: arrows or Tab choose, Enter connects")

    def aim(self, card: str) -> None:
        """The ring has come to a card."""
        self._unmark()
        canvas, network = self._canvas, self._canvas.document.network
        self._target = "" if card == self.source else card
        if not self._target:
            return
        source = exit_of(network, self.source)
        self._refusal = canvas.document.judge.why_not_connect(source, entry_of(network, card))
        cards = canvas.network_scene.cards
        cards[card].mark("illegal" if self._refusal else "legal")
        end = cards[card].port("input")
        self._draft.run(cards[self.source].port("output"), end, refused=bool(self._refusal))
        canvas.explain(self._refusal.message if self._refusal else None, end)
        if not self._refusal:
            words = f"Enter connects {self._called} to {canvas.title_of(card)}, Escape leaves it"
            canvas.notes.promise(words)

    def finish(self) -> None:
        """Connect them, if they may be; else offer what would mend it."""
        canvas, target, refusal = self._canvas, self._target, self._refusal
        self.cancel()
        if not target:
            return
        network = canvas.document.network
        if refusal is None:
            canvas.document.connect_nodes(exit_of(network, self.source), entry_of(network, target))
        else:
            canvas.offer(refusal, canvas.network_scene.cards[target].port("input"))

    def cancel(self) -> None:
        """Leave everything as it is."""
        self._unmark()
        self._draft.remove()
        self._canvas.explain(None, self._canvas.middle())
        self._canvas.notes.rest()

    def _unmark(self) -> None:
        for card in self._canvas.network_scene.cards.values():
            card.mark(None)
