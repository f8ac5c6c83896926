"""What a view tells lessons: what is pointed at in it, its numbers, what is chosen in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Noticed:
    """Of one view, or of all that can be seen.

    Attributes:
        sights: what is pointed at, as `sights.py` calls it: "wire", "wire of dense_1".
        readings: numbers by name, as `readings.py` calls them.
        choices: what is chosen, by what it is a choice of: {"experiment": "labels"}.
    """

    sights: frozenset[str] = frozenset()
    readings: Mapping[str, float] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)

    def __or__(self, other: Noticed) -> Noticed:
        """Both together."""
        return Noticed(
            self.sights | other.sights,
            {**self.readings, **other.readings},
            {**self.choices, **other.choices},
        )


NOTHING = Noticed()
