"""A network to try a layer in, and how one is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import prod
from typing import Any

import numpy as np

from playground.network.activations import ACTIVATIONS
from playground.network.compiler import trace
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.spec import NetworkSpec

from ..small import head, signature

Shape = tuple[int, ...]
Node = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One network with the layer in it.

    Attributes:
        features: the shape of one sample.
        nodes: as in a file; the layer that is tried is called "layer". What leaves the last is a
            vector, for the head.
        links: as in a file; None for a chain of the nodes.
        shape: what leaves the layer, by its definition; None where nothing is said.
    """

    features: Shape
    nodes: tuple[Node, ...]
    links: tuple[tuple[str, str], ...] | None = None
    shape: Shape | None = None

    @property
    def network(self) -> NetworkSpec:
        """The network, built from JSON-like data as a file would be."""
        return NetworkSpec.model_validate({"nodes": self.nodes, "links": self.links})

    def fits(self) -> bool:
        """Whether the layer takes what it is given."""
        described = signature("regression", self.features)
        return not trace(self.network, head("regression"), described, training=True).errors


Draw = Callable[[np.random.Generator], Case]


def size(random: np.random.Generator, least: int = 1, most: int = 4) -> int:
    """A small extent."""
    return int(random.integers(least, most + 1))


def through(arriving: Shape, layer: Node, leaving: Shape | None = None) -> Case:
    """`layer` on something learned of shape `arriving`: gradients pass through to what is before.

    Two features → Dense → Reshape → layer → Flatten → head.
    """
    return joining([arriving], layer, leaving)


def joining(arriving: list[Shape], layer: Node, leaving: Shape | None = None) -> Case:
    """`layer` on several learned operands of shapes `arriving`, each from a Dense of its own."""
    nodes: list[Node] = []
    links: list[tuple[str, str]] = []
    for n, shape in enumerate(arriving):
        nodes.append({"id": f"dense_{n}", "type": "Dense", "units": prod(shape)})
        nodes.append({"id": f"shaped_{n}", "type": "Reshape", "shape": shape})
        links += [("input", f"dense_{n}"), (f"dense_{n}", f"shaped_{n}"), (f"shaped_{n}", "layer")]
    nodes += [{**layer, "id": "layer"}, {"id": "flat", "type": "Flatten"}]
    links += [("layer", "flat"), ("flat", "head")]
    return Case((2,), tuple(nodes), tuple(links), leaving)


_OF_ALL = ("id", "position", "colour", "frozen", "rate_factor")


def fields(random: np.random.Generator, layer_type: str, **given: Any) -> Node:
    """A node of this type: each field is `given`, or a random value that it takes, or its default.

    Numbers are small: 1 to 4, or between 0 and 1. No layer is frozen: its gradients would be 0.
    """
    chosen = dict(given)
    for name in LAYERS[layer_type].model_fields:
        if name in (*_OF_ALL, *given) or random.random() < 0.3:
            continue
        for value in _values(random):
            try:
                LAYERS[layer_type](**{"id": "layer", **chosen, name: value})
            except ValueError:
                continue
            chosen[name] = value
            break
    return {"type": layer_type, **chosen}


def _values(random: np.random.Generator) -> list[Any]:
    """One value of each kind that fields have, in random order."""
    kinds: list[Any] = [
        str(random.choice(list(ACTIVATIONS))),
        str(random.choice(list(INITIALIZERS))),
        size(random),
        float(random.uniform(0.05, 0.95)),
        bool(random.random() < 0.5),
    ]
    return [kinds[place] for place in random.permutation(len(kinds))]


def of_any_shape(layer_type: str) -> Draw:
    """Draws for a layer that nothing is known of."""

    def draw(random: np.random.Generator) -> Case:
        for _ in range(50):
            vector = (size(random, 2),)
            sequence = (size(random, 2), size(random))
            image = (size(random, 1, 2), size(random, 2), size(random, 2))
            node = fields(random, layer_type)
            for shape in (vector, sequence, image):
                case = through(shape, node)
                if case.fits():
                    return case
        raise AssertionError(f"{layer_type} takes nothing: give it a line in CASES")

    return draw
