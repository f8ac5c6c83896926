from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QCursor, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.gui.canvas.view import Canvas
from playground.gui.document import Document
from playground.gui.panels.palette import Palette
from playground.project.spec import ProjectSpec
from tests.carried import Carried

DENSE_1, DENSE_2 = ({"id": f"dense_{number}", "type": "Dense"} for number in (1, 2))
BUTTON, MODIFIER = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def order(canvas):
    return canvas.document.network.order()


def test_a_drop_on_a_wire_inserts_there_and_can_be_undone(canvas):
    before = canvas.document.project
    assert Carried(canvas, "Dropout").drop(canvas.wire_point("dense_1", "dense_2"))
    assert order(canvas) == ["input", "dense_1", "dropout_1", "dense_2", "head"]
    assert canvas.selection() == ["dropout_1"]
    canvas.document.undo_stack.undo()
    assert canvas.document.project == before
    assert "dropout_1" not in canvas.network_scene.cards
    canvas.document.undo_stack.redo()
    assert order(canvas) == ["input", "dense_1", "dropout_1", "dense_2", "head"]
    assert canvas.wire_point("dropout_1", "dense_2")


def test_a_drop_on_empty_canvas_puts_it_before_the_head(canvas):
    empty = canvas.mapToScene(QPoint(40, 40))
    assert Carried(canvas, "Dense").drop(empty)
    assert order(canvas) == ["input", "dense_1", "dense_2", "dense_3", "head"]


def test_the_hint_says_what_a_drop_will_do(canvas):
    carried = Carried(canvas, "Dense")
    carried.enter(canvas.mapToScene(QPoint(40, 40)))
    assert canvas.notes.hint == "Drop to put it before the head"
    carried.over(canvas.wire_point("dense_2", "head"))
    assert canvas.notes.hint == "Drop to insert between dense_2 and head"
    carried.leave()
    assert "2 hidden layers, 105 parameters" in canvas.notes.hint


def test_what_does_not_fit_is_refused_before_the_drop_and_one_click_mends_it(open_canvas):
    canvas = open_canvas(
        {"id": "flatten_1", "type": "Flatten"},
        data={"source": "digits"},
        head={"type": "multiclass"},
    )
    before = canvas.document.project
    carried = Carried(canvas, "Dense")
    image_wire = canvas.wire_point("input", "flatten_1")
    carried.enter(image_wire)
    carried.over(image_wire)
    assert "Put a Flatten between" in canvas.notes.bubble
    carried.over(canvas.wire_point("flatten_1", "head"))
    assert canvas.notes.bubble == ""
    carried.drop(image_wire)
    assert canvas.document.project == before
    offer = canvas.notes.offer_card
    assert offer.isVisible()
    assert "Put a Flatten between" in offer.text
    assert offer.button.text() == "Insert Flatten"
    QTest.mouseClick(offer.button, BUTTON)
    assert not offer.isVisible()
    assert order(canvas) == ["input", "flatten_2", "dense_1", "flatten_1", "head"]
    assert not canvas.document.traced.errors
    canvas.document.undo_stack.undo()
    assert canvas.document.project == before


def test_the_canvas_takes_nothing_but_layers(canvas):
    carried = Carried(canvas, "Dense")
    carried.mime.setText("something else")
    carried.mime.removeFormat("application/x-playground-layer")
    assert not carried.enter(canvas.wire_point("dense_1", "dense_2"))


def test_cards_make_room_where_the_user_has_placed_them(canvas, mouse):
    place = canvas.card_rect("dense_1").topLeft() + QPointF(40, 14)
    mouse.drag(place, place + QPointF(0, 60))
    Carried(canvas, "Dense").drop(canvas.wire_point("dense_1", "dense_2"))
    rects = [canvas.card_rect(name) for name in order(canvas)]
    for index, rect in enumerate(rects):
        assert not any(rect.intersects(other) for other in rects[index + 1 :])
    assert canvas.document.undo_stack.count() == 2


def test_an_empty_network_shows_where_to_drop_and_takes_it(open_canvas):
    canvas = open_canvas()
    ghost = canvas.network_scene.ghost
    assert ghost.isVisible()
    assert Carried(canvas, "Dense").drop(ghost.sceneBoundingRect().center())
    assert order(canvas) == ["input", "dense_1", "head"]
    assert not ghost.isVisible()
    canvas.document.undo_stack.undo()
    assert ghost.isVisible()


def test_a_real_drag_from_the_palette_onto_a_wire_inserts_there(qtbot):
    if QGuiApplication.platformName() != "xcb":
        pytest.skip("a real drag needs an X server")
    window = QWidget()
    qtbot.addWidget(window)
    document = Document(ProjectSpec(network={"nodes": [DENSE_1, DENSE_2]}), window)
    palette, canvas = Palette(), Canvas(document)
    side_by_side = QHBoxLayout(window)
    side_by_side.addWidget(palette)
    side_by_side.addWidget(canvas, 1)
    window.resize(1000, 600)
    with qtbot.waitExposed(window):
        window.show()
    tile = palette.tiles["Dense"]
    wire = canvas.viewport().mapToGlobal(
        canvas.mapFromScene(canvas.wire_point("dense_1", "dense_2"))
    )
    steps = [wire + QPoint(-30, 0), wire + QPoint(-2, 0), wire]

    def go_on():
        """While the drag has the event loop: move the real pointer, then let go."""
        if steps:
            QCursor.setPos(steps.pop(0))
            QTest.mouseMove(window.windowHandle(), window.mapFromGlobal(QCursor.pos()))
        else:
            timer.stop()
            QTest.mouseRelease(window.windowHandle(), BUTTON, MODIFIER, window.mapFromGlobal(wire))

    timer = QTimer(window)
    timer.timeout.connect(go_on)
    timer.start(120)
    QTest.mousePress(tile, BUTTON, MODIFIER, QPoint(20, 12))
    QTest.mouseMove(tile, QPoint(60, 14))
    qtbot.waitUntil(lambda: "dense_3" in document.network, timeout=30_000)
    assert document.network.order() == ["input", "dense_1", "dense_3", "dense_2", "head"]
