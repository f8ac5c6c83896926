"""Which topic of the glossary lies at a place of the canvas."""

from __future__ import annotations

from playground.gui.canvas.card_geometry import LOCK_PART
from playground.gui.canvas.scene import Hit
from playground.gui.document import Document
from playground.gui.glossary.fields import field_key
from playground.network.activations import Activation
from playground.network.node import Unknown
from playground.network.spec import HEAD

CANVAS = "canvas"
_OF_HEAD = {"final": "final_activation", "loss": "loss"}
_PORTS = ("input", "output")


def topic_of_hit(document: Document, hit: Hit) -> str:
    """What is pointed at: a control of a card and its present choice, the card, a wire, …"""
    if hit.wire is not None:
        return "link"
    if hit.note is not None:
        return "note"
    if hit.frame is not None:
        return "group"
    if hit.card is None:
        return CANVAS
    if hit.part in _PORTS:
        return "port"
    if hit.part == LOCK_PART:
        return "field.frozen"
    return topic_of_card(document, hit.id, hit.part)


def topic_of_card(document: Document, identity: str, part: str = "") -> str:
    """What a card, or a control of it, is about."""
    if identity == HEAD:
        return _topic_of_head(document, part)
    if identity not in document.network:
        return "group"
    node = document.network[identity]
    if isinstance(node, Unknown):
        return "node"
    if part in ("minus", "plus"):
        return "card.steppers"
    value = getattr(node, part, None) if part in type(node).model_fields else None
    if isinstance(value, Activation):
        return f"activation.{value.name}"
    if value is not None:
        return field_key(type(node), part)
    return f"layer.{type(node).__name__}"


def _topic_of_head(document: Document, part: str) -> str:
    head = document.project.head
    if part == "loss":
        return f"loss.{head.loss_part.name}"
    return _OF_HEAD.get(part, f"head.{head.name}")
