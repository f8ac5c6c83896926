"""The part of a network that gives the same for a sample at every step of a run."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from playground.engine.graph import Kind, Value
from playground.network.analysis import multiply_adds
from playground.network.compiler import Trace, fixed_parameters
from playground.network.spec import HEAD, NetworkSpec

# Multiply-adds that a number of the outputs has to save to be worth its being fetched from memory.
# Measured side by side on the CPU: with 1 of them an epoch is 0.9 times as fast as without, with 10
# it is 1.4 times as fast.
WORTH = 8


@dataclass(frozen=True)
class FrozenPart:
    """Nodes that depend on nothing but the sample and frozen weights, with no draws among them.

    Attributes:
        ends: the ids of those that the rest of the network takes numbers from.
        numbers: how many numbers leave them for a sample.
        arriving: how many a sample of the data has.
        products: the multiply-adds that it takes to have them.
    """

    ends: tuple[str, ...]
    numbers: int
    arriving: int
    products: int

    @property
    def saves(self) -> bool:
        """Whether to fetch its outputs is faster than to compute them, told by counts alone.

        So it is the same on every machine and in every run, and a run that is resumed goes on as it
        was.
        """
        return self.products >= WORTH * max(1, self.numbers - self.arriving)


def frozen_part(network: NetworkSpec, traced: Trace) -> FrozenPart | None:
    """What never changes while the network is trained, or None where nothing frozen is in it.

    Args:
        network: with those layers frozen that are so.
        traced: it, built for training, without its loss.
    """
    constant = _constant(network, traced)
    still = [name for name, value in traced.values.items() if value in constant]
    if not any(network[name].frozen for name in still):
        return None
    targets = network.all_targets()
    reaching = network.reaching_head()
    moving = {HEAD, *(reaching - set(still))}
    ends = tuple(name for name in still if moving.intersection(targets[name]))
    products = multiply_adds(traced)
    return FrozenPart(
        ends,
        sum(prod(traced.values[name].shape) for name in ends),
        prod(traced.builder.features.shape),
        sum(products[name] for name in still if name in reaching),
    )


def _constant(network: NetworkSpec, traced: Trace) -> set[Value]:
    """The values that are the same at every step: no draw, no weight that moves leads to them."""
    graph = traced.builder.graph
    fixed = fixed_parameters(network, graph)
    constant = {*graph.inputs, *(each for each in fixed if each not in graph.assignments)}
    for node in graph.nodes:
        if node.inputs and constant.issuperset(node.inputs):
            constant.add(node.output)
    return {value for value in constant if value.kind is not Kind.PARAMETER}
