"""What a canvas shows, to be held against what its document says."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QStyleOptionGraphicsItem

from playground.gui.canvas.card import Card
from playground.gui.canvas.ghost import Ghost
from playground.gui.canvas.group_frame import GroupFrame
from playground.gui.canvas.note_card import NoteCard
from playground.gui.canvas.scene import NetworkScene
from playground.gui.canvas.wire import Wire
from playground.network.spec import HEAD


def shown(scene):
    """Everything that is seen on a scene but what is selected and what the pointer is over."""
    return {
        "cards": {
            name: (card.face, _at(card), card.geometry, card.toolTip(), _marks(card))
            for name, card in scene.cards.items()
        },
        "wires": {
            link: (wire.links, wire.toolTip(), wire._label, wire._mark, _route(wire))
            for link, wire in scene.wires.items()
        },
        "frames": {
            name: (frame.part, _whole(frame.rect.getRect()), frame.objectName(), frame.toolTip())
            for name, frame in scene.frames.items()
        },
        "notes": {
            name: (note.note, _whole(note.scene_rect().getRect()), note.objectName())
            for name, note in scene.notes.items()
        },
        "ghost": scene.ghost.isVisible() and _at(scene.ghost),
        "content": _whole(scene.content_rect().getRect()),
        "items": Counter(type(item) for item in scene.items()),
    }


@contextmanager
def scene_anew(canvas):
    """The scene of a canvas opened on the document as it is."""
    scene = NetworkScene(canvas.document, canvas)
    scene.set_area(canvas._navigation.free_area())
    yield scene
    shiboken6.delete(scene)


def assert_drawn_anew(canvas):
    """Every card, with nothing selected, is drawn as it would be on a canvas opened anew."""
    canvas.select([])
    canvas._keyboard.focus("")
    with scene_anew(canvas) as anew:
        for name, card in canvas.network_scene.cards.items():
            assert _picture(card) == _picture(anew.cards[name]), name


def _picture(card):
    """A card as it is drawn."""
    box = card.boundingRect()
    picture = QImage(box.size().toSize(), QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    painter.translate(-box.topLeft())
    card.paint(painter, QStyleOptionGraphicsItem())
    painter.end()
    return picture


def assert_shows(canvas):
    """The canvas shows its document, all of it and nothing else, wherever it came from."""
    _assert_complete(canvas.network_scene, canvas.document)
    assert canvas._keyboard.focused in {"", *canvas.network_scene.cards}
    assert canvas._told == canvas.selection()
    with scene_anew(canvas) as anew:
        seen, wanted = shown(canvas.network_scene), shown(anew)
    for what, expected in wanted.items():
        assert seen[what] == expected, _difference(what, seen[what], expected)


def _assert_complete(scene, document):
    """A card for each node that is in no collapsed group, and so on; stored places are kept."""
    network = document.network
    closed = {group.id: group.nodes for group in network.groups if group.collapsed}
    hidden = {name: group for group, names in closed.items() for name in names}
    cards = {hidden.get(node.id, node.id) for node in network} | {HEAD}
    wires = {(hidden.get(a, a), hidden.get(b, b)) for a, b in network.links}
    frames = {group.id for group in network.groups if not group.collapsed}
    assert set(scene.cards) == cards
    assert set(scene.wires) == {link for link in wires if link[0] != link[1]}
    assert set(scene.frames) == frames
    assert set(scene.notes) == {note.id for note in network.notes}
    assert Counter(type(item) for item in scene.items()) == Counter(
        {
            Card: len(scene.cards),
            Wire: len(scene.wires),
            GroupFrame: len(scene.frames),
            NoteCard: len(scene.notes),
            Ghost: 1,
        }
    )
    places = {part.id: part.position for part in network.parts} | {
        HEAD: document.project.head.position
    }
    for name, card in scene.cards.items():
        if places[name] is not None:
            assert _at(card) == _whole(places[name])
    for name, note in scene.notes.items():
        assert _at(note) == _whole(places[name])
    assert set(scene.selected()) <= {*scene.cards, *scene.frames, *scene.notes}


def _marks(card):
    """What a gesture leaves on a card while it goes on."""
    return card._look.mark, card._look.pressed, card.opacity()


def _at(item):
    """The place of an item."""
    return _whole(item.pos().toTuple())


def _whole(numbers):
    """In thousandths of a px: Qt leaves an item where it is for less than it can tell apart."""
    return tuple(round(number, 3) + 0.0 for number in numbers)


def _route(wire):
    """The points that a wire runs through, with its kind of line to each."""
    path = wire._path
    elements = map(path.elementAt, range(path.elementCount()))
    return [(each.type, _whole((each.x, each.y))) for each in elements]


def _difference(what, seen, expected):
    """What is seen otherwise than it would be anew, in words for who reads the failure."""
    if not isinstance(seen, dict):
        return f"{what}: {seen} is not {expected}"
    names = [*dict.fromkeys([*seen, *expected])]
    return "\n".join(
        f"{what} {name}: {seen.get(name)} is not {expected.get(name)}"
        for name in names
        if seen.get(name) != expected.get(name)
    )
