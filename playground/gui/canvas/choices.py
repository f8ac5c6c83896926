"""Menus of what can be chosen on a card."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from playground.gui.canvas.choice_menu import Choice, ChoiceMenu
from playground.gui.canvas.curve import curve_icon
from playground.gui.document import Document
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.network.spec import HEAD


def choice_menu(document: Document, identity: str, part: str, parent: QWidget) -> ChoiceMenu:
    """What can be chosen at `part` of a card: a field's activation or name, "final" or "loss"."""
    if identity != HEAD:
        if isinstance(getattr(document.network[identity], part), Activation):
            return _activation_menu(document, identity, part, parent)
        return _field_menu(document, identity, part, parent)
    if part == "final":
        return _final_menu(document, parent)
    return _loss_menu(document, parent)


def _activation_menu(document: Document, identity: str, field: str, parent: QWidget) -> ChoiceMenu:
    choices = [
        Choice(name, part.label, part.help, curve_icon(part()))
        for name, part in ACTIVATIONS.items()
    ]
    current = getattr(document.network[identity], field).name
    chosen = partial(document.set_node_field, identity, field)
    return ChoiceMenu("Activation", choices, current, chosen, parent)


def _field_menu(document: Document, identity: str, field: str, parent: QWidget) -> ChoiceMenu:
    """A choice among names, as a layer's `on_card` has it."""
    node = document.network[identity]
    choices = [Choice(name, name) for name in node.choices(field, document.network)]
    title = type(node).model_fields[field].title or field
    chosen = partial(document.set_node_field, identity, field)
    return ChoiceMenu(title, choices, getattr(node, field), chosen, parent)


def _final_menu(document: Document, parent: QWidget) -> ChoiceMenu:
    choices = [
        Choice(name, label, icon=curve_icon(ACTIVATIONS[name]()) if name in ACTIVATIONS else None)
        for name, label in FINAL_LABELS.items()
    ]
    current = document.project.head.final
    return ChoiceMenu("Final activation", choices, current, document.set_final_activation, parent)


def _loss_menu(document: Document, parent: QWidget) -> ChoiceMenu:
    choices = [Choice(name, part.label, part.help) for name, part in LOSSES.items()]
    current = document.project.head.loss_part.name
    return ChoiceMenu("Loss", choices, current, document.set_loss, parent)
