"""Which cards and wires there are of a network."""

from __future__ import annotations

from playground.gui.canvas.visible import entry_of, exit_of, visible
from playground.network.canvas_parts import Group
from playground.network.spec import NetworkSpec

LINKS = [
    ("input", "a"),
    ("a", "b"),
    ("b", "c"),
    ("a", "skip"),
    ("skip", "c"),
    ("c", "head"),
]


def network(*groups, links=LINKS):
    nodes = [{"id": name, "type": "Dense"} for name in ("a", "b", "skip")]
    return NetworkSpec(nodes=[*nodes, {"id": "c", "type": "Add"}], links=links, groups=groups)


def group(*nodes, collapsed=True, identity="group_1"):
    return Group(id=identity, nodes=nodes, collapsed=collapsed)


def test_an_open_group_hides_nothing():
    shown = visible(network(group("a", "b", collapsed=False)))
    assert set(shown.order) == {"input", "a", "b", "skip", "c", "head"}
    assert set(shown.links) == set(LINKS)
    assert [frame.id for frame in shown.frames] == ["group_1"]


def test_a_collapsed_group_is_one_card_and_its_inner_wires_are_gone():
    shown = visible(network(group("b", "c")))
    assert shown.order == ["input", "a", "group_1", "skip", "head"]
    assert shown.links["a", "group_1"] == (("a", "b"),)
    assert shown.links["skip", "group_1"] == (("skip", "c"),)
    assert ("b", "c") not in shown.links
    assert shown.cards["b"] == shown.cards["c"] == "group_1"
    assert shown.sources("group_1") == ["a", "skip"]
    assert shown.targets("group_1") == ["head"]
    assert not shown.frames


def test_a_wire_stands_for_all_links_between_two_cards():
    shown = visible(network(group("b", "skip"), group("c", identity="group_2")))
    assert shown.links["a", "group_1"] == (("a", "b"), ("a", "skip"))
    assert shown.links["group_1", "group_2"] == (("b", "c"), ("skip", "c"))


def test_a_group_of_the_two_ends_of_a_branch_shows_both_wires():
    shown = visible(network(group("a", "c")))
    assert set(shown.links) >= {("group_1", "b"), ("b", "group_1")}


def test_a_wire_into_a_group_leads_to_what_waits_for_one_and_out_of_it_from_its_end():
    whole = network(group("a", "b"))
    assert (entry_of(whole, "group_1"), exit_of(whole, "group_1")) == ("a", "b")
    assert (entry_of(whole, "c"), exit_of(whole, "c")) == ("c", "c")
    loose = [link for link in LINKS if link != ("a", "b")]
    assert entry_of(network(group("b", "c"), links=loose), "group_1") == "b"
