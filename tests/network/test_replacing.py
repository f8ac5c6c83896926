"""A layer in the place of another, and how the two networks are told apart from others."""

from __future__ import annotations

import pytest

from playground.network import edits
from playground.network.canvas_parts import Group
from playground.network.layers import LAYERS
from playground.network.replacing import is_named_after_its_type, renames, replace, successor
from playground.network.spec import NetworkSpec

from .small import chain

DENSE = {"type": "Dense"}
PLAIN = chain(DENSE, DENSE, DENSE)


def test_fields_that_both_types_have_are_taken_over_and_no_others() -> None:
    old = LAYERS["Dense"](
        id="dense_1", units=5, activation="relu", frozen=True, colour="pink", position=(3, 4)
    )
    new = successor(old, "LSTM", "lstm_1")
    assert (new.type, new.id, new.units) == ("LSTM", "lstm_1", 5)
    assert (new.frozen, new.colour, new.position) == (True, "pink", (3, 4))
    dropout = successor(old, "Dropout", "dropout_1")
    assert dropout == LAYERS["Dropout"](id="dropout_1", frozen=True, colour="pink", position=(3, 4))


def test_a_value_that_the_new_type_can_not_have_is_left_at_its_default() -> None:
    # A kernel of one number along a sequence, of two over an image.
    for old_type, new_type in [("Conv2D", "Conv1D"), ("Conv1D", "Conv2D"), ("GRU", "Dense")]:
        old = LAYERS[old_type](id="old")
        assert successor(old, new_type, "new").type == new_type


@pytest.mark.parametrize(
    ("identity", "layer", "by_type"),
    [("dense_12", "Dense", True), ("first", "Dense", False), ("dense_1", "Dropout", False)],
)
def test_a_name_given_by_itself_is_told_from_one_that_was_chosen(
    identity: str, layer: str, by_type: bool
) -> None:
    assert is_named_after_its_type(LAYERS[layer](id=identity)) is by_type


def test_links_and_groups_follow_the_new_layer() -> None:
    network = PLAIN.model_copy(update={"groups": (Group(id="g", nodes=("n0", "n1")),)})
    replaced = replace(network, "n1", LAYERS["Dropout"](id="dropout_1"))
    assert replaced.order() == ["input", "n0", "dropout_1", "n2", "head"]
    assert replaced.groups[0].nodes == ("n0", "dropout_1")


def test_a_layer_of_one_input_takes_the_first_of_a_merge() -> None:
    merged = NetworkSpec(
        nodes=[{"id": "a", **DENSE}, {"id": "b", **DENSE}, {"id": "add_1", "type": "Add"}],
        links=[["input", "a"], ["input", "b"], ["a", "add_1"], ["b", "add_1"], ["add_1", "head"]],
    )
    replaced = replace(merged, "add_1", LAYERS["Dense"](id="dense_1"))
    assert replaced.sources("dense_1") == ["a"]
    assert replaced.targets("dense_1") == ["head"]


def test_a_renamed_and_a_replaced_node_are_known_by_their_place() -> None:
    renamed = edits.set_field(PLAIN, "n1", "id", "middle")
    assert renames(PLAIN, renamed) == {"n1": "middle"}
    assert renames(renamed, PLAIN) == {"middle": "n1"}
    replaced = replace(PLAIN, "n0", LAYERS["Dropout"](id="dropout_1"))
    assert renames(PLAIN, replaced) == {"n0": "dropout_1"}


def test_another_network_of_as_many_nodes_is_no_renaming() -> None:
    moved = edits.append(edits.remove(PLAIN, {"n0"}), LAYERS["Dense"](id="dense_1"))
    assert len(moved.nodes) == len(PLAIN.nodes)
    assert renames(PLAIN, moved) == {}
    assert renames(PLAIN, edits.append(PLAIN, LAYERS["Dense"](id="dense_1"))) == {}
    assert renames(PLAIN, PLAIN) == {}
    parallel = NetworkSpec(
        nodes=[{"id": name, **DENSE} for name in ("x", "y", "z")],
        links=[["input", "x"], ["input", "y"], ["y", "z"], ["z", "head"]],
    )
    assert renames(PLAIN, parallel) == {}
