"""The bare matrix products of a network: the least a training step can take by way of BLAS."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from playground.bench.competitor import Competitor, Learner, Unsuitable
from playground.bench.exercise import Exercise

Array = NDArray[Any]


class Gemm(Competitor):
    """NumPy's products in float32, into arrays made beforehand, with nothing between."""

    name = "gemm"
    label = "bare GEMMs"

    def __init__(self, threads: int) -> None:
        self.version = f"by NumPy {np.__version__}"
        threadpool_limits(threads)

    def build(self, exercise: Exercise) -> Products:
        """The products of a step, in its order.

        Raises:
            Unsuitable: there is more to the network than dense layers.
        """
        if any(layer.kind != "Dense" for layer in exercise.layers):
            raise Unsuitable("only a dense network is a chain of matrix products")
        return Products(exercise)


class Products(Learner):
    """Forward x·W; backward xᵀ·dZ for every layer, and dZ·Wᵀ for all but the first."""

    def __init__(self, exercise: Exercise) -> None:
        x = np.ascontiguousarray(exercise.features[: exercise.batch])
        forward: list[tuple[Array, Array, Array]] = []
        backward: list[tuple[Array, Array, Array]] = []
        flowing = np.empty_like(x)
        for number, layer in enumerate(exercise.layers):
            weight = layer.start["weight"]
            total = np.empty((exercise.batch, weight.shape[1]), np.float32)
            # Numbers of an ordinary size, since denormal ones would be slow.
            gradient = np.full_like(total, 1e-2)
            forward.append((x, weight, total))
            if number:
                backward.append((gradient, weight.T, flowing))
            backward.append((x.T, gradient, np.empty_like(weight)))
            x, flowing = np.full_like(total, 0.5), np.empty_like(total)
        self.products = [*forward, *backward[::-1]]

    def run(self, steps: int) -> None:
        dot, products = np.dot, self.products
        for _ in range(steps):
            for a, b, out in products:
                dot(a, b, out)
