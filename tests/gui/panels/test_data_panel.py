"""The data gallery and its sliders, in the window."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt

from playground.data.sources import SOURCES
from playground.gui.views.catalogue import VIEWS
from tests.mouse import hover

CTRL = Qt.KeyboardModifier.ControlModifier
LEFT = Qt.MouseButton.LeftButton


def drag(user, slider, share_from, share_to):
    """Drag a slider's handle between two shares of its width."""
    bar = slider.slider
    places = [
        QPoint(round(bar.width() * share), bar.height() // 2) for share in (share_from, share_to)
    ]
    user.bot.mousePress(bar, LEFT, pos=places[0])
    for step in range(1, 6):
        hover(bar, places[0] + (places[1] - places[0]) * step / 5, LEFT)
    user.bot.mouseRelease(bar, LEFT, pos=places[1])


def test_every_picture_brings_data_a_fitting_head_and_a_network_that_runs(window, user):
    shown = window.document.project.data.source
    for name in window.data_panel.gallery:
        if name != shown:
            choose_and_take_back(window, user, name)


def choose_and_take_back(window, user, name):
    before, panel = window.document.project, window.data_panel
    user.click(panel.gallery[name])
    user.wait(lambda: window.document.project.data.source == name, 20_000)
    project = window.document.project
    assert window.document.undo_stack.count() == 1
    assert window.document.undo_stack.undoText() == f"use {SOURCES[name].label}"
    assert SOURCES[name].task in project.head.tasks
    assert not window.document.traced.errors
    user.wait(lambda: user.frame.prepared.spec.source == name)
    user.step()
    user.settle()
    assert user.frame.last["loss"][0] > 0
    output, dataset = window.output, user.frame.prepared.dataset
    assert not VIEWS[output.answers.name].reason(user.frame.prepared, user.frame.head)
    assert output.answers.name == "map" or not dataset.on_plane
    assert output.answers.view.isVisible()
    assert panel.noise.isVisible() == SOURCES[name].generated
    assert project.data.standardise == SOURCES[name].standardise
    assert f"{len(dataset.features):,}" in panel._count.text()
    user.press(Qt.Key.Key_Z, CTRL, widget=window)
    assert window.document.project == before
    assert panel.gallery[before.data.source].isChecked()
    user.wait(lambda: user.frame.prepared.spec == before.data)


def test_digits_get_a_flatten_in_the_same_edit(window, user):
    user.click(window.data_panel.gallery["digits"])
    user.wait(lambda: window.document.project.data.source == "digits", 20_000)
    assert window.document.network.order() == ["input", "flatten_1", "dense_1", "head"]
    window.document.undo_stack.undo()
    assert "flatten_1" not in window.document.network


def test_signals_are_called_a_sequence_and_ratings_have_no_map(window, user):
    panel, document = window.data_panel, window.document
    user.click(panel.gallery["signals"])
    user.wait(lambda: document.project.data.source == "signals")
    assert window.canvas.network_scene.cards["input"].face.caption == "32×1 sequence"
    user.click(panel.gallery["ratings"])
    user.wait(lambda: document.project.data.source == "ratings")
    assert panel.samples.slider.accessibleName() == "Samples"
    picker = window.output.answers.picker
    assert "users, items or words" in picker.model().item(picker.findData("map")).toolTip()
    user.click(panel.gallery["moons"])
    user.wait(lambda: document.project.data.source == "moons")
    assert document.project.data.standardise
    assert panel.samples.slider.accessibleName() == "Points"


def test_loading_is_told_and_the_last_click_wins(window, user):
    panel = window.data_panel
    user.click(panel.gallery["wine"])
    assert panel._count.text() == "loading Wine…"
    user.click(panel.gallery["moons"])
    user.wait(lambda: not window.jobs.busy, 20_000)
    assert window.document.project.data.source == "moons"
    assert window.document.undo_stack.count() == 1
    assert "points" in panel._count.text()


def test_other_data_while_it_trains_starts_over_and_goes_on(window, user):
    user.run(epochs=30)
    user.click(window.data_panel.gallery["moons"])
    user.wait(lambda: user.frame.prepared.spec.source == "moons")
    user.wait(lambda: user.frame.epoch > 0)
    assert user.frame.running
    user.pause()


@pytest.mark.parametrize("name", ["noise", "samples", "validation"])
def test_a_drag_of_a_slider_changes_the_data_as_one_edit(window, user, name):
    before, slider = window.document.project, getattr(window.data_panel, name)
    drag(user, slider, 0.3, 0.8)
    now = window.document.project.data
    assert getattr(now, name) == slider.value != getattr(before.data, name)
    assert window.document.undo_stack.count() == 1
    user.wait(lambda: user.frame.prepared.spec == now)
    window.document.undo_stack.undo()
    assert window.document.project == before
    assert slider.value == pytest.approx(getattr(before.data, name))


def test_more_noise_keeps_the_run_and_its_weights(window, user):
    user.step(2)
    drag(user, window.data_panel.noise, 0.1, 0.5)
    user.wait(lambda: user.frame.prepared.spec == window.document.project.data)
    assert user.frame.epoch == 2


def test_a_click_on_what_is_chosen_does_nothing(window, user):
    user.click(window.data_panel.gallery["circle"])
    assert not window.jobs.busy
    assert not window.document.undo_stack.canUndo()


@pytest.fixture
def digits(window, user):
    """The window with digits."""
    user.click(window.data_panel.gallery["digits"])
    user.wait(lambda: window.document.project.data.source == "digits", 20_000)
    user.wait(lambda: user.frame.prepared.spec.source == "digits")
    window.document.undo_stack.clear()
    return window


def test_classes_are_left_out_and_taken_back_in_and_every_view_has_their_names(digits, user):
    document, picker = digits.document, digits.data_panel.class_picker
    before = document.project
    assert [button.text() for button in picker.buttons] == list("0123456789")
    for button in picker.buttons[:5]:
        user.click(button)
    assert document.project.data.only_classes == (5, 6, 7, 8, 9)
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "choose the classes"
    user.wait(lambda: user.frame.prepared.spec == document.project.data)
    assert user.frame.prepared.dataset.target_names == tuple("56789")
    assert document.traced.shapes()["head"] == (5,)
    user.step()
    user.settle()
    for button in picker.buttons[:5]:
        user.click(button)
    assert document.project.data.only_classes is None
    document.undo_stack.undo()
    assert document.project == before
    assert all(button.isChecked() for button in picker.buttons)


def test_a_single_class_is_refused_and_its_button_comes_back(digits, user):
    document, picker = digits.document, digits.data_panel.class_picker
    document.set_data(only_classes=(3, 8))
    user.click(picker.buttons[3])
    assert document.project.data.only_classes == (3, 8)
    assert picker.buttons[3].isChecked()
    assert "at least two classes" in digits.banner.label.text()


def test_few_samples_of_each_class_are_one_edit_and_the_validation_share_is_out_of_use(
    digits, user
):
    document, panel = digits.document, digits.data_panel
    before = document.project
    drag(user, panel.per_class, 0.97, 0.1)
    few = document.project.data.per_class
    assert few == panel.per_class.value < 20
    assert not panel.validation.isVisible()
    assert document.undo_stack.count() == 1
    user.wait(lambda: user.frame.prepared.spec == document.project.data)
    assert len(user.frame.prepared.train) == 10 * few
    document.undo_stack.undo()
    assert document.project == before
    assert panel.validation.isVisible()


def test_no_class_is_taken_whole_for_training(window, user):
    user.click(window.data_panel.gallery["iris"])
    user.wait(lambda: window.document.project.data.source == "iris", 20_000)
    drag(user, window.data_panel.per_class, 0.97, 0.8)
    assert window.document.project.data.per_class == 49 == window.data_panel.per_class.value


def test_data_of_no_classes_offers_none(window, user):
    panel = window.data_panel
    assert not panel.class_picker.isVisible()  # two classes, drawn at will
    assert not panel.per_class.isVisible()
    user.click(panel.gallery["breast_cancer"])
    user.wait(lambda: window.document.project.data.source == "breast_cancer", 20_000)
    assert not panel.class_picker.isVisible()
    assert panel.per_class.isVisible()
    user.click(panel.gallery["diabetes"])
    user.wait(lambda: window.document.project.data.source == "diabetes", 20_000)
    assert not panel.per_class.isVisible()
    assert panel.validation.isVisible()


def test_other_data_keeps_no_choice_of_classes_and_fewer_of_them_keep_what_is_left(window, user):
    document = window.document
    document.set_data(source="blobs", classes=5)
    document.set_data(only_classes=(0, 1, 4))
    document.set_data(classes=4)
    assert document.project.data.only_classes == (0, 1)
    document.set_data(source="spirals")
    assert document.project.data.only_classes is None
