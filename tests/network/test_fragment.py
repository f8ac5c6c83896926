"""Parts of networks by themselves: out of one network, as text, and into another."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

import pytest

from playground.assets_path import asset
from playground.errors import UserError
from playground.network import edits, grouping
from playground.network.canvas_parts import Group, Note
from playground.network.fragment import Fragment, cut_out, parse_fragment, take_in
from playground.network.layers import LAYERS
from playground.network.spec import NetworkSpec

from .small import chain

PLAIN = chain(*({"type": "Dense"} for _ in range(4)))
BRANCHED = NetworkSpec(
    nodes=[
        {"id": "dense_1", "type": "Dense"},
        {"id": "dense_2", "type": "Dense"},
        {"id": "dense_3", "type": "Dense"},
        {"id": "add_1", "type": "Add"},
    ],
    links=[
        ("input", "dense_1"),
        ("dense_1", "dense_2"),
        ("dense_2", "dense_3"),
        ("dense_3", "add_1"),
        ("dense_1", "add_1"),
        ("add_1", "head"),
    ],
)


def text_of(**fields: Any) -> str:
    return json.dumps({"playground": "fragment", "format": 1, **fields})


def node(identity: str, layer_type: str = "Dense", **fields: Any) -> dict[str, Any]:
    return {"id": identity, "type": layer_type, **fields}


def into(
    network: NetworkSpec, fragment: Fragment, link: tuple[str, str] | None = None
) -> tuple[NetworkSpec, dict[str, str]]:
    def fresh(stem: str, taken: Collection[str]) -> str:
        return network.fresh_name(stem, taken)

    return take_in(network, fragment, fresh, None, link)


def test_what_is_cut_out_keeps_its_inner_links_its_places_and_whole_groups() -> None:
    network = grouping.group(PLAIN, Group(id="group_1", title="Trunk", nodes=("n0", "n1")))
    network = grouping.group(network, Group(id="group_2", nodes=("n2", "n3")))
    network = grouping.add_note(network, Note(id="note_1", text="See", position=(5, 6)))
    fragment = cut_out(network, {"group_1", "n2", "note_1", "head"}, {"n0": (8.0, 16.0)})
    assert [each.id for each in fragment.nodes] == ["n0", "n1", "n2"]
    assert fragment.links == (("n0", "n1"), ("n1", "n2"))
    assert [group.title for group in fragment.groups] == ["Trunk"]
    assert fragment.nodes[0].position == (8.0, 16.0)
    assert (fragment.corner(), fragment.notes[0].text) == ((5, 6), "See")


def test_a_fragment_is_the_same_after_a_round_trip_through_json() -> None:
    network = NetworkSpec(
        nodes=[
            node("conv2d_1", "Conv2D", filters=3, colour="pink", position=(1.5, -2)),
            node("dense_1", activation={"type": "leaky_relu", "slope": 0.3}, frozen=True),
            node("wobble_1", "Wobble", force=3),
        ],
        groups=[Group(id="group_1", title="שלום", nodes=("dense_1",), collapsed=True)],
        notes=[Note(id="note_1", text="“Quoted”\nand more", colour="blue")],
    )
    fragment = cut_out(network, {part.id for part in network.parts}, {})
    again = parse_fragment(fragment.model_dump_json(exclude_none=True))
    assert again == fragment
    assert again.nodes[-1].model_dump()["force"] == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no part of a network. Copy"),
        ("hello, world", "no part of a network. Copy"),
        ("[1, 2]", "no part of a network. Copy"),
        ("{}", "holds no layers"),
        ('{"nodes": [{"id": "a", "type": "Dense"}]}', "holds no layers"),
        (text_of(), "holds no layers"),
        ('{"nodes": 3}', "nodes"),
        (text_of(format=2), "format"),
        (text_of(nodes=[node("a"), node("a")]), "two nodes are called 'a'"),
        (text_of(nodes=[node("head")]), "the head's"),
        (text_of(nodes=[node("a")], links=[["a", "b"]]), "leads to no node: 'b'"),
        (text_of(nodes=[node("a")], links=[["a", "head"]]), "leads out of it"),
        (text_of(nodes=[node("a"), node("b")], links=[["a", "b"], ["b", "a"]]), "circle"),
        (text_of(groups=[{"id": "g", "nodes": ["a"]}]), "holds no node called 'a'"),
        (text_of(nodes=[node("a b")]), "nodes.0"),
        (text_of(nodes=[node("a", units=-1)]), "nodes.0.units"),
        (text_of(nodes=[node("a", position=[1e999, 0])]), "nodes.0.position"),
        (text_of(notes=[{"id": "n", "text": "a" * 4001}]), "notes.0.text"),
        (
            text_of(nodes=[node(f"n{k}") for k in range(5001)]),
            "5,001 layers are more",
        ),
        ("[" * 100_000, "no part of a network"),
        ("x" * 5_000_001, "too large"),
    ],
    ids=lambda value: value[:40],
)
def test_what_is_no_fragment_is_refused_in_words(text: str, said: str) -> None:
    with pytest.raises(UserError) as refused:
        parse_fragment(text)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)
    assert "Value error" not in str(refused.value)


def test_taking_in_gives_new_names_to_all_and_follows_them_in_links_and_groups() -> None:
    network = grouping.group(PLAIN, Group(id="group_1", nodes=("n0", "n1")))
    fragment = cut_out(network, {"group_1"}, {})
    taken, names = into(network, fragment)
    assert names == {"n0": "dense_1", "n1": "dense_2", "group_1": "group_2"}
    assert taken.groups[1].nodes == ("dense_1", "dense_2")
    assert taken.links == (*network.links, ("dense_1", "dense_2"))


def test_a_shared_layer_follows_its_own_layer_though_the_new_names_are_old_ones_too() -> None:
    towers = NetworkSpec(
        nodes=[node("dense_1"), node("dense_2"), node("shared_1", "Shared", layer="dense_1")],
        links=[],
    )
    other = NetworkSpec(nodes=[node("dense_1")])
    taken, names = into(other, cut_out(towers, {"dense_1", "dense_2", "shared_1"}, {}))
    assert names["dense_1"] == "dense_2"
    assert taken["shared_1"].layer == "dense_2"  # type: ignore[attr-defined]


def test_a_wire_leads_through_a_fragment_by_the_entries_it_had() -> None:
    fragment = cut_out(BRANCHED, {"dense_2", "dense_3", "add_1"}, {})
    assert fragment.entered_at() == ["dense_2", "add_1"]
    taken, names = into(PLAIN, fragment, ("n0", "n1"))
    assert set(taken.sources(names["add_1"])) == {"n0", names["dense_3"]}
    assert taken.sources(names["dense_2"]) == ["n0"]
    assert taken.sources("n1") == [names["add_1"]]
    assert ("n0", "n1") not in taken.links
    order = [each.id for each in taken.nodes]
    assert order.index(names["add_1"]) < order.index("n1")


def test_a_fragment_without_an_end_or_a_wire_is_linked_to_nothing() -> None:
    notes = Fragment(notes=(Note(id="note_1", text="Only words"),))
    taken, names = into(PLAIN, notes, ("n0", "n1"))
    assert taken.links == PLAIN.links
    assert names == {"note_1": "note_1"}


@pytest.mark.parametrize("path", sorted(asset("blocks").glob("*.json")), ids=lambda path: path.stem)
def test_every_block_of_the_program_can_be_read_and_has_a_way_through(path: Any) -> None:
    block = parse_fragment(path.read_text("utf-8"))
    assert block.title
    assert block.entered_at()
    assert len(block.exits) == 1
    taken, _names = into(chain(node("x")), block, ("n0", "head"))
    assert edits.remove(taken, {each.id for each in taken} - {"input"}).links == (
        ("input", "head"),
    )


def test_the_entries_are_those_that_nothing_leads_into_where_none_are_named() -> None:
    nodes = [LAYERS["Dense"](id="a"), LAYERS["Dense"](id="b"), LAYERS["Input"](id="c")]
    fragment = Fragment(nodes=tuple(nodes), links=(("a", "b"),))
    assert fragment.entered_at() == ["a"]
    assert fragment.exits == ["b", "c"]
