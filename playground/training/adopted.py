"""What becomes of the parameters when a session takes over an edited network."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from playground.training.carry import carry

Array = NDArray[Any]


@dataclass(frozen=True)
class Adopted:
    """Names of parameters; those in no list are as they were.

    Attributes:
        anew: they start as at a reset.
        grown: part of them is new and starts so; the rest is kept.
        shrunk: part of them no longer fits and is set aside; the rest is kept.
        forgotten: whether the optimizer starts without memory, being another one.
    """

    anew: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()
    shrunk: tuple[str, ...] = ()
    forgotten: bool = False


@dataclass(frozen=True, eq=False)
class Learned:
    """What a network has learned, under the names that its layers have now.

    Attributes:
        parameters: the arrays by name.
        states: each array of the optimizer's memory, by parameter.
        gates: how many matrices side by side a parameter's columns are, where more than one.
    """

    parameters: Mapping[str, Array]
    states: list[dict[str, Array]]
    gates: Mapping[str, int]

    def renamed(self, moved: Mapping[str, str]) -> Learned:
        """The same with layers under other names."""
        return Learned(
            _renamed(self.parameters, moved),
            [_renamed(state, moved) for state in self.states],
            _renamed(self.gates, moved),
        )


def take_over(
    old: Learned, new: Learned, aside: Mapping[str, Array], others: Collection[str]
) -> Adopted:
    """Lay what was learned into a new network's arrays, which hold its first weights.

    Args:
        aside: what earlier edits took away; it comes back where nothing newer is known.
        others: ids of layers that are of another type now. Of theirs only what has the very same
            shape goes on.
    """

    def fits(name: str, array: Array) -> bool:
        if name not in new.parameters or name.rpartition(".")[0] not in others:
            return True
        return bool(new.parameters[name].shape == array.shape)

    carry({n: a for n, a in aside.items() if fits(n, a)}, new.parameters, new.gates)
    known = {
        name: array
        for name, array in old.parameters.items()
        if fits(name, array) and _alike(old, new, name, others)
    }
    anew = carry(known, new.parameters, new.gates)
    return Adopted(
        tuple(name for name in anew if name not in aside),
        tuple(name for name in known if _has_more(new.parameters, name, known[name])),
        tuple(name for name in known if _has_more(known, name, new.parameters.get(name))),
    )


def remember(old: Learned, new: Learned, others: Collection[str]) -> None:
    """Lay the optimizer's memory of the old parameters into that of the new ones."""
    for before, after in zip(old.states, new.states, strict=True):
        kept = {n: a for n, a in before.items() if n.rpartition(".")[0] not in others}
        carry(kept, after, new.gates)


def _alike(old: Learned, new: Learned, name: str, others: Collection[str]) -> bool:
    """Whether a parameter's columns mean the same as before."""
    return name.rpartition(".")[0] not in others or old.gates.get(name) == new.gates.get(name)


def _has_more(arrays: Mapping[str, Array], name: str, than: Array | None) -> bool:
    """Whether an array has more along some axis than another of its rank."""
    array = arrays.get(name)
    if array is None or than is None or array.ndim != than.ndim:
        return False
    return any(a > b for a, b in zip(array.shape, than.shape, strict=True))


def _renamed(parts: Mapping[str, Any], moved: Mapping[str, str]) -> dict[str, Any]:
    found = {}
    for name, part in parts.items():
        owner, _, own = name.rpartition(".")
        found[f"{moved.get(owner, owner)}.{own}"] = part
    return found
