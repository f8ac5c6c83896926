"""The menus of cards and wires."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QIcon, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from playground.gui.canvas.choice_menu import Choice, ChoiceMenu
from playground.gui.canvas.curve import curve_icon
from playground.gui.document import Document
from playground.gui.icons import icon
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.consequences import Consequence, of_final, of_loss
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.network.spec import HEAD, INPUT
from playground.project.setup import lock_reason


def choice_menu(document: Document, identity: str, part: str, parent: QWidget) -> ChoiceMenu:
    """What can be chosen at `part` of a card: a field's activation or name, "final" or "loss"."""
    if identity != HEAD:
        if isinstance(getattr(document.network[identity], part), Activation):
            return _activation_menu(document, identity, part, parent)
        return _field_menu(document, identity, part, parent)
    if part == "final":
        return _final_menu(document, parent)
    return _loss_menu(document, parent)


def card_menu(
    document: Document, identity: str, parts: list[str], selection: list[str], parent: QWidget
) -> QMenu:
    """The right-click menu of a card, with a submenu for each of its choices.

    Args:
        parts: what can be chosen on it.
        selection: the selected cards, which are frozen together.
    """
    menu = QMenu(parent)
    for part in parts:
        menu.addMenu(choice_menu(document, identity, part, menu))
    links = [link for link in document.network.links if identity in link]
    if parts:
        menu.addSeparator()
    for source, target in links:
        action = menu.addAction(f"Disconnect {source} from {target}")
        action.triggered.connect(partial(_disconnect, document, source, target))
    menu.addSeparator()
    if able := document.freezable(selection):
        thaw = all(document.network[each].frozen for each in able)
        what = able[0] if len(able) == 1 else f"{len(able)} layers"
        freeze = menu.addAction(
            icon("unlock" if thaw else "lock"), f"{'Unfreeze' if thaw else 'Freeze'} {what}"
        )
        freeze.setShortcut(QKeySequence("L"))
        freeze.triggered.connect(partial(_freeze, document, able))
    if identity not in (INPUT, HEAD):
        remove = menu.addAction(icon("delete"), f"Remove {identity}")
        remove.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
        remove.triggered.connect(partial(_remove, document, identity))
    return menu


def wire_menu(document: Document, source: str, target: str, parent: QWidget) -> QMenu:
    """The right-click menu of a wire."""
    menu = QMenu(parent)
    action = menu.addAction(icon("delete"), f"Disconnect {source} from {target}")
    action.setShortcut(QKeySequence(QKeySequence.StandardKey.Delete))
    action.triggered.connect(partial(_disconnect, document, source, target))
    return menu


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
    head, signature = document.project.head, document.signature
    choices = [
        _with_consequence(
            name,
            label,
            of_final(head, name, signature),
            curve_icon(ACTIVATIONS[name]()) if name in ACTIVATIONS else None,
        )
        for name, label in FINAL_LABELS.items()
    ]
    chosen = document.set_final_activation
    menu = ChoiceMenu("Final activation", choices, head.final, chosen, parent)
    return _disabled_where_locked(menu, document)


def _loss_menu(document: Document, parent: QWidget) -> ChoiceMenu:
    head, signature = document.project.head, document.signature
    choices = [
        _with_consequence(name, part.label, of_loss(head, name, signature))
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
    name: str, label: str, consequence: Consequence, picture: QIcon | None = None
) -> Choice:
    """A choice that says, in a column on the right, whether it fits."""
    return Choice(name, f"{label}\t{consequence.mark}", consequence.words, picture)


def _disconnect(document: Document, source: str, target: str, _checked: bool = False) -> None:
    document.disconnect_nodes(source, target)


def _freeze(document: Document, identities: list[str], _checked: bool = False) -> None:
    document.freeze_nodes(identities)


def _remove(document: Document, identity: str, _checked: bool = False) -> None:
    document.remove_nodes([identity])
