"""From a pydantic field to the kind of editor it wants."""

from __future__ import annotations

from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BeforeValidator, PlainSerializer
from pydantic.fields import FieldInfo

from playground.gui.inspector.kinds import Choice, Kind, Number, Option, Shown, Switch, Text
from playground.gui.inspector.limits import limits_of
from playground.gui.inspector.notation import Notation, OwnNotation, Several
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.initializers import INITIALIZERS, Initializer
from playground.network.losses import LOSSES, Loss
from playground.network.named import NamedPart
from playground.registry import Registry
from playground.training.optimizers import OPTIMIZERS, Optimizer
from playground.training.schedules import SCHEDULES, Schedule

# Where the parts of a base class are listed.
_PARTS: dict[type[NamedPart], Registry[Any]] = {
    Activation: ACTIVATIONS,
    Initializer: INITIALIZERS,
    Loss: LOSSES,
    Optimizer: OPTIMIZERS,
    Schedule: SCHEDULES,
}


def kind_of(name: str, info: FieldInfo) -> Kind:
    """The kind of a field, from its annotation and what it is checked against."""
    ways, metadata = _ways(info.annotation, list(info.metadata))
    optional = type(None) in ways
    ways = [way for way in ways if way is not type(None)]
    own = _own_notation(metadata)
    if len(ways) == 1:
        (way,) = ways
        if isinstance(way, type) and issubclass(way, NamedPart):
            return _parts(way)
        if own is not None:
            return own
        if way is bool:
            return Switch()
        if way in (int, float):
            return Number(limits_of(way is int, name, metadata, info.default), optional)
        if way is str:
            return Text(optional)
        if get_origin(way) is Literal:
            return _literal(way, optional)
    return own or _notation(name, ways, metadata, optional)


def _ways(annotation: Any, metadata: list[Any]) -> tuple[list[Any], list[Any]]:
    """What a value may be, unions taken apart; and what it is checked against.

    What stands around one alternative alone stays with it, unless None is the only other one.
    """
    if get_origin(annotation) is Annotated:
        inner, *more = get_args(annotation)
        return _ways(inner, [*metadata, *_flat(more)])
    if get_origin(annotation) not in (Union, UnionType):
        return [annotation], metadata
    ways = list(get_args(annotation))
    others = [way for way in ways if way is not type(None)]
    if len(others) == 1 and get_origin(others[0]) is Annotated:
        inner, *more = get_args(others[0])
        return [inner, type(None)], [*metadata, *_flat(more)]
    return ways, metadata


def _flat(metadata: list[Any]) -> list[Any]:
    """With the bounds that a `Field` within an annotation holds."""
    found: list[Any] = []
    for each in metadata:
        found += each.metadata if isinstance(each, FieldInfo) else [each]
    return found


def _parts(base: type[NamedPart]) -> Kind:
    registry = next((_PARTS[each] for each in base.__mro__ if each in _PARTS), None)
    if registry is None:
        return Shown()
    return Choice(tuple(Option(p.name, p.label, p.help) for p in registry.values()), part=True)


def _literal(way: Any, optional: bool) -> Kind:
    named = tuple(Option(each, _label(each)) for each in get_args(way))
    return Choice((*((Option(None, "None"),) if optional else ()), *named))


def _label(word: str) -> str:
    """A word of a file as people read it: "l2" is "L2", "features" is "Features"."""
    if word in ACTIVATIONS:
        return ACTIVATIONS[word].label
    return word.replace("_", " ").capitalize()


def _own_notation(metadata: list[Any]) -> Kind | None:
    writer = next((each.func for each in metadata if isinstance(each, PlainSerializer)), None)
    reader = next((each.func for each in metadata if isinstance(each, BeforeValidator)), None)
    if writer is None or reader is None or writer is NamedPart.dump:
        return None
    return OwnNotation(writer, reader)  # type: ignore[arg-type]


def _notation(name: str, ways: list[Any], metadata: list[Any], optional: bool) -> Kind:
    words: tuple[str, ...] = ()
    number, several = None, None
    for way in ways:
        (bare, *_), checks = _ways(way, [])
        if get_origin(bare) is Literal:
            words += get_args(bare)
        elif bare in (int, float):
            number = limits_of(bare is int, name, checks, None)
        elif get_origin(bare) is tuple:
            several = _several(name, bare, [*metadata, *checks])
        else:
            return Shown()
    return Notation(words, number, several, optional)


def _several(name: str, way: Any, metadata: list[Any]) -> Several:
    items = [each for each in get_args(way) if each is not Ellipsis]
    (item, *_), checks = _ways(items[0], [])
    limits = limits_of(item is int, name, checks, None)
    if Ellipsis not in get_args(way):
        return Several(limits, len(items), len(items))
    least = next((each.min_length for each in metadata if hasattr(each, "min_length")), 1)
    most = next((each.max_length for each in metadata if hasattr(each, "max_length")), None)
    return Several(limits, least, most)
