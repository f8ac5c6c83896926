"""What parameters start as."""

from __future__ import annotations

from math import prod, sqrt
from typing import TYPE_CHECKING, Annotated

import numpy as np
from pydantic import Field

from playground.engine.rng import normals, stream_of, uniforms
from playground.network.named import NamedPart, as_field, entries
from playground.registry import Registry

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.network.builder import ParameterSpec


class Initializer(NamedPart):
    """Draws a parameter's first values from (seed, the parameter's name) alone."""

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        """The first values, of the parameter's shape."""
        raise NotImplementedError

    def deviation(self, parameter: ParameterSpec) -> float:
        """The root mean square to be expected of the first values; here, that of some."""
        return float(np.sqrt(np.mean(np.square(self.draw(parameter, 0)))))


def _spread(parameter: ParameterSpec, seed: int, limit: float) -> NDArray[np.float64]:
    """Uniform in [−limit, limit)."""
    drawn = uniforms(seed, stream_of(parameter.name), 0, prod(parameter.shape))
    return ((2.0 * drawn - 1.0) * limit).reshape(parameter.shape)


class Zeros(Initializer):
    """All zero."""

    name = "zeros"
    label = "Zeros"
    help = "Everything starts at 0. Right for biases; weights that are all alike can't part ways."

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        return np.zeros(parameter.shape)

    def deviation(self, parameter: ParameterSpec) -> float:
        return 0.0


class Ones(Initializer):
    """All one."""

    name = "ones"
    label = "Ones"
    help = "Everything starts at 1. Right for factors that numbers are multiplied by."

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        return np.ones(parameter.shape)


class Uniform(Initializer):
    """Uniform in ±1/√fan_in (LeCun et al. 1998, section 4.6), or in ±`limit` where given."""

    name = "uniform"
    label = "Uniform"
    help = "Evenly spread around 0, narrower the more inputs a unit has."

    limit: float | None = Field(
        None,
        gt=0,
        le=100,
        title="Limit",
        description="Spread between −limit and limit; empty for 1/√inputs.",
    )

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        return _spread(parameter, seed, self._limit(parameter))

    def deviation(self, parameter: ParameterSpec) -> float:
        return self._limit(parameter) / sqrt(3.0)

    def _limit(self, parameter: ParameterSpec) -> float:
        return self.limit if self.limit is not None else 1.0 / sqrt(parameter.fan_in)


class Xavier(Initializer):
    """Uniform in ±√(6 / (fan_in + fan_out)) (Glorot and Bengio 2010, eq. 16)."""

    name = "xavier"
    label = "Xavier"
    help = "Keeps signals the same size through tanh and sigmoid layers."

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        return _spread(parameter, seed, sqrt(6.0 / (parameter.fan_in + parameter.fan_out)))

    def deviation(self, parameter: ParameterSpec) -> float:
        return sqrt(2.0 / (parameter.fan_in + parameter.fan_out))


class He(Initializer):
    """Normal with deviation √(2 / fan_in) (He et al. 2015, eq. 10)."""

    name = "he"
    label = "He"
    help = "Keeps signals the same size through ReLU layers."

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        drawn = normals(seed, stream_of(parameter.name), 0, prod(parameter.shape))
        return (drawn * sqrt(2.0 / parameter.fan_in)).reshape(parameter.shape)

    def deviation(self, parameter: ParameterSpec) -> float:
        return sqrt(2.0 / parameter.fan_in)


class Orthogonal(Initializer):
    """Rows, or where there are fewer of them columns, at right angles and of length 1.

    The directions are spread evenly (Saxe et al. 2014; Mezzadri 2007, section 5). Gates are drawn
    one by one. The first axis counts as rows, all others as columns.
    """

    name = "orthogonal"
    label = "Orthogonal"
    help = "Turns signals without stretching them: right where they pass many times."

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        rows, columns = parameter.shape[0], prod(parameter.shape[1:]) // parameter.gates
        stream = stream_of(parameter.name)
        drawn = [_turn(seed, stream, gate, rows, columns) for gate in range(parameter.gates)]
        return np.concatenate(drawn, axis=1).reshape(parameter.shape)

    def deviation(self, parameter: ParameterSpec) -> float:
        rows, columns = parameter.shape[0], prod(parameter.shape[1:]) // parameter.gates
        return 1.0 / sqrt(max(rows, columns))


def _turn(seed: int, stream: int, counter: int, rows: int, columns: int) -> NDArray[np.float64]:
    """(rows, columns): the orthogonal factor of normal numbers, signs chosen by the other one."""
    tall, narrow = max(rows, columns), min(rows, columns)
    drawn = normals(seed, stream, counter, tall * narrow).reshape(tall, narrow)
    turned, triangle = np.linalg.qr(drawn)
    turned *= np.where(np.diagonal(triangle) < 0.0, -1.0, 1.0)
    return turned if rows >= columns else turned.T


class Eye(Initializer):
    """The identity: ones on the diagonal, zeros elsewhere (Chen et al. 2016, "Net2Net").

    Of several matrices side by side each is one; of filters each passes one channel on, by the
    middle of its window (Zagoruyko and Komodakis 2017, "DiracNets").
    """

    name = "identity"
    label = "Identity"
    help = "Passes numbers on unchanged, so a layer put in later changes nothing at first."

    def draw(self, parameter: ParameterSpec, seed: int) -> NDArray[np.float64]:
        if len(parameter.shape) < 3:
            rows, columns = parameter.shape[0], prod(parameter.shape[1:]) // parameter.gates
            return np.tile(np.eye(rows, columns), parameter.gates).reshape(parameter.shape)
        drawn = np.zeros(parameter.shape)
        middle = tuple((extent - 1) // 2 for extent in parameter.shape[2:])
        for filter_ in range(parameter.shape[0]):
            drawn[(filter_, filter_ % parameter.shape[1], *middle)] = 1.0
        return drawn

    def deviation(self, parameter: ParameterSpec) -> float:
        if len(parameter.shape) < 3:
            rows, columns = parameter.shape[0], prod(parameter.shape[1:]) // parameter.gates
            return 1.0 / sqrt(max(rows, columns))
        return 1.0 / sqrt(prod(parameter.shape[1:]))


INITIALIZERS: Registry[type[Initializer]] = entries(
    "initializer", [Zeros, Uniform, Xavier, He, Orthogonal, Eye]
)

InitializerField = Annotated[Initializer, *as_field(INITIALIZERS)]
