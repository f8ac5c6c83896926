"""Networks built from an empty canvas, by mouse alone and by keyboard alone; each trains."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import QPointF, Qt

from playground.network.spec import HEAD, INPUT
from playground.project.spec import ProjectSpec
from tests.hands import KeyHands, MouseHands

EMPTY = {"data": {"source": "spiral"}, "network": {"nodes": []}}


@pytest.fixture
def empty(open_window, user_of):
    """An empty canvas, at the size of a laptop's screen, and the person in front of it."""
    window = open_window(ProjectSpec.model_validate(EMPTY))
    window.resize(1440, 900)
    user = user_of(window)
    user.settle()
    return window, user


@pytest.fixture
def mouse(empty):
    return MouseHands(*empty)


@pytest.fixture
def keys(empty):
    hands = KeyHands(*empty)
    hands.canvas.setFocus()
    return hands


def trains(hands, *learned):
    """Run it: no errors, and every layer named has weights that move."""
    document, user = hands.window.document, hands.user
    assert document.traced.errors == []
    user.wait(lambda: user.frame is not None and user.frame.network == document.network)
    before = user.weights()
    hands.run()
    user.pause()
    after = user.weights()
    for name in learned:
        own = [key for key in after if key.rpartition(".")[0] == name]
        assert own
        assert any((before[key] != after[key]).any() for key in own), name


def chain(hands):
    return list(pairwise(hands.window.document.network.order()))


def test_an_mlp_for_the_spiral_by_mouse_in_twelve_actions(mouse):
    for number in (1, 2, 3):
        mouse.add("Dense")
        mouse.choose(f"dense_{number}", "activation", "ELU")
    trains(mouse, "dense_1", "dense_3", HEAD)
    assert mouse.actions <= 12
    assert mouse.window.document.network.order() == [INPUT, "dense_1", "dense_2", "dense_3", HEAD]
    assert mouse.window.document.project.head.name == "binary"


def test_an_mlp_by_keyboard(keys):
    for number in (1, 2):
        keys.add("dense")
        keys.choose(f"dense_{number}", "ReLU")
    keys.go("dense_1")
    keys.press(Qt.Key.Key_Plus)
    trains(keys, "dense_1", "dense_2", HEAD)
    network = keys.window.document.network
    assert network.order() == [INPUT, "dense_1", "dense_2", HEAD]
    assert network["dense_1"].units == 9
    assert network["dense_2"].activation.name == "relu"


def test_a_cnn_for_digits_by_mouse_in_twenty_actions(mouse):
    mouse.choose_data("digits")
    # The data brings a Flatten before the head, and the head for ten classes.
    mouse.drop_on_wire("Conv2D", INPUT, "flatten_1")
    mouse.add("MaxPool")
    mouse.add("Conv2D")
    mouse.more_units("conv2d_2", 4)
    mouse.select("flatten_1")
    mouse.add("Dense")
    mouse.choose("dense_1", "activation", "ReLU")
    trains(mouse, "conv2d_1", "conv2d_2", "dense_1", HEAD)
    assert mouse.actions <= 20
    order = [INPUT, "conv2d_1", "max_pool_1", "conv2d_2", "flatten_1", "dense_1", HEAD]
    assert mouse.window.document.network.order() == order
    assert mouse.window.document.network["conv2d_2"].filters == 12
    assert mouse.window.document.project.head.name == "multiclass"


def test_a_cnn_for_digits_by_keyboard(keys):
    keys.choose_data("digits")
    keys.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    keys.press(Qt.Key.Key_Escape)
    keys.go(INPUT)
    keys.add("conv2d")
    keys.add("maxpool")
    keys.add("conv2d")
    keys.go("flatten_1")
    keys.add("dense")
    trains(keys, "conv2d_1", "conv2d_2", "dense_1", HEAD)
    order = [INPUT, "conv2d_1", "max_pool_1", "conv2d_2", "flatten_1", "dense_1", HEAD]
    assert keys.window.document.network.order() == order


def test_a_residual_network_by_mouse(mouse):
    for layer in ("Dense", "Dense", "Dense", "Add"):
        mouse.add(layer)
    mouse.connect("dense_1", "add_1")
    trains(mouse, "dense_1", "dense_3", HEAD)
    assert mouse.window.document.network.sources("add_1") == ["dense_3", "dense_1"]


def test_a_residual_network_by_keyboard(keys):
    for words in ("dense", "dense", "dense", "add"):
        keys.add(words)
    keys.connect("dense_1", "add_1")
    trains(keys, "dense_1", "dense_3", HEAD)
    assert keys.window.document.network.sources("add_1") == ["dense_3", "dense_1"]


def shape_of_collaborative_filtering(document):
    """Two inputs, each through a table of its own, meet in a dot product before a bounded head."""
    network = document.network
    (dot,) = network.sources(HEAD)
    assert network[dot].type == "Dot"
    towers = []
    for flat in network.sources(dot):
        (table,) = network.sources(flat)
        (source,) = network.sources(table)
        kinds = network[flat].type, network[table].type, network[source].type
        assert kinds == ("Flatten", "Embedding", "Input")
        towers.append((network[source].columns, table))
    assert [columns for columns, _ in towers] == [(0,), (1,)]
    assert document.project.head.name == "bounded_regression"
    return [table for _, table in towers]


def test_collaborative_filtering_by_mouse(mouse):
    mouse.choose_data("ratings")
    mouse.drop_on_wire("Embedding", INPUT, HEAD)
    mouse.take_offer()  # "Insert Flatten"
    below = mouse.canvas.card_rect(INPUT).bottomLeft() + QPointF(40, 110)
    mouse.drop("Input", below)
    mouse.choose(INPUT, "columns", "user")
    mouse.choose("input_1", "columns", "item")
    mouse.select("input_1")
    mouse.add("Embedding")
    mouse.add("Flatten")
    mouse.drop_on_wire("Dot", "flatten_1", HEAD)
    mouse.connect("flatten_2", "dot_1")
    mouse.choose_head("bounded_regression")
    tables = shape_of_collaborative_filtering(mouse.window.document)
    trains(mouse, *tables, HEAD)


def test_collaborative_filtering_by_keyboard(keys):
    keys.choose_data("ratings")
    keys.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    keys.press(Qt.Key.Key_Escape)
    keys.add("flatten")
    keys.go(INPUT)
    keys.add("embedding")
    keys.add("input")
    keys.choose(INPUT, "user")
    keys.choose("input_1", "item")
    keys.add("embedding")
    keys.add("flatten")
    keys.go("flatten_1")
    keys.add("dot")
    keys.connect("flatten_2", "dot_1")
    head = keys.window.transport.head
    keys.go(HEAD)
    for _ in range(80):
        if keys.window.focusWidget() is head:
            break
        keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Return)
    for _ in range(5):
        keys.press(Qt.Key.Key_Right)
    keys.press(Qt.Key.Key_Return)
    tables = shape_of_collaborative_filtering(keys.window.document)
    keys.canvas.setFocus()
    trains(keys, *tables, HEAD)
