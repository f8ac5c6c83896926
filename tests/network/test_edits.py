"""Edits of a network: never an invalid one, and nothing else changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from playground.network import edits
from playground.network.layers import LAYERS
from playground.network.spec import NetworkSpec

from .small import chain

DENSE = {"type": "Dense"}
LINKED = chain(DENSE, DENSE, DENSE)
MOVES = [
    "merge",
    "add",
    "insert",
    "append",
    "remove",
    "connect",
    "disconnect",
    "move",
    "set",
    "rename",
]


def fresh(network: NetworkSpec, layer: str = "Dense") -> Any:
    return LAYERS[layer](id=network.fresh_id(layer))


def edited(network: NetworkSpec, move: str, first: int, second: int) -> NetworkSpec:
    """One edit, of nodes and links picked by number; where it would make a circle, none."""
    names = [node.id for node in network]
    one, two = names[first % len(names)], [*names, "head"][second % (len(names) + 1)]
    link = network.links[first % len(network.links)] if network.links else None
    match move:
        case "add":
            return edits.add(network, fresh(network, ["Dropout", "Input"][second % 2]))
        case "merge":
            layer = ["Add", "Dot", "Concatenate", "Shared"][second % 4]
            return edits.place(network, fresh(network, layer), link)
        case "insert" if link:
            return edits.insert(network, fresh(network), link)
        case "append":
            return edits.append(network, fresh(network, "Flatten"))
        case "remove":
            return edits.remove(network, {one, two})
        case "connect":
            try:
                return edits.connect(network, one, two)
            except ValueError as error:
                words = ("circle", "wrong way", "has the 2 inputs", "listed twice")
                assert any(each in str(error) for each in words)  # noqa: PT017
                return network
        case "disconnect" if link:
            return edits.disconnect_all(network, [link])
        case "move":
            return edits.move(network, {one: (first, second)})
        case "set" if hasattr(network[one], "units"):
            return edits.set_field(network, one, "units", 1 + second)
        case "rename" if one != "input":
            return edits.set_field(network, one, "id", f"renamed_{first}_{len(names)}")
    return network


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 50), st.integers(0, 50)), max_size=12)
)
def test_no_run_of_edits_gives_an_invalid_network(moves: list[tuple[str, int, int]]) -> None:
    network = LINKED
    for move in moves:
        before = network.model_dump()
        try:
            network_after = edited(network, *move)
        except ValidationError as error:
            # A name made twice is refused; nothing else may be.
            assert "two nodes are called" in str(error)  # noqa: PT017
            network_after = network
        assert network.model_dump() == before
        network = network_after
        # What comes out passes the same checks as a file would.
        assert NetworkSpec.model_validate_json(network.model_dump_json()) == network
        assert "input" in network


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(0, 20), min_size=1, max_size=6), st.integers(0, 20))
def test_inserting_and_removing_again_restores_nodes_and_links(
    sources: list[int], place: int
) -> None:
    # A random tree: each node is led into by the input or by a node before it.
    names = [f"n{n}" for n in range(len(sources))]
    links = [
        (["input", *names][source % (n + 1)], name)
        for n, (name, source) in enumerate(zip(names, sources, strict=True))
    ]
    nodes = [{"id": name, **DENSE} for name in names]
    network = NetworkSpec(nodes=nodes, links=[*links, (names[-1], "head")])
    link = network.links[place % len(network.links)]
    inserted = edits.insert(network, fresh(network, "Dropout"), link)
    assert inserted.sources("dropout_1") == [link[0]]
    assert inserted.sources(link[1]) == ["dropout_1"]
    removed = edits.remove(inserted, ["dropout_1"])
    assert (removed.nodes, set(removed.links)) == (network.nodes, set(network.links))


def test_removing_nodes_closes_the_gap() -> None:
    assert edits.remove(LINKED, ["n1"]).links == (("input", "n0"), ("n0", "n2"), ("n2", "head"))
    assert edits.remove(LINKED, ["n0", "n1", "n2"]).links == (("input", "head"),)
    assert edits.remove(LINKED, ["input", "head"]) == LINKED


def test_removing_a_node_that_feeds_two_links_its_source_to_both() -> None:
    links = [("input", "n0"), ("n0", "n1"), ("n0", "n2"), ("n2", "head")]
    forked = NetworkSpec(nodes=LINKED.nodes, links=links)
    healed = edits.remove(forked, ["n0"]).links
    assert healed == (("input", "n1"), ("input", "n2"), ("n2", "head"))


def test_removing_a_detour_leaves_the_direct_link_once() -> None:
    links = [("input", "n0"), ("n0", "n1"), ("input", "n1"), ("n1", "n2"), ("n2", "head")]
    detour = NetworkSpec(nodes=LINKED.nodes, links=links)
    assert edits.remove(detour, ["n0"]).links == (("input", "n1"), ("n1", "n2"), ("n2", "head"))


def test_connecting_takes_the_place_of_what_led_there() -> None:
    connected = edits.connect(LINKED, "input", "n2")
    assert connected.sources("n2") == ["input"]
    assert connected.targets("n1") == []


def merging(layer: str, *sources: str) -> NetworkSpec:
    """Three layers side by side, some of them led into a merge."""
    nodes = [*({"id": f"n{n}", **DENSE} for n in range(3)), {"id": "merge", "type": layer}]
    links = [("input", f"n{n}") for n in range(3)] + [(source, "merge") for source in sources]
    return NetworkSpec(nodes=nodes, links=[*links, ("merge", "head")])


def test_connecting_to_a_merge_adds_a_link_after_the_others() -> None:
    network = edits.connect(edits.connect(merging("Add", "n2"), "n0", "merge"), "n1", "merge")
    assert network.sources("merge") == ["n2", "n0", "n1"]


def test_a_merge_of_two_takes_no_third_and_none_takes_the_same_twice() -> None:
    assert edits.connect(merging("Dot", "n1"), "n0", "merge").sources("merge") == ["n1", "n0"]
    with pytest.raises(ValueError, match="has the 2 inputs it takes"):
        edits.connect(merging("Dot", "n1", "n0"), "n2", "merge")
    with pytest.raises(ValueError, match="listed twice"):
        edits.connect(merging("Add", "n1"), "n1", "merge")


def test_removing_a_branch_of_a_merge_leads_its_source_there_in_its_place() -> None:
    removed = edits.remove(merging("Concatenate", "n0", "n1", "n2"), ["n1"])
    assert removed.sources("merge") == ["n0", "input", "n2"]
    both = edits.remove(merging("Add", "n0", "n1", "n2"), ["n1", "n2"])
    assert both.sources("merge") == ["n0", "input"]


def test_removing_a_merge_leaves_the_first_branch_where_only_one_fits() -> None:
    assert edits.remove(merging("Add", "n2", "n0"), ["merge"]).sources("head") == ["n2"]
    into_a_merge = edits.insert(merging("Add", "n2"), LAYERS["Add"](id="inner"), ("n2", "merge"))
    into_a_merge = edits.connect(into_a_merge, "n1", "inner")
    assert edits.remove(into_a_merge, ["inner"]).sources("merge") == ["n2", "n1"]


def test_an_input_is_placed_on_no_link() -> None:
    node = LAYERS["Input"](id="more")
    for link in (None, LINKED.links[0]):
        assert edits.place(LINKED, node, link).links == LINKED.links
    dense = fresh(LINKED)
    assert edits.place(LINKED, dense, None) == edits.append(LINKED, dense)
    assert edits.place(LINKED, dense, LINKED.links[0]) == edits.insert(
        LINKED, dense, LINKED.links[0]
    )


def test_a_shared_layer_follows_the_name_of_the_one_it_applies_again() -> None:
    network = edits.append(LINKED, LAYERS["Shared"](id="again", layer="n0"))
    renamed = edits.set_field(network, "n0", "id", "tower")
    assert renamed["again"].layer == "tower"
    assert edits.set_field(network, "n1", "id", "tower")["again"].layer == "n0"
    assert edits.remove(network, ["n0"])["again"].layer == "n0"


def test_connecting_in_a_circle_is_refused() -> None:
    with pytest.raises(ValidationError, match="circle"):
        edits.connect(LINKED, "n2", "n0")


def test_appending_puts_a_node_before_the_head_even_if_nothing_led_there() -> None:
    loose_end = edits.disconnect_all(LINKED, [("n2", "head")])
    for network in (LINKED, loose_end):
        appended = edits.append(network, fresh(network))
        assert appended.sources("head") == ["dense_1"]
        assert appended.sources("dense_1") == ["n2"]
    appended = edits.append(edits.add(loose_end, fresh(loose_end, "Dropout")), fresh(loose_end))
    assert appended.sources("dense_1") == ["n2"]


def test_a_new_name_is_followed_by_the_links() -> None:
    renamed = edits.set_field(LINKED, "n1", "id", "middle")
    assert renamed.links == (
        ("input", "n0"),
        ("n0", "middle"),
        ("middle", "n2"),
        ("n2", "head"),
    )
    with pytest.raises(ValidationError, match="two nodes"):
        edits.set_field(LINKED, "n1", "id", "n0")
    with pytest.raises(ValidationError):
        edits.set_field(LINKED, "n1", "id", "head")


def test_a_field_that_can_not_have_the_value_is_refused() -> None:
    with pytest.raises(ValidationError):
        edits.set_field(LINKED, "n1", "units", 0)
    assert edits.set_field(LINKED, "n1", "activation", "relu")["n1"].activation.name == "relu"


def test_a_field_of_an_unknown_layer_can_change_without_losing_the_others() -> None:
    network = NetworkSpec(nodes=[{"id": "x", "type": "Attention", "heads": 4}])
    changed = edits.set_field(network, "x", "position", (1, 2))
    assert changed["x"].model_dump() == {
        "id": "x",
        "type": "Attention",
        "heads": 4,
        "position": (1.0, 2.0),
    }


def test_moving_places_the_cards_named_and_no_others() -> None:
    moved = edits.move(LINKED, {"n1": (3.0, 4.0)})
    assert [node.position for node in moved] == [None, None, (3.0, 4.0), None]
    assert moved.links == LINKED.links


def test_freezing_is_of_the_nodes_named_and_no_others_and_can_be_taken_back() -> None:
    frozen = edits.freeze(LINKED, ["n1", "nobody"], True)
    assert [node.id for node in frozen if node.frozen] == ["n1"]
    assert frozen.links == LINKED.links
    assert edits.freeze(frozen, ["n1"], False) == LINKED


def test_names_that_are_taken_are_given_up_with_all_that_mentions_them() -> None:
    nodes = [
        {"id": "code", **DENSE},
        {"id": "dense_1", **DENSE},
        {"id": "shared_1", "type": "Shared", "layer": "code"},
        {"id": "dense_2", **DENSE},
    ]
    network = NetworkSpec.model_validate({"nodes": nodes})
    apart = edits.renamed_apart(network, {"input", "code", "dense_1"})
    assert [node.id for node in apart] == ["input", "code_1", "dense_3", "shared_1", "dense_4"]
    assert apart["shared_1"].layer == "code_1"  # type: ignore[attr-defined]
    assert apart.order() == [*(node.id for node in apart), "head"]
    assert edits.renamed_apart(network, {"other"}) == network


def test_links_but_some_are_taken_out_of_one_layer_alone() -> None:
    nodes = [{"id": name, **DENSE} for name in "abc"] + [{"id": "m", "type": "Add"}]
    links = [("input", "a"), ("input", "b"), ("a", "m"), ("b", "m"), ("input", "m"), ("m", "head")]
    network = NetworkSpec.model_validate({"nodes": nodes, "links": links})
    kept = edits.keep_links(network, "m", ("b",))
    assert kept.nodes == network.nodes
    assert kept.links == (("input", "a"), ("input", "b"), ("b", "m"), ("m", "head"))


def test_fields_of_several_nodes_are_set_where_there_are_such() -> None:
    network = chain(DENSE, {"type": "Activation", "activation": "sigmoid"}, DENSE)
    changed = edits.set_fields(network, ("n0", "n1"), (("activation", "relu"), ("units", 5)))
    assert [getattr(node, "units", None) for node in changed] == [None, 5, None, 8]
    assert [node.activation.name for node in changed if node.id != "input"] == [
        "relu",
        "relu",
        "tanh",
    ]
    with pytest.raises(ValidationError):
        edits.set_fields(network, ("n0",), (("activation", "sinus"),))


def test_a_further_input_put_behind_a_node_stands_alone():
    new = fresh(LINKED, "Input")
    assert edits.put_after(LINKED, new, "dense_1").links == LINKED.links
