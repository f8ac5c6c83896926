"""Pairs a network's parameters with a file's arrays: by name, then by shape in order."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from playground.formats.importing.keras import NAMES
from playground.formats.importing.match import How
from playground.formats.importing.slot import Slot
from playground.formats.importing.source import Source

_KERAS_NAME = re.compile(rf"(?:{'|'.join(NAMES)})(?:_\d+)?")

_BROKEN = "the rest of its layer does not fit"

T = TypeVar("T", Slot, Source)
Layer = dict[str, T]


@dataclass(frozen=True, eq=False)
class Pair:
    """What a parameter was paired with.

    Attributes:
        source: the array.
        how: by name or by shape.
        remark: what to know of it, or "".
        doubtful: whether a person should say that it is meant.
    """

    source: Source
    how: How
    remark: str = ""
    doubtful: bool = False


def paired(slots: tuple[Slot, ...], sources: tuple[Source, ...], framework: str) -> dict[str, Pair]:
    """What each parameter is paired with, where anything fits; each array goes to one at most."""
    ours, theirs = _layers(slots), _layers(tuple(s for s in sources if s.role))
    pairs: dict[str, Pair] = {}
    misfits: dict[str, Pair] = {}
    for layer, other in _by_name(ours, theirs, framework).items():
        named = {
            slot.name: theirs[other][role]
            for role, slot in ours[layer].items()
            if role in theirs[other]
        }
        fitting = [s for s in ours[layer].values() if s.name in named and _can(s, named[s.name])]
        broken = len(fitting) < len(named)
        remark = _BROKEN if broken else ""
        found = {n: Pair(source, "name", remark, broken) for n, source in named.items()}
        if fitting:
            pairs.update(found)
            del ours[layer], theirs[other]
        else:
            misfits.update(found)
    _by_shape(ours, theirs, framework, pairs)
    loose = [source for source in sources if not source.role]
    _one_by_one([s for s in slots if s.name not in pairs], loose, framework, pairs)
    return {**misfits, **pairs}


def _layers(parts: tuple[T, ...]) -> dict[str, Layer[T]]:
    """The parts by layer and role, in order."""
    found: dict[str, Layer[T]] = {}
    for part in parts:
        found.setdefault(part.layer, {})[part.role] = part
    return found


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _by_name(
    ours: Mapping[str, Layer[Slot]], theirs: Mapping[str, Layer[Source]], framework: str
) -> dict[str, str]:
    """Layers of one name: the whole of it, or else the last part of theirs, if one has that.

    Names that Keras has given by itself say nothing: its "dense_1" is the second one.
    """
    given = framework.startswith("keras")
    theirs = {n: each for n, each in theirs.items() if not (given and _KERAS_NAME.fullmatch(n))}
    found: dict[str, str] = {}
    for called in (_plain, lambda name: _plain(re.split(r"[./]", name)[-1])):
        names: dict[str, list[str]] = {}
        for name in theirs:
            if name not in found.values():
                names.setdefault(called(name), []).append(name)
        for layer in ours:
            alike = names.get(_plain(layer), [])
            if layer not in found and len(alike) == 1:
                found[layer] = alike[0]
    return found


def _by_shape(
    ours: dict[str, Layer[Slot]],
    theirs: dict[str, Layer[Source]],
    framework: str,
    pairs: dict[str, Pair],
) -> None:
    """The remaining layers in order, each with the next one that fits it."""
    for strict in (True, False):
        order, place = list(theirs), 0
        for layer in list(ours):
            fitting = [
                other for other in order
                if other in theirs and _fits(ours[layer], theirs[other], framework, strict)
            ]  # fmt: skip
            ahead = [other for other in fitting if order.index(other) >= place]
            if not fitting or (not ahead and len(fitting) > 1):
                continue
            chosen = (ahead or fitting)[0]
            remark, doubtful = _remark(ours, layer, fitting, chosen, theirs, framework, strict)
            for role, slot in ours[layer].items():
                if role in theirs[chosen]:
                    pairs[slot.name] = Pair(theirs[chosen][role], "shape", remark, doubtful)
            place = max(place, order.index(chosen) + 1)
            del ours[layer], theirs[chosen]


def _remark(
    ours: Mapping[str, Layer[Slot]],
    layer: str,
    fitting: list[str],
    chosen: str,
    theirs: Mapping[str, Layer[Source]],
    framework: str,
    strict: bool,
) -> tuple[str, bool]:
    """What to say where several fit; doubtful where there are not as many of them as places."""
    wanting = [each for each in ours if _fits(ours[each], theirs[chosen], framework, strict)]
    if len(fitting) == len(wanting) == 1:
        return "", False
    others = [each for each in fitting if each != chosen] or [e for e in wanting if e != layer]
    shown = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
    if len(fitting) > 1:
        return f"{shown} would fit too", len(wanting) != len(fitting)
    return f"it would fit {shown} too", True


def _fits(ours: Layer[Slot], theirs: Layer[Source], framework: str, strict: bool) -> bool:
    """Whether a layer's arrays all fit, as the framework has them.

    Args:
        strict: whether both have the same roles; else theirs may have no bias.
    """
    if strict and ours.keys() != theirs.keys():
        return False
    if not strict and (ours.keys() - theirs.keys() - {"bias"} or theirs.keys() - ours.keys()):
        return False
    shared = ours.keys() & theirs.keys()
    return bool(shared) and all(_goes(ours[role], theirs[role], framework) for role in shared)


def _can(slot: Slot, source: Source) -> bool:
    return bool(slot.ways(source.array.shape, ""))


def _goes(slot: Slot, source: Source, framework: str) -> bool:
    ways = slot.ways(source.array.shape, framework)
    return any(way in ways for way in slot.usual(framework))


def _one_by_one(
    slots: list[Slot], sources: list[Source], framework: str, pairs: dict[str, Pair]
) -> None:
    """Arrays whose names say nothing: each parameter gets the next that fits it."""
    left = list(sources)
    for slot in slots:
        fitting = [source for source in left if _goes(slot, source, framework)]
        if fitting:
            wanting = [s for s in slots if s.name not in pairs and s.shape == slot.shape]
            remark = "in order" if len(fitting) > 1 else ""
            doubtful = len(fitting) != len(wanting)
            pairs[slot.name] = Pair(fitting[0], "shape", remark, doubtful)
            left.remove(fitting[0])
