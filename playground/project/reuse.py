"""What a network takes over from one that is trained already."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.importing import Found, Matching, match, slots_of
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import HEAD, NetworkSpec


@dataclass(frozen=True, eq=False)
class Reuse:
    """The layers of a network that can begin with weights that were learned elsewhere.

    Attributes:
        layers: their ids, in the network's order. Never the head: it is what is new.
        parameters: the weights, by the names they have in the network.
        new: the ids of the other layers that learn something, the head among them.
    """

    layers: tuple[str, ...]
    parameters: Mapping[str, NDArray[Any]]
    new: tuple[str, ...]


def reuse(found: Found, network: NetworkSpec, head: Head, signature: Signature) -> Reuse:
    """What of a file fits a network: layers of which every parameter does.

    Args:
        found: the file's arrays; they are matched by name, else by shape in their order.

    Raises:
        UserError: nothing fits, and what first does not.
    """
    slots = slots_of(network, head, signature)
    matching = match(found, slots)
    arrays = matching.arrays()
    owners = dict.fromkeys(slot.layer for slot in slots)
    whole = {
        owner: [slot.name for slot in slots if slot.layer == owner]
        for owner in owners
        if owner != HEAD
    }
    layers = tuple(owner for owner, names in whole.items() if all(n in arrays for n in names))
    if not layers:
        raise UserError(
            f"{found.path}: nothing in it fits a layer of this network.{_why(matching)}"
        )
    return Reuse(
        layers,
        {name: arrays[name] for layer in layers for name in whole[layer]},
        tuple(owner for owner in owners if owner not in layers),
    )


def _why(matching: Matching) -> str:
    first = next((row for row in matching.matches if row.why and row.source is not None), None)
    return f" {first.parameter}: {first.why}." if first is not None else ""
