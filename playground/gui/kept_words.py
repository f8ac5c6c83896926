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
    if before.steps == 0:
        return ""
    same = before.network is after.network and before.head is after.head
    memory = " The optimizer starts without memory." if adopted.forgotten else ""
    if same:
        return f"The weights are kept.{memory}"
    return f"{_weights_words(adopted, len(after.layout))}{memory}"


def _weights_words(adopted: Adopted, count: int) -> str:
    anew = _layers(adopted.anew)
    if adopted.anew and len(adopted.anew) == count:
        return "All weights start anew: no layer is left that learned before."
    grown = [layer for layer in _layers(adopted.grown) if layer not in anew]
    shrunk = [layer for layer in _layers(adopted.shrunk) if layer not in (*anew, *grown)]
    said = []
    if anew:
        said.append(f"{_listed(anew)} start{'s' * (len(anew) == 1)} anew")
    if grown:
        said.append(f"what is new in {_listed(grown)} starts fresh")
    if shrunk:
        said.append(f"what no longer fits in {_listed(shrunk)} is set aside")
    if not said:
        return "What was learned is kept."
    # A layer's name is written as it is; other words begin a sentence.
    first = said[0] if anew else said[0][:1].upper() + said[0][1:]
    return f"{' and '.join([first, *said[1:]])}; the rest of what was learned is kept."


def _layers(parameters: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(name.rpartition(".")[0] for name in parameters))


def _listed(names: list[str]) -> str:
    if len(names) > _MOST_NAMED:
        return f"{len(names)} layers"
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
