"""What is wrong with a network, in words, where, and what would fix it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from playground.network.fixes import (
    ChooseRate,
    ChooseRegularization,
    KeepLinks,
    RemoveNodes,
    SetData,
    SetFields,
)

Severity = Literal["error", "warning", "note"]
# The worst first, as they are listed.
_RANKS: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


@dataclass(frozen=True)
class InsertLayer:
    """A fix: put a layer of `type` on the link from `source` to `target`."""

    type: str
    source: str
    target: str

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Insert {self.type}"


@dataclass(frozen=True)
class ChooseHead:
    """A fix: use the head of `type`."""

    type: str
    title: str

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Use {self.title}"


@dataclass(frozen=True)
class ChooseLoss:
    """A fix: use the loss called `type`, with the head's own final activation."""

    type: str
    title: str

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Use {self.title}"


@dataclass(frozen=True)
class Connect:
    """A fix: link `source` to `target`."""

    source: str
    target: str

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Connect {self.source} to {self.target}"


@dataclass(frozen=True)
class RemoveNode:
    """A fix: take the node out, closing the gap."""

    node: str

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Remove {self.node}"


@dataclass(frozen=True)
class ChooseBatch:
    """A fix: take `size` samples a step."""

    size: int

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Use {self.size:,}"


Fix = (
    InsertLayer
    | ChooseHead
    | ChooseLoss
    | ChooseBatch
    | Connect
    | RemoveNode
    | SetFields
    | RemoveNodes
    | KeepLinks
    | SetData
    | ChooseRate
    | ChooseRegularization
)


@dataclass(frozen=True)
class LinearStack:
    """Matrix products with nothing but moves between: together they are one.

    Attributes:
        layers: their ids in order; "head" may be the last.
        inputs, outputs: how wide what goes in and comes out is.
        narrowest: how wide it is at the narrowest place between two products.
    """

    layers: tuple[str, ...]
    inputs: int
    outputs: int
    narrowest: int


@dataclass(frozen=True)
class Problem:
    """One thing to know about a network.

    Attributes:
        severity: an "error" keeps the network from running, a "warning" does not; a "note" is worth
            knowing, and marks no card.
        node: the id of the node it concerns, "head", or None for the whole.
        message: what is wrong, and what to do.
        fix: an edit that mends it, if there is one.
        unfinished: whether something is still to be added or chosen, so that the edit which brought
            it is a step on the way and not to be refused.
        stack: the layers in a row that are linear together, where that is what it is about.
    """

    severity: Severity
    node: str | None
    message: str
    fix: Fix | None = None
    unfinished: bool = False
    stack: LinearStack | None = None

    @property
    def rank(self) -> int:
        """Where it stands in a list, the worst first."""
        return _RANKS[self.severity]

    @property
    def mark(self) -> Literal["error", "warning"] | None:
        """The mark it puts on its card, if any."""
        return None if self.severity == "note" else self.severity


class Misfit(Exception):
    """Raised by a layer's `build`: what arrives can't be taken.

    Attributes:
        message: "Dense takes a vector; received (16, 6, 6)."
        insert: the layer type that would fix it if put before, if any.
        operand: before which of the operands that layer goes.
        unfinished: see `Problem`.
    """

    def __init__(
        self,
        message: str,
        insert: str | None = None,
        *,
        operand: int = 0,
        unfinished: bool = False,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.insert = insert
        self.operand = operand
        self.unfinished = unfinished
