"""What these tests share: a network with numbers drawn, and the engine to judge by."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.executors.reference import ReferenceExecutor
from playground.network.affine.row import Row
from playground.network.compiler import compile_evaluation
from playground.network.spec import NetworkSpec

from ..small import head, signature


@dataclass(frozen=True)
class Given:
    """A network of random weights.

    Attributes:
        network: it. row: in products and bends. parameters: by name.
        sums: what the engine gives in float64, from (N, *features) to (N, 3).
    """

    network: NetworkSpec
    row: Row
    parameters: dict[str, NDArray[Any]]
    sums: Callable[[NDArray[Any]], NDArray[Any]]


def given(network: NetworkSpec, features: tuple[int, ...] = (2,), seed: int = 0) -> Given:
    """A network for three classes, its head's sums left as they are."""
    parts = network, head("multiclass", activation="identity"), signature("multiclass", features)
    compiled = compile_evaluation(*parts, 1000, with_loss=False)
    executor = ReferenceExecutor(compiled.program, np.float64)
    random = np.random.default_rng(seed)
    parameters = {}
    for name, place in compiled.program.parameters.items():
        drawn = random.normal(size=place.shape) / np.sqrt(max(1, place.shape[0]))
        if "variance" in name:
            drawn = random.uniform(0.5, 2.0, place.shape)
        executor.view(place)[...] = drawn
        parameters[name] = drawn

    def sums(rows: NDArray[Any]) -> NDArray[Any]:
        return executor.run(features=rows)["prediction"].copy()

    return Given(network, Row(*parts), parameters, sums)
