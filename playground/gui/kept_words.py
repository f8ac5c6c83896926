"""What an edit has left of what was learned, in words."""

from __future__ import annotations

from collections.abc import Iterable

from playground.gui.frame import Frame
from playground.training.adopted import Adopted

_MOST_NAMED = 3


def kept_words(adopted: Adopted, before: Frame, after: Frame) -> str:
    """One sentence on what is kept and what starts anew; "" where nothing was learned yet.

    Args:
        adopted: what the session did with the parameters.
        before, after: the run before the edit and after it.
    """
    if before.steps == 0 or (before.network is after.network and before.head is after.head):
        return ""
    anew = _layers(adopted.anew)
    grown = [layer for layer in _layers(adopted.grown) if layer not in anew]
    if adopted.anew and len(adopted.anew) == len(after.layout):
        return "All weights start anew: no layer is left that learned before."
    said = []
    if anew:
        said.append(f"{_listed(anew)} start{'s' * (len(anew) == 1)} anew")
    if grown:
        said.append(f"{'what' if anew else 'What'} is new in {_listed(grown)} starts fresh")
    if not said:
        return "What was learned is kept."
    return f"{' and '.join(said)}; the rest of what was learned is kept."


def _layers(parameters: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.rpartition(".")[0] for name in parameters))


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"{len(names)} layers"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
