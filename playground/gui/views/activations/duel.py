"""A layer's activation was swapped: the run as it was beside the run as it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots import words
from playground.gui.plots.sentence import Sentence
from playground.gui.runs import PinnedRun
from playground.gui.topics import mark
from playground.gui.views.shown import RunCurves, Shown


@dataclass(frozen=True)
class Duel:
    """What was swapped for what.

    Attributes:
        layer: whose. before, after: what the two activations are called.
        number: of the pinned run with the former; 0 where there was nothing to pin.
    """

    layer: str
    before: str
    after: str
    number: int


class DuelBar(QFrame):
    """Says how the two compare, and offers to train the new one from the same start.

    Attributes:
        label: the sentence. rerun_button, undo_button: what can be done.

    Signals:
        rerun_wanted, undo_wanted, closed.
    """

    rerun_wanted = Signal()
    undo_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("The swapped activation")
        mark(self, "lab.swap")
        self.label = Sentence(2)
        self.rerun_button = QPushButton("Train from the same start")
        self.rerun_button.setToolTip(
            "Start over with the same first weights, so that both curves can be compared"
        )
        self.undo_button = QPushButton("Undo")
        self.undo_button.setToolTip("Take the former activation back")
        close = QToolButton()
        close.setProperty("flat", True)
        close.setIcon(icon("close"))
        close.setToolTip("Dismiss")
        close.setAccessibleName("Dismiss the comparison")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_2, theme.SPACE_1, theme.SPACE_1, theme.SPACE_1)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.label, 1)
        for button in (self.rerun_button, self.undo_button, close):
            row.addWidget(button)
        self.rerun_button.clicked.connect(self.rerun_wanted)
        self.undo_button.clicked.connect(self.undo_wanted)
        close.clicked.connect(self.closed)
        self.hide()


def duel_words(duel: Duel, shown: Shown | None, pinned: Sequence[PinnedRun]) -> str:
    """How the run with the new activation stands beside the pinned one at the same epoch."""
    said = f"{duel.layer}: {duel.after} in place of {duel.before}; the weights were kept."
    run = next((each for each in pinned if each.number == duel.number), None)
    if run is None:
        return said
    now = _loss_at(shown.curves, shown.frame.epoch) if shown and shown.curves else None
    if shown is None or now is None or shown.frame.epoch < 1:
        return f"{said} The run with {duel.before} stays as a ghost, “{run.name}”."
    then = _loss_at(run.curves, shown.frame.epoch)
    if then is None:
        return f"{said} The run with {duel.before} stays as a ghost, “{run.name}”."
    same = int(then[0]) == shown.frame.epoch
    at = "at that epoch" if same else f"at its end, epoch {int(then[0]):,}"
    return (
        f"{duel.layer}, epoch {shown.frame.epoch:,}: validation loss {words.number(now[1])} with "
        f"{duel.after}; with {duel.before} (ghost “{run.name}”) {words.number(then[1])} {at}."
    )


def _loss_at(curves: RunCurves, epoch: int) -> tuple[float, float] | None:
    """The epoch measured last up to this one, and the loss there: validation's, or training's."""
    row = int(np.searchsorted(curves.epochs, epoch, "right")) - 1
    if row < 0 or "loss" not in curves.series:
        return None
    train, validation = curves.series["loss"]
    value = float(validation[row])
    return float(curves.epochs[row]), value if np.isfinite(value) else float(train[row])
