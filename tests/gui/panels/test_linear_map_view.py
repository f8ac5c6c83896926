"""The single matrix that layers in a row equal, asked for in the list of problems."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtWidgets import QPushButton

from playground.gui.document import Document
from playground.gui.panels.linear_map_view import LinearMapView
from playground.network.linear_stack import single_layer
from tests.mouse import hover

LINE = {"id": "a", "type": "Dense", "units": 3, "activation": "identity"}


def weights(stack, widths, seed=0):
    random = np.random.default_rng(seed)
    found = {}
    for identity, inputs, outputs in zip(stack.layers, widths, widths[1:], strict=False):
        found[f"{identity}.weight"] = random.normal(size=(inputs, outputs))
        found[f"{identity}.bias"] = random.normal(size=outputs)
    return found


@pytest.fixture
def view(qtbot, project_of):
    """The popup, and the stack of a network 2-3-1 without a bend."""
    document = Document(project_of(LINE))
    shown = LinearMapView(document)
    qtbot.addWidget(shown)
    (stack,) = [problem.stack for problem in document.problems if problem.stack]
    yield shown, stack
    shown.close()


def test_the_list_of_problems_offers_the_matrix(open_window, project_of, user_of):
    window = open_window(project_of(LINE))
    user, problems = user_of(window), window.status.problem_list
    asked = []
    problems.matrix_wanted.connect(asked.append)
    user.click(window.status.problems_button)
    user.wait(problems.isVisible)
    buttons = {each.text(): each for each in problems.findChildren(QPushButton) if each.isVisible()}
    user.click(buttons["Show the matrix"])
    assert not problems.isVisible()
    assert [stack.layers for stack in asked] == [("a", "head")]


def test_each_cell_says_what_leads_where_and_how_much(view):
    shown, stack = view
    given = weights(stack, (2, 3, 1))
    shown.show_stack(stack, given)
    matrix, bias = single_layer(stack, given)
    picture = shown.picture
    assert picture.isVisible()
    assert picture.with_numbers
    assert shown.title.text() == "a and the head, as one layer"
    for row, name in enumerate(("x1", "x2", "bias")):
        place = picture.cell_box(row, 0).center()
        number = f"{np.append(matrix, bias)[row]:.3g}".replace("-", "−")
        assert picture.text_at(place) == f"{name} → class 1: {number}"
    hover(picture, picture.cell_box(0, 0).center())
    assert picture.readout.isVisible()
    assert picture.text_at(QPointF(1.0, 1.0)) == ""


def test_colours_are_blue_below_and_orange_above(view):
    shown, stack = view
    given = weights(stack, (2, 3, 1))
    shown.show_stack(stack, given)
    matrix, _ = single_layer(stack, given)
    image = shown.picture.grab().toImage()
    ratio = image.devicePixelRatio()
    for row in range(2):
        box = shown.picture.cell_box(row, 0)
        corner = (box.topLeft() + QPointF(5.0, 5.0)) * ratio
        colour = image.pixelColor(QPoint(round(corner.x()), round(corner.y())))
        assert (colour.red() > colour.blue()) == (matrix[row, 0] > 0)


def test_a_large_matrix_is_a_picture_without_numbers(qtbot, project_of):
    nodes = [{"id": "flat", "type": "Flatten"}, {**LINE, "units": 20}]
    parts = {"data": {"source": "digits"}, "head": {"type": "multiclass"}}
    document = Document(project_of(*nodes, **parts))
    shown = LinearMapView(document)
    qtbot.addWidget(shown)
    (stack,) = [problem.stack for problem in document.problems if problem.stack]
    shown.show_stack(stack, weights(stack, (64, 20, 10)))
    assert not shown.picture.with_numbers
    assert shown.picture.height() < 400
    assert shown.picture.text_at(shown.picture.cell_box(63, 9).center()).startswith("input 64 → 9:")
    shown.close()


def test_weights_of_before_an_edit_are_not_taken_for_these(view):
    shown, stack = view
    shown.show_stack(stack, weights(stack, (2, 5, 1)) | {"head.weight": np.zeros((4, 1))})
    assert not shown.picture.isVisible()
    assert "again in a moment" in shown.said.text()
    shown.show_stack(stack, weights(stack, (2, 3, 1)))
    assert shown.picture.isVisible()
