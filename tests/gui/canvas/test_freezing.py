"""Freezing layers on the canvas, by menu and by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QContextMenuEvent, QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui import field_edits, theme
from playground.network.spec import HEAD, INPUT

NO_KEYS = Qt.KeyboardModifier.NoModifier
DROPOUT = {"id": "dropout_1", "type": "Dropout"}
FROZEN = {"id": "dense_1", "type": "Dense", "frozen": True}


def right_click(canvas, identity):
    viewport = canvas.viewport()
    place = canvas.mapFromScene(canvas.card_rect(identity).topLeft() + QPointF(20, 14))
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    return [action.text() for action in canvas.menu.actions() if action.text()]


def choose(canvas, text):
    action = next(action for action in canvas.menu.actions() if action.text() == text)
    QTest.mouseClick(
        canvas.menu,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        canvas.menu.actionGeometry(action).center(),
    )


def frozen(canvas):
    return [node.id for node in canvas.document.network if node.frozen]


def test_a_layer_is_frozen_from_its_menu_and_let_learn_again(canvas):
    assert "Freeze dense_1" in right_click(canvas, "dense_1")
    choose(canvas, "Freeze dense_1")
    assert frozen(canvas) == ["dense_1"]
    assert "Unfreeze dense_1" in right_click(canvas, "dense_1")
    choose(canvas, "Unfreeze dense_1")
    assert frozen(canvas) == []


def test_freezing_is_one_edit_that_can_be_undone(canvas):
    canvas.select(["dense_1", "dense_2"])
    assert "Freeze 2 layers" in right_click(canvas, "dense_2")
    assert canvas.selection() == ["dense_1", "dense_2"]
    choose(canvas, "Freeze 2 layers")
    stack = canvas.document.undo_stack
    assert (frozen(canvas), stack.count()) == (["dense_1", "dense_2"], 1)
    assert stack.undoText() == "freeze 2 layers"
    stack.undo()
    assert frozen(canvas) == []
    stack.redo()
    assert frozen(canvas) == ["dense_1", "dense_2"]


def test_a_right_click_beside_the_selection_is_about_that_card_alone(canvas):
    canvas.select(["dense_1"])
    assert "Freeze dense_2" in right_click(canvas, "dense_2")
    assert canvas.selection() == ["dense_2"]
    canvas.menu.close()


def test_of_a_mixed_selection_all_are_frozen(open_canvas):
    canvas = open_canvas(FROZEN, {"id": "dense_2", "type": "Dense"}, DROPOUT)
    canvas.select([INPUT, "dense_1", "dense_2", "dropout_1", HEAD])
    right_click(canvas, "dense_1")
    choose(canvas, "Freeze 2 layers")
    assert frozen(canvas) == ["dense_1", "dense_2"]


@pytest.mark.parametrize("identity", [INPUT, HEAD, "dropout_1"])
def test_what_learns_nothing_or_must_learn_is_not_offered_to_be_frozen(open_canvas, identity):
    canvas = open_canvas({"id": "dense_1", "type": "Dense"}, DROPOUT)
    offered = [text for text in right_click(canvas, identity) if "reeze" in text]
    assert not [text for text in offered if "before" not in text]
    canvas.menu.close()


def test_the_key_freezes_what_is_selected_and_says_why_where_it_cannot(open_canvas, qtbot):
    canvas = open_canvas({"id": "dense_1", "type": "Dense"}, DROPOUT)
    canvas.select(["dense_1"])
    QTest.keyClick(canvas, Qt.Key.Key_L)
    assert frozen(canvas) == ["dense_1"]
    QTest.keyClick(canvas, Qt.Key.Key_L)
    assert frozen(canvas) == []
    canvas.select(["dropout_1"])
    with qtbot.waitSignal(canvas.document.refused) as refused:
        QTest.keyClick(canvas, Qt.Key.Key_L)
    assert refused.args == ["Only a layer with weights of its own can be frozen."]


def test_a_frozen_card_says_so_and_shows_a_lock(open_canvas):
    canvas = open_canvas(FROZEN, {"id": "dense_2", "type": "Dense"})
    card, other = (canvas.network_scene.cards[name] for name in ("dense_1", "dense_2"))
    assert ", frozen, " in card.face.spoken
    assert "frozen" not in other.face.spoken
    assert "Frozen: training leaves its weights as they are." in card.toolTip()
    assert inked(canvas, "dense_1") > 10
    assert inked(canvas, "dense_2") == 0


def click_lock(canvas, identity):
    place = canvas.mapFromScene(canvas.control_rect(identity, "lock").center())
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, NO_KEYS, place)


def test_a_click_on_the_lock_lets_a_layer_learn_and_can_be_undone(open_canvas):
    canvas = open_canvas(FROZEN, {"id": "dense_2", "type": "Dense"})
    click_lock(canvas, "dense_1")
    assert frozen(canvas) == []
    assert "lock" not in canvas.network_scene.cards["dense_1"].geometry.parts
    stack = canvas.document.undo_stack
    assert (stack.count(), stack.undoText()) == (1, "unfreeze dense_1")
    stack.undo()
    assert frozen(canvas) == ["dense_1"]


def test_the_lock_of_one_frees_all_frozen_ones_that_are_selected_with_it(open_canvas):
    canvas = open_canvas(FROZEN, {**FROZEN, "id": "dense_2"}, {"id": "dense_3", "type": "Dense"})
    canvas.select(["dense_1", "dense_2", "dense_3"])
    click_lock(canvas, "dense_2")
    assert frozen(canvas) == []
    assert canvas.document.undo_stack.count() == 1


def test_all_before_a_layer_are_frozen_from_its_menu_or_by_a_key(open_canvas, qtbot):
    dense = [{"id": f"dense_{n}", "type": "Dense"} for n in (1, 2, 3)]
    canvas = open_canvas(dense[0], DROPOUT, *dense[1:])
    assert "Freeze all before dense_3" in right_click(canvas, "dense_3")
    choose(canvas, "Freeze all before dense_3")
    assert frozen(canvas) == ["dense_1", "dense_2"]
    assert canvas.document.undo_stack.count() == 1
    assert "Unfreeze all before dense_3" in right_click(canvas, "dense_3")
    choose(canvas, "Unfreeze all before dense_3")
    canvas.select([HEAD])
    QTest.keyClick(canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    assert frozen(canvas) == ["dense_1", "dense_2", "dense_3"]
    canvas.select(["dense_1"])
    with qtbot.waitSignal(canvas.document.refused):
        QTest.keyClick(canvas, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)


def test_a_card_says_when_the_run_frees_it_and_that_it_has(window, user):
    document, card = window.document, window.canvas.network_scene.cards["dense_1"]
    document.freeze_nodes(["dense_1"])
    field_edits.set_training_field(document, ("unfreeze", "every"), 2)
    assert document.undo_stack.undoText() == "change unfreezing pace"
    assert "The run frees it after epoch 2." in card.toolTip()
    user.step(2)
    user.wait(lambda: card.face.freed)
    assert "the run has freed it by now" in card.toolTip()
    assert "freed for now" in card.face.spoken
    assert document.network["dense_1"].frozen
    document.undo_stack.undo()
    user.wait(lambda: not card.face.freed)
    assert "The run frees it" not in card.toolTip()


def test_a_card_says_at_what_rate_of_its_own_it_learns(open_canvas):
    canvas = open_canvas({"id": "dense_1", "type": "Dense", "rate_factor": 0.1})
    assert (
        "It learns at 0.1 times the learning rate."
        in canvas.network_scene.cards["dense_1"].toolTip()
    )
    assert "learning rate" not in canvas.network_scene.cards[HEAD].toolTip()


def inked(canvas, identity):
    """How many pixels of the card's place for the lock are not the card's own colour."""
    card = canvas.network_scene.cards[identity]
    lock = card.geometry.lock.translated(card.scene_rect().topLeft())
    image = QImage(26, 26, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    canvas.network_scene.render(painter, QRect(0, 0, 26, 26), lock)
    painter.end()
    ground = theme.current().card
    names = [image.pixelColor(x, y).name() for x in range(26) for y in range(26)]
    return sum(name != ground.lower() for name in names)
