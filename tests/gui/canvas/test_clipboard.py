"""Copied, cut, pasted and duplicated, also from one window to another."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from playground.gui.canvas.layer_mime import FRAGMENT_MIME
from playground.gui.editing.grouping import add_note, group_nodes

NODES = [
    {"id": "dense_1", "type": "Dense", "units": 5, "activation": "relu", "colour": "teal"},
    {"id": "dense_2", "type": "Dense", "units": 6},
]
CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key


@pytest.fixture
def canvas(open_canvas):
    """The network 2-5-6-1."""
    return open_canvas(*NODES)


def press(canvas, key):
    QTest.keyClick(canvas, key, CTRL)


def cards_apart(canvas):
    rects = [canvas.card_rect(name) for name in canvas.network_scene.cards]
    return not any(one.intersects(other) for i, one in enumerate(rects) for other in rects[i + 1 :])


def test_what_is_copied_in_one_window_is_pasted_in_another(canvas, open_canvas):
    group = group_nodes(canvas.document, ["dense_1", "dense_2"])
    note = add_note(canvas.document, "The trunk", (0, 200))
    canvas.select([group, note])
    press(canvas, Key.Key_C)
    assert canvas.notes.hint == "Copied 3 parts. Ctrl+V puts them in."
    other = open_canvas({"id": "dense_1", "type": "Dense"})
    before = other.document.project
    press(other, Key.Key_V)
    network = other.document.network
    assert [network[name].units for name in ("dense_2", "dense_3")] == [5, 6]
    assert ("dense_2", "dense_3") in network.links
    assert (network.groups[0].nodes, network.notes[0].text) == (("dense_2", "dense_3"), "The trunk")
    assert network["dense_2"].colour == "teal"
    assert other.selection() == ["dense_2", "dense_3"]
    other.document.undo_stack.undo()
    assert other.document.project == before


def test_the_clipboard_is_json_that_anyone_may_read_and_write(canvas, open_canvas):
    canvas.select(["dense_1"])
    press(canvas, Key.Key_C)
    text = QGuiApplication.clipboard().text()
    assert json.loads(text)["nodes"][0]["units"] == 5
    QGuiApplication.clipboard().setText(text.replace('"units":5', '"units":9'))
    press(canvas, Key.Key_V)
    assert canvas.document.network["dense_3"].units == 9


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("hello", "What was copied is no part of a network. Copy layers with Ctrl+C first."),
        ("{}", "What was copied holds no layers. Copy layers with Ctrl+C first."),
        (
            '{"playground": "fragment", "nodes": [{"id": "a", "type": "Dense"}], "links": [["a",'
            ' "b"]]}',
            "leads to no node",
        ),
        ("x" * 5_000_001, "What was copied is too large to be layers."),
    ],
    ids=["words", "empty", "a link to nowhere", "a book"],
)
def test_what_is_no_part_of_a_network_is_not_pasted_and_words_say_why(canvas, text, said):
    before = canvas.document.project
    QGuiApplication.clipboard().setText(text)
    press(canvas, Key.Key_V)
    assert said in canvas.notes.hint
    assert canvas.document.project is before


def test_bytes_that_are_no_text_and_an_empty_clipboard_are_told_too(canvas):
    data = QMimeData()
    data.setData(FRAGMENT_MIME, b"\xff\xfe\x00{")
    QGuiApplication.clipboard().setMimeData(data)
    press(canvas, Key.Key_V)
    assert "no part of a network" in canvas.notes.hint
    QGuiApplication.clipboard().clear()
    press(canvas, Key.Key_V)
    assert canvas.notes.hint == "There is nothing to paste. Copy layers with Ctrl+C first."


def test_cut_takes_out_and_paste_brings_back_under_new_names(canvas):
    canvas.select(["dense_1"])
    press(canvas, Key.Key_X)
    assert canvas.document.network.order() == ["input", "dense_2", "head"]
    assert canvas.document.undo_stack.undoText() == "remove dense_1"
    press(canvas, Key.Key_V)
    assert canvas.document.network["dense_3"].units == 5
    assert not canvas.document.network.sources("dense_3")
    assert canvas.document.undo_stack.undoText() == "paste Dense"


def test_a_duplicate_stands_aside_and_leaves_the_others_where_they_are(canvas):
    before = {name: canvas.card_rect(name) for name in canvas.network_scene.cards}
    canvas.select(["dense_1", "dense_2"])
    press(canvas, Key.Key_D)
    assert canvas.chosen() == ["dense_3", "dense_4"]
    moved = canvas.card_rect("dense_3").topLeft() - before["dense_1"].topLeft()
    assert moved == QPointF(32, 32)
    assert {name: canvas.card_rect(name) for name in before} == before
    assert canvas.document.undo_stack.count() == 1
    press(canvas, Key.Key_D)
    assert canvas.chosen() == ["dense_5", "dense_6"]


def test_what_is_pasted_twice_is_not_seen_as_one(canvas):
    canvas.select(["dense_1"])
    press(canvas, Key.Key_C)
    for _ in range(3):
        press(canvas, Key.Key_V)
    places = {canvas.card_rect(f"dense_{number}").topLeft().toTuple() for number in (3, 4, 5)}
    assert len(places) == 3


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([], "Nothing is selected: a layer or a note can. Click one first."),
        (["head"], "The head can't be copied; a layer or a note can. Click one first."),
    ],
)
@pytest.mark.parametrize("key", [Key.Key_C, Key.Key_X, Key.Key_D])
def test_what_can_not_be_copied_is_told(canvas, chosen, said, key):
    canvas.select(chosen)
    press(canvas, key)
    assert canvas.notes.hint == said
    assert canvas.document.undo_stack.count() == 0


def test_the_first_input_is_copied_as_a_further_one(canvas):
    canvas.select(["input"])
    press(canvas, Key.Key_D)
    assert canvas.document.network["input_1"].type == "Input"
    canvas.select(["input", "dense_1"])
    press(canvas, Key.Key_X)
    assert canvas.document.network.order() == ["input", "dense_2", "input_1", "head"] or (
        "dense_1" not in canvas.document.network and "input" in canvas.document.network
    )


def test_nothing_is_pasted_into_a_locked_network_but_a_note(open_canvas):
    canvas = open_canvas(*NODES, setup={"locked": ["network"]})
    canvas.select(["dense_1"])
    press(canvas, Key.Key_C)
    before = canvas.document.project
    for key in (Key.Key_V, Key.Key_D):
        press(canvas, key)
        assert canvas.notes.hint.startswith("The network is locked in this set-up.")
        assert canvas.chosen() == ["dense_1"]
    assert canvas.document.project is before
    note = add_note(canvas.document, "Look", (0, 200))
    canvas.select([note])
    press(canvas, Key.Key_D)
    assert len(canvas.document.network.notes) == 2
