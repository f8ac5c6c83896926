"""The fields that the selected layers share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import reduce
from typing import Any

from playground.gui import field_edits
from playground.gui.document import Document
from playground.gui.inspector.field import Field, default_at, fields_of, value_at
from playground.gui.inspector.kinds import Choice, Option, shared_kind
from playground.gui.inspector.subject import MIXED, NO_DEFAULT, Section
from playground.network.node import NodeSpec

_NAME = ("id",)


class NodeFields:
    """One layer, or several that are changed as one.

    Args:
        nodes: as the document has them, at least one.
    """

    def __init__(self, document: Document, nodes: Sequence[NodeSpec]) -> None:
        self._document = document
        self._nodes = nodes
        self._identities = [node.id for node in nodes]

    def sections(self) -> list[Section]:
        different = dict.fromkeys(self._fields(node) for node in self._nodes)
        shared = reduce(_shared, different)
        if len(self._nodes) > 1:
            shared = tuple(field for field in shared if field.path != _NAME)
        return [Section("", shared)]

    def value(self, field: Field) -> Any:
        return _one_of(value_at(node, field.path) for node in self._nodes)

    def default(self, field: Field) -> Any:
        try:
            return _one_of(default_at(node, field.path) for node in self._nodes)
        except KeyError:
            return NO_DEFAULT

    def is_usual(self, field: Field) -> bool:
        try:
            return all(
                value_at(node, field.path) == default_at(node, field.path) for node in self._nodes
            )
        except KeyError:
            return True

    def change(self, field: Field, value: Any) -> None:
        if field.path == _NAME:
            field_edits.rename(self._document, self._identities[0], value)
        else:
            field_edits.set_fields(self._document, self._identities, field.path, value)

    def reset(self, field: Field) -> None:
        field_edits.reset_fields(self._document, self._identities, field.path)

    def _fields(self, node: NodeSpec) -> tuple[Field, ...]:
        """The node's fields; one that names other layers chooses among them."""
        return tuple(
            replace(field, kind=self._choice(node, field.path[0]))
            if field.path[0] in node.on_card and not isinstance(field.kind, Choice)
            else field
            for field in fields_of(node)
        )

    def _choice(self, node: NodeSpec, name: str) -> Choice:
        names = node.choices(name, self._document.network)
        return Choice(tuple(Option(each, each) for each in names))


def _shared(a: tuple[Field, ...], b: tuple[Field, ...]) -> tuple[Field, ...]:
    """The fields of both, in the order of the first."""
    others = {field.path: field.kind for field in b}
    found = []
    for field in a:
        kind = shared_kind(field.kind, others[field.path]) if field.path in others else None
        if kind is not None:
            found.append(replace(field, kind=kind))
    return tuple(found)


def _one_of(values: Iterable[Any]) -> Any:
    first, *others = values
    return first if all(each == first for each in others) else MIXED
