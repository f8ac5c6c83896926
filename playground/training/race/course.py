"""What is raced over: a network of every width at every batch, and one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import sqrt
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.program import Program
from playground.network.compiler import TARGET, Compiled, compile_training
from playground.network.head import Head
from playground.network.heads import Binary
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.optimizers import Sgd
from playground.training.race.cost import StepCost, cost_of
from playground.training.signature import signature_of
from playground.training.spec import TrainingSpec

WIDTHS = (4, 8, 16, 32, 64, 128, 256, 512)
BATCHES = (1, 4, 16, 64, 256, 1024)
_FEATURES = 2
# Samples are drawn for so many batches.
_BATCHES_OF_DATA = 8
_SEED = 0
# Too small to change any weight by much, however many steps are taken.
RATE = 1e-4

Array = NDArray[Any]


class Lane:
    """One program and what it is trained on; compiled when it is first asked for."""

    batch: int

    @cached_property
    def compiled(self) -> Compiled:
        """The program of its training step."""
        raise NotImplementedError

    @cached_property
    def data(self) -> tuple[Array, ...]:
        """(samples, …) float32, one array an input of the program, in its order."""
        raise NotImplementedError

    @property
    def program(self) -> Program:
        """The instructions."""
        return self.compiled.program

    @cached_property
    def cost(self) -> StepCost:
        """Of one step."""
        return cost_of(self.program, self.batch)


class WidthLane(Lane):
    """Two features, two layers of a width with tanh, one sigmoid, plain descent."""

    def __init__(self, width: int, batch: int) -> None:
        self.width, self.batch = width, batch

    @cached_property
    def compiled(self) -> Compiled:
        nodes = [
            {"id": f"dense_{n}", "type": "Dense", "units": self.width, "activation": "tanh"}
            for n in (1, 2)
        ]
        return compile_training(
            NetworkSpec.model_validate({"nodes": nodes}),
            Binary(),
            Signature("random samples", (_FEATURES,), "binary", 2),
            self.batch,
            Sgd().update(),
            Regularization(),
        )

    @cached_property
    def data(self) -> tuple[Array, ...]:
        rng = np.random.default_rng(_SEED)
        count = _BATCHES_OF_DATA * self.batch
        features = rng.standard_normal((count, _FEATURES)).astype(np.float32)
        targets = rng.integers(0, 2, (count, 1)).astype(np.float32)
        given = {TARGET: targets}
        return tuple(given.get(name, features) for name in self.program.inputs)


@dataclass(frozen=True)
class Own:
    """One's own network, as a project has it."""

    network: NetworkSpec
    head: Head
    training: TrainingSpec
    prepared: Prepared


class OwnLane(Lane):
    """One's own network on one's own samples."""

    def __init__(self, own: Own) -> None:
        self._own = own
        self.batch = min(own.training.batch_size, len(own.prepared.train))

    @cached_property
    def compiled(self) -> Compiled:
        own = self._own
        return compile_training(
            own.network,
            own.head,
            signature_of(own.prepared),
            self.batch,
            own.training.update(),
            own.training.regularization,
        )

    @cached_property
    def data(self) -> tuple[Array, ...]:
        train, signature = self._own.prepared.train, signature_of(self._own.prepared)
        targets = self._own.head.encode(train.targets, signature)
        given = {TARGET: np.ascontiguousarray(targets, np.float32)}
        features = np.ascontiguousarray(train.features, np.float32)
        return tuple(given.get(name, features) for name in self.program.inputs)

    @property
    def width(self) -> float:
        """How wide a network of the race would be that has as many multiply-adds a sample.

        The race's has 3 w² + (2 · 2 + 3) w of them: three for each weight but those of the first
        layer, which nothing leads back through.
        """
        products = self.cost.multiply_adds / self.batch
        linear = 2.0 * _FEATURES + 3.0
        return (sqrt(linear * linear + 12.0 * products) - linear) / 6.0


@dataclass(frozen=True)
class Course:
    """The grid.

    Attributes:
        widths, batches: rising.
        executors: names, as executors have them: "numpy", "native", "cuda".
    """

    widths: Sequence[int] = WIDTHS
    batches: Sequence[int] = BATCHES
    executors: Sequence[str] = ("numpy", "native")

    @property
    def cells(self) -> list[tuple[int, int]]:
        """(width, batch) of every cell, small ones first: the picture fills from one corner."""
        both = [(width, batch) for batch in self.batches for width in self.widths]
        return sorted(both, key=lambda cell: cell[0] * cell[1])
