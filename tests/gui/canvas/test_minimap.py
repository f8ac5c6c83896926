"""The map in the corner, and the buttons beside it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from playground.gui.editing.grouping import add_note
from tests.mouse import hover

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def long_canvas(open_canvas):
    """A chain of thirty layers, seen so large that most of it is out of sight."""
    canvas = open_canvas(*({"id": f"dense_{n}", "type": "Dense"} for n in range(1, 31)))
    canvas.zoom_by(3, canvas.card_rect("input").center())
    return canvas


def test_the_map_is_there_while_part_of_a_large_network_is_out_of_sight(long_canvas):
    assert long_canvas.minimap.isVisible()
    long_canvas.fit()
    assert not long_canvas.minimap.isVisible()


def test_a_small_network_needs_no_map(canvas):
    canvas.zoom_by(4, canvas.card_rect("head").center())
    assert not canvas.minimap.isVisible()


def test_a_click_on_the_map_looks_there_and_a_drag_goes_on(long_canvas):
    minimap = long_canvas.minimap
    seen = []
    for name in ("dense_30", "dense_1"):
        place = minimap._mapped(long_canvas.network_scene.target_rect(name)).center().toPoint()
        QTest.mouseClick(minimap, LEFT, NONE, place)
        offset = long_canvas.middle() - long_canvas.card_rect(name).center()
        seen.append(long_canvas.middle())
        assert offset.manhattanLength() < 2 / minimap._scale()
    QTest.mousePress(minimap, LEFT, NONE, QPoint(10, 30))
    before = long_canvas.middle()
    hover(minimap, QPoint(60, 30), LEFT)
    assert (long_canvas.middle() - before).x() == pytest.approx(50 / minimap._scale(), abs=8)
    QTest.mouseRelease(minimap, LEFT, NONE, QPoint(60, 30))
    assert long_canvas.chosen() == []
    assert long_canvas.document.undo_stack.count() == 0


def test_the_map_lies_in_sight_and_not_on_the_zoom_bar(long_canvas):
    for size in ((830, 600), (400, 240), (240, 200)):
        long_canvas.resize(*size)
        long_canvas.grab()
        minimap, bar = long_canvas.minimap, long_canvas.zoom_bar
        assert long_canvas.viewport().rect().contains(bar.geometry())
        if minimap.isVisible():
            assert long_canvas.viewport().rect().contains(minimap.geometry())
            assert not minimap.geometry().intersects(bar.geometry())


def test_the_buttons_zoom_about_the_middle_and_say_how_far(canvas):
    bar, middle = canvas.zoom_bar, canvas.middle()
    canvas.zoom_to_full()
    QTest.mouseClick(bar.in_button, LEFT)
    assert bar.percent_button.text() == "125%"
    assert (canvas.middle() - middle).manhattanLength() < 4
    QTest.mouseClick(bar.out_button, LEFT)
    QTest.mouseClick(bar.out_button, LEFT)
    assert bar.percent_button.text() == "80%"
    QTest.mouseClick(bar.percent_button, LEFT)
    assert canvas.zoom == pytest.approx(1.0)
    assert bar.percent_button.text() == "100%"


@pytest.mark.parametrize(("button", "limit"), [("in_button", "400%"), ("out_button", "10%")])
def test_the_zoom_stops_at_its_ends(canvas, button, limit):
    for _ in range(20):
        QTest.mouseClick(getattr(canvas.zoom_bar, button), LEFT)
    assert canvas.zoom_bar.percent_button.text() == limit
    canvas.grab()
    canvas.fit()
    assert canvas.zoom_bar.percent_button.text() == "100%"


def test_fit_shows_everything_notes_too_and_tidy_lays_out_anew(canvas, mouse, grip):
    place = grip(canvas, "dense_1")
    mouse.drag(place, place + QPointF(30, 140))
    add_note(canvas.document, "Far away", (4000, 3000))
    QTest.mouseClick(canvas.zoom_bar.fit_button, LEFT)
    seen = canvas.mapToScene(canvas.viewport().rect()).boundingRect()
    assert seen.contains(canvas.network_scene.content_rect())
    QTest.mouseClick(canvas.zoom_bar.tidy_button, LEFT)
    assert len({canvas.card_rect(f"dense_{n}").center().y() for n in (1, 2)}) == 1
    assert canvas.document.undo_stack.undoText() == "tidy the canvas"


def test_tidy_puts_no_card_on_a_note_and_is_one_edit(canvas):
    note = add_note(canvas.document, "In the way", (200, -20))
    before = canvas.document.project
    canvas.tidy()
    box = canvas.network_scene.notes[note].scene_rect()
    assert not any(canvas.card_rect(name).intersects(box) for name in canvas.network_scene.cards)
    canvas.document.undo_stack.undo()
    assert canvas.document.project == before


def test_keys_zoom_too(canvas):
    control = Qt.KeyboardModifier.ControlModifier
    canvas.zoom_to_full()
    QTest.keyClick(canvas, Qt.Key.Key_Plus, control)
    assert canvas.zoom == pytest.approx(1.25)
    QTest.keyClick(canvas, Qt.Key.Key_Minus, control)
    QTest.keyClick(canvas, Qt.Key.Key_Minus, control)
    assert canvas.zoom == pytest.approx(0.8)
    QTest.keyClick(canvas, Qt.Key.Key_0, control)
    assert canvas.zoom == pytest.approx(1.0)
