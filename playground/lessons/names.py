"""The names that a lesson may use, by what they are names of."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from playground.data.sources import SOURCES
from playground.engine.executors import DEVICES
from playground.engine.graph import Phase
from playground.errors import UserError
from playground.network.activations import ACTIVATIONS
from playground.network.heads import HEADS
from playground.network.layers import LAYERS
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.registry import did_you_mean
from playground.training.experiments import EXPERIMENTS
from playground.training.metrics import LABELS
from playground.training.optimizers import OPTIMIZERS

# The tabs of the window, beside those of views in the middle.
TABS = ("build", "labs", "output", "code", "learn", "properties", "analysis", "inside", "history")
_LAYER = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_KNOWN: dict[str, tuple[str, Collection[str]]] = {
    "activation": ("activation", ACTIVATIONS),
    "device": ("device", DEVICES),
    "experiment": ("experiment", EXPERIMENTS),
    "face": ("face of a convolution", ("sliding", "im2col", "banded")),
    "final": ("final activation", FINAL_LABELS),
    "head": ("head", HEADS),
    "loss": ("loss", LOSSES),
    "metric": ("metric", ("loss", *LABELS)),
    "optimizer": ("optimizer", OPTIMIZERS),
    "page": ("page of the view steps", ("instruction", "check", "rate")),
    "penalty": ("regularization", ("none", "l1", "l2")),
    "phase": ("phase", tuple(each.value for each in Phase)),
    "source": ("data source", SOURCES),
    "type": ("layer type", LAYERS),
}


@dataclass(frozen=True)
class Names:
    """What the window has names for, and what the lesson's project has.

    Attributes:
        views: every view. centre: the tabs of those in the middle.
        layers: ids in the lesson's project, and those that its steps may bring; None for unknown.
    """

    views: tuple[str, ...] = ()
    centre: tuple[str, ...] = ()
    layers: tuple[str, ...] | None = None

    def check(self, slot: str, word: str) -> str:
        """The word, if it may stand in a slot such as "activation".

        Raises:
            UserError: in words, with the nearest name.
        """
        if slot in _KNOWN:
            kind, known = _KNOWN[slot]
            return _one_of(kind, known, word)
        if slot == "view":
            return _one_of("view", self.views, word)
        if slot == "tab":
            return _one_of("tab", (*TABS, *self.centre), word)
        if slot in ("layer", "to"):
            return self._layer(word)
        return word

    def _layer(self, word: str) -> str:
        if self.layers is not None:
            return _one_of("layer in this lesson's project", self.layers, word)
        if _LAYER.fullmatch(word) is None:
            raise UserError(f"{word!r} is no name of a layer; names look like dense_1.")
        return word


def _one_of(kind: str, known: Collection[str], word: str) -> str:
    if word in known:
        return word
    raise UserError(
        f"There is no {kind} called {word!r}.{did_you_mean(word, known)} "
        f"There are: {', '.join(known)}."
    )
