"""What kinds of field there are: each says how its values are written and read.

A kind is found from a field's type alone, so that a field which is new to the project has an
editor from its first day.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from playground.gui.inspector.limits import Limits
from playground.gui.inspector.notation import Notation, OwnNotation


@runtime_checkable
class Written(Protocol):
    """A kind whose values are typed."""

    def write(self, value: Any) -> str:
        """The value as text."""

    def read(self, text: str) -> Any:
        """The value that was typed.

        Raises:
            ValueError: it is none; the message follows "must be".
        """


@dataclass(frozen=True)
class Option:
    """One line of a choice."""

    value: Any
    label: str
    help: str = ""


@dataclass(frozen=True)
class Switch:
    """Yes or no."""


@dataclass(frozen=True)
class Choice:
    """One of several values.

    Attributes:
        part: whether they are the names of parts, which have fields of their own.
    """

    options: tuple[Option, ...]
    part: bool = False

    def label(self, value: Any) -> str:
        """What people call a value."""
        return next((each.label for each in self.options if each.value == value), str(value))


@dataclass(frozen=True)
class Number:
    """A number; where it is `optional`, an empty field means None."""

    limits: Limits
    optional: bool = False

    def write(self, value: Any) -> str:
        return "" if value is None else self.limits.text(value)

    def read(self, text: str) -> Any:
        if self.optional and not text.strip():
            return None
        return self.limits.read(text)

    def stepped(self, value: Any, steps: int) -> Any:
        """The value some steps on; from none, the first that there is near 0."""
        return self.limits.stepped_from(value, steps)


@dataclass(frozen=True)
class Text:
    """Words; whether they will do is for the field's owner to say."""

    optional: bool = False

    def write(self, value: Any) -> str:
        return value or ""

    def read(self, text: str) -> Any:
        return text.strip() or (None if self.optional else "")


@dataclass(frozen=True)
class Shown:
    """A value that can be read here and changed elsewhere."""

    def write(self, value: Any) -> str:
        return str(value)

    def read(self, text: str) -> Any:
        raise ValueError("changed elsewhere")


Kind = Switch | Choice | Number | Text | Notation | OwnNotation | Shown


def shared_kind(a: Kind, b: Kind) -> Kind | None:
    """The kind of a field that two parts have, as far as both can be changed as one."""
    if a == b:
        return a
    if isinstance(a, Number) and isinstance(b, Number) and a.limits.whole == b.limits.whole:
        return Number(a.limits.shared_with(b.limits), a.optional and b.optional)
    if isinstance(a, Choice) and isinstance(b, Choice) and a.part == b.part:
        options = tuple(each for each in a.options if each in b.options)
        return Choice(options, a.part) if options else None
    return None
