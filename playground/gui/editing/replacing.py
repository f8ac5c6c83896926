"""Another layer in a layer's place."""

from __future__ import annotations

from playground.gui.document import Document
from playground.gui.refusal import Refusal
from playground.network.layers import LAYERS
from playground.network.replacing import is_named_after_its_type, replace, successor
from playground.network.spec import HEAD, INPUT, NetworkSpec


def why_not_replace(document: Document, identity: str, layer_type: str) -> Refusal | None:
    """Why a layer of this type can't take a node's place, or None when it can."""
    label = LAYERS[layer_type].catalogue.label
    if locked := document.judge.why_locked():
        return locked
    if identity == HEAD:
        return Refusal("The head stays; choose another one in the bar on top.")
    if identity == INPUT:
        return Refusal("The input stays: it is where the data comes in.")
    if LAYERS[layer_type].inputs[1] == 0:
        return Refusal(f"{label} is a beginning; it can't stand where {identity} does.")
    if document.network[identity].type == layer_type:
        return Refusal(f"{identity} is a {label} already.")
    network, new = _replaced(document, identity, layer_type)
    return document.judge.why_not(network, {new, *network.targets(new)})


def replace_node(document: Document, identity: str, layer_type: str) -> str:
    """Put a layer of another type where a node is; the new one's id.

    Fields and weights that both types have are kept, where shapes allow.
    """
    network, new = _replaced(document, identity, layer_type)
    label = LAYERS[layer_type].catalogue.label
    document.edit(f"replace {identity} by {label}", network=network)
    return new


def _replaced(document: Document, identity: str, layer_type: str) -> tuple[NetworkSpec, str]:
    old = document.network[identity]
    named = is_named_after_its_type(old)
    new = document.fresh_id(layer_type) if named else identity
    return replace(document.network, identity, successor(old, layer_type, new)), new
