"""Frozen layers that a run frees one after another."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from math import inf
from typing import Any

from pydantic import Field, model_serializer

from playground.frozen import Frozen
from playground.network.spec import NetworkSpec


class Unfreezing(Frozen):
    """Gradual unfreezing: the last frozen layer learns again first, then the one before it, …

    So a new head is trained before what it stands on is changed, and what is most general, close to
    the input, is changed last and least (Howard and Ruder 2018, section 3.3). Epochs count from the
    run's start. The marks of the document stay as they are: a reset freezes all again.
    """

    every: int | None = Field(
        None,
        ge=1,
        le=10_000_000,
        title="Unfreezing pace",
        description="After so many epochs, and again after as many, one more frozen layer learns, "
        "from the head down. Empty to keep them frozen.",
    )

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value is not None}

    def __bool__(self) -> bool:
        """Whether any layer is ever freed."""
        return self.every is not None


@dataclass(frozen=True)
class Thawing:
    """Which frozen layers of a network are free by when: a function of the epoch alone.

    Attributes:
        every: epochs from one to the next; None for never.
        groups: the layers, in the order they are freed. One without weights goes with the next that
            has some.
    """

    every: int | None
    groups: tuple[tuple[str, ...], ...]

    def at(self, epoch: int) -> frozenset[str]:
        """The layers that are free again, so many epochs after the start."""
        if self.every is None:
            return frozenset()
        freed = self.groups[: epoch // self.every]
        return frozenset(identity for group in freed for identity in group)

    @property
    def all(self) -> frozenset[str]:
        """The layers that are free in the end."""
        return frozenset(identity for group in self.groups for identity in group)

    def epochs_left(self, epoch: int) -> float:
        """How many epochs it takes to come to the next that is freed; infinite after the last."""
        if self.every is None or epoch // self.every >= len(self.groups):
            return inf
        return self.every - epoch % self.every


def thawing(unfreezing: Unfreezing, network: NetworkSpec, learning: Collection[str]) -> Thawing:
    """How the layers of a network are freed.

    Args:
        learning: the ids of those that have something to learn.
    """
    groups: list[tuple[str, ...]] = []
    waiting: list[str] = []
    for identity in reversed(network.order()):
        if identity not in network or not network[identity].frozen:
            continue
        waiting.append(identity)
        if identity in learning:
            groups.append(tuple(waiting))
            waiting = []
    if waiting and groups:
        groups[-1] += tuple(waiting)
    return Thawing(unfreezing.every, tuple(groups))
