"""Groups, notes and colours: edits that training never hears of."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from playground.network import edits, grouping
from playground.network.canvas_parts import Group, Note
from playground.network.layers import LAYERS
from playground.network.spec import NetworkSpec

from .small import chain

DENSE = {"type": "Dense"}
PLAIN = chain(DENSE, DENSE, DENSE, DENSE)


def grouped(*nodes: str, **fields: Any) -> NetworkSpec:
    return grouping.group(PLAIN, Group(id="group_1", title="Trunk", nodes=nodes, **fields))


def test_a_node_is_in_one_group_alone_and_an_empty_group_goes() -> None:
    both = grouping.group(grouped("n0", "n1"), Group(id="group_2", nodes=("n1", "n2")))
    assert [group.nodes for group in both.groups] == [("n0",), ("n1", "n2")]
    taken = grouping.group(both, Group(id="group_3", nodes=("n0",)))
    assert [group.id for group in taken.groups] == ["group_2", "group_3"]


@pytest.mark.parametrize("nodes", [("head",), ("gone",), ("n0", "n0"), ()])
def test_a_group_holds_nodes_that_are_there_and_each_once(nodes: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        grouped(*nodes)


def test_groups_and_notes_share_their_names_with_nothing() -> None:
    with pytest.raises(ValidationError, match="two things on the canvas are called 'n0'"):
        grouping.add_note(PLAIN, Note(id="n0"))
    with pytest.raises(ValidationError, match="called 'n1'"):
        grouping.group(PLAIN, Group(id="n1", nodes=("n0",)))


def test_a_group_follows_its_layers_names_and_loses_those_that_are_removed() -> None:
    renamed = edits.set_field(grouped("n0", "n1"), "n0", "id", "first")
    assert renamed.groups[0].nodes == ("first", "n1")
    assert edits.remove(renamed, {"first"}).groups[0].nodes == ("n1",)
    assert edits.remove(renamed, {"first", "n1"}).groups == ()


@pytest.mark.parametrize(
    ("link", "inside"),
    [
        (("n0", "n1"), ("n0", "n1", "dense_1")),
        (("n1", "n2"), ("n0", "n1")),
        (("input", "n0"), ("n0", "n1")),
    ],
)
def test_what_is_put_on_a_wire_inside_a_group_belongs_to_it(
    link: tuple[str, str], inside: tuple[str, ...]
) -> None:
    network = edits.insert(grouped("n0", "n1"), LAYERS["Dense"](id="dense_1"), link)
    assert network.groups[0].nodes == inside


def test_a_layer_lifted_out_leaves_its_group_and_joins_the_one_it_is_put_in() -> None:
    network = grouping.group(grouped("n0", "n1"), Group(id="group_2", nodes=("n2", "n3")))
    lifted = edits.lift(network, "n1")
    assert [group.nodes for group in lifted.groups] == [("n0",), ("n2", "n3")]
    put = edits.put_on(lifted, "n1", ("n2", "n3"))
    assert [group.nodes for group in put.groups] == [("n0",), ("n2", "n3", "n1")]
    assert put.links == (
        ("input", "n0"),
        ("n0", "n2"),
        ("n2", "n1"),
        ("n1", "n3"),
        ("n3", "head"),
    )


def test_a_layer_that_is_linked_to_nothing_stays_in_its_group_when_it_moves() -> None:
    loose = grouping.group(
        edits.add(PLAIN, LAYERS["Dense"](id="loose")), Group(id="group_1", nodes=("loose",))
    )
    assert edits.lift(loose, "loose") is loose


def test_ungrouping_leaves_the_layers() -> None:
    assert grouping.ungroup(grouped("n0", "n1"), {"group_1"}) == PLAIN


def test_a_group_or_a_note_takes_no_more_letters_than_there_is_room_for() -> None:
    with pytest.raises(ValidationError):
        grouping.change_group(grouped("n0"), "group_1", title="a" * 81)
    noted = grouping.add_note(PLAIN, Note(id="note_1", text="Here", position=(8, 9)))
    with pytest.raises(ValidationError):
        grouping.change_note(noted, "note_1", text="a" * 4001)
    whole = grouping.change_note(noted, "note_1", text="ש" * 4000)
    assert (whole.notes[0].position, len(whole.notes[0].text)) == ((8, 9), 4000)
    assert grouping.remove_notes(whole, {"note_1"}) == PLAIN


def test_colours_are_of_layers_groups_and_notes_and_can_be_taken_away() -> None:
    network = grouping.add_note(grouped("n0"), Note(id="note_1"))
    painted = grouping.paint(network, {"n2", "group_1", "note_1"}, "teal")
    colours = {part.id: part.colour for part in painted.parts if part.colour}
    assert colours == {"n2": "teal", "group_1": "teal", "note_1": "teal"}
    assert grouping.paint(painted, set(colours), None) == network


def test_a_bare_network_knows_nothing_of_looks() -> None:
    dressed = grouping.paint(grouped("n0", collapsed=True), {"n1"}, "pink")
    dressed = grouping.add_note(edits.move(dressed, {"n3": (1, 2)}), Note(id="note_1"))
    assert dressed.bare() == PLAIN.bare()


@pytest.mark.parametrize("place", [(float("inf"), 0.0), (0.0, float("nan")), (1e300, 0.0)])
def test_nothing_stands_where_no_canvas_reaches(place: tuple[float, float]) -> None:
    with pytest.raises(ValidationError):
        Note(id="note_1", position=place)
    with pytest.raises(ValidationError):
        LAYERS["Dense"](id="dense_1", position=place)
