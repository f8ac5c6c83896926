"""What code is written of, and what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from playground.data.spec import DataSpec
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.spec import TrainingSpec


@dataclass(frozen=True)
class Design:
    """A project's parts, and what the network has to know about its data.

    Attributes:
        name: the project's, for titles.
        data, network, head, training: its parts.
        signature: shapes and task of the data.
    """

    name: str
    data: DataSpec
    network: NetworkSpec
    head: Head
    training: TrainingSpec
    signature: Signature


@dataclass(frozen=True)
class Code:
    """A program.

    Attributes:
        text: the whole file; it ends in a newline.
        lines: which lines, counted from 0, belong to a node, by its id; "head" is the head's.
        notes: what it does otherwise than Playground, and why; a sentence each.
    """

    text: str
    lines: Mapping[str, tuple[range, ...]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def owner(self, line: int) -> str | None:
        """The id of the node that a line belongs to, if it is one's."""
        owners = (name for name, parts in self.lines.items() if any(line in p for p in parts))
        return next(owners, None)
