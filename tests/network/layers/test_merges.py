"""What the layers with several inputs, or none, compute and refuse."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import plan
from playground.network.compiler import trace
from playground.network.layers.polynomial_features import PolynomialFeatures
from playground.network.problems import InsertLayer
from playground.network.spec import NetworkSpec

from ..small import head, signature

Array = Any


def leaving(
    network: NetworkSpec, node: str, features: Array, parameters: dict[str, Array] | None = None
) -> Array:
    """What leaves a node, for some features."""
    described = signature("regression", features.shape[1:])
    traced = trace(network, head("regression"), described, training=False)
    assert traced.errors == []
    program = plan(traced.builder.graph, len(features), {"y": traced.values[node]})
    executor = ReferenceExecutor(program, np.float64)
    for name, array in (parameters or {}).items():
        executor.view(program.parameters[name])[...] = array
    return executor.run(features=features)["y"].copy()


def errors(nodes: list[Any], links: list[Any], features: tuple[int, ...] = (4,)) -> list[Any]:
    network = NetworkSpec(nodes=nodes, links=links)
    described = signature("regression", features)
    return trace(network, head("regression"), described, training=True).errors


def two_inputs(merge: dict[str, Any]) -> NetworkSpec:
    """Columns 0 and 1, and columns 3 and 2, into a merge."""
    nodes = [
        {"id": "a", "type": "Input", "columns": "0-1"},
        {"id": "b", "type": "Input", "columns": "3, 2"},
        {"id": "merge", **merge},
    ]
    return NetworkSpec(nodes=nodes, links=[("a", "merge"), ("b", "merge"), ("merge", "head")])


X = np.array([[1.0, 2.0, 3.0, 4.0], [-1.0, 0.5, 0.0, 2.0]])
A, B = X[:, [0, 1]], X[:, [3, 2]]


@pytest.mark.parametrize(
    ("merge", "expected"),
    [
        ({"type": "Add"}, A + B),
        ({"type": "Multiply"}, A * B),
        ({"type": "Concatenate"}, np.hstack([A, B])),
        ({"type": "Dot"}, (A * B).sum(1, keepdims=True)),
        (
            {"type": "Dot", "normalize": True},
            ((A * B).sum(1) / np.linalg.norm(A, axis=1) / np.linalg.norm(B, axis=1))[:, None],
        ),
    ],
)
def test_merges_compute_what_they_say_in_the_order_of_the_links(
    merge: dict[str, Any], expected: Array
) -> None:
    np.testing.assert_allclose(leaving(two_inputs(merge), "merge", X), expected, rtol=1e-15)


def test_the_cosine_with_a_vector_of_zeros_is_zero() -> None:
    network = two_inputs({"type": "Dot", "normalize": True})
    assert np.array_equal(leaving(network, "merge", np.zeros((3, 4))), np.zeros((3, 1)))


def test_polynomial_features_are_those_of_the_classic_playground_by_name() -> None:
    layer = PolynomialFeatures(id="more")
    assert layer.names(["x", "y"]) == ["x", "y", "x²", "y²", "x·y", "sin x", "sin y"]
    x, y = A.T
    found = leaving(NetworkSpec(nodes=[layer]), "more", A)
    expected = np.stack([x, y, x**2, y**2, x * y, np.sin(x), np.sin(y)], 1)
    np.testing.assert_allclose(found, expected, rtol=1e-15)


def test_every_name_of_polynomial_features_has_its_column() -> None:
    random = np.random.default_rng(0)
    features = random.normal(size=(2, 5))
    values = {f"x{column}": features[:, column] for column in range(5)}
    for chosen in ({"features"}, {"squares", "products"}, {"products", "sines"}):
        kinds = {kind: kind in chosen for kind in PolynomialFeatures.model_fields if kind[0] != "i"}
        for name in ("position", "colour"):
            kinds.pop(name)
        layer = PolynomialFeatures(id="more", **kinds)
        found = leaving(NetworkSpec(nodes=[layer]), "more", features)
        names = layer.names(list(values))
        assert found.shape[1] == len(names)
        for name, column in zip(names, found.T, strict=True):
            factors = name.removeprefix("sin ").replace("²", f"·{name[:-1]}").split("·")
            product = np.prod([values[factor] for factor in factors], 0)
            expected = np.sin(product) if name.startswith("sin ") else product
            np.testing.assert_allclose(column, expected, rtol=1e-15, err_msg=name)


def test_a_shared_layer_is_the_same_layer() -> None:
    nodes = [
        {"id": "a", "type": "Input", "columns": "0-1"},
        {"id": "b", "type": "Input", "columns": "3, 2"},
        {"id": "again", "type": "Shared", "layer": "tower"},
        {"id": "tower", "type": "Dense", "units": 3, "activation": "relu"},
        {"id": "all", "type": "Concatenate"},
    ]
    links = [("a", "tower"), ("b", "again"), ("tower", "all"), ("again", "all"), ("all", "head")]
    random = np.random.default_rng(0)
    weight, bias = random.normal(size=(2, 3)), random.normal(size=3)
    parameters = {"tower.weight": weight, "tower.bias": bias}
    for nodes_in_any_order in (nodes, nodes[::-1]):
        network = NetworkSpec(nodes=nodes_in_any_order, links=links)
        traced = trace(network, head("regression"), signature("regression", (4,)), training=True)
        counts = traced.parameter_counts()
        assert (counts["tower"], counts["again"]) == (9, 0)
        for node, x in (("tower", A), ("again", B)):
            found = leaving(network, node, X, parameters)
            np.testing.assert_allclose(found, np.maximum(x @ weight + bias, 0), rtol=1e-14)


def test_dropout_applied_again_silences_other_numbers() -> None:
    nodes = [{"id": "d", "type": "Dropout"}, {"id": "again", "type": "Shared", "layer": "d"}]
    network = NetworkSpec(nodes=nodes)
    traced = trace(network, head("regression"), signature("regression"), training=True)
    masks = [node for node in traced.builder.graph.nodes if node.op == "dropout_mask"]
    assert len({node.attributes["stream"] for node in masks}) == 2


DENSE = {"id": "d", "type": "Dense"}
SHARED = {"id": "s", "type": "Shared"}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "s does not say which layer it applies again. Choose one of d."),
        ({"layer": "e"}, "but there is no layer of that name. Choose one of d."),
        ({"layer": "t"}, "t again, which is itself a Shared. Choose one of d."),
        ({"layer": "s"}, "s again, which is itself a Shared."),
        ({"layer": "input"}, "which is no layer of one input. Choose one of d."),
        ({"layer": "m"}, "which is no layer of one input. Choose one of d."),
    ],
)
def test_what_can_not_be_shared_is_refused_in_words(fields: dict[str, Any], words: str) -> None:
    nodes = [DENSE, {**SHARED, **fields}, {**SHARED, "id": "t", "layer": "d"}]
    nodes += [{"id": "m", "type": "Add"}]
    found = errors(nodes, [("input", "d"), ("d", "s"), ("s", "head")])
    assert [problem.node for problem in found] == ["s"]
    assert words in found[0].message
    assert found[0].unfinished


@pytest.mark.parametrize("order", [[0, 1], [1, 0]])
def test_a_shared_layer_whose_weights_do_not_fit_says_both_shapes(order: list[int]) -> None:
    nodes = [DENSE, {**SHARED, "layer": "d"}]
    links = [("input", "d"), ("d", "s"), ("s", "head")]
    (problem,) = errors([nodes[n] for n in order], links)
    assert problem.node == "s"
    assert "d.weight is shared; it is 4×8, and would have to be 8×8 here." in problem.message


def test_a_shared_layer_of_one_that_leads_nowhere_still_has_its_weights() -> None:
    network = NetworkSpec(
        nodes=[DENSE, {**SHARED, "layer": "d"}],
        links=[("input", "d"), ("input", "s"), ("s", "head")],
    )
    traced = trace(network, head("regression"), signature("regression"), training=True)
    assert traced.errors == []
    assert traced.parameter_counts()["d"] == 2 * 8 + 8


IMAGE = (1, 2, 3)
MERGE = [("input", "m"), ("flat", "m"), ("m", "head")]
FLAT = {"id": "flat", "type": "Flatten"}


@pytest.mark.parametrize("merge", ["Add", "Multiply", "Concatenate", "Dot"])
def test_an_image_in_a_merge_with_a_vector_is_mended_on_its_own_link(merge: str) -> None:
    for links in (MERGE, [MERGE[1], MERGE[0], MERGE[2]]):
        found = errors([FLAT, {"id": "m", "type": merge}], [("input", "flat"), *links], IMAGE)
        assert found[0].fix == InsertLayer("Flatten", "input", "m")
        assert found[0].message.endswith("Put a Flatten between input and m.")


@pytest.mark.parametrize(
    ("nodes", "features", "words"),
    [
        ([{"id": "m", "type": "Input", "columns": "1, 4-5"}], (4,), "column 5, but the data has 4"),
        ([{"id": "m", "type": "Input", "columns": "0"}], IMAGE, "samples are 1×2×3, not vectors"),
        ([{"id": "m", "type": "Concatenate", "axis": "time"}], (4,), "A vector has no time"),
        ([{"id": "m", "type": "Concatenate", "axis": "time"}], IMAGE, "An image has no time"),
        ([{"id": "m", "type": "Reshape", "shape": [3, -1]}], (4,), "needs a multiple of 3 numbers"),
        ([{"id": "m", "type": "Reshape", "shape": [3]}], (4,), "given 4, which are 4"),
        ([{"id": "m", "type": "Permute"}], (4,), "puts 2 axes in order; it is given 4"),
        ([{"id": "m", "type": "PolynomialFeatures"}], IMAGE, "Put a Flatten between"),
        ([{"id": "m", "type": "PolynomialFeatures"}], (500,), "124,750 products"),
        (
            [{"id": "m", "type": "PolynomialFeatures", "features": False, "squares": False}],
            (1,),
            None,
        ),
        (
            [
                {
                    "id": "m",
                    "type": "PolynomialFeatures",
                    "features": False,
                    "squares": False,
                    "sines": False,
                }
            ],
            (1,),
            "one feature has no products",
        ),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    nodes: list[Any], features: tuple[int, ...], words: str | None
) -> None:
    source = [] if nodes[0]["type"] == "Input" else [("input", "m")]
    flat = [FLAT] if len(features) > 1 else []
    links = [*source, *([("m", "flat"), ("flat", "head")] if flat else [("m", "head")])]
    found = errors([*nodes, *flat], links, features)
    assert [problem.node for problem in found] == (["m"] if words else [])
    assert words is None or words in found[0].message
