"""Edits of groups, notes and colours, of what is taken along, and of layers replaced."""

from __future__ import annotations

from contextlib import suppress

from playground.errors import UserError
from playground.gui.editing import (
    clipboard,
    deepening,
    grouping,
    heads,
    mending,
    replacing,
    straightening,
)
from playground.network.activations import Identity, Relu
from playground.network.canvas_parts import COLOURS
from playground.network.heads import HEADS
from playground.network.straightening import activations_of
from tests.edits.hand import WORDS
from tests.edits.table import edit


@edit("grouping.group_nodes")
def _(hand):
    grouping.group_nodes(hand.document, hand.some(hand.parts()))


@edit("grouping.ungroup")
def _(hand):
    grouping.ungroup(hand.document, hand.some(hand.parts()))


@edit("grouping.collapse")
def _(hand):
    places = {name: hand.place() for name in hand.some(hand.parts())} if hand.whether() else None
    collapsed = hand.whether()
    grouping.collapse(hand.document, hand.group(not collapsed), collapsed, places)


@edit("grouping.rename_group")
def _(hand):
    grouping.rename_group(hand.document, hand.group(hand.whether()), hand.one(WORDS))


@edit("grouping.add_note")
def _(hand):
    grouping.add_note(hand.document, hand.one(WORDS[:4]), hand.place())


@edit("grouping.write_note")
def _(hand):
    grouping.write_note(hand.document, hand.note(), hand.one(WORDS))


@edit("grouping.paint")
def _(hand):
    grouping.paint(hand.document, hand.some(hand.parts()), hand.one([None, *COLOURS]))


@edit("grouping.remove")
def _(hand):
    grouping.remove(hand.document, hand.some(hand.parts()))


@edit("clipboard.paste")
def _(hand):
    chosen, places = hand.some(hand.parts()), hand.scene.places()
    with suppress(UserError):
        fragment = clipboard.copied(hand.document, chosen, places)
        at, link = hand.one([None, hand.place()]), hand.one([None, *hand.network.links])
        clipboard.paste(hand.document, fragment, at, "paste", link)


@edit("deepening.deepen")
def _(hand):
    deepening.deepen(hand.document, hand.link())


@edit("straightening.take_out")
def _(hand):
    straightening.take_out(hand.document)


@edit("straightening.put_in")
def _(hand):
    others = {name: hand.one([Relu(), Identity()]) for name in activations_of(hand.network)}
    straightening.put_in(hand.document, others if hand.whether() else {})


@edit("straightening.use_relu")
def _(hand):
    straightening.use_relu(hand.document)


@edit("replacing.replace_node")
def _(hand):
    name, layer_type = hand.end(), hand.layer_type()
    if replacing.why_not_replace(hand.document, name, layer_type) is None:
        replacing.replace_node(hand.document, name, layer_type)


@edit("mending.apply_fix")
def _(hand):
    fixes = [p.fix for p in hand.document.problems if p.fix is not None]
    mending.apply_fix(hand.document, hand.one(fixes))


@edit("heads.take_head")
def _(hand):
    heads.take_head(hand.document, hand.one([kind() for kind in HEADS.values()]))
