"""Blocks made as wide as the wire they go on, where a branch is added to what arrives."""

from __future__ import annotations

import pytest

from playground.assets_path import asset
from playground.network.compiler import trace
from playground.network.fitting import fitted
from playground.network.fragment import parse_fragment, take_in
from playground.network.heads import HEADS
from playground.network.spec import NetworkSpec

from .small import signature


def block(name: str):  # type: ignore[no-untyped-def]
    return parse_fragment((asset("blocks") / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize(
    ("name", "shape", "nodes"),
    [
        ("residual", (1, 8, 8), []),
        ("residual", (5, 8, 8), [{"id": "conv2d_1", "type": "Conv2D", "filters": 5}]),
        ("transformer", (6, 7), []),
    ],
)
def test_a_block_that_adds_to_what_arrives_fits_every_width(
    name: str, shape: tuple[int, ...], nodes: list[dict[str, object]]
) -> None:
    features = shape if not nodes else (1, 8, 8)
    last = nodes[-1]["id"] if nodes else "input"
    end = {"id": "global_average_pool_1", "type": "GlobalAveragePool"}
    network = NetworkSpec(nodes=[*nodes, end])
    fragment = fitted(block(name), shape)
    link = (str(last), "global_average_pool_1")
    network, _names = take_in(network, fragment, network.fresh_name, None, link)
    traced = trace(
        network, HEADS["multiclass"](), signature("multiclass", features), training=False
    )
    assert [problem.message for problem in traced.errors] == []
    assert traced.shapes()[network.sources("global_average_pool_1")[0]] == shape


def test_what_gives_no_branch_its_width_is_left_as_it_is() -> None:
    assert fitted(block("dense_dropout"), (3,)) == block("dense_dropout")
    residual = fitted(block("residual"), (5, 8, 8))
    widths = {node.id: node.filters for node in residual.nodes if hasattr(node, "filters")}
    assert widths == {"conv2d_1": 8, "conv2d_2": 5}
