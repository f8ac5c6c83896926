"""What is wrong with a network, in words, where, and what would fix it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


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


Fix = InsertLayer | ChooseHead | ChooseLoss | ChooseBatch | Connect | RemoveNode


@dataclass(frozen=True)
class Problem:
    """One thing to know about a network.

    Attributes:
        severity: an "error" keeps the network from running, a "warning" does not.
        node: the id of the node it concerns, "head", or None for the whole.
        message: what is wrong, and what to do.
        fix: an edit that mends it, if there is one.
        unfinished: whether something is still to be added or chosen, so that the edit which brought
            it is a step on the way and not to be refused.
    """

    severity: Literal["error", "warning"]
    node: str | None
    message: str
    fix: Fix | None = None
    unfinished: bool = False


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
