"""The fields of the head and of the training."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from playground.gui import field_edits
from playground.gui.document import Document
from playground.gui.inspector.field import Field, default_at, fields_of, value_at
from playground.gui.inspector.kinds import Choice, Option
from playground.gui.inspector.subject import Section
from playground.network.heads import HEADS, Head, fitting_head
from playground.network.pairs import FINAL_LABELS

_TYPE = Field(
    ("type",),
    "Task head",
    "What kind of question the network answers.",
    Choice(tuple(Option(head.name, head.label, head.help) for head in HEADS.values())),
    "head",
)
_FINAL = ("activation",)


class HeadFields:
    """The head, with the loss that is in force."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._head = field_edits.in_force(document.project.head)

    def sections(self) -> list[Section]:
        fields = (_with_labels(field, self._head) for field in fields_of(self._head))
        return [Section("Head", (_TYPE, *fields))]

    def value(self, field: Field) -> Any:
        return self._head.name if field is _TYPE else value_at(self._head, field.path)

    def default(self, field: Field) -> Any:
        if field is _TYPE:
            return self._usual_head()
        if field.path == ("loss",):
            return self._head.losses[0]
        return default_at(self._head, field.path)

    def is_usual(self, field: Field) -> bool:
        return bool(self.value(field) == self.default(field))

    def change(self, field: Field, value: Any) -> None:
        if field is not _TYPE:
            field_edits.set_head_field(self._document, field.path, value)
        elif value != self._head.name:
            self._document.set_head(value)

    def reset(self, field: Field) -> None:
        self.change(field, self.default(field))

    def _usual_head(self) -> str:
        """The head that the data asks for; one that fits it too is as good."""
        fits = self._document.signature.task in self._head.tasks
        return self._head.name if fits else fitting_head(self._document.signature).name


class TrainingFields:
    """How the network is trained."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._training = document.project.training

    def sections(self) -> list[Section]:
        fields = fields_of(self._training)
        optimizer = tuple(field for field in fields if field.path[0] == "optimizer")
        others = tuple(field for field in fields if field not in optimizer)
        return [Section("Optimizer", optimizer), Section("Training", others)]

    def value(self, field: Field) -> Any:
        return value_at(self._training, field.path)

    def default(self, field: Field) -> Any:
        return default_at(self._training, field.path)

    def is_usual(self, field: Field) -> bool:
        return bool(self.value(field) == self.default(field))

    def change(self, field: Field, value: Any) -> None:
        field_edits.set_training_field(self._document, field.path, value)

    def reset(self, field: Field) -> None:
        self.change(field, self.default(field))


def _with_labels(field: Field, head: Head) -> Field:
    """The final activations by what people call them."""
    if field.path != _FINAL:
        return field
    usual = Option(None, f"{FINAL_LABELS[head.fitting_final]} (fits)", "The one that fits.")
    named = (Option(name, label) for name, label in FINAL_LABELS.items())
    return replace(field, kind=Choice((usual, *named)))
