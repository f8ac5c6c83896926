from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.network.spec import HEAD, INPUT
from playground.project.spec import ProjectSpec
from tests.mouse import hover

DENSE_1, DENSE_2 = ({"id": f"dense_{number}", "type": "Dense"} for number in (1, 2))


def units(canvas, identity="dense_1"):
    return canvas.document.network[identity].units


def wheel(canvas, point, notches, modifier=Qt.KeyboardModifier.NoModifier):
    at = QPointF(canvas.mapFromScene(point))
    event = QWheelEvent(
        at,
        QPointF(canvas.viewport().mapToGlobal(at.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(canvas.viewport(), event)


def test_plus_and_minus_change_the_units(canvas, mouse):
    mouse.click(canvas.control_rect("dense_1", "plus").center())
    assert units(canvas) == 9
    for _ in range(3):
        mouse.click(canvas.control_rect("dense_1", "minus").center())
    assert units(canvas) == 6
    assert units(canvas, "dense_2") == 8


def test_minus_stops_at_one_unit(open_canvas, mouse_over):
    canvas = open_canvas({**DENSE_1, "units": 1})
    mouse_over(canvas).click(canvas.control_rect("dense_1", "minus").center())
    assert units(canvas) == 1
    assert not canvas.document.undo_stack.canUndo()


def test_plus_held_down_goes_on_and_is_one_edit(canvas, mouse, qtbot):
    place = canvas.control_rect("dense_1", "plus").center()
    mouse.press(place)
    qtbot.waitUntil(lambda: units(canvas) >= 11, timeout=30_000)
    mouse.release(place)
    reached = units(canvas)
    qtbot.wait(200)
    assert units(canvas) == reached
    canvas.document.undo_stack.undo()
    assert units(canvas) == 8


def test_the_wheel_over_the_number_steps_it(canvas):
    wheel(canvas, canvas.control_rect("dense_1", "units").center(), 2)
    assert units(canvas) == 10


def test_units_can_be_typed(canvas, mouse):
    mouse.double_click(canvas.control_rect("dense_1", "units").center())
    QTest.keyClicks(canvas.editor, "32")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert units(canvas) == 32
    assert canvas.editor is None


def test_what_is_no_number_of_units_is_refused_in_words_and_escape_leaves_it(canvas, mouse):
    mouse.double_click(canvas.control_rect("dense_1", "units").center())
    QTest.keyClicks(canvas.editor, "many")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert canvas.notes.bubble == "Units must be a whole number from 1 to 100,000."
    QTest.keyClick(canvas.editor, Qt.Key.Key_Escape)
    assert canvas.editor is None
    assert units(canvas) == 8


def test_the_rate_of_dropout_goes_in_steps_of_five_percent(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, {"id": "dropout_1", "type": "Dropout"})
    mouse = mouse_over(canvas)
    mouse.click(canvas.control_rect("dropout_1", "plus").center())
    assert canvas.document.network["dropout_1"].rate == 0.25
    mouse.double_click(canvas.control_rect("dropout_1", "rate").center())
    QTest.keyClicks(canvas.editor, "40%")
    QTest.keyClick(canvas.editor, Qt.Key.Key_Return)
    assert canvas.document.network["dropout_1"].rate == 0.4


def test_the_activation_is_chosen_from_a_menu(canvas, mouse):
    mouse.click(canvas.control_rect("dense_1", "activation").center())
    relu = next(action for action in canvas.menu.actions() if action.text() == "ReLU")
    assert canvas.menu.isVisible()
    QTest.mouseClick(
        canvas.menu,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        canvas.menu.actionGeometry(relu).center(),
    )
    assert canvas.document.network["dense_1"].activation.name == "relu"


@pytest.mark.parametrize(
    ("part", "label", "chosen"), [("final", "Identity", "identity"), ("loss", "Huber", "huber")]
)
def test_the_head_chooses_its_final_activation_and_loss(canvas, mouse, part, label, chosen):
    mouse.click(canvas.control_rect(HEAD, part).center())
    entries = {action.text().partition("\t")[0]: action for action in canvas.menu.actions()}
    assert "fit" in entries[label].text().partition("\t")[2]
    entries[label].trigger()
    canvas.menu.close()
    head = canvas.document.project.head
    assert (head.final if part == "final" else head.loss_part.name) == chosen


def test_dragging_a_card_is_one_undo_step_however_long(canvas, mouse):
    before = canvas.card_rect("dense_1")
    place = before.topLeft() + QPointF(40, 14)
    mouse.drag(place, place + QPointF(60, 90), steps=20)
    moved = canvas.card_rect("dense_1").topLeft() - before.topLeft()
    assert moved.x() == pytest.approx(60, abs=4)
    assert moved.y() == pytest.approx(90, abs=4)
    assert canvas.document.undo_stack.count() == 1
    canvas.document.undo_stack.undo()
    assert canvas.card_rect("dense_1") == before
    canvas.document.undo_stack.redo()
    assert canvas.card_rect("dense_1").topLeft() == before.topLeft() + moved


def test_a_moved_card_leaves_the_others_where_they_are(canvas, mouse):
    before = {name: canvas.card_rect(name) for name in (INPUT, "dense_2", HEAD)}
    place = canvas.card_rect("dense_1").topLeft() + QPointF(40, 14)
    mouse.drag(place, place + QPointF(-30, 160))
    assert {name: canvas.card_rect(name) for name in before} == before


def test_selected_cards_move_together(canvas, mouse):
    canvas.select(["dense_1", "dense_2"])
    before = [canvas.card_rect(name).topLeft() for name in ("dense_1", "dense_2")]
    place = before[0] + QPointF(40, 14)
    mouse.drag(place, place + QPointF(0, 100))
    after = [canvas.card_rect(name).topLeft() for name in ("dense_1", "dense_2")]
    assert after[0] - before[0] == after[1] - before[1]
    assert (after[0] - before[0]).y() > 80


def test_escape_puts_a_dragged_card_back(canvas, mouse):
    before = canvas.card_rect("dense_1")
    place = before.topLeft() + QPointF(40, 14)
    mouse.press(place)
    mouse.move(place + QPointF(50, 80))
    assert canvas.card_rect("dense_1") != before
    QTest.keyClick(canvas, Qt.Key.Key_Escape)
    mouse.release(place + QPointF(50, 80))
    assert canvas.card_rect("dense_1") == before
    assert canvas.document.undo_stack.count() == 0


def test_a_link_is_drawn_from_port_to_port(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, DENSE_2, links=[["input", "dense_1"], ["dense_1", "head"]])
    mouse_over(canvas).drag(
        canvas.port_point("dense_1", "output"), canvas.port_point("dense_2", "input")
    )
    assert ("dense_1", "dense_2") in canvas.document.network.links
    canvas.document.undo_stack.undo()
    assert ("dense_1", "dense_2") not in canvas.document.network.links


def test_a_circle_is_refused_before_the_release_with_its_reason(canvas, mouse):
    begin, end = canvas.port_point("dense_2", "output"), canvas.port_point("dense_1", "input")
    links = canvas.document.network.links
    mouse.press(begin)
    mouse.move((begin + end) / 2)
    mouse.move(end)
    assert "circle" in canvas.notes.bubble
    mouse.release(end)
    assert canvas.notes.bubble == ""
    assert canvas.document.network.links == links


def test_delete_removes_the_selected_card_and_closes_the_gap(canvas, mouse):
    mouse.click(canvas.card_rect("dense_1").topLeft() + QPointF(40, 14))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert "dense_1" not in canvas.document.network
    assert ("input", "dense_2") in canvas.document.network.links
    canvas.document.undo_stack.undo()
    assert canvas.card_rect("dense_1").width() > 0
    assert canvas.wire_point("input", "dense_1")


def test_delete_takes_out_the_selected_wire(canvas, mouse):
    mouse.click(canvas.wire_point("dense_1", "dense_2"))
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert ("dense_1", "dense_2") not in canvas.document.network.links
    assert "dense_1" in canvas.document.network


def test_a_wire_is_easy_to_hit(canvas, mouse):
    place = canvas.wire_point("dense_1", "dense_2") + QPointF(0, 5)
    mouse.click(place)
    assert canvas.network_scene.selected_links() == [("dense_1", "dense_2")]


def test_a_rectangle_selects_what_it_touches(canvas, mouse, qtbot):
    around = canvas.card_rect("dense_1").united(canvas.card_rect("dense_2"))
    with qtbot.waitSignal(canvas.selection_changed):
        mouse.drag(around.topLeft() - QPointF(12, 12), around.bottomRight() + QPointF(12, 12))
    assert canvas.selection() == ["dense_1", "dense_2"]
    mouse.click(around.bottomLeft() + QPointF(0, 60))
    assert canvas.selection() == []


def test_an_unknown_layer_type_stands_as_a_placeholder(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, {"id": "wobble_1", "type": "Wobble", "force": 3})
    face = canvas.network_scene.cards["wobble_1"].face
    assert (face.title, face.unknown, face.severity) == ("Wobble", True, "error")
    assert "does not know" in canvas.network_scene.cards["wobble_1"].toolTip()


def test_problems_are_marked_on_the_card_they_concern(open_canvas, mouse_over):
    canvas = open_canvas(DENSE_1, data={"source": "digits"}, head={"type": "multiclass"})
    cards = canvas.network_scene.cards
    assert cards["dense_1"].face.severity == "error"
    assert cards["dense_1"].toolTip().startswith("Dense takes a vector")
    assert cards[INPUT].face.caption == "1×8×8 image"
    assert cards[INPUT].face.severity is None


def test_cards_say_what_leaves_them_and_what_they_learn(canvas):
    captions = {name: card.face.caption for name, card in canvas.network_scene.cards.items()}
    assert captions == {
        INPUT: "2 features",
        "dense_1": "8 out · 24 params",
        "dense_2": "8 out · 72 params",
        HEAD: "1 out · 9 params",
    }


def test_the_keyboard_reaches_and_works_every_card(canvas):
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    walked = []
    for _ in range(4):
        walked += canvas.selection()
        QTest.keyClick(canvas, Qt.Key.Key_Tab)
    assert walked == [INPUT, "dense_1", "dense_2", HEAD]


def test_delete_takes_out_several_cards_in_a_row_from_the_one_with_the_ring(canvas):
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Tab)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert canvas.selection() == ["dense_1", "dense_2"]
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.document.network.order() == [INPUT, HEAD]


def test_arrows_follow_wires_and_signs_step_units(canvas):
    canvas.clearFocus()
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.selection() == ["dense_1"]
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    QTest.keyClick(canvas, Qt.Key.Key_Plus)
    QTest.keyClick(canvas, Qt.Key.Key_Minus)
    assert units(canvas) == 9
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.menu.isVisible()
    canvas.menu.close()
    QTest.keyClick(canvas, Qt.Key.Key_Delete)
    assert canvas.selection() == [INPUT]
    assert "dense_1" not in canvas.document.network


def test_space_is_left_to_the_window(canvas):
    event = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(canvas, event)
    assert not event.isAccepted()


def test_ctrl_wheel_zooms_to_the_pointer(canvas):
    place = canvas.card_rect("dense_1").center()
    before = canvas.mapFromScene(place)
    wheel(canvas, place, 2, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom > 1.2
    assert (canvas.mapFromScene(place) - before).manhattanLength() <= 4
    QTest.keyClick(canvas, Qt.Key.Key_F)
    assert canvas.zoom <= 1.0


def test_the_middle_button_pans(canvas, mouse):
    place = canvas.mapToScene(60, 60)
    seen = canvas.mapFromScene(canvas.card_rect("dense_1").center())
    mouse.press(place, Qt.MouseButton.MiddleButton)
    hover(canvas.viewport(), QPoint(110, 90), Qt.MouseButton.MiddleButton)
    QTest.mouseRelease(
        canvas.viewport(),
        Qt.MouseButton.MiddleButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(110, 90),
    )
    moved = canvas.mapFromScene(canvas.card_rect("dense_1").center()) - seen
    assert (moved - QPoint(50, 30)).manhattanLength() <= 2


def test_tidy_lays_out_again_in_one_edit(canvas, mouse):
    place = canvas.card_rect("dense_1").topLeft() + QPointF(40, 14)
    mouse.drag(place, place + QPointF(40, 140))
    canvas.tidy()
    middles = {canvas.card_rect(name).center().y() for name in ("dense_1", "dense_2", HEAD)}
    assert len(middles) == 1
    assert canvas.document.undo_stack.count() == 2


def test_another_project_takes_the_place_of_this_one(canvas):
    nodes = [{"id": "dense_5", "type": "Dense"}]
    canvas.document.replace(ProjectSpec(network={"nodes": nodes}), None)
    assert set(canvas.network_scene.cards) == {INPUT, "dense_5", HEAD}
    assert set(canvas.network_scene.wires) == {("input", "dense_5"), ("dense_5", HEAD)}


def test_a_card_can_be_brought_to_the_middle(canvas):
    canvas.center_on_node(HEAD)
    assert canvas.selection() == [HEAD]
    offset = (
        canvas.mapFromScene(canvas.card_rect(HEAD).center()) - canvas.viewport().rect().center()
    )
    assert offset.manhattanLength() <= 3


def test_undo_while_dragging_lets_go(canvas, mouse):
    canvas.insert_layer("Dense")
    place = canvas.card_rect("dense_3").topLeft() + QPointF(40, 14)
    mouse.press(place)
    mouse.move(place + QPointF(30, 30))
    canvas.document.undo_stack.undo()
    mouse.move(place + QPointF(60, 30))
    mouse.release(place + QPointF(60, 30))
    assert set(canvas.network_scene.cards) == {INPUT, "dense_1", "dense_2", HEAD}
    assert canvas.document.undo_stack.index() == 0
