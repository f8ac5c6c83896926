"""Edits of fields, as the inspector makes them."""

from __future__ import annotations

from contextlib import suppress

from playground.errors import UserError
from playground.gui import field_edits
from playground.gui.inspector.nodes import NodeFields
from playground.gui.inspector.rest import HeadFields, TrainingFields
from tests.edits.hand import NAMES
from tests.edits.table import edit


@edit("field_edits.set_fields")
def _(hand):
    nodes = [hand.network[name] for name in hand.some(hand.nodes())]
    (section,) = NodeFields(hand.document, nodes).sections()
    field = hand.one(field for field in section.fields if field.path != ("id",))
    value = hand.value_for(field.kind)
    with suppress(UserError):
        field_edits.set_fields(hand.document, [node.id for node in nodes], field.path, value)


@edit("field_edits.reset_fields")
def _(hand):
    nodes = [hand.network[name] for name in hand.some(hand.nodes())]
    fields = NodeFields(hand.document, nodes)
    # The button is there only where it does something.
    field = hand.one(field for field in fields.sections()[0].fields if not fields.is_usual(field))
    with suppress(UserError):
        field_edits.reset_fields(hand.document, [node.id for node in nodes], field.path)


@edit("field_edits.rename")
def _(hand):
    with suppress(UserError):
        field_edits.rename(hand.document, hand.node(), hand.one([*NAMES, *hand.parts()]))


@edit("field_edits.set_head_field")
def _(hand):
    (section,) = HeadFields(hand.document).sections()
    field = hand.one(field for field in section.fields if field.path != ("type",))
    value = hand.value_for(field.kind)
    with suppress(UserError):
        field_edits.set_head_field(hand.document, field.path, value)


@edit("field_edits.set_training_field")
def _(hand):
    sections = TrainingFields(hand.document).sections()
    field = hand.one(field for section in sections for field in section.fields)
    value = hand.value_for(field.kind)
    with suppress(UserError):
        field_edits.set_training_field(hand.document, field.path, value)
