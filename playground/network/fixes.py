"""What can be offered to mend a problem, beside the simplest edits in `problems`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal


@dataclass(frozen=True)
class SetFields:
    """A fix: give fields of some nodes other values.

    Attributes:
        nodes: their ids.
        values: (field, value) pairs, as in a file; a node without the field is passed over.
        label: what its button says.
    """

    nodes: tuple[str, ...]
    values: tuple[tuple[str, Any], ...]
    label: str


@dataclass(frozen=True)
class RemoveNodes:
    """A fix: take several nodes out at once, closing the gaps."""

    nodes: tuple[str, ...]

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Remove {in_a_row(self.nodes)}"


@dataclass(frozen=True)
class KeepLinks:
    """A fix: of the links into `target`, leave only those from `sources`."""

    target: str
    sources: tuple[str, ...]

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Keep {in_a_row(self.sources)}"


@dataclass(frozen=True)
class SetData:
    """A fix: give a field of the data another value."""

    field: str
    value: Any
    label: str


@dataclass(frozen=True)
class ChooseRate:
    """A fix: train with this learning rate."""

    rate: float

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Use a rate of {self.rate:g}"


@dataclass(frozen=True)
class ChooseRegularization:
    """A fix: put a price on large weights."""

    type: Literal["l1", "l2"]
    rate: float

    @property
    def label(self) -> str:
        """What its button says."""
        return f"Use {self.type.upper()} {self.rate:g}"


# More names than these are not listed one by one.
_MOST_NAMES = 6


def in_a_row(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"; of many the first and the last: "a, b, … and z"."""
    *others, last = names
    if len(names) > _MOST_NAMES:
        others = [*others[:2], "…"]
    return f"{', '.join(others)} and {last}" if others else last
