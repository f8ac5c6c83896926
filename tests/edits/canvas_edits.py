"""Edits of the canvas: of what is selected there."""

from __future__ import annotations

from PySide6.QtCore import QPointF

from playground.gui.blocks import Blocks
from playground.gui.canvas.aligning import ALIGNMENTS, DISTRIBUTIONS
from tests.edits.hand import NAMES, TYPED, WORDS, NothingThere
from tests.edits.table import edit


@edit("Canvas.insert_layer")
def _(hand):
    link = hand.one([None, *hand.network.links])
    hand.canvas.insert_layer(hand.layer_type(), link, hand.one([None, hand.place()]))


@edit("Canvas.add_layer")
def _(hand):
    hand.select()
    hand.canvas.add_layer(hand.layer_type())


@edit("Canvas.remove_selection")
def _(hand):
    hand.select()
    hand.canvas.remove_selection()


@edit("Canvas.tidy")
def _(hand):
    hand.canvas.tidy()


@edit("Canvas.step")
def _(hand):
    hand.canvas.step(hand.stepped(), hand.one([-3, -1, 1, 2]))


@edit("Canvas.edit_number")
def _(hand):
    hand.canvas.edit_number(hand.stepped())
    hand.type_text(TYPED)


@edit("Canvas.rename")
def _(hand):
    hand.canvas.rename(hand.one(hand.parts()))
    hand.type_text([*NAMES, *WORDS])


@edit("Building.tidy")
def _(hand):
    hand.canvas.building.tidy()


@edit("Canvas.write_note_at")
def _(hand):
    hand.canvas.write_note_at(QPointF(*hand.place()))
    hand.type_text(WORDS)


@edit("Building.group")
def _(hand):
    hand.select()
    hand.canvas.building.group()
    hand.type_text(WORDS)


@edit("Building.ungroup")
def _(hand):
    hand.select()
    hand.canvas.building.ungroup()


@edit("Building.collapse")
def _(hand):
    hand.canvas.building.collapse(hand.group(collapsed=False))


@edit("Building.expand")
def _(hand):
    hand.canvas.building.expand(hand.group(collapsed=True))


@edit("Building.write_note")
def _(hand):
    hand.canvas.building.write_note(hand.one([None, QPointF(*hand.place())]))
    hand.type_text(WORDS)


@edit("Building.deepen")
def _(hand):
    hand.canvas.building.deepen(hand.link())


@edit("Building.align")
def _(hand):
    hand.select()
    if len(hand.canvas.building.movable()) < 2:
        raise NothingThere
    hand.canvas.building.align(hand.one(ALIGNMENTS))


@edit("Building.distribute")
def _(hand):
    hand.select()
    if len(hand.canvas.building.movable()) < 3:
        raise NothingThere
    hand.canvas.building.distribute(hand.one(DISTRIBUTIONS))


@edit("Building.nudge")
def _(hand):
    hand.select()
    hand.canvas.building.nudge(*hand.one([(-1, 0), (1, 0), (0, -1), (0, 1)]))


@edit("Clipboard.cut")
def _(hand):
    hand.select()
    hand.canvas.clipboard.cut()


@edit("Clipboard.paste")
def _(hand):
    if hand.whether():
        hand.select()
        hand.canvas.clipboard.copy()
    hand.canvas.clipboard.paste()


@edit("Clipboard.duplicate")
def _(hand):
    hand.select()
    hand.canvas.clipboard.duplicate()


@edit("Clipboard.insert")
def _(hand):
    blocks = Blocks()
    link = hand.one([None, *hand.network.links])
    point = hand.one([None, QPointF(*hand.place())])
    hand.canvas.clipboard.insert(blocks.find(hand.one(blocks.titles)), link, point)
