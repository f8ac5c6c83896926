"""The network in the document: JSON, what is refused, and order."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from playground.network.activations import ACTIVATIONS
from playground.network.compiler import trace
from playground.network.initializers import INITIALIZERS
from playground.network.layers import LAYERS
from playground.network.node import Unknown
from playground.network.spec import NetworkSpec

from .small import fields_of, head, signature

DENSE = {"id": "dense_1", "type": "Dense"}


def there_and_back(network: NetworkSpec) -> NetworkSpec:
    return NetworkSpec.model_validate_json(network.model_dump_json())


@pytest.mark.parametrize("layer", LAYERS)
def test_every_layer_goes_through_json_with_default_and_with_other_fields(layer: str) -> None:
    usual = LAYERS[layer](id="some_1")
    other = LAYERS[layer](**fields_of(usual))
    for node in (usual, other):
        network = NetworkSpec(nodes=[node])
        back = there_and_back(network)
        assert back == network
        assert type(back[node.id]) is LAYERS[layer]
    changed = {
        name for name in LAYERS[layer].model_fields if getattr(usual, name) != getattr(other, name)
    }
    assert changed == set(LAYERS[layer].model_fields)


@pytest.mark.parametrize(
    ("field", "registry"), [("activation", ACTIVATIONS), ("initializer", INITIALIZERS)]
)
def test_every_part_of_a_layer_goes_through_json(field: str, registry: Any) -> None:
    for kind in registry.values():
        for part in (kind(), kind(**fields_of(kind()))):
            network = NetworkSpec(nodes=[LAYERS["Dense"](id="dense_1", **{field: part})])
            assert getattr(there_and_back(network)["dense_1"], field) == part


def test_links_left_out_make_a_chain_from_the_input_to_the_head() -> None:
    network = NetworkSpec(nodes=[{"id": "b", "type": "Dense"}, {"id": "a", "type": "Dropout"}])
    assert network.links == (("input", "b"), ("b", "a"), ("a", "head"))
    assert NetworkSpec().links == (("input", "head"),)
    assert NetworkSpec(nodes=[DENSE], links=[]).links == ()


def test_a_chain_passes_by_further_inputs() -> None:
    network = NetworkSpec(nodes=[{"id": "more", "type": "Input", "columns": "0"}, DENSE])
    assert network.links == (("input", "dense_1"), ("dense_1", "head"))


@pytest.mark.parametrize(
    ("written", "columns", "back"),
    [
        ("0-3, 7", (0, 1, 2, 3, 7), "0-3, 7"),
        (" 5 ,2-3", (5, 2, 3), "5, 2-3"),
        ("1–2", (1, 2), "1-2"),
        ([4, 3], (4, 3), "4, 3"),
        ("", None, None),
        (None, None, None),
    ],
)
def test_columns_are_written_as_people_write_them(written: Any, columns: Any, back: Any) -> None:
    node = {"id": "more", "type": "Input", "columns": written}
    network = NetworkSpec(nodes=[node])
    assert network["more"].columns == columns
    assert network["more"].model_dump().get("columns") == back
    assert there_and_back(network) == network


@pytest.mark.parametrize(
    ("nodes", "links", "words"),
    [
        ([DENSE, DENSE], None, "two nodes are called 'dense_1'"),
        ([{**DENSE, "id": "head"}], None, "can't be called 'head'"),
        ([{**DENSE, "id": "input"}], None, "'input' is the name of an Input layer, not of Dense"),
        ([DENSE, {"id": "two", "type": "Input"}], [["dense_1", "two"]], "wrong way"),
        ([{"id": "two", "type": "Input", "columns": "3-1"}], None, "such as"),
        ([{"id": "two", "type": "Input", "columns": "1-3, 2"}], None, "twice in 1-3, 2"),
        ([{"id": "two", "type": "Input", "columns": []}], None, "columns"),
        ([{"id": "two", "type": "Input", "columns": [-1]}], None, "columns"),
        ([{"id": "r", "type": "Reshape", "shape": [-1, -1]}], None, "one of them −1"),
        ([{"id": "r", "type": "Reshape", "shape": [0]}], None, "at least 1"),
        ([{"id": "p", "type": "Permute", "order": [1, 2]}], None, "each axis from 0 on once"),
        ([{**DENSE, "id": "9 lives"}], None, "pattern"),
        ([{"type": "Dense"}], None, "id"),
        ([{"id": "dense_1"}], None, "Expected a layer type by name"),
        ([7], None, "Expected an object with id and type"),
        (7, None, "nodes"),
        ([DENSE], [["input", "nowhere"]], "leads to no node: 'nowhere'"),
        ([DENSE], [["dense_1"]], "links"),
        ([DENSE], "dense_1", "links"),
        ([DENSE], [["dense_1", "dense_1"]], "circle through dense_1"),
        ([DENSE, {**DENSE, "id": "b"}], [["dense_1", "b"], ["b", "dense_1"]], "circle"),
        ([DENSE], [["dense_1", "input"]], "wrong way"),
        ([DENSE], [["head", "dense_1"]], "wrong way"),
        ([DENSE], [["input", "dense_1"]] * 2, "listed twice"),
        ([{**DENSE, "units": 0}], None, "units"),
        ([{**DENSE, "units": 10**9}], None, "units"),
        ([{**DENSE, "units": "many"}], None, "units"),
        ([{**DENSE, "units": 2.5}], None, "units"),
        ([{**DENSE, "colour": "red"}], None, "colour"),
        ([{**DENSE, "activation": "tanhh"}], None, "Did you mean 'tanh'?"),
        ([{**DENSE, "activation": 3}], None, "Expected a known activation by its name"),
        ([{**DENSE, "activation": {"type": "tanh", "slope": 1}}], None, "slope"),
        ([{**DENSE, "activation": {"type": "leaky_relu", "slope": 1}}], None, "slope"),
        ([{**DENSE, "activation": INITIALIZERS["he"]()}], None, "Activation"),
        ([{**DENSE, "initializer": "xaver"}], None, "Did you mean 'xavier'?"),
        ([{"id": "d", "type": "Dropout", "rate": 1.0}], None, "rate"),
        ([{"id": "d", "type": "Dropout", "rate": float("nan")}], None, "rate"),
    ],
)
def test_what_can_not_be_a_network_is_refused_in_words(nodes: Any, links: Any, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        NetworkSpec(nodes=nodes, **({} if links is None else {"links": links}))
    assert words in str(refused.value)


def test_an_unknown_layer_type_is_kept_with_all_its_fields_through_json() -> None:
    given = {"id": "attention_1", "type": "Attention", "heads": 4, "more": {"deep": [1, None]}}
    network = NetworkSpec(nodes=[given, DENSE])
    node = there_and_back(there_and_back(network))["attention_1"]
    assert isinstance(node, Unknown)
    assert node.type == "Attention"
    assert node.model_dump() == given


def test_order_leads_forward_along_every_link_whatever_order_the_nodes_have() -> None:
    links = [("input", "b"), ("b", "c"), ("c", "a"), ("a", "head"), ("b", "loose")]
    nodes = [{"id": name, "type": "Dense"} for name in ("a", "loose", "c", "b")]
    order = NetworkSpec(nodes=nodes, links=links).order()
    assert sorted(order) == ["a", "b", "c", "head", "input", "loose"]
    assert all(order.index(a) < order.index(b) for a, b in links)


def test_sources_and_targets_found_one_by_one_or_all_at_once_are_the_same() -> None:
    links = [("input", "b"), ("b", "c"), ("b", "head"), ("c", "a"), ("input", "a")]
    nodes = [{"id": name, "type": "Dense"} for name in "abc"]
    network = NetworkSpec(nodes=nodes, links=links)
    names = [*(node.id for node in network), "head"]
    assert network.all_sources() == {name: network.sources(name) for name in names}
    assert network.all_targets() == {name: network.targets(name) for name in names}
    assert network.sources("a") == ["c", "input"]


def test_a_fresh_name_is_the_first_that_is_free() -> None:
    network = NetworkSpec(nodes=[DENSE, {"id": "dense_3", "type": "Dense"}])
    assert [network.fresh_id("Dense"), network.fresh_id("Dropout")] == ["dense_2", "dropout_1"]


def test_a_circle_through_5000_nodes_is_found_and_named_briefly() -> None:
    nodes = [{"id": f"d{n}", "type": "Dense"} for n in range(5000)]
    links = [(f"d{n}", f"d{(n + 1) % 5000}") for n in range(5000)]
    with pytest.raises(ValidationError, match="circle") as refused:
        NetworkSpec(nodes=nodes, links=links)
    assert len(refused.value.errors()[0]["msg"]) < 200


def test_2000_nodes_in_a_row_are_validated_and_traced() -> None:
    nodes = [{"id": f"d{n}", "type": "Dense", "units": 2} for n in range(2000)]
    network = NetworkSpec(nodes=nodes)
    traced = trace(network, head("binary"), signature("binary"), training=True)
    assert traced.problems == []
    assert sum(traced.parameter_counts().values()) == 2000 * 6 + 3
