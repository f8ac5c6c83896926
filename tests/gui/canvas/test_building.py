"""What is done to what is selected: aligned, moved by keys, deepened, painted."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.gui.canvas.family_colours import part_colour
from playground.gui.editing.deepening import deepen
from playground.gui.editing.grouping import add_note, group_nodes, paint
from playground.project.session import ProjectSession

NODES = [{"id": f"dense_{number}", "type": "Dense"} for number in (1, 2, 3)]
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def canvas(open_canvas):
    """The network 2-8-8-8-1, its cards at odd places."""
    canvas = open_canvas(*NODES)
    places = {"input": (0, 0), "dense_1": (200, 30), "dense_2": (420, 190), "dense_3": (600, 20)}
    canvas.document.move_nodes({**places, "head": (800, 0)})
    canvas.fit()
    return canvas


def lefts(canvas, *names):
    return [canvas.card_rect(name).left() for name in names]


def test_cards_are_aligned_from_the_menu_in_one_edit(canvas, mouse_over, choose):
    canvas.select(["dense_1", "dense_2", "dense_3"])
    before = canvas.document.project
    mouse, place = mouse_over(canvas), canvas.card_rect("dense_2").topLeft() + QPointF(6, 6)
    choose(mouse.open_menu(place), "Arrange: Top edges")
    assert {canvas.card_rect(name).top() for name in canvas.chosen()} == {20}
    choose(
        mouse.open_menu(canvas.card_rect("dense_2").topLeft() + QPointF(6, 6)),
        "Arrange: Evenly across",
    )
    rects = [canvas.card_rect(name) for name in ("dense_1", "dense_2", "dense_3")]
    gaps = [b.left() - a.right() for a, b in pairwise(rects)]
    assert gaps[0] == pytest.approx(gaps[1], abs=1)
    for _ in range(2):
        canvas.document.undo_stack.undo()
    assert canvas.document.project == before


def test_two_cards_can_be_aligned_but_not_spread_and_one_neither(canvas, mouse_over, entries_of):
    mouse, place = mouse_over(canvas), canvas.card_rect("dense_1").topLeft() + QPointF(6, 6)
    canvas.select(["dense_1"])
    assert not [words for words in entries_of(mouse.open_menu(place)) if "Arrange" in words]
    canvas.menu.close()
    canvas.select(["dense_1", "dense_2"])
    found = [words for words in entries_of(mouse.open_menu(place)) if "Arrange" in words]
    assert "Arrange: Left edges" in found
    assert "Arrange: Evenly across" not in found
    canvas.menu.close()


def test_alt_and_arrows_move_what_is_selected_by_the_grid(canvas):
    note = add_note(canvas.document, "Here", (0, 200))
    canvas.select(["dense_1", note])
    before = canvas.card_rect("dense_1").topLeft()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(canvas, key, ALT)
    assert canvas.card_rect("dense_1").topLeft() - before == QPointF(16, -8)
    assert canvas.document.network.notes[0].position == (16, 192)
    assert canvas.chosen() == ["dense_1", note]


def test_alt_and_arrows_move_the_card_with_the_ring_and_a_group_whole(canvas):
    group = group_nodes(canvas.document, ["dense_1", "dense_2"])
    canvas.select([group])
    before = [canvas.card_rect(name).topLeft() for name in ("dense_1", "dense_2")]
    QTest.keyClick(canvas, Qt.Key.Key_Down, ALT)
    after = [canvas.card_rect(name).topLeft() for name in ("dense_1", "dense_2")]
    assert [b - a for a, b in zip(before, after, strict=True)] == [QPointF(0, 8)] * 2
    canvas.building.collapse(group)
    inside = canvas.document.network["dense_1"].position
    QTest.keyClick(canvas, Qt.Key.Key_Down, ALT)
    assert canvas.document.network["dense_1"].position == (inside[0], inside[1] + 8)


def test_a_run_of_nudges_is_named_after_what_moved(canvas):
    canvas.select(["dense_1"])
    QTest.keyClick(canvas, Qt.Key.Key_Down, ALT)
    assert canvas.document.undo_stack.undoText() == "move dense_1"


def test_a_layer_that_changes_nothing_is_put_on_a_wire(open_canvas, mouse_over, choose):
    canvas = open_canvas({"id": "dense_1", "type": "Dense", "units": 5, "activation": "relu"})
    x = np.random.default_rng(0).normal(size=(20, 2)).astype("float32")
    before = ProjectSession(canvas.document.project).predict(x)
    menu = mouse_over(canvas).open_menu(canvas.wire_point("dense_1", "head"))
    choose(menu, "Insert a layer that changes nothing")
    new = canvas.document.network["dense_2"]
    assert (new.units, new.activation.name, new.initializer.name) == (5, "relu", "identity")
    assert canvas.chosen() == ["dense_2"]
    after = ProjectSession(canvas.document.project).predict(x)
    assert np.array_equal(after, before) or np.allclose(after, before, atol=1e-6)


def test_a_layer_that_changes_nothing_is_put_behind_a_card_from_its_menu(
    canvas, mouse_over, choose
):
    menu = mouse_over(canvas).open_menu(canvas.card_rect("dense_1").bottomLeft() + QPointF(8, -5))
    choose(menu, "Insert a layer that changes nothing behind it")
    first, new, second = canvas.document.network.order()[1:4]
    assert (first, second) == ("dense_1", "dense_2")
    assert canvas.document.network[new].initializer.name == "identity"


@pytest.mark.parametrize(
    ("activation", "expected"), [("tanh", "identity"), ("sigmoid", "identity"), ("relu", "relu")]
)
def test_only_what_is_unchanged_by_applying_it_again_is_applied_again(
    open_canvas, activation, expected
):
    canvas = open_canvas({"id": "dense_1", "type": "Dense", "activation": activation})
    made = deepen(canvas.document, ("dense_1", "head"))
    assert canvas.document.network[made].activation.name == expected


def test_where_images_pass_no_such_layer_can_go_and_words_say_so(open_canvas, qtbot):
    canvas = open_canvas(
        {"id": "conv2d_1", "type": "Conv2D"},
        {"id": "flatten_1", "type": "Flatten"},
        data={"source": "digits"},
        head={"type": "multiclass"},
    )
    with qtbot.waitSignal(canvas.document.refused) as refused:
        canvas.building.deepen(("conv2d_1", "flatten_1"))
    assert refused.args[0].endswith("where vectors or sequences pass.")
    assert canvas.document.undo_stack.count() == 0


def test_a_colour_is_chosen_from_the_menu_for_all_that_is_selected(canvas, mouse_over, choose):
    note = add_note(canvas.document, "Here", (0, 200))
    canvas.select(["dense_1", "dense_2", note])
    place = canvas.card_rect("dense_1").topLeft() + QPointF(6, 6)
    choose(mouse_over(canvas).open_menu(place), "Colour: Violet")
    network = canvas.document.network
    assert [network[name].colour for name in ("dense_1", "dense_2", "dense_3")] == [
        "violet",
        "violet",
        None,
    ]
    assert network.notes[0].colour == "violet"
    assert canvas.network_scene.cards["dense_1"].face.colour == "violet"
    choose(mouse_over(canvas).open_menu(place), "Colour: None")
    assert not [part for part in canvas.document.network.parts if part.colour]


def test_a_colour_is_seen_on_a_note_and_a_frame(canvas):
    note = add_note(canvas.document, "", (0, 250))
    group = group_nodes(canvas.document, ["dense_1"])
    plain = canvas.grab().toImage()
    paint(canvas.document, [note, group], "pink")
    painted = canvas.grab().toImage()
    pink = part_colour("pink", "")
    for point in (
        canvas.network_scene.notes[note].scene_rect().center(),
        canvas.network_scene.frames[group].rect.bottomLeft() + QPointF(6, -4),
    ):
        at = canvas.mapFromScene(point)
        before, after = plain.pixelColor(at), painted.pixelColor(at)
        assert before != after
        assert (after.red() - after.green()) > (before.red() - before.green()), pink.name()
