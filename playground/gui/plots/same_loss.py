"""Whether two moments have the same loss at the same weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.gui.frame import Frame


def same_parts(one: Frame, other: Frame) -> bool:
    return (
        one.prepared is other.prepared and one.network is other.network and one.head is other.head
    )


def same_loss(one: Frame, other: Frame) -> bool:
    """Whether two moments have the same loss at the same weights, wherever the cards stand."""
    unplaced = {"position": None}
    return (
        one.prepared is other.prepared
        and one.network.bare() == other.network.bare()
        and one.head.model_copy(update=unplaced) == other.head.model_copy(update=unplaced)
    )
