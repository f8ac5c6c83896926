"""The right-click menus of the canvas: of cards, groups and notes, of wires, of the ground."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF
from PySide6.QtGui import QAction, QIcon, QKeySequence, QPainter, QPixmap
from PySide6.QtWidgets import QMenu

from playground.gui.canvas.aligning import ALIGNMENTS, DISTRIBUTIONS
from playground.gui.canvas.choices import choice_menu
from playground.gui.canvas.family_colours import part_colour
from playground.gui.canvas.layout import Link
from playground.gui.canvas.wire import Wire
from playground.gui.document import Document
from playground.gui.editing.grouping import paint
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.network.canvas_parts import COLOURS, Colour
from playground.network.spec import HEAD, INPUT

if TYPE_CHECKING:
    from playground.gui.canvas.view import Canvas

# What entries are about, by their icons.
_TOPICS = {
    "rename": "field.id",
    "delete": "remove",
    "sticky": "note",
    "paste": "clipboard",
    "cut": "clipboard",
    "copy": "clipboard",
    "duplicate": "clipboard",
    "tidy": "tidy",
    "fit": "zoom",
    "plus": "deepen",
    "lock": "field.frozen",
    "unlock": "field.frozen",
    "group": "group",
}


def selection_menu(canvas: Canvas, focused: str) -> tuple[QMenu, QPointF]:
    """Of what is selected, else of the ground, and where it opens in the scene.

    Args:
        focused: the card with the ring, which goes before others that are selected.
    """
    scene, chosen = canvas.network_scene, canvas.chosen()
    if chosen:
        identity = focused if focused in chosen else chosen[0]
        return part_menu(canvas, identity), scene.grip_rect(identity).center()
    for wire in scene.wires.values():
        if wire.isSelected():
            return wire_menu(canvas, wire), wire.point()
    return ground_menu(canvas, canvas.middle()), canvas.middle()


def part_menu(canvas: Canvas, identity: str) -> QMenu:
    """Of a card, a group or a note; of several that are selected, what can be done to them all."""
    menu = QMenu(canvas)
    mark(menu, "canvas_menu")
    document = canvas.document
    card = canvas.network_scene.cards.get(identity)
    alone = len(canvas.chosen()) == 1
    if card is not None and alone:
        for chooser in card.face.choosers:
            menu.addMenu(choice_menu(document, identity, chooser.part, menu))
        menu.addSeparator()
        _add_links(menu, document, identity)
        _add_deepening(menu, canvas, identity)
    if card is not None:
        _add_freezing(menu, document, canvas.selection())
    _add_grouping(menu, canvas, identity)
    _add_clipboard(menu, canvas)
    _add_arranging(menu, canvas)
    menu.addMenu(_colour_menu(canvas, menu))
    if identity not in (INPUT, HEAD):
        words = "Write" if identity in canvas.network_scene.notes else "Rename"
        if alone:
            _add(menu, words, "rename", "F2", partial(canvas.rename, identity))
        menu.addSeparator()
        what = canvas.title_of(identity) if alone else f"{len(canvas.chosen())} parts"
        _add(menu, f"Remove {what}", "delete", "Del", canvas.remove_selection)
    return menu


def wire_menu(canvas: Canvas, wire: Wire) -> QMenu:
    """Of a wire."""
    menu = QMenu(canvas)
    mark(menu, "canvas_menu")
    link = wire.links[0]
    _add_deepening(menu, canvas, link[0], link)
    menu.setToolTipsVisible(True)
    for source, target in wire.links:
        action = _add(menu, f"Disconnect {source} from {target}", "delete", "Del", None)
        action.triggered.connect(partial(_disconnect, canvas.document, source, target))
    return menu


def ground_menu(canvas: Canvas, point: QPointF) -> QMenu:
    """Of a place where nothing is."""
    menu = QMenu(canvas)
    mark(menu, "canvas_menu")
    _add(menu, "Write a note here", "sticky", "N", partial(canvas.building.write_note, point))
    _add(menu, "Paste", "paste", "Ctrl+V", canvas.clipboard.paste)
    _add(menu, "Select all", None, "Ctrl+A", canvas.select_all)
    menu.addSeparator()
    _add(menu, "Tidy", "tidy", "Ctrl+L", canvas.tidy)
    _add(menu, "Show the whole network", "fit", "F", canvas.fit)
    return menu


def _add_links(menu: QMenu, document: Document, identity: str) -> None:
    for source, target in document.network.links:
        if identity in (source, target):
            action = menu.addAction(f"Disconnect {source} from {target}")
            action.triggered.connect(partial(_disconnect, document, source, target))
    menu.addSeparator()


def _add_deepening(menu: QMenu, canvas: Canvas, identity: str, link: Link | None = None) -> None:
    """On a wire, or on the first one behind a layer."""
    network = canvas.document.network
    targets = network.targets(identity) if identity in network else []
    on = link or ((identity, targets[0]) if targets else None)
    if on is not None:
        where = "" if link else " behind it"
        deepen = partial(canvas.building.deepen, on)
        action = _add(menu, f"Insert a layer that changes nothing{where}", "plus", "", deepen)
        action.setToolTip("A Dense that starts as the identity: the network goes on as it was.")


def _add_freezing(menu: QMenu, document: Document, selection: list[str]) -> None:
    able = document.freezable(selection)
    if able:
        thaw = all(document.network[each].frozen for each in able)
        what = able[0] if len(able) == 1 else f"{len(able)} layers"
        label = f"{'Unfreeze' if thaw else 'Freeze'} {what}"
        freeze = partial(document.freeze_nodes, able)
        _add(menu, label, "unlock" if thaw else "lock", "L", freeze)
    if len(selection) == 1:
        _add_freezing_before(menu, document, selection[0])


def _add_freezing_before(menu: QMenu, document: Document, identity: str) -> None:
    """Of all layers that lead here: as when only what comes after them is to learn."""
    before = document.freezable(document.network.leading_to(identity))
    if before:
        thaw = all(document.network[each].frozen for each in before)
        label = f"{'Unfreeze' if thaw else 'Freeze'} all before {identity}"
        freeze = partial(document.freeze_nodes, before)
        _add(menu, label, "unlock" if thaw else "lock", "Shift+L", freeze)


def _add_grouping(menu: QMenu, canvas: Canvas, identity: str) -> None:
    group = next((g for g in canvas.document.network.groups if g.id == identity), None)
    if group is not None:
        building = canvas.building
        change = building.expand if group.collapsed else building.collapse
        words = "Open" if group.collapsed else "Collapse"
        _add(menu, f"{words} {group.title}", "group", "", partial(change, identity))
        _add(
            menu,
            "Keep as a block in the palette",
            "block",
            "",
            partial(canvas.building.keep, identity),
        )
    chosen = canvas.selection()
    if [each for each in chosen if each != HEAD]:
        _add(menu, "Group", "group", "Ctrl+G", canvas.building.group)
    grouped = any(canvas.document.network.group_of(each) for each in chosen)
    if grouped:
        _add(menu, "Ungroup", None, "Ctrl+Shift+G", canvas.building.ungroup)
    menu.addSeparator()


def _add_clipboard(menu: QMenu, canvas: Canvas) -> None:
    _add(menu, "Cut", "cut", "Ctrl+X", canvas.clipboard.cut)
    _add(menu, "Copy", "copy", "Ctrl+C", canvas.clipboard.copy)
    _add(menu, "Paste", "paste", "Ctrl+V", canvas.clipboard.paste)
    _add(menu, "Duplicate", "duplicate", "Ctrl+D", canvas.clipboard.duplicate)
    menu.addSeparator()


def _add_arranging(menu: QMenu, canvas: Canvas) -> None:
    if len(canvas.building.movable()) < 2:
        return
    arrange = menu.addMenu(icon("align"), "Arrange")
    for how, label in ALIGNMENTS.items():
        _add(arrange, label, None, "", partial(canvas.building.align, how))
    if len(canvas.building.movable()) > 2:
        arrange.addSeparator()
        for how, label in DISTRIBUTIONS.items():
            _add(arrange, label, None, "", partial(canvas.building.distribute, how))


def _colour_menu(canvas: Canvas, parent: QMenu) -> QMenu:
    menu = QMenu("Colour", parent)
    mark(menu, "field.colour")
    menu.setIcon(icon("colour"))
    _add(menu, "None", None, "", partial(_paint, canvas, None))
    for colour in COLOURS:
        action = _add(menu, colour.capitalize(), None, "", partial(_paint, canvas, colour))
        action.setIcon(_swatch(colour))
    return menu


def _swatch(colour: Colour) -> QIcon:
    picture = QPixmap(32, 32)
    picture.fill("transparent")
    painter = QPainter(picture)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen("transparent")
    painter.setBrush(part_colour(colour, ""))
    painter.drawEllipse(4, 4, 24, 24)
    painter.end()
    return QIcon(picture)


def _add(menu: QMenu, label: str, icon_name: str | None, keys: str, slot: object) -> QAction:
    """An entry; its keys are shown here and work on the canvas, which has them by itself."""
    action = menu.addAction(label.replace("&", "&&"))
    mark(action, _TOPICS.get(icon_name or "", "canvas_menu"))
    action.setShortcut(QKeySequence(keys))
    if icon_name is not None:
        action.setIcon(icon(icon_name))
    if slot is not None:
        action.triggered.connect(partial(_call, slot))
    return action


def _call(slot: object, _checked: bool = False) -> None:
    assert callable(slot)
    slot()


def _paint(canvas: Canvas, colour: Colour | None) -> None:
    paint(canvas.document, canvas.chosen(), colour)


def _disconnect(document: Document, source: str, target: str, _checked: bool = False) -> None:
    document.disconnect_nodes(source, target)
