"""The one layer that several equal gives the same answers as they do."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.executors.reference import ReferenceExecutor
from playground.network.chains import chains
from playground.network.compiler import compile_evaluation, trace
from playground.network.linear_stack import linear_stacks, single_layer
from playground.network.spec import NetworkSpec

from .small import head, signature


def line(units: int, activation: str = "identity", **fields: Any) -> dict[str, Any]:
    return {"type": "Dense", "units": units, "activation": activation, **fields}


def stacks_of(nodes: list[dict[str, Any]], links: Any = None, features: Any = (4,)) -> list[Any]:
    named = [{"id": f"n{place}", **node} for place, node in enumerate(nodes)]
    network = NetworkSpec.model_validate({"nodes": named, "links": links})
    traced = trace(network, head("multiclass"), signature("multiclass", features), training=True)
    assert not traced.errors
    return linear_stacks(chains(network, traced))


FLATTEN, DROPOUT = {"type": "Flatten"}, {"type": "Dropout"}
RESHAPE = {"type": "Reshape", "shape": (2, 3)}
ACTIVATION = {"type": "Activation", "activation": "relu"}


@pytest.mark.parametrize(
    ("nodes", "rows"),
    [
        ([], []),
        ([line(5, "tanh"), line(6, "relu")], []),
        ([line(5)], [("n0", "head")]),
        ([line(5), line(6, "tanh")], [("n0", "n1")]),
        ([line(5), line(6), line(7)], [("n0", "n1", "n2", "head")]),
        ([line(5), line(6, "tanh"), line(7)], [("n0", "n1"), ("n2", "head")]),
        ([line(6), DROPOUT, RESHAPE, FLATTEN, line(3, "tanh")], [("n0", "n4")]),
        ([line(6), ACTIVATION], []),
        ([line(6), {"type": "BatchNorm"}], []),
        # The product after it goes along the steps, which is another matrix.
        ([line(6), RESHAPE, line(2, "tanh"), FLATTEN], []),
    ],
)
def test_only_products_with_nothing_between_are_a_stack(
    nodes: list[dict[str, Any]], rows: list[tuple[str, ...]]
) -> None:
    assert [stack.layers for stack in stacks_of(nodes)] == rows


def test_a_layer_that_several_read_is_the_end_of_a_stack() -> None:
    nodes = [line(6), line(6), {"type": "Add"}]
    links = [("input", "n0"), ("n0", "n1"), ("n0", "n2"), ("n1", "n2"), ("n2", "head")]
    assert stacks_of(nodes, links) == []


@pytest.mark.parametrize("bias", [True, False])
def test_the_single_layer_answers_as_the_stack_does(bias: bool) -> None:
    nodes = [line(5, bias=bias), DROPOUT, line(2, bias=bias), line(6, bias=bias)]
    (stack,) = stacks_of(nodes)
    assert (stack.inputs, stack.outputs, stack.narrowest) == (4, 3, 2)
    network = NetworkSpec(nodes=[{"id": f"n{n}", **node} for n, node in enumerate(nodes)])
    model = head("multiclass", activation="identity")
    compiled = compile_evaluation(network, model, signature("multiclass", (4,)), 9, with_loss=False)
    executor = ReferenceExecutor(compiled.program, np.float64)
    random = np.random.default_rng(2)
    parameters = {}
    for name, place in compiled.program.parameters.items():
        executor.view(place)[...] = random.normal(size=place.shape)
        parameters[name] = executor.view(place).copy()
    x = random.normal(size=(9, 4))
    matrix, offset = single_layer(stack, parameters)
    assert matrix.shape == (4, 3)
    np.testing.assert_allclose(x @ matrix + offset, executor.run(features=x)["prediction"])
    assert np.linalg.matrix_rank(matrix) == 2
