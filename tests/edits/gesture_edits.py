"""Edits that no function stands for alone: gestures, menus, keys, offers."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QAction

from playground.gui.blocks import Blocks
from playground.gui.canvas.fragment_drop import FragmentDrop
from playground.gui.canvas.layer_drop import LayerDrop
from playground.gui.canvas.link_gesture import LinkGesture
from playground.gui.canvas.menus import ground_menu, part_menu, wire_menu
from playground.gui.canvas.move_gesture import MoveGesture
from playground.network.spec import HEAD
from tests.edits.hand import WORDS
from tests.edits.table import edit

_Key, _Modifier = Qt.Key, Qt.KeyboardModifier
KEYS = [
    *((key, _Modifier.NoModifier) for key in (_Key.Key_Plus, _Key.Key_Minus, _Key.Key_Delete)),
    *((key, _Modifier.NoModifier) for key in (_Key.Key_L, _Key.Key_Left, _Key.Key_Right)),
    *((key, _Modifier.AltModifier) for key in (_Key.Key_Left, _Key.Key_Up, _Key.Key_Down)),
    *((key, _Modifier.ShiftModifier) for key in (_Key.Key_Right, _Key.Key_Down)),
    *((key, _Modifier.ControlModifier) for key in (_Key.Key_A, _Key.Key_C, _Key.Key_X)),
    *((key, _Modifier.ControlModifier) for key in (_Key.Key_V, _Key.Key_D)),
    (_Key.Key_Tab, _Modifier.NoModifier),
]


@edit("a drag")
def _(hand):
    hand.select()
    start, grabbed = QPointF(*hand.place()), hand.one(hand.canvas.chosen())
    drag = MoveGesture(hand.canvas, start, grabbed, lifting=hand.whether())
    _follow(hand, drag, start)


@edit("a wire drawn")
def _(hand):
    source = hand.one(name for name in hand.scene.cards if name != HEAD)
    start = hand.canvas.port_point(source, "output")
    _follow(hand, LinkGesture(hand.canvas, start, source), start)


def _follow(hand, gesture, start):
    """Move it somewhere, and finish it or give it up."""
    end = hand.point()
    gesture.move((start + end) / 2)
    gesture.move(end)
    gesture.cancel() if hand.once_in(5) else gesture.finish(end)


@edit("a layer dropped")
def _(hand):
    _drop(hand, LayerDrop(hand.canvas, hand.layer_type()))


@edit("a block dropped")
def _(hand):
    blocks = Blocks()
    _drop(hand, FragmentDrop(hand.canvas, blocks.find(hand.one(blocks.titles))))


def _drop(hand, drop):
    drop.move(hand.point())
    if drop.refusal is not None and drop.refusal.mended is None:
        drop.leave()
    else:
        drop.drop()


@edit("a menu")
def _(hand):
    hand.select()
    chosen, links = hand.canvas.chosen(), hand.scene.selected_links()
    if chosen:
        menu = part_menu(hand.canvas, hand.one(chosen))
    elif links:
        wire = hand.one(wire for wire in hand.scene.wires.values() if wire.isSelected())
        menu = wire_menu(hand.canvas, wire)
    else:
        menu = ground_menu(hand.canvas, QPointF(*hand.place()))
    entries = [each for each in menu.findChildren(QAction) if each.menu() is None]
    hand.one(each for each in entries if each.isEnabled() and each.text()).trigger()
    menu.deleteLater()
    hand.type_text(WORDS)


@edit("keys")
def _(hand):
    hand.select()
    for _ in range(hand.one([1, 2, 3])):
        hand.press(*hand.one(KEYS))


@edit("a wire drawn by keys")
def _(hand):
    hand.canvas.select([hand.one(hand.scene.cards)])
    hand.canvas._keyboard.focus("")
    hand.press(Qt.Key.Key_C)
    for _ in range(hand.one([1, 2, 3, 4, 5])):
        hand.press(hand.one([Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Tab]))
    hand.press(hand.one([Qt.Key.Key_Return, Qt.Key.Key_Escape]))
    if hand.canvas.menu is not None:
        hand.canvas.menu.close()  # what Enter opens where no wire could be begun


@edit("an offer taken")
def _(hand):
    link, layer_type = hand.one([None, *hand.network.links]), hand.layer_type()
    hand.canvas.insert_layer(layer_type, link)
    if hand.canvas.notes.offer_card.isVisibleTo(hand.canvas):
        hand.canvas.notes.offer_card.button.click()
