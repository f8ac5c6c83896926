"""Groups on the canvas: made, named, collapsed, moved, opened, kept, taken apart."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from playground.gui.canvas.group_frame import frame_around
from playground.gui.editing.grouping import collapse, group_nodes, rename_group
from tests.carried import Carried

NODES = [{"id": f"dense_{number}", "type": "Dense"} for number in (1, 2, 3, 4)]
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def canvas(open_canvas):
    """The network 2-8-8-8-8-1."""
    return open_canvas(*NODES)


@pytest.fixture
def group(canvas):
    """A group of the two layers in the middle."""
    return group_nodes(canvas.document, ["dense_2", "dense_3"])


def title(canvas):
    return canvas.document.network.groups[0].title


def overlapping(canvas):
    rects = {name: canvas.card_rect(name) for name in canvas.network_scene.cards}
    names = list(rects)
    return [
        (a, b) for i, a in enumerate(names) for b in names[i + 1 :] if rects[a].intersects(rects[b])
    ]


def test_ctrl_g_groups_what_is_selected_and_asks_for_its_name(canvas):
    canvas.select(["dense_2", "dense_3", "head"])
    QTest.keyClick(canvas, Qt.Key.Key_G, CTRL)
    (made,) = canvas.document.network.groups
    assert made.nodes == ("dense_2", "dense_3")
    QTest.keyClicks(canvas.text_editor, "Trunk")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    assert title(canvas) == "Trunk"
    assert canvas.text_editor is None
    assert canvas.hasFocus()
    frame = canvas.network_scene.frames[made.id]
    for name in made.nodes:
        assert frame.rect.contains(canvas.card_rect(name))
    assert frame.rect.top() < canvas.card_rect("dense_2").top() - 20


def test_nothing_but_the_head_is_no_group_and_words_say_so(canvas, qtbot):
    canvas.select(["head"])
    with qtbot.waitSignal(canvas.document.refused) as refused:
        QTest.keyClick(canvas, Qt.Key.Key_G, CTRL)
    assert refused.args == ["Select the layers to group first. The head is in no group."]


def test_the_arrow_collapses_and_a_double_click_opens_again(canvas, mouse_over, group, grip):
    mouse, before = mouse_over(canvas), canvas.document.project
    frame = canvas.network_scene.frames[group]
    mouse.click(frame.title_rect.topLeft() + QPointF(18, 12))
    assert set(canvas.network_scene.cards) == {"input", "dense_1", group, "dense_4", "head"}
    assert canvas.chosen() == [group]
    assert canvas.selection() == ["dense_2", "dense_3"]
    face = canvas.network_scene.cards[group].face
    assert (face.title, face.holds) == ("Block 1", 2)
    mouse.double_click(grip(canvas, group))
    assert {"dense_2", "dense_3"} <= set(canvas.network_scene.cards)
    assert group in canvas.network_scene.frames
    canvas.document.undo_stack.undo()
    canvas.document.undo_stack.undo()
    assert canvas.document.project == before


def test_a_collapsed_group_moves_and_its_layers_are_there_when_it_opens(
    canvas, mouse_over, group, grip
):
    mouse = mouse_over(canvas)
    place = grip(canvas, "dense_4")
    mouse.drag(place, place + QPointF(0, 40))
    inside = canvas.card_rect("dense_2").topLeft()
    canvas.building.collapse(group)
    place = grip(canvas, group)
    mouse.drag(place, place + QPointF(-40, 120))
    assert canvas.document.undo_stack.undoText() == "move Block 1"
    canvas.building.expand(group)
    moved = canvas.card_rect("dense_2").topLeft() - inside
    assert moved.y() == pytest.approx(120, abs=4)
    assert overlapping(canvas) == []


@pytest.mark.parametrize("placed", [False, True])
def test_collapsing_and_opening_leaves_no_card_on_another(canvas, mouse_over, group, grip, placed):
    if placed:
        place = grip(canvas, "dense_1")
        mouse_over(canvas).drag(place, place + QPointF(0, 30))
    for change in (canvas.building.collapse, canvas.building.expand):
        change(group)
        assert overlapping(canvas) == []


def test_a_frame_moves_its_cards_and_an_open_group_is_renamed_by_double_click(
    canvas, mouse_over, group
):
    mouse = mouse_over(canvas)
    before = {name: canvas.card_rect(name).topLeft() for name in ("dense_1", "dense_2", "dense_3")}
    place = canvas.network_scene.frames[group].title_rect.center()
    mouse.drag(place, place + QPointF(0, 96))
    moved = {name: canvas.card_rect(name).topLeft() - before[name] for name in before}
    assert moved["dense_1"] == QPointF(0, 0)
    assert moved["dense_2"] == moved["dense_3"]
    assert moved["dense_2"].y() == pytest.approx(96, abs=2)
    mouse.double_click(canvas.network_scene.frames[group].title_rect.center())
    QTest.keyClicks(canvas.text_editor, "Trunk")
    mouse.click(canvas.mapToScene(20, 20))
    assert title(canvas) == "Trunk"


def test_f2_renames_a_collapsed_group_and_a_name_without_letters_is_group(canvas, group):
    canvas.building.collapse(group)
    for typed, called in (("  Tail ", "Tail"), ("   ", "Group")):
        QTest.keyClick(canvas, Qt.Key.Key_F2)
        QTest.keyClicks(canvas.text_editor, typed)
        QTest.keyClick(canvas.text_editor, Qt.Key.Key_Enter)
        assert title(canvas) == called
        assert canvas.document.undo_stack.undoText() == f"rename the group to {called}"


def test_a_name_of_eighty_letters_is_shown_and_no_more_can_be_typed(canvas, group):
    canvas.select([group])
    QTest.keyClick(canvas, Qt.Key.Key_F2)
    QTest.keyClicks(canvas.text_editor, "W" * 90)
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return)
    assert title(canvas) == "W" * 80
    canvas.grab()
    canvas.building.collapse(group)
    assert canvas.card_rect(group).width() < 240
    canvas.grab()


def test_ctrl_shift_g_takes_a_group_apart_also_by_one_of_its_layers(canvas, group):
    canvas.select(["dense_3"])
    QTest.keyClick(canvas, Qt.Key.Key_G, CTRL | SHIFT)
    assert canvas.document.network.groups == ()
    assert not canvas.network_scene.frames
    canvas.document.undo_stack.undo()
    canvas.building.collapse(group)
    QTest.keyClick(canvas, Qt.Key.Key_G, CTRL | SHIFT)
    assert canvas.chosen() == ["dense_2", "dense_3"]


def test_a_group_across_a_branch_collapses_and_opens(open_canvas):
    canvas = open_canvas(
        *NODES[:3],
        {"id": "add_1", "type": "Add"},
        links=[
            ["input", "dense_1"],
            ["dense_1", "dense_2"],
            ["dense_2", "dense_3"],
            ["dense_1", "add_1"],
            ["dense_3", "add_1"],
            ["add_1", "head"],
        ],
    )
    for nodes in (["dense_1", "dense_3"], ["dense_1", "add_1"], ["input", "dense_3"]):
        before = canvas.document.project
        group = group_nodes(canvas.document, nodes)
        collapse(canvas.document, group, True)
        assert overlapping(canvas) == []
        canvas.grab()
        canvas.tidy()
        QTest.keyClick(canvas, Qt.Key.Key_Right)
        canvas.building.expand(group)
        for _ in range(4):
            canvas.document.undo_stack.undo()
        while canvas.document.project != before:
            canvas.document.undo_stack.undo()


def test_a_layer_dropped_on_a_wire_of_a_collapsed_group_stands_before_or_behind_it(canvas, group):
    canvas.building.collapse(group)
    assert Carried(canvas, "Dropout").drop(canvas.wire_point(group, "dense_4"))
    assert canvas.document.network.sources("dropout_1") == ["dense_3"]
    assert Carried(canvas, "Dropout").drop(canvas.wire_point("dense_1", group))
    assert canvas.document.network.targets("dropout_2") == ["dense_2"]
    assert canvas.document.network.groups[0].nodes == ("dense_2", "dense_3")


def test_work_goes_on_around_a_collapsed_group_among_cards_that_were_placed(
    canvas, mouse_over, group, grip
):
    place = grip(canvas, "dense_4")
    mouse_over(canvas).drag(place, place + QPointF(0, 40))
    canvas.building.collapse(group)
    for wire in ((group, "dense_4"), ("dense_1", group)):
        assert Carried(canvas, "Dropout").drop(canvas.wire_point(*wire))
        assert overlapping(canvas) == []
    canvas.select([group])
    assert canvas.add_layer("Dropout") == "dropout_3"
    assert canvas.document.network.sources("dropout_1") == ["dense_3"]


def test_a_problem_inside_a_collapsed_group_is_gone_to_at_its_card(canvas, group):
    canvas.building.collapse(group)
    canvas.center_on_node("dense_3")
    assert canvas.chosen() == [group]
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.card_rect("dense_3"))


def test_a_layer_alone_in_a_collapsed_group_can_be_followed(open_canvas):
    canvas = open_canvas(*NODES[:2], links=[["input", "dense_1"], ["dense_2", "head"]])
    group = group_nodes(canvas.document, ["dense_1"])
    canvas.building.collapse(group)
    assert canvas.add_layer("Dropout") == "dropout_1"
    assert canvas.document.network.sources("dropout_1") == ["dense_1"]


def test_a_wire_can_be_drawn_into_a_collapsed_group_and_out_of_it(open_canvas, mouse_over):
    links = [["input", "dense_1"], ["dense_2", "dense_3"], ["dense_4", "head"]]
    canvas = open_canvas(*NODES, links=links)
    group = group_nodes(canvas.document, ["dense_2", "dense_3"])
    canvas.building.collapse(group)
    mouse = mouse_over(canvas)
    mouse.drag(canvas.port_point("dense_1", "output"), canvas.port_point(group, "input"))
    mouse.drag(canvas.port_point(group, "output"), canvas.port_point("dense_4", "input"))
    assert canvas.document.network.order() == [
        "input",
        "dense_1",
        "dense_2",
        "dense_3",
        "dense_4",
        "head",
    ]


def test_deleting_a_collapsed_group_removes_its_layers_and_closes_the_gap(canvas, group):
    canvas.building.collapse(group)
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.document.network.order() == ["input", "dense_1", "dense_4", "head"]
    canvas.document.undo_stack.undo()
    assert group in canvas.network_scene.cards


def test_a_group_is_kept_as_a_block_by_itself_whatever_else_is_selected(
    canvas, mouse_over, group, choose, qtbot
):
    rename_group(canvas.document, group, "Trunk")
    canvas.select([group, "dense_1"])
    place = canvas.network_scene.frames[group].title_rect.center()
    menu = mouse_over(canvas).open_menu(place)
    with qtbot.waitSignal(canvas.block_kept) as kept:
        choose(menu, "Keep as a block in the palette")
    (block,) = kept.args
    assert (block.title, [node.id for node in block.nodes]) == ("Trunk", ["dense_2", "dense_3"])
    before = canvas.document.network
    assert Carried(canvas, block).drop(canvas.wire_point("dense_4", "head"))
    network = canvas.document.network
    (new,) = [each for each in network.groups if each not in before.groups]
    assert new.title == "Trunk"
    assert network.order()[-3:] == [*new.nodes, "head"]
    assert canvas.document.undo_stack.undoText() == "add Trunk"


def test_a_locked_network_may_be_grouped_and_collapsed(open_canvas):
    canvas = open_canvas(*NODES, setup={"locked": ["network"]})
    canvas.select(["dense_2", "dense_3"])
    canvas.building.group()
    (group,) = canvas.document.network.groups
    canvas.building.collapse(group.id)
    assert group.id in canvas.network_scene.cards


def test_a_name_is_shown_as_it_is_written_in_tips_and_menus(canvas, mouse_over, group, entries_of):
    rename_group(canvas.document, group, "<b>A</b> & B")
    frame = canvas.network_scene.frames[group]
    assert "&lt;b&gt;A&lt;/b&gt; &amp; B" in frame.toolTip()
    menu = mouse_over(canvas).open_menu(frame.title_rect.center())
    assert "Collapse <b>A</b> && B" in entries_of(menu)
    menu.close()


def test_a_frame_holds_a_wire_that_a_card_from_outside_pushes_aside(open_canvas):
    canvas = open_canvas(
        *NODES,
        {"id": "add_1", "type": "Add"},
        links=[
            ["input", "dense_1"],
            ["dense_1", "dense_2"],
            ["dense_2", "dense_3"],
            ["dense_1", "add_1"],
            ["dense_3", "add_1"],
            ["add_1", "dense_4"],
            ["dense_4", "head"],
        ],
    )
    group_nodes(canvas.document, ["dense_1", "dense_2", "dense_3", "add_1"])
    scene = canvas.network_scene
    (group,) = scene.shown.frames
    wire, frame = scene.wires["dense_1", "add_1"], scene.frames[group.id]
    lane, (begin, end) = wire.lane.y, scene._ports(wire)
    scene.arranger.put({"dense_4": ((begin.x() + end.x()) / 2, lane - 20.0)})
    assert wire.lane.y != lane
    assert frame.rect == frame_around(scene._extent(group))
