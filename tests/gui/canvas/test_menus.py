"""The right-click menus, by mouse and by the menu key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from playground.gui.editing.grouping import add_note, group_nodes

NODES = [{"id": f"dense_{number}", "type": "Dense"} for number in (1, 2, 3)]


@pytest.fixture
def canvas(open_canvas):
    return open_canvas(*NODES)


def by_key(canvas):
    """What the platform sends when the menu key is pressed: the place is the widget's middle."""
    viewport = canvas.viewport()
    place = viewport.rect().center()
    event = QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, place, viewport.mapToGlobal(place))
    QApplication.sendEvent(viewport, event)
    return canvas.menu


@pytest.fixture
def words(entries_of):
    def words_(menu):
        found = list(entries_of(menu))
        menu.close()
        return found

    return words_


def test_a_card_that_is_not_selected_becomes_so_and_the_menu_is_of_it(
    canvas, mouse_over, grip, words
):
    canvas.select(["dense_1", "dense_2"])
    found = words(mouse_over(canvas).open_menu(grip(canvas, "dense_3")))
    assert canvas.chosen() == ["dense_3"]
    assert {
        "Activation: ReLU",
        "Disconnect dense_2 from dense_3",
        "Freeze dense_3",
        "Group",
        "Cut",
        "Copy",
        "Paste",
        "Duplicate",
        "Colour: Teal",
        "Rename",
        "Remove dense_3",
    } <= set(found)
    assert "Ungroup" not in found


def test_a_menu_of_several_is_of_all_of_them(canvas, mouse_over, grip, words, choose):
    canvas.select(["dense_1", "dense_2"])
    found = words(mouse_over(canvas).open_menu(grip(canvas, "dense_1")))
    assert {"Freeze 2 layers", "Remove 2 parts", "Arrange: Left edges"} <= set(found)
    of_one = ("Activation", "Disconnect", "Rename")
    assert not [each for each in found if each.startswith(of_one)]
    choose(mouse_over(canvas).open_menu(grip(canvas, "dense_1")), "Remove 2 parts")
    assert canvas.document.network.order() == ["input", "dense_3", "head"]


def test_input_and_head_are_neither_renamed_nor_removed(canvas, mouse_over, grip, words):
    for name in ("input", "head"):
        found = words(mouse_over(canvas).open_menu(grip(canvas, name)))
        assert not [each for each in found if each.startswith(("Remove", "Rename"))]
        assert "Colour: Teal" in found


def test_a_wire_says_what_it_leads_from_and_to(canvas, mouse_over, choose, entries_of):
    menu = mouse_over(canvas).open_menu(canvas.wire_point("dense_1", "dense_2"))
    assert list(entries_of(menu)) == [
        "Insert a layer that changes nothing",
        "Disconnect dense_1 from dense_2",
    ]
    choose(menu, "Disconnect dense_1 from dense_2")
    assert ("dense_1", "dense_2") not in canvas.document.network.links


def test_the_ground_takes_a_note_where_it_was_clicked(canvas, mouse_over, choose):
    place = canvas.mapToScene(QPoint(300, 420))
    choose(mouse_over(canvas).open_menu(place), "Write a note here")
    QTest.keyClicks(canvas.text_editor, "Here")
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert canvas.document.network.notes[0].position == (round(place.x()), round(place.y()))


def test_a_group_can_be_collapsed_opened_and_kept(canvas, mouse_over, words, choose):
    group = group_nodes(canvas.document, ["dense_1", "dense_2"])
    title = canvas.network_scene.frames[group].title_rect.center()
    found = words(mouse_over(canvas).open_menu(title))
    assert {"Collapse Block 1", "Keep as a block in the palette", "Ungroup", "Remove Block 1"} <= (
        set(found)
    )
    choose(mouse_over(canvas).open_menu(title), "Collapse Block 1")
    found = words(mouse_over(canvas).open_menu(canvas.card_rect(group).center()))
    assert "Open Block 1" in found
    choose(mouse_over(canvas).open_menu(canvas.card_rect(group).center()), "Open Block 1")
    assert group in canvas.network_scene.frames


def test_a_note_is_written_coloured_and_removed_and_grouped_with_nothing(
    canvas, mouse_over, words, choose
):
    note = add_note(canvas.document, "Here", (0, 220))
    place = canvas.network_scene.notes[note].scene_rect().center()
    found = words(mouse_over(canvas).open_menu(place))
    assert {"Write", "Colour: Pink", "Remove the note", "Duplicate"} <= set(found)
    assert not {"Group", "Rename", "Freeze"} & set(found)
    choose(mouse_over(canvas).open_menu(place), "Write")
    assert canvas.text_editor.toPlainText() == "Here"
    QTest.keyClick(canvas.text_editor, Qt.Key.Key_Escape)
    choose(mouse_over(canvas).open_menu(place), "Remove the note")
    assert canvas.document.network.notes == ()


def test_the_menu_key_opens_the_menu_of_the_card_with_the_ring(canvas, words):
    canvas.center_on_node("dense_3")
    found = words(by_key(canvas))
    assert "Remove dense_3" in found


@pytest.mark.parametrize("kind", ["card", "note", "frame", "wire", "several", "out of sight"])
def test_the_menu_key_opens_the_menu_of_what_is_selected_by_mouse(canvas, mouse_over, words, kind):
    mouse = mouse_over(canvas)
    note = add_note(canvas.document, "Here", (0, 220))
    group = group_nodes(canvas.document, ["dense_1"])
    expected = {
        "card": "Remove dense_3",
        "note": "Remove the note",
        "frame": "Remove Block 1",
        "wire": "Disconnect dense_2 from dense_3",
        "several": "Remove 2 parts",
        "out of sight": "Remove dense_3",
    }[kind]
    match kind:
        case "card" | "out of sight":
            mouse.click(canvas.card_rect("dense_3").topLeft() + QPointF(6, 6))
        case "note":
            mouse.click(canvas.network_scene.notes[note].scene_rect().center())
        case "frame":
            mouse.click(canvas.network_scene.frames[group].title_rect.center())
        case "wire":
            mouse.click(canvas.wire_point("dense_2", "dense_3"))
        case "several":
            canvas.select(["dense_2", "dense_3"])
    if kind == "out of sight":
        canvas.pan(QPointF(5000, 0))
    before = canvas.chosen()
    found = words(by_key(canvas))
    assert expected in found
    assert canvas.chosen() == before


def test_the_menu_key_with_nothing_selected_is_of_the_ground(canvas, words):
    canvas.select([])
    assert "Select all" in words(by_key(canvas))


def test_an_edit_closes_the_menu_of_what_may_be_gone(canvas, mouse_over, grip):
    menu = mouse_over(canvas).open_menu(grip(canvas, "dense_1"))
    assert menu.isVisible()
    canvas.document.remove_nodes(["dense_1"])
    assert not menu.isVisible()
