"""What the renderer's thread works with: evaluators and probes, kept for the networks in use."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from playground.gui.frame import Frame
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.evaluator import Evaluator
from playground.training.probe import Probe

# The network that trains, an earlier one that was travelled to, and two that were pinned.
_KEPT = 4
Made = TypeVar("Made")


class Known(Protocol):
    """What a network is: a `Frame`, a `Stage` or a `Trained` will do."""

    @property
    def network(self) -> NetworkSpec: ...

    @property
    def head(self) -> Head: ...

    @property
    def signature(self) -> Signature: ...


class Bench:
    """Makes evaluators and probes at first use, and anything else a job wants to keep.

    For the renderer's thread alone.
    """

    def __init__(self) -> None:
        self._kept: list[tuple[str, tuple[Any, ...], Any]] = []

    def evaluator(self, of: Known) -> Evaluator:
        """Predictions and losses of a network, in float32."""
        return self.keep(
            "evaluator", of, lambda: Evaluator(of.network, of.head, of.signature, np.float32)
        )

    def probe(self, of: Known) -> Probe:
        """Every layer of a network, in float32."""
        return self.keep("probe", of, lambda: Probe(of.network, of.head, of.signature))

    def predict(self, frame: Frame, features: NDArray[Any]) -> NDArray[Any]:
        """(N, columns) for raw features (N, …), in the targets' own units, at a frame's moment."""
        return self.evaluator(frame).answer(frame.parameters, features, frame.prepared)

    def keep(self, kind: str, of: Known, make: Callable[[], Made]) -> Made:
        """What was made for this kind and network before, or now; the longest unused one goes."""
        version = (of.network, of.head, of.signature)
        for entry in self._kept:
            if entry[0] == kind and entry[1] == version:
                self._kept.remove(entry)
                break
        else:
            entry = (kind, version, make())
        self._kept.append(entry)
        same = [known for known in self._kept if known[0] == kind]
        if len(same) > _KEPT:
            self._kept.remove(same[0])
        made: Made = entry[2]
        return made
