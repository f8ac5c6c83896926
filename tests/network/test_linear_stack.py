"""Products with nothing between are found."""

from __future__ import annotations

from typing import Any

import pytest

from playground.network.chains import chains
from playground.network.compiler import trace
from playground.network.linear_stack import linear_stacks
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


def test_a_stack_knows_its_widths() -> None:
    (stack,) = stacks_of([line(5), DROPOUT, line(2), line(6)])
    assert (stack.inputs, stack.outputs, stack.narrowest) == (4, 3, 2)
