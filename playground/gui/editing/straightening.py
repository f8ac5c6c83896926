"""All activations at once: taken out, put back, made of straight pieces. The weights stay."""

from __future__ import annotations

from collections.abc import Mapping

from playground.gui.document import Document
from playground.network.activations import Activation, Identity, Relu, Tanh
from playground.network.straightening import activations_of, bending, with_activations


def take_out(document: Document) -> None:
    """Leave every layer its product alone, in one edit."""
    taken = dict.fromkeys(bending(document.network), Identity())
    straight = with_activations(document.network, taken)
    document.edit("take the activations out", network=straight)


def put_in(document: Document, kept: Mapping[str, Activation]) -> None:
    """Put activations back where they were; where none is known, a tanh after every product."""
    able = activations_of(document.network)
    given = {each: own for each, own in kept.items() if each in able}
    given = given or dict.fromkeys(able, Tanh())
    text = "put the activations back" if kept else "put tanh between the layers"
    document.edit(text, network=with_activations(document.network, given))


def use_relu(document: Document) -> None:
    """A ReLU in place of every other activation, in one edit."""
    given = dict.fromkeys(bending(document.network), Relu())
    document.edit("use ReLU in every layer", network=with_activations(document.network, given))
