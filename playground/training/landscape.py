"""The loss at every point of a slice through the weights.

Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets", section 4.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.evaluator import Evaluator
from playground.training.weight_slice import Slice

Array = NDArray[Any]
Floats = NDArray[np.float64]

MOST_SAMPLES = 1000
# One look at some samples takes no longer than this, so that a computation stops at once.
_MOST_SECONDS = 0.02
_TRIAL = 64


class Ground:
    """The loss of one network on its training samples, at any weights. For one thread at a time.

    Attributes:
        samples: how many it is measured on: the training samples, or `MOST_SAMPLES` of them.
    """

    def __init__(
        self, network: NetworkSpec, head: Head, signature: Signature, prepared: Prepared
    ) -> None:
        rows = np.arange(len(prepared.train))
        if len(rows) > MOST_SAMPLES:
            rows = np.linspace(0, len(rows) - 1, MOST_SAMPLES).astype(int)
        train = prepared.train
        self._evaluator = Evaluator(network, head, signature, np.float32, device="cpu")
        self._loss = head.loss_for(signature)
        self._features = np.ascontiguousarray(train.features[rows], np.float32)
        encoded = head.encode(train.targets[rows], signature)
        self._targets = np.ascontiguousarray(encoded, np.float32)
        self._at_once = 0
        self.samples = len(rows)

    def loss(self, parameters: Array, stopped: Callable[[], bool] = lambda: False) -> float | None:
        """Without penalties; None when it was stopped meanwhile."""
        given = np.asarray(parameters, np.float32)
        losses, weights = [], []
        with np.errstate(all="ignore"):
            step = self._step(given)
            for start in range(0, self.samples, step):
                if stopped():
                    return None
                part = slice(start, start + step)
                targets = self._targets[part]
                losses.append(self._evaluator.judge(given, self._features[part], targets)[0])
                weights.append(self._loss.weight(targets))
            if len(losses) == 1:
                return losses[0]
            return float(self._loss.combine(np.array(losses), np.array(weights)))

    def _step(self, parameters: Array) -> int:
        """How many samples take no longer than is allowed at once."""
        if not self._at_once:
            trial = self._features[:_TRIAL], self._targets[:_TRIAL]
            self._evaluator.judge(parameters, *trial)
            begin = perf_counter()
            self._evaluator.judge(parameters, *trial)
            allowed = _TRIAL * _MOST_SECONDS / max(perf_counter() - begin, 1e-6)
            self._at_once = int(np.clip(allowed, 8, self.samples))
        return self._at_once


def outward(count: int) -> list[int]:
    """The numbers below `count`, from the middle one outwards."""
    middle = count // 2
    return sorted(range(count), key=lambda number: (abs(number - middle), number))


def evaluate(
    ground: Ground,
    through: Slice,
    x: Floats,
    y: Floats,
    stopped: Callable[[], bool] = lambda: False,
    known: NDArray[np.bool_] | None = None,
) -> Iterator[tuple[int, int, float]]:
    """The loss at each point of a grid, row by row, from the middle one outwards.

    Args:
        x, y: the coordinates of columns and rows.
        stopped: asked before every look; when it says so, this ends.
        known: (len(y), len(x)) points that are passed over.

    Yields:
        (row, column, loss).
    """
    for row in outward(len(y)):
        for column, place in enumerate(x):
            if known is not None and known[row, column]:
                continue
            loss = ground.loss(through.at(float(place), float(y[row])), stopped)
            if loss is None:
                return
            yield row, column, loss
