from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from playground.gui import theme
from playground.gui.theme import DARK, LIGHT
from playground.network.layers import LAYERS
from playground.network.node import Catalogue, NodeSpec
from playground.network.spec import HEAD, INPUT

DENSE_1, DENSE_2 = ({"id": f"dense_{number}", "type": "Dense"} for number in (1, 2))


def places(canvas):
    return {name: canvas.card_rect(name).topLeft() for name in canvas.network_scene.cards}


def like(seen, colour):
    """Whether two colours are the same as far as a screen of 16 bits shows them."""
    pairs = zip(seen.getRgb(), QColor(colour).getRgb(), strict=True)
    return all(abs(one - other) <= 8 for one, other in pairs)


def test_only_names_that_are_needed_stand_on_cards(open_canvas):
    def names(canvas):
        return {name: card.face.name for name, card in canvas.network_scene.cards.items()}

    assert names(open_canvas(DENSE_1)) == {INPUT: "", "dense_1": "", HEAD: ""}
    assert names(open_canvas(DENSE_1, DENSE_2))["dense_2"] == "dense_2"
    assert names(open_canvas({"id": "encoder", "type": "Dense"}))["encoder"] == "encoder"


def test_cards_glide_to_their_places(canvas, qtbot):
    canvas.animated = True
    before = places(canvas)
    canvas.document.insert_layer("Dense", ("input", "dense_1"))
    assert places(canvas)["dense_1"] == before["dense_1"]
    targets = canvas.network_scene.arranger.targets
    qtbot.waitUntil(
        lambda: places(canvas)["dense_1"].toTuple() == targets["dense_1"], timeout=30_000
    )
    assert places(canvas)["dense_1"].x() > before["dense_1"].x()


def test_what_is_fitted_holds_a_frame_where_its_cards_will_stand(open_canvas):
    groups = [{"id": "group_1", "nodes": ["dense_1", "dense_2"]}]
    canvas = open_canvas(network={"nodes": [DENSE_1, DENSE_2], "groups": groups})
    scene = canvas.network_scene
    canvas.animated = True
    canvas.document.move_nodes({"dense_2": (600.0, -300.0)})
    gliding = scene.content_rect()
    canvas.animated = False
    scene.arrange(animated=False)
    assert gliding == scene.content_rect()
    assert gliding.contains(scene.frames["group_1"].rect)


def test_stored_positions_are_kept(open_canvas):
    canvas = open_canvas({**DENSE_1, "position": [400, 120]}, DENSE_2)
    assert places(canvas)["dense_1"].toTuple() == (400, 120)


def test_wires_say_the_shape_that_passes(canvas):
    assert "(N, 8)" in canvas.network_scene.wires["dense_1", "dense_2"].toolTip()
    canvas.document.set_node_field("dense_1", "units", 5)
    assert "(N, 5)" in canvas.network_scene.wires["dense_1", "dense_2"].toolTip()


def test_a_wire_names_its_ends_also_where_no_shape_passes(open_canvas):
    canvas = open_canvas(DENSE_1, DENSE_2, links=[("dense_1", "dense_2"), ("dense_2", HEAD)])
    wire = canvas.network_scene.wires["dense_1", "dense_2"]
    assert wire.toolTip() == "dense_1 → dense_2"
    canvas.document.connect_nodes(INPUT, "dense_1")
    assert wire.toolTip() == "dense_1 → dense_2  (N, 8)"
    canvas.document.undo_stack.undo()
    assert wire.toolTip() == "dense_1 → dense_2"


def test_a_card_has_controls_for_a_layer_type_the_window_never_heard_of(open_canvas, monkeypatch):
    class Mirror(NodeSpec):
        catalogue = Catalogue("Mirror", "Optics", "flatten", "Turns everything round.")
        facets: int = 3

        def build(self, builder, x):
            return x

    monkeypatch.setitem(LAYERS._entries, "Mirror", Mirror)
    canvas = open_canvas({"id": "mirror_1", "type": "Mirror"})
    face = canvas.network_scene.cards["mirror_1"].face
    assert (face.title, face.caption, face.stepper.text) == ("Mirror", "2 out", "3")
    canvas.step("mirror_1", 1)
    assert canvas.document.network["mirror_1"].facets == 4


@pytest.mark.parametrize(("name", "palette"), [("dark", DARK), ("light", LIGHT)])
def test_a_change_of_theme_repaints_the_canvas(canvas, name, palette):
    canvas.grab()
    theme.apply_theme(QApplication.instance(), name)
    picture = canvas.grab().toImage()
    ground = picture.pixelColor(3, 3)
    inside = canvas.card_rect("dense_1").bottomLeft() + QPointF(8, -5)
    card = picture.pixelColor(canvas.mapFromScene(inside))
    assert like(ground, palette.canvas)
    assert like(card, palette.card)


def test_a_layer_goes_on_a_wire_into_a_collapsed_group(open_canvas):
    groups = [{"id": "group_1", "nodes": ["dense_2"], "collapsed": True}]
    first = {**DENSE_1, "position": [0, 0]}
    network = {"nodes": [first, DENSE_2], "groups": groups}
    canvas = open_canvas(network=network)
    made = canvas.insert_layer("Dense", ("dense_1", "dense_2"))
    places = {name: canvas.card_rect(name).left() for name in ("dense_1", made, "group_1")}
    assert sorted(places, key=places.get) == ["dense_1", made, "group_1"]


def test_what_is_selected_is_told_anew_when_a_selected_group_holds_less(open_canvas):
    groups = [{"id": "group_1", "nodes": ["dense_1", "dense_2"]}]
    canvas = open_canvas(network={"nodes": [DENSE_1, DENSE_2], "groups": groups})
    told = []
    canvas.selection_changed.connect(told.append)
    canvas.select(["group_1"])
    canvas.document.remove_nodes(["dense_2"])
    assert told == [["dense_1", "dense_2"], ["dense_1"]]


def test_the_hint_covers_no_card(canvas):
    assert canvas.notes.hint
    low = canvas.mapToScene(canvas.viewport().rect().center().x(), canvas.viewport().height() - 60)
    canvas.keep_view()
    canvas.document.move_nodes({"dense_1": (low.x() - 70, low.y())})
    assert canvas.notes.hint == ""


def test_an_insert_that_is_refused_is_said_at_the_foot(open_canvas):
    canvas = open_canvas(data={"source": "digits"}, head={"type": "multiclass"})
    assert canvas.insert_layer("Dense") is None
    assert "Put a Flatten between" in canvas.notes.hint
    canvas.insert_layer("Flatten")
    assert "Put a Flatten between" not in canvas.notes.hint
