"""Small document parts that are written by name: activations, initializers, losses, optimizers.

In a file such a part is its name, `"tanh"`, when every field has its default, else an object,
`{"type": "leaky_relu", "slope": 0.2}`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from pydantic import BeforeValidator, PlainSerializer

from playground.errors import UserError
from playground.frozen import Frozen
from playground.registry import Registry


class NamedPart(Frozen):
    """A part known by `name`; `label` and `help` are what people read."""

    name: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]

    def dump(self) -> str | dict[str, Any]:
        """How it is written in a file."""
        fields = self.model_dump(exclude_defaults=True, mode="json")
        return {"type": self.name, **fields} if fields else self.name


P = TypeVar("P", bound=NamedPart)


def entries(kind: str, parts: list[type[P]]) -> Registry[type[P]]:
    """A registry of the given classes by their `name`."""
    return Registry(kind, parts)


def parser(registry: Registry[type[P]]) -> Callable[[Any], P]:
    """What turns a file's `"tanh"` or `{"type": …}` into the part."""

    def parse(given: Any) -> P:
        if isinstance(given, NamedPart):
            return given  # type: ignore[return-value]
        fields = {"type": given} if isinstance(given, str) else given
        if not isinstance(fields, dict) or not isinstance(fields.get("type"), str):
            raise ValueError(f"Expected a known {registry.kind} by its name. Received: {given!r}.")
        name = fields["type"]
        if name not in registry:
            raise ValueError(registry.unknown(name))
        return registry[name](**{key: value for key, value in fields.items() if key != "type"})

    return parse


def as_field(registry: Registry[type[P]]) -> tuple[BeforeValidator, PlainSerializer]:
    """The annotations that make a pydantic field of such a part."""
    return BeforeValidator(parser(registry)), PlainSerializer(NamedPart.dump)


def parse_name(registry: Registry[type[P]], given: Any) -> P:
    """`parser`, for callers outside a model: a `UserError` instead of a `ValueError`."""
    try:
        return parser(registry)(given)
    except ValueError as error:
        raise UserError(str(error)) from None
