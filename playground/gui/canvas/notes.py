"""What the canvas says in words, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPointF, Qt, QTimer, Slot

from playground.gui.canvas.card import Card
from playground.gui.canvas.hints import resting_hints
from playground.gui.canvas.note_card import NoteCard
from playground.gui.canvas.overlay import Bubble, Hint, Offer
from playground.gui.refusal import Refusal
from playground.network.compiler import Trace

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# How long a refusal stays at the foot of the canvas.
_WARNING_MS = 6000


class Notes(QObject):
    """The hint at the foot of a canvas, the bubble at the pointer, and what is offered there.

    Attributes:
        offer_card: a refusal with a button that mends it.
    """

    def __init__(self, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._hint = Hint(canvas.viewport())
        self._bubble = Bubble(canvas.viewport())
        self.offer_card = Offer(canvas.viewport())
        self.offer_card.taken.connect(self._take_offer)
        self.offer_card.left.connect(self.withdraw)
        self._offered: Refusal | None = None
        self._warning = ""
        self._told = ""
        self._hints_of: Trace | None = None
        self._hints: list[str] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.calm_down)

    @property
    def hint(self) -> str:
        """What stands at the foot, or "" while nothing does."""
        return self._hint.text() if self._hint.isVisible() else ""

    @property
    def bubble(self) -> str:
        """What the bubble says, or "" while there is none."""
        return self._bubble.text() if self._bubble.isVisible() else ""

    def explain(self, reason: str | None, point: QPointF) -> None:
        """Say at a point of the scene why something can't be done; None takes the words away."""
        if reason:
            self._bubble.say(reason, self._canvas.mapFromScene(point))
        else:
            self._bubble.hide()

    def offer(self, refusal: Refusal, point: QPointF) -> None:
        """Say why something was refused; where it is known what would help, offer that."""
        self._offered = refusal
        if refusal.mended is None:
            self.warn(refusal.message)
        else:
            place = self._canvas.mapFromScene(point)
            self.offer_card.say(refusal.message, refusal.label, place)

    @Slot()
    def withdraw(self) -> None:
        """Offer nothing any more; the canvas gets the keys back."""
        self._offered = None
        self._canvas.take_keys_from(self.offer_card)
        self.offer_card.hide()

    @Slot()
    def _take_offer(self) -> None:
        offered = self._offered
        self.withdraw()
        if offered is not None and offered.mended is not None:
            text = offered.label[:1].lower() + offered.label[1:]
            self._canvas.document.edit(text, network=offered.mended)
        self._canvas.setFocus(Qt.FocusReason.OtherFocusReason)

    def promise(self, text: str) -> None:
        """Say at the foot what a drop will do; "" says nothing."""
        self._show([text], "card_border")
        self._hint.setVisible(bool(text))

    def warn(self, message: str) -> None:
        """Say at the foot, for a while, what could not be done."""
        self._warning = message
        self._timer.start(_WARNING_MS)
        self.rest()

    @Slot(str)
    def tell(self, message: str) -> None:
        """Say at the foot, for a while, what was done."""
        self._told = message
        self._timer.start(_WARNING_MS // 2)
        self.rest()

    def rest(self) -> None:
        """Say what there is to know, where it covers no card; a warning goes before."""
        if self._warning:
            self._show([self._warning], "error")
            self._hint.show()
            return
        if self._told:
            self._show([self._told], "card_border")
            self._hint.show()
            return
        self._show(self._resting(), "card_border")
        box = self._canvas.mapToScene(self._hint.geometry()).boundingRect()
        near = self._canvas.network_scene.items(box, Qt.ItemSelectionMode.IntersectsItemShape)
        self._hint.setVisible(not any(isinstance(item, Card | NoteCard) for item in near))

    def _resting(self) -> list[str]:
        """The resting hints, written once an edit."""
        traced = self._canvas.document.traced
        if self._hints_of is not traced:
            self._hints_of, self._hints = traced, resting_hints(self._canvas.document)
        return self._hints

    @Slot()
    def calm_down(self) -> None:
        """Take away what was said for a while."""
        self._warning = self._told = ""
        self.rest()

    def _show(self, texts: list[str], rim: str) -> None:
        self._hint.set_rim(rim)
        self._hint.say(texts, self._canvas.viewport().width() - self._canvas.zoom_bar.width())
