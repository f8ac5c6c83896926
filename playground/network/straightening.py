"""A network's activations taken out, put back, or all replaced by one."""

from __future__ import annotations

from collections.abc import Mapping

from playground.network.activations import Activation
from playground.network.edits import set_fields
from playground.network.spec import NetworkSpec


def activations_of(network: NetworkSpec) -> dict[str, Activation]:
    """The activations that can be chosen, by the id of their layer; those that do nothing too."""
    chosen = {node.id: getattr(node, "activation", None) for node in network}
    return {each: own for each, own in chosen.items() if isinstance(own, Activation)}


def bending(network: NetworkSpec) -> dict[str, Activation]:
    """Those that do something."""
    return {each: own for each, own in activations_of(network).items() if own.op}


def with_activations(network: NetworkSpec, given: Mapping[str, Activation]) -> NetworkSpec:
    """The network with other activations in these layers, as far as they are there."""
    for identity, activation in given.items():
        if identity in network:
            network = set_fields(network, [identity], [("activation", activation)])
    return network
