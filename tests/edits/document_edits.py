"""Edits of the document, one function of it each."""

from __future__ import annotations

from playground.data.painting import FIRST, Painting
from playground.data.prepare import prepare
from playground.data.sources import SOURCES
from playground.data.spec import DataSpec
from playground.gui.inspector.nodes import NodeFields
from playground.network.heads import HEADS
from playground.network.losses import LOSSES
from playground.network.pairs import FINAL_LABELS
from playground.project.setup import HIDEABLE, LOCKABLE, Setup
from playground.project.templates import TEMPLATES
from playground.training.optimizers import OPTIMIZERS
from tests.edits.table import edit


@edit("Document.insert_layer")
def _(hand):
    link = hand.one([None, *hand.network.links])
    place = hand.one([None, hand.place()])
    cards = list(hand.scene.stored_positions())
    room = {name: hand.place() for name in hand.some(cards)} if cards and hand.whether() else None
    hand.document.insert_layer(hand.layer_type(), link, place, room)


@edit("Document.add_after")
def _(hand):
    hand.document.add_after(hand.layer_type(), hand.node())


@edit("Document.remove_nodes")
def _(hand):
    hand.document.remove_nodes(hand.some(hand.parts()))


@edit("Document.move_nodes")
def _(hand):
    hand.document.move_nodes({name: hand.place() for name in hand.some(hand.parts())})


@edit("Document.unplace")
def _(hand):
    hand.document.unplace("tidy the canvas")


@edit("Document.freeze_nodes")
def _(hand):
    hand.document.freeze_nodes(hand.some(hand.parts()))


@edit("Document.set_node_field")
def _(hand):
    node = hand.network[hand.node()]
    (section,) = NodeFields(hand.document, [node]).sections()
    field = hand.one(field for field in section.fields if len(field.path) == 1)
    hand.document.set_node_field(node.id, field.path[0], hand.value_for(field.kind))


@edit("Document.connect_nodes")
def _(hand):
    hand.document.connect_nodes(hand.node(), hand.end())


@edit("Document.disconnect_nodes")
def _(hand):
    hand.document.disconnect_nodes(*hand.link())


@edit("Document.disconnect_all")
def _(hand):
    hand.document.disconnect_all(hand.some(hand.network.links))


@edit("Document.set_data")
def _(hand):
    fields = {
        "source": list(SOURCES),
        "noise": [0.0, 0.05, 0.3, 7.0],
        "samples": [10, 11, 40, 100, 300],
        "classes": range(1, 11),
        "validation": [0.01, 0.2, 0.5, 0.99, 1.0],
        "seed": range(4),
        "standardise": [False, True],
        "standardise_targets": [False, True],
    }
    name = hand.one(fields)
    hand.document.set_data(**{name: hand.one(fields[name])})


@edit("Document.add_points")
def _(hand):
    _add_points(hand, hand.one([0.0, 0.5, -1.5, 1e300]))


@edit("Document.set_painting")
def _(hand):
    few = FIRST.strokes[: hand.one([1, 2])]
    painting = Painting(strokes=few, **hand.one([{}, {"task": "regression"}]))
    hand.document.set_painting(hand.one([painting, Painting()]), hand.one(["paint", "erase"]))


@edit("Document.begin_with")
def _(hand):
    template = TEMPLATES[hand.one(["mlp", "logistic_regression"])].project()
    hand.document.begin_with(template, hand.one(["use one.csv", "use two.csv"]))


@edit("Document.use_data")
def _(hand):
    source = hand.one(["circle", "moons", "plane"])
    hand.document.use_data(DataSpec(source=source, samples=60), "change one.csv")


@edit("Document.remove_samples")
def _(hand):
    rows = range(len(prepare(hand.document.project.data).dataset.features))
    hand.document.remove_samples(hand.some(rows) if hand.whether() else rows, hand.one(["", "2"]))


@edit("Document.forget_data_edits")
def _(hand):
    if hand.document.project.data.edits:
        hand.document.forget_data_edits()
    else:
        _add_points(hand, 0.1)  # for the next time


def _add_points(hand, place):
    """Put points in, where there are some already."""
    target = prepare(hand.document.project.data).dataset.targets[0].reshape(-1)
    point = (place, -place, *map(float, target))
    hand.document.add_points([point] * hand.one([1, 3]), hand.one(["", "1"]))


@edit("Document.set_head")
def _(hand):
    hand.document.set_head(hand.one(HEADS))


@edit("Document.set_loss")
def _(hand):
    hand.document.set_loss(hand.one(LOSSES))


@edit("Document.set_final_activation")
def _(hand):
    hand.document.set_final_activation(hand.one(FINAL_LABELS))


@edit("Document.set_optimizer")
def _(hand):
    hand.document.set_optimizer(hand.one(OPTIMIZERS))


@edit("Document.set_learning_rate")
def _(hand):
    hand.document.set_learning_rate(hand.one([1e-4, 0.003, 0.03, 0.1, 1.0, 10.0]))


@edit("Document.set_training")
def _(hand):
    name = hand.one(["batch_size", "seed", "epochs"])
    hand.document.set_training(**{name: hand.one([1, 2, 16, 64, 512])})


@edit("Document.set_stop")
def _(hand):
    fields = {
        "epochs": [None, 1, 200, 0],
        "minutes": [None, 0.5, 10.0],
        "metric": [None, "loss", "accuracy", "r2", "no metric"],
        "target": [None, 0.0, 0.95],
        "patience": [None, 1, 50],
    }
    name = hand.one(fields)
    hand.document.set_stop(**{name: hand.one(fields[name])})


@edit("Document.set_regularization")
def _(hand):
    kind = hand.one(["none", "l1", "l2"])
    fields = {"type": kind} if kind == "none" else {"type": kind, "rate": hand.one([0.001, 0.1])}
    hand.document.set_regularization(**fields)


@edit("Document.set_setup")
def _(hand):
    hidden = hand.some(HIDEABLE) if hand.whether() else []
    # Seldom: what is locked lets no other edit through.
    locked = hand.some(LOCKABLE) if hand.once_in(6) else []
    hand.document.set_setup(Setup(hidden=tuple(hidden), locked=tuple(locked)))


@edit("Document.use_template")
def _(hand):
    hand.document.use_template(TEMPLATES[hand.one(TEMPLATES)])


@edit("Document.go_to")
def _(hand):
    stack = hand.document.undo_stack
    hand.document.go_to(hand.one(range(max(0, stack.index() - 6), stack.count() + 1)))
