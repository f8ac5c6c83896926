from __future__ import annotations

import pytest

from playground.errors import UserError
from playground.gui import field_edits
from playground.gui.document import Document
from playground.training.optimizers import OPTIMIZERS

NODES = [
    {"id": "dense_1", "type": "Dense", "units": 4, "activation": {"type": "elu", "alpha": 2.0}},
    {"id": "dense_2", "type": "Dense", "units": 8},
    {"id": "again", "type": "Shared", "layer": "dense_2"},
]


@pytest.fixture
def document(qapp, project_of):
    return Document(project_of(*NODES))


def test_a_run_of_changes_of_several_layers_is_one_edit_and_tells_of_each(document):
    start, told = document.project, []
    document.node_changed.connect(told.append)
    for units in (8, 9):
        field_edits.set_fields(document, ["dense_2", "dense_1"], ("units",), units)
    # dense_2 had 8 units already: the first change is of dense_1 alone.
    assert sorted(told) == ["dense_1", "dense_1", "dense_2"]
    assert document.undo_stack.count() == 1
    assert document.undo_stack.undoText() == "change units of 2 layers"
    document.undo_stack.undo()
    assert document.project == start


def test_one_layer_that_cannot_have_it_leaves_all_as_they_are(document):
    before = document.project
    with pytest.raises(UserError, match="Units"):
        field_edits.set_fields(document, ["dense_1", "dense_2"], ("units",), 0)
    assert document.project is before


def test_a_part_of_the_same_name_keeps_its_fields(document):
    field_edits.set_fields(document, ["dense_1", "dense_2"], ("activation",), "elu")
    alphas = [document.network[name].activation.alpha for name in ("dense_1", "dense_2")]
    assert alphas == [2.0, 1.0]


def test_a_rename_is_followed_by_links_and_by_those_that_name_the_layer(document):
    before = document.network
    field_edits.rename(document, "dense_2", "second")
    assert document.network["again"].layer == "second"
    assert ("dense_1", "second") in document.network.links
    assert document.undo_stack.undoText() == "rename dense_2"
    assert field_edits.renamed(before, document.network) == {"dense_2": "second"}


def test_other_edits_are_no_rename(document):
    before = document.network
    document.remove_nodes(["dense_1"])
    assert field_edits.renamed(before, document.network) == {}
    document.insert_layer("Dense", ("input", "dense_2"))
    assert field_edits.renamed(before, document.network) == {}
    assert field_edits.renamed(before, before) == {}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_a_usual_rate_gives_way_to_the_usual_rate_of_another_optimizer(document, name):
    document.set_optimizer(name)
    assert document.project.training.optimizer == OPTIMIZERS[name]()
    field_edits.set_training_field(document, ("optimizer", "learning_rate"), 0.0456)
    other = "sgd" if name != "sgd" else "adam"
    field_edits.set_training_field(document, ("optimizer",), other)
    assert document.project.training.optimizer == OPTIMIZERS[other](learning_rate=0.0456)


def test_the_optimizer_in_force_chosen_again_keeps_its_fields(document):
    field_edits.set_training_field(document, ("optimizer", "beta_1"), 0.5)
    document.set_optimizer("adam")
    assert document.project.training.optimizer.beta_1 == 0.5


def test_a_field_of_a_loss_that_follows_the_head_names_the_loss(document):
    assert document.project.head.loss is None
    field_edits.set_head_field(document, ("loss", "label_smoothing"), 0.1)
    assert document.project.head.loss.label_smoothing == 0.1
    assert document.undo_stack.undoText() == "change label smoothing of the head"
    field_edits.set_head_field(document, ("loss",), None)
    assert document.project.head.loss is None
