"""Planes through weight space: their directions, and where a path of weights lies in them.

Li et al. 2018, "Visualizing the Loss Landscape of Neural Nets": random directions scaled filter by
filter (section 4), or the two directions in which the path of the weights goes most (section 7.2).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.engine.program import Operand
from playground.network.compiler import trace
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.carry import parts

Array = NDArray[Any]
Floats = NDArray[np.float64]
Layout = Mapping[str, Operand]

# The path is thinned to so many moments, and worked through so many numbers at a time.
MOST_MOMENTS = 200
_COLUMNS = 1 << 14


@dataclass(frozen=True, eq=False)
class Learned:
    """Which parameters training moves, and how they fall into filters.

    Attributes:
        names: of all that training moves.
        filters: for each weight among them, the axis along which its units or filters are
            numbered. Biases, normalization and frozen layers have none.
    """

    names: frozenset[str]
    filters: Mapping[str, int]

    @classmethod
    def of(cls, network: NetworkSpec, head: Head, signature: Signature) -> Learned:
        """What a network learns: a Dense weight (I, U) has a filter a column, a convolution
        (F, …) one a first index, an embedding (V, D) one a row."""
        traced = trace(network, head, signature, training=False)
        nodes = {node.id: node for node in network}
        names, filters = set(), {}
        for parameter in traced.builder.parameters:
            node = nodes.get(parameter.name.rpartition(".")[0])
            if not parameter.learned or (node is not None and node.frozen):
                continue
            names.add(parameter.name)
            if parameter.penalised and len(parameter.shape) > 1:
                by_row = len(parameter.shape) > 2 or (node is not None and node.type == "Embedding")
                filters[parameter.name] = 0 if by_row else 1
        return cls(frozenset(names), filters)


@dataclass(frozen=True, eq=False)
class Slice:
    """A plane through weight space.

    The point (x, y) of it is `centre + x · directions[0] + y · directions[1]`.

    Attributes:
        centre: (P,) the weights around which it lies.
        directions: (2, P), in the norm of the weights each: 1 along one is as far as 0 is away.
        counted: (P,) bool, what training moves; only that counts for `share`.
    """

    centre: Floats
    directions: Floats
    counted: NDArray[np.bool_]

    def at(self, x: float, y: float) -> Floats:
        """(P,) the weights at a point."""
        return np.asarray(self.centre + x * self.directions[0] + y * self.directions[1])


@dataclass(frozen=True, eq=False)
class Projected:
    """A path as seen in a slice.

    Attributes:
        places: (M, 2) the points of the slice closest to each moment, by least squares.
        movement, within: (M,) squared distances from the slice's centre, and the parts of them
            that lie in the slice.
    """

    places: Floats
    movement: Floats
    within: Floats

    @property
    def share(self) -> float:
        """How much of the path's movement lies in the slice, from 0 to 1; NaN if it never moved."""
        whole = float(self.movement.sum())
        return float(self.within.sum()) / whole if whole > 0.0 else float("nan")


def random_directions(
    parameters: Array, layout: Layout, filters: Mapping[str, int], seed: int
) -> Floats:
    """(2, P) normal directions, each filter's scaled to the norm of that filter of the weights.

    What is no filter of `filters` (biases, normalization) gets zeros. Li et al. 2018, section 4.
    """
    found = np.zeros((2, len(parameters)))
    weights = parts(np.asarray(parameters, np.float64), layout)
    for number, flat in enumerate(found):
        stream = np.random.Generator(np.random.PCG64([seed, number]))
        for name, view in parts(flat, layout).items():
            if name not in filters:
                continue
            view[...] = stream.standard_normal(view.shape)
            across = tuple(axis for axis in range(view.ndim) if axis != filters[name])
            norms = [
                np.sqrt(np.square(each).sum(axis=across, keepdims=True))
                for each in (weights[name], view)
            ]
            view *= norms[0] / np.maximum(norms[1], 1e-10)
    return found


def path_directions(
    centre: Array, path: Sequence[Array], counted: NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """The first two principal components of a path, seen from where it has come to.

    Li et al. 2018, section 7.2: of the matrix of θᵢ − θ, θ being the present weights.

    Args:
        path: (P,) weights of each moment.

    Returns:
        (2, P) orthogonal directions in the norm of the weights, and (2,) the share of the path's
        squared movement along each; zeros where it does not go in two directions.
    """
    path = thinned(path)
    size = len(centre)
    directions, shares = np.zeros((2, size)), np.zeros(2)
    if not path:
        return directions, shares
    gram = np.zeros((len(path), len(path)))
    for columns in _blocks(size):
        moved = _moved(centre, path, counted, columns)
        gram += moved @ moved.T
    values, vectors = np.linalg.eigh(gram)
    norm = float(np.linalg.norm(np.where(counted, centre, 0.0))) or 1.0
    for place in range(min(2, len(path))):
        value = float(values[-1 - place])
        if value <= 1e-10 * float(values[-1]) or not value > 0.0:
            break
        mix = vectors[:, -1 - place] / np.sqrt(value)
        # The path comes from the right and from above.
        mix *= np.sign(mix @ gram[:, 0]) or 1.0
        for columns in _blocks(size):
            moved = _moved(centre, path, counted, columns)
            directions[place, columns] = norm * (mix @ moved)
        shares[place] = value / float(np.trace(gram))
    return directions, shares


def _moved(
    centre: Array, path: Sequence[Array], counted: NDArray[np.bool_], columns: slice
) -> Floats:
    start = np.asarray(centre[columns], np.float64)
    rows = np.stack([np.asarray(moment[columns], np.float64) for moment in path])
    return np.asarray((rows - start) * counted[columns])


def _blocks(size: int) -> Iterator[slice]:
    return (slice(start, start + _COLUMNS) for start in range(0, size, _COLUMNS))


def thinned(path: Sequence[Any], most: int = MOST_MOMENTS) -> list[Any]:
    """At most so many moments of a path, evenly chosen, with its first and its last."""
    if len(path) <= most:
        return list(path)
    return [path[place] for place in np.linspace(0, len(path) - 1, most).astype(int)]


def project(path: Iterable[Array], onto: Slice) -> Projected:
    """The points of a slice that lie closest to the (P,) weights of a path's moments."""
    gram = onto.directions @ onto.directions.T
    inverse = np.linalg.pinv(gram, rcond=1e-10)
    places, movement = [], []
    for parameters in path:
        moved = np.where(onto.counted, np.asarray(parameters, np.float64) - onto.centre, 0.0)
        places.append(inverse @ (onto.directions @ moved))
        movement.append(float(moved @ moved))
    found = np.array(places).reshape(-1, 2)
    within = np.einsum("mi,ij,mj->m", found, gram, found)
    return Projected(found, np.array(movement), within)


def counted_in(layout: Layout, names: frozenset[str], size: int) -> NDArray[np.bool_]:
    """(P,) which numbers of a flat buffer belong to these parameters."""
    found = np.zeros(size, bool)
    for name, place in layout.items():
        if name in names:
            found[place.offset : place.offset + prod(place.shape)] = True
    return found
