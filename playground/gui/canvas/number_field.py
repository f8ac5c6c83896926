"""A layer's number as its card shows it: how it is written, stepped and typed."""

from __future__ import annotations

from dataclasses import dataclass
from operator import ge, gt, le, lt
from typing import Any

from playground.network.node import DETAIL, NodeSpec

# Shares go in steps of 5%.
_SHARE_STEP = 0.05


@dataclass(frozen=True)
class NumberField:
    """The number of a layer that is changed most.

    Attributes:
        name: the field.
        title: what people call it.
        whole: whether it is a whole number; else it is a share, written in percent.
        bounds: what pydantic checks it against.
    """

    name: str
    title: str
    whole: bool
    bounds: tuple[Any, ...]

    def text(self, value: float) -> str:
        """The value as the card shows it: "8", "20%"."""
        return f"{value:,}" if self.whole else f"{value * 100:.3g}%"

    def stepped(self, value: float, steps: int) -> float | None:
        """The value some steps on, or None where that is out of bounds."""
        there = value + steps if self.whole else round(value + steps * _SHARE_STEP, 6)
        return there if self._allows(there) else None

    def parse(self, text: str) -> float:
        """The value that was typed.

        Raises:
            ValueError: it is no number in range; the message says what would be.
        """
        bare = text.strip().rstrip("%").replace(",", "").strip()
        try:
            value: float = int(bare) if self.whole else float(bare) / 100
        except ValueError:
            raise ValueError(self._wish()) from None
        if not self._allows(value):
            raise ValueError(self._wish())
        return value

    def _allows(self, value: float) -> bool:
        return all(_within(bound, value) for bound in self.bounds)

    def _wish(self) -> str:
        words = "a whole number" if self.whole else "a percentage"
        limits = [
            (f"{word} {self.text(getattr(bound, key))}")
            for key, word in (("ge", "from"), ("gt", "above"), ("le", "to"), ("lt", "to below"))
            for bound in self.bounds
            if hasattr(bound, key)
        ]
        return f"{self.title} must be {' '.join([words, *limits])}."


def number_field(node: NodeSpec) -> NumberField | None:
    """The first number among a layer's fields that is no `DETAIL`, or None."""
    for name, info in type(node).model_fields.items():
        if info.annotation in (int, float) and info.json_schema_extra is not DETAIL:
            bounds = tuple(info.metadata)
            return NumberField(name, info.title or name, info.annotation is int, bounds)
    return None


def _within(bound: Any, value: float) -> bool:
    """Whether one of pydantic's bounds (`ge`, `gt`, `le`, `lt`) holds."""
    return all(
        compare(value, getattr(bound, key))
        for key, compare in (("ge", ge), ("gt", gt), ("le", le), ("lt", lt))
        if hasattr(bound, key)
    )
