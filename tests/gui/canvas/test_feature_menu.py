"""Which features come in at an input, chosen by their names."""

from __future__ import annotations

import pytest

from playground.gui.canvas.feature_menu import feature_choices

DENSE = {"id": "dense_1", "type": "Dense"}


def columns(canvas):
    return canvas.document.network["input"].columns


@pytest.fixture
def canvas(open_canvas):
    """Iris for two inputs, so that there is something to choose."""
    further = {"id": "input_1", "type": "Input"}
    return open_canvas(DENSE, further, data={"source": "iris"}, head={"type": "multiclass"})


def test_features_are_ticked_on_and_off_and_none_is_all(canvas, choose):
    names = feature_choices(canvas.document)
    assert len(names) == 4
    for ticked, chosen in ((names[2], (2,)), (names[0], (0, 2)), (names[2], (0,))):
        canvas.open_menu("input", "columns")
        choose(canvas.menu, ticked)
        assert columns(canvas) == chosen
    canvas.open_menu("input", "columns")
    assert [action.text() for action in canvas.menu.actions() if action.isChecked()] == [names[0]]
    choose(canvas.menu, names[0])
    assert columns(canvas) is None
    canvas.open_menu("input", "columns")
    assert [action.text() for action in canvas.menu.actions() if action.isChecked()] == [
        "All of them"
    ]
    canvas.menu.close()


def test_all_of_them_takes_every_tick_away(canvas, choose):
    canvas.document.set_node_field("input", "columns", (1, 3))
    canvas.open_menu("input", "columns")
    choose(canvas.menu, "All of them")
    assert columns(canvas) is None


def test_features_without_names_go_by_number_and_pictures_have_no_menu(open_canvas):
    digits = open_canvas(DENSE, data={"source": "digits"}, head={"type": "multiclass"})
    assert feature_choices(digits.document) == []
    face = digits.network_scene.cards["input"].face
    assert not face.choosers
