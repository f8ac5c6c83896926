"""A project starts from a trained network: its layers come frozen, the head is new."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtWidgets import QFileDialog

import playground
from playground.assets_path import examples_path

CONVOLUTIONS = ("conv2d_1", "conv2d_2", "conv2d_3")


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """A file with a network that has seen the digits 0 to 4, and what it has learned."""
    session = playground.Session(playground.open(examples_path() / "digits_0_to_4.json"), "cpu")
    session.train(1)
    path = tmp_path_factory.mktemp("trained") / "digits.playground"
    session.save(path)
    return path, session.parameters()


@pytest.fixture
def digits(window, user):
    """The window with ten samples of each of the digits 5 to 9 and some other network."""
    window.document.set_data(source="digits", only_classes=(5, 6, 7, 8, 9), per_class=10)
    user.wait(lambda: user.frame.prepared.spec == window.document.project.data)
    window.document.undo_stack.clear()
    return window


def begins_with(user, parameters):
    found = user.weights()
    names = [name for name in parameters if name.startswith("conv2d")]
    return all(n in found and np.allclose(found[n], parameters[n], atol=1e-6) for n in names)


def test_layers_come_frozen_with_their_weights_before_a_new_head_in_one_edit(digits, user, source):
    path, parameters = source
    document = digits.document
    user.step(2)
    before, weights = document.project, user.weights()
    digits.starter.read(str(path))
    user.wait(lambda: begins_with(user, parameters))
    network = document.network
    assert [node.id for node in network if node.frozen] == list(CONVOLUTIONS)
    assert {network[each].rate_factor for each in CONVOLUTIONS} == {0.1}
    assert document.traced.shapes()["head"] == (5,)
    assert document.undo_stack.count() == 1
    assert before.data.standardise
    assert not document.project.data.standardise  # as where it has learned
    assert "Features are taken as they are now" in digits.banner.label.text()
    assert "3 layers reused and frozen, and a new head of 5 outputs." in digits.banner.label.text()
    assert "lock on a card" in digits.banner.label.text()
    user.wait(lambda: user.frame.epoch == 0)
    user.step(2)
    assert begins_with(user, parameters)
    document.undo_stack.undo()
    assert document.project == before
    user.wait(lambda: all(np.array_equal(user.weights().get(n), a) for n, a in weights.items()))
    document.undo_stack.redo()
    user.wait(lambda: begins_with(user, parameters))


def test_the_message_lets_them_learn_too(digits, user, source):
    path, parameters = source
    digits.starter.read(str(path))
    user.wait(lambda: begins_with(user, parameters))
    (button,) = digits.banner.buttons
    assert button.text() == "Let them learn too"
    user.click(button)
    assert not any(node.frozen for node in digits.document.network)
    user.wait(lambda: not any(node.frozen for node in user.frame.network))
    assert begins_with(user, parameters)
    digits.document.undo_stack.undo()
    assert digits.document.network["conv2d_1"].frozen


def test_weights_alone_go_onto_the_layers_of_the_network_that_is_there(digits, user, tmp_path):
    layer = digits.document.network["dense_1"]
    shape = digits.document.traced.builder.graph.parameters[0].shape
    given = np.full(shape, 0.25, np.float32)
    path = tmp_path / "weights.npz"
    np.savez(path, **{"dense_1.weight": given, "dense_1.bias": np.ones(layer.units, np.float32)})
    digits.starter.read(str(path))
    user.wait(lambda: np.array_equal(user.weights()["dense_1.weight"], given))
    assert digits.document.network["dense_1"].frozen


def test_a_network_for_other_samples_is_refused_and_nothing_changes(window, user, source):
    before = window.document.project
    window.starter.read(str(source[0]))
    user.wait(window.banner.isVisible)
    assert "takes samples of" in window.banner.label.text()
    assert window.document.project is before


def test_the_menu_asks_for_a_file(window, user):
    action = next(a for a in window.menus.file.actions() if a.text().startswith("Start from"))
    action.trigger()
    dialog = window.starter.file_dialog
    assert isinstance(dialog, QFileDialog)
    user.wait(dialog.isVisible)
    dialog.reject()
