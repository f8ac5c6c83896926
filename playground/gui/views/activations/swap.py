"""Puts another activation into the document, and keeps the run as it was to compare with."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from playground.gui.plots import words
from playground.gui.views.activations.duel import Duel, DuelBar, duel_words
from playground.gui.views.activations.landing import Landing
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.network.activations import Activation
from playground.network.pairs import FINAL_LABELS
from playground.network.spec import HEAD

_NO_LAYER = "There is no layer to put it into yet."
_NO_HEAD = "A head ends in sigmoid, softmax or identity: they make answers of sums."


class Swap(QObject):
    """One swap after the other; the newest is told of.

    Attributes:
        duel: the newest; None for none.

    Signals:
        done: the document has another activation.
    """

    done = Signal()

    def __init__(self, context: Context, bar: DuelBar, parent: QObject) -> None:
        super().__init__(parent)
        self.duel: Duel | None = None
        self._context, self._bar = context, bar
        bar.undo_wanted.connect(self._undo)
        bar.closed.connect(self.end)
        context.document.replaced.connect(self.end)

    def offer(self, landing: Landing | None, activation: Activation) -> tuple[str, str]:
        """What a button for it says, and why it can't be pressed, or ""."""
        if landing is None:
            return "Use", _NO_LAYER
        layer, owner = landing.layer, landing.layer.owner
        if activation == layer.activation:
            return f"In force in {owner}", "This layer has it already."
        if layer.id == HEAD and activation.name not in FINAL_LABELS:
            return f"Use in {owner}", _NO_HEAD
        if type(activation) is type(layer.activation):
            return f"Use these values in {owner}", ""
        return f"Use in {owner}", ""

    def make(self, landing: Landing, activation: Activation, shown: Shown) -> None:
        """Swap, and pin the run as it was."""
        document, runs = self._context.document, self._context.runs
        owner, before, project = landing.layer.owner, landing.layer.activation, document.project
        if owner == HEAD:
            document.set_final_activation(activation.name)
        else:
            document.set_node_field(owner, "activation", activation)
        if document.project == project:
            return
        names = _called(before), _called(activation)
        pinned = runs.pin(shown, names[0], project.training) if runs is not None else None
        self.duel = Duel(owner, *names, pinned.number if pinned is not None else 0)
        self.tell(shown)
        self.done.emit()

    def tell(self, shown: Shown | None) -> None:
        """How the two stand now."""
        self._bar.setVisible(self.duel is not None)
        if self.duel is not None:
            runs = self._context.runs
            self._bar.label.say(duel_words(self.duel, shown, runs.all if runs is not None else ()))

    @Slot()
    def _undo(self) -> None:
        self._context.document.undo_stack.undo()
        self.end()
        self.done.emit()

    @Slot()
    def end(self) -> None:
        """Speak of it no more; what was pinned stays."""
        self.duel = None
        self.tell(None)


def _called(activation: Activation) -> str:
    """ "ELU"; "ELU, alpha 0.5"."""
    fields = activation.model_dump(exclude_defaults=True)
    said = [
        f"{name} {value if isinstance(value, str) else words.number(value)}"
        for name, value in fields.items()
    ]
    return ", ".join([activation.label, *said])
