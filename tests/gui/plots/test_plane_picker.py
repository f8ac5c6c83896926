"""The choice of the plane that a map is drawn of."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.gui.plots.plane_picker import PlanePicker


@pytest.fixture
def picker(qtbot):
    found = PlanePicker()
    qtbot.addWidget(found)
    found.heard = []
    found.plane_changed.connect(found.heard.append)
    found.set_data(prepare(DataSpec(source="wine")).dataset)
    return found


def test_it_begins_with_components_and_is_hidden_where_there_is_no_choice(picker):
    assert picker.plane.pair is None
    assert not picker.isHidden()
    assert picker.up_box.isHidden()
    picker.set_data(prepare(DataSpec(source="moons")).dataset)
    assert picker.isHidden()
    assert picker.plane.pair == (0, 1)
    picker.set_data(prepare(DataSpec(source="ratings")).dataset)
    assert picker.plane is None
    assert picker.isHidden()
    picker.set_data(prepare(DataSpec(source="digits")).dataset)
    assert picker.across_box.count() == 1


def test_two_features_are_chosen_and_are_never_the_same(picker):
    picker.choose(3, 9)
    assert picker.heard[-1].pair == (3, 9)
    picker.up_box.setCurrentIndex(3)
    picker.up_box.activated.emit(3)
    assert picker.plane.pair == (9, 3)
    picker.set_data(prepare(DataSpec(source="wine", validation=0.2)).dataset)
    assert picker.plane.pair == (9, 3)
    assert len(picker.heard) == 2


def test_the_others_are_held_where_their_sliders_say_and_go_back_to_their_mean(picker):
    features = prepare(DataSpec(source="wine")).dataset.features
    picker.choose(3, 9)
    picker.held.make()
    assert [slider.isHidden() for slider in picker.held.sliders].count(True) == 2
    picker.held.sliders[0].slider.setValue(picker.held.sliders[0].slider.maximum())
    plane = picker.heard[-1]
    assert plane.note == "the other 11 features at chosen values"
    row = plane.at(np.array([[1.0, 2.0]]))[0]
    assert row[0] == pytest.approx(features[:, 0].max())
    assert row[[3, 9]].tolist() == [1.0, 2.0]
    assert row[5] == pytest.approx(features[:, 5].mean())
    picker.held.mean_button.click()
    assert picker.plane.note == "the other 11 features at their mean"
