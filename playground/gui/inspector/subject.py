"""What the inspector can show the fields of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol

from playground.gui.inspector.field import Field


class Mixed(Enum):
    """In place of a value: the layers have different ones, or there is none."""

    MIXED = "mixed"
    NONE = "none"


MIXED, NO_DEFAULT = Mixed.MIXED, Mixed.NONE


@dataclass(frozen=True)
class Section:
    """Fields under one heading, "" for none."""

    heading: str
    fields: tuple[Field, ...]


class Subject(Protocol):
    """Something with fields, as the document has it now."""

    def sections(self) -> list[Section]:
        """Its fields, in order."""

    def value(self, field: Field) -> Any:
        """The value of a field, or MIXED."""

    def default(self, field: Field) -> Any:
        """What it would be by itself; MIXED where layers differ, NO_DEFAULT where there is none."""

    def is_usual(self, field: Field) -> bool:
        """Whether there is nothing to go back from."""

    def change(self, field: Field, value: Any) -> None:
        """Give the field a value.

        Raises:
            UserError: it can't have it; nothing has changed.
        """

    def reset(self, field: Field) -> None:
        """Give the field its default."""
