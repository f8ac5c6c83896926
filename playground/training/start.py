"""First weights that were given, in place of drawn ones."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from playground.training.carry import carry

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Start:
    """What a run starts from, as far as that is not drawn.

    Attributes:
        parameters: by name; those of other names are drawn.
        lasting: the names of those that a new start keeps too: they came from elsewhere.
    """

    parameters: Mapping[str, Array] = field(default_factory=dict)
    lasting: frozenset[str] = frozenset()

    def anew(self) -> Start:
        """What is left of it at a new start."""
        kept = {name: a for name, a in self.parameters.items() if name in self.lasting}
        return Start(kept, self.lasting)

    def renamed(self, moved: Mapping[str, str]) -> Start:
        """The same with layers under other names."""
        return Start(
            {_moved(name, moved): array for name, array in self.parameters.items()},
            frozenset(_moved(name, moved) for name in self.lasting),
        )

    def without(self, layers: Collection[str]) -> Start:
        """The same without what is of these layers."""
        kept = {n: a for n, a in self.parameters.items() if n.rpartition(".")[0] not in layers}
        return Start(kept, frozenset(name for name in self.lasting if name in kept))

    def lay(self, views: Mapping[str, Array], gates: Mapping[str, int]) -> None:
        """Write it over drawn weights; where a shape differs, the part that both have."""
        known = {name: a for name, a in self.parameters.items() if name in views}
        carry(known, {name: views[name] for name in known}, gates)


NO_START = Start()


def _moved(name: str, moved: Mapping[str, str]) -> str:
    owner, _, own = name.rpartition(".")
    return f"{moved.get(owner, owner)}.{own}"
