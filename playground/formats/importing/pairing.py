"""Pairs a network's parameters with a file's arrays: by name, then by shape in order."""

from __future__ import annotations

import re
from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from playground.engine.graph import Shape
from playground.formats.importing.keras import NAMES
from playground.formats.importing.match import How
from playground.formats.importing.slot import Slot
from playground.formats.importing.source import Source

_KERAS_NAME = re.compile(rf"(?:{'|'.join(NAMES)})(?:_\d+)?")

_BROKEN = "the rest of its layer does not fit"

_MOST_REMEMBERED = 100_000

Shapes = tuple[tuple[str, Shape], ...]
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
        taken = set(found.values())
        for name in theirs:
            if name not in taken:
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
        ranks, place = {name: rank for rank, name in enumerate(theirs)}, 0
        alike: dict[Shapes, list[str]] = {}
        for other, its in theirs.items():
            alike.setdefault(_shapes(its), []).append(other)
        wanting = Counter(_kin(layer) for layer in ours.values())
        for name, layer in list(ours.items()):
            kin = _kin(layer)
            kinds = [k for k in alike if alike[k] and _fits(kin, k, framework, strict)]
            fitting = sorted((n for kind in kinds for n in alike[kind]), key=ranks.__getitem__)
            ahead = [other for other in fitting if ranks[other] >= place]
            if not fitting or (not ahead and len(fitting) > 1):
                continue
            chosen = (ahead or fitting)[0]
            shapes = _shapes(theirs[chosen])
            places = [k for k in wanting if _fits(k, shapes, framework, strict)]
            count = sum(wanting[each] for each in places)
            others = [each for each in fitting[:5] if each != chosen] or [
                each for each, held in ours.items() if each != name and _kin(held) in places
            ]
            remark, doubtful = _remark(others, len(fitting), count)
            for role, slot in layer.items():
                if role in theirs[chosen]:
                    pairs[slot.name] = Pair(theirs[chosen][role], "shape", remark, doubtful)
            place = max(place, ranks[chosen] + 1)
            alike[shapes].remove(chosen)
            wanting[kin] -= 1
            del ours[name], theirs[chosen]


def _remark(others: list[str], fitting: int, wanting: int) -> tuple[str, bool]:
    """What to say where several fit; doubtful where there are not as many of them as places."""
    if fitting == wanting == 1:
        return "", False
    shown = ", ".join(others[:3]) + (", …" if len(others) > 3 else "")
    if fitting > 1:
        return f"{shown} would fit too", wanting != fitting
    return f"it would fit {shown} too", True


def _kin(layer: Layer[Slot]) -> tuple[Slot, ...]:
    return tuple(slot.kin for _, slot in sorted(layer.items()))


def _shapes(layer: Layer[Source]) -> Shapes:
    return tuple((role, source.array.shape) for role, source in sorted(layer.items()))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _fits(ours: tuple[Slot, ...], theirs: Shapes, framework: str, strict: bool) -> bool:
    """Whether a layer's arrays all fit, as the framework has them.

    Args:
        ours, theirs: what the layers hold, by role.
        strict: whether both have the same roles; else theirs may have no bias.
    """
    here, there = {slot.role: slot for slot in ours}, dict(theirs)
    if strict and here.keys() != there.keys():
        return False
    if not strict and (here.keys() - there.keys() - {"bias"} or there.keys() - here.keys()):
        return False
    shared = here.keys() & there.keys()
    return bool(shared) and all(_goes(here[role], there[role], framework) for role in shared)


def _can(slot: Slot, source: Source) -> bool:
    return bool(slot.ways(source.array.shape, ""))


@lru_cache(maxsize=_MOST_REMEMBERED)
def _goes(kin: Slot, shape: Shape, framework: str) -> bool:
    ways = kin.ways(shape, framework)
    return any(way in ways for way in kin.usual(framework))


def _one_by_one(
    slots: list[Slot], sources: list[Source], framework: str, pairs: dict[str, Pair]
) -> None:
    """Arrays whose names say nothing: each parameter gets the next that fits it."""
    alike: dict[Shape, deque[int]] = {}
    for rank, source in enumerate(sources):
        alike.setdefault(source.array.shape, deque()).append(rank)
    wanting = Counter(slot.shape for slot in slots)
    for slot in slots:
        kinds = [each for each, left in alike.items() if left and _goes(slot.kin, each, framework)]
        if not kinds:
            continue
        first = min(kinds, key=lambda kind: alike[kind][0])
        fitting = sum(len(alike[kind]) for kind in kinds)
        remark = f"{fitting} arrays would fit" if fitting > 1 else ""
        doubtful = fitting != wanting[slot.shape]
        pairs[slot.name] = Pair(sources[alike[first].popleft()], "shape", remark, doubtful)
        wanting[slot.shape] -= 1
