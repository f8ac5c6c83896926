"""Menus of what can be chosen on a card."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QWidget

from playground.gui.canvas.choice_menu import Choice, ChoiceMenu
from playground.gui.canvas.curve import curve_icon
from playground.gui.canvas.feature_menu import FeatureMenu
from playground.gui.document import Document
from playground.gui.glossary.fields import field_key
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.consequences import Consequence, of_final, of_loss
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.network.spec import HEAD
from playground.project.setup import lock_reason


def choice_menu(document: Document, identity: str, part: str, parent: QWidget) -> QMenu:
    """What can be chosen at `part` of a card: a field's activation or name, "final" or "loss"."""
    if identity != HEAD:
        if part == "columns":
            return FeatureMenu(document, identity, parent)
        if isinstance(getattr(document.network[identity], part), Activation):
            return _activation_menu(document, identity, part, parent)
        return _field_menu(document, identity, part, parent)
    if part == "final":
        return _final_menu(document, parent)
    return _loss_menu(document, parent)


def _activation_menu(document: Document, identity: str, field: str, parent: QWidget) -> ChoiceMenu:
    choices = [
        Choice(name, part.label, part.help, curve_icon(part()), f"activation.{name}")
        for name, part in ACTIVATIONS.items()
    ]
    current = getattr(document.network[identity], field).name
    chosen = partial(document.set_node_field, identity, field)
    return ChoiceMenu("Activation", choices, current, chosen, parent)


def _field_menu(document: Document, identity: str, field: str, parent: QWidget) -> ChoiceMenu:
    """A choice among names, as a layer's `on_card` has it."""
    node = document.network[identity]
    topic = field_key(type(node), field)
    choices = [Choice(name, name, topic=topic) for name in node.choices(field, document.network)]
    title = type(node).model_fields[field].title or field
    chosen = partial(document.set_node_field, identity, field)
    return ChoiceMenu(title, choices, getattr(node, field), chosen, parent)


def _final_menu(document: Document, parent: QWidget) -> ChoiceMenu:
    head, signature = document.project.head, document.signature
    choices = [
        _with_consequence(
            name,
            label,
            of_final(head, name, signature),
            curve_icon(ACTIVATIONS[name]()) if name in ACTIVATIONS else None,
            f"activation.{name}" if name in ACTIVATIONS else "final_activation",
        )
        for name, label in FINAL_LABELS.items()
    ]
    chosen = document.set_final_activation
    menu = ChoiceMenu("Final activation", choices, head.final, chosen, parent)
    return _disabled_where_locked(menu, document)


def _loss_menu(document: Document, parent: QWidget) -> ChoiceMenu:
    head, signature = document.project.head, document.signature
    choices = [
        _with_consequence(name, part.label, of_loss(head, name, signature), None, f"loss.{name}")
        for name, part in LOSSES.items()
    ]
    menu = ChoiceMenu("Loss", choices, head.loss_part.name, document.set_loss, parent)
    return _disabled_where_locked(menu, document)


def _disabled_where_locked(menu: ChoiceMenu, document: Document) -> ChoiceMenu:
    """`menu`, whose entries can't be chosen and say why where the head is locked."""
    if "head" in document.project.setup.locked:
        for action in menu.actions():
            action.setEnabled(False)
            action.setToolTip(lock_reason("head"))
    return menu


def _with_consequence(
    name: str, label: str, consequence: Consequence, picture: QIcon | None, topic: str
) -> Choice:
    """A choice that says, in a column on the right, whether it fits."""
    return Choice(name, f"{label}\t{consequence.mark}", consequence.words, picture, topic)
