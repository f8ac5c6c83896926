"""One layer in a network of its own, computed by the engine in float64."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from playground.engine.executors.reference import ReferenceExecutor
from playground.network.compiler import Compiled, compile_part, given_name, trace
from playground.network.sliding.found import slidings

from ..small import chain, head, signature


@dataclass(frozen=True, eq=False)
class Built:
    """A layer, one sample, and drawn weights."""

    layer: dict[str, Any]
    features: tuple[int, ...]

    @cached_property
    def _network(self):
        return chain(self.layer, {"type": "Flatten"}), head("multiclass")

    @cached_property
    def sliding(self):
        """What is found of it."""
        traced = trace(*self._network, signature("multiclass", self.features), training=False)
        assert not traced.errors, traced.errors[0].message
        return slidings(traced)["n0"]

    @cached_property
    def compiled(self) -> Compiled:
        return compile_part(*self._network, signature("multiclass", self.features), 1, ["n0"])

    @cached_property
    def x(self):
        """(features): the sample."""
        return np.random.default_rng(4).normal(size=self.features)

    @cached_property
    def _computed(self):
        executor = ReferenceExecutor(self.compiled.program, np.float64)
        random = np.random.default_rng(5)
        executor.parameters[:] = random.normal(size=executor.parameters.size)
        y = executor.run(features=self.x[None])[given_name("n0")][0].copy()
        layout = self.compiled.program.parameters
        return y, {name: executor.view(place).copy() for name, place in layout.items()}

    @property
    def y(self):
        """What leaves it."""
        return self._computed[0]

    @property
    def parameters(self):
        """By name."""
        return self._computed[1]
