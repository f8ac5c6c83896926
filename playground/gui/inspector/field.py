"""The fields of a part of the document, those of the parts within it among them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from pydantic.fields import FieldInfo

from playground.frozen import Frozen
from playground.gui.glossary.fields import field_key
from playground.gui.inspector.annotations import kind_of
from playground.gui.inspector.kinds import Kind
from playground.network.named import NamedPart

Path = tuple[str, ...]

# Places are dragged, not typed.
_NOT_SHOWN = {"position", "unknown_type"}
# A layer's name stands first, what is the same for all layers last.
_FIRST, _LAST = ("id",), ("colour", "rate_factor", "frozen")


@dataclass(frozen=True)
class Field:
    """One line of the inspector.

    Attributes:
        path: the names that lead to it: ("units",), or ("activation", "slope").
        title: what people call it. help: one line.
        topic: of the glossary.
        kind: how it is written and read.
    """

    path: Path
    title: str
    help: str
    kind: Kind
    topic: str = ""


def fields_of(spec: Frozen) -> tuple[Field, ...]:
    """The fields of a part as it is; which activation it has decides on what there is of it."""
    found: list[Field] = []
    for field in _own_fields(type(spec)):
        (name,) = field.path
        value = getattr(spec, name)
        if isinstance(value, Frozen) and not isinstance(value, NamedPart):
            found += _of_a_group(field, value)
            continue
        found.append(field)
        if isinstance(value, NamedPart):
            found += _within(name, value)
    return tuple(found)


def value_at(spec: Frozen, path: Path) -> Any:
    """The value of a field; of one that is a part, the part's name."""
    value: Any = spec
    for name in path:
        value = getattr(value, name)
    return value.name if isinstance(value, NamedPart) else value


def default_at(spec: Frozen, path: Path) -> Any:
    """What a field is unless it is changed.

    Raises:
        KeyError: there is no such value; a layer's name, for one.
    """
    *within, name = path
    owner: Any = spec
    for each in within:
        owner = getattr(owner, each)
    info = type(owner).model_fields[name]
    if info.is_required():
        raise KeyError(name)
    default = info.get_default(call_default_factory=True)
    return default.name if isinstance(default, NamedPart) else default


def with_value(spec: Frozen, path: Path, value: Any) -> Frozen:
    """The part with another value at the path, checked.

    Raises:
        ValidationError: the field can't have it.
    """
    name, *within = path
    if within:
        value = with_value(getattr(spec, name), tuple(within), value)
    fields: Mapping[str, Any] = {each: getattr(spec, each) for each in type(spec).model_fields}
    return type(spec)(**{**fields, **(spec.model_extra or {}), name: value})


@cache
def _own_fields(part: type[Frozen]) -> tuple[Field, ...]:
    fields = part.model_fields
    shown = [name for name in fields if name not in _NOT_SHOWN]
    middle = [name for name in shown if name not in (*_FIRST, *_LAST)]
    ordered = [*(n for n in _FIRST if n in shown), *middle, *(n for n in _LAST if n in shown)]
    return tuple(_field(part, name, fields[name]) for name in ordered)


def _field(part: type[Frozen], name: str, info: FieldInfo) -> Field:
    title = info.title or name.replace("_", " ").capitalize()
    kind, topic = kind_of(name, info), field_key(part, name)
    return Field((name,), title, info.description or "", kind, topic)


def _within(name: str, part: Frozen) -> list[Field]:
    return [replace(each, path=(name, *each.path)) for each in _own_fields(type(part))]


def _of_a_group(group: Field, part: Frozen) -> list[Field]:
    """The fields of a part that has no name; only the first, while that says "none"."""
    first, *others = _within(group.path[0], part)
    titled = replace(first, title=group.title)
    return [titled] if value_at(part, first.path[1:]) == "none" else [titled, *others]
