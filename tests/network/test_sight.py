"""What layers see of a sample, against samples that are changed cell by cell."""

from __future__ import annotations

from math import prod
from typing import Any

import numpy as np
import pytest

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.program import plan
from playground.network.compiler import trace
from playground.network.spec import NetworkSpec

from .small import chain, head, signature
from .test_analysis import analysis_of

EXAMPLES_SEEN: dict[str, tuple[tuple[int, ...], list[dict[str, Any]], Any]] = {
    "kernel and pool": (
        (1, 13, 12),
        [
            {"type": "Conv2D", "filters": 2, "kernel": (3, 2), "padding": "valid"},
            {"type": "AveragePool", "size": 2},
            {"type": "Conv2D", "filters": 2, "kernel": 3, "stride": 2, "dilation": 2},
            {"type": "Flatten"},
        ],
        None,
    ),
    "padded windows larger than the image": (
        (1, 4, 4),
        [{"type": "Conv2D", "filters": 2, "kernel": 5, "stride": 3}, {"type": "Flatten"}],
        None,
    ),
    "two branches": (
        (1, 9, 9),
        [
            {"type": "Conv2D", "filters": 2, "kernel": 3, "id": "a"},
            {"type": "Conv2D", "filters": 2, "kernel": (1, 5), "id": "b"},
            {"type": "Add", "id": "both"},
            {"type": "Conv2D", "filters": 2, "kernel": 2, "id": "last"},
            {"type": "Flatten", "id": "flat"},
        ],
        [
            ("input", "a"),
            ("input", "b"),
            ("a", "both"),
            ("b", "both"),
            ("both", "last"),
            ("last", "flat"),
            ("flat", "head"),
        ],
    ),
    "steps": (
        (12, 2),
        [
            {"type": "Conv1D", "filters": 3, "kernel": 3, "dilation": 2},
            {"type": "Dense", "units": 4},
            {"type": "Conv1D", "filters": 2, "kernel": 2, "stride": 2, "padding": "valid"},
            {"type": "GRU", "units": 3, "return_sequences": True},
            {"type": "GRU", "units": 3},
        ],
        None,
    ),
    "attention": (
        (6, 2),
        [{"type": "SelfAttention", "causal": True}, {"type": "LayerNorm"}, {"type": "Flatten"}],
        None,
    ),
    "a bare corner": (
        (1, 6, 6),
        [
            {"type": "Conv2D", "filters": 1, "kernel": 2, "stride": 3, "padding": "valid"},
            {"type": "GlobalAveragePool"},
        ],
        None,
    ),
}


@pytest.mark.parametrize("name", EXAMPLES_SEEN)
def test_a_layer_sees_what_changes_it(name: str) -> None:
    """Each cell of a sample is changed by itself; a smooth network answers wherever it is seen."""
    features, nodes, links = EXAMPLES_SEEN[name]
    smooth = [
        {**node, "activation": "softplus"} if node["type"].startswith("Conv") else node
        for node in nodes
    ]
    network = (
        NetworkSpec.model_validate({"nodes": smooth, "links": links}) if links else chain(*smooth)
    )
    found = analysis_of(network, features)
    for layer in found.layers[1:-1]:
        assert layer.sees == _changed(network, layer.id, features), layer.id


@pytest.mark.parametrize("seed", range(12))
def test_windows_of_any_size_see_what_changes_them(seed: int) -> None:
    random = np.random.default_rng(seed)
    features = (1, int(random.integers(5, 14)), int(random.integers(5, 14)))
    network = _network(random)
    while not _fits(network, features):
        network = _network(random)
    for layer in analysis_of(network, features).layers[1:-1]:
        assert layer.sees == _changed(network, layer.id, features), layer.id


def _network(random: np.random.Generator) -> NetworkSpec:
    return chain(*[_windows(random) for _ in range(3)], {"type": "Flatten"})


def _fits(network: NetworkSpec, features: tuple[int, ...]) -> bool:
    described = signature("regression", features)
    return not trace(network, head("regression"), described, training=True).errors


def _windows(random: np.random.Generator) -> dict[str, Any]:
    sizes = tuple(int(size) for size in random.integers(1, 4, 2))
    padding = ("same", "valid", 0)[random.integers(3)]
    if random.random() < 0.3:
        return {"type": "AveragePool", "size": sizes, "padding": padding}
    stride, dilation = (tuple(int(n) for n in random.integers(1, 3, 2)) for _ in range(2))
    return {
        "type": "Conv2D",
        "filters": 2,
        "kernel": sizes,
        "stride": stride,
        "dilation": dilation,
        "padding": padding,
        "activation": "softplus",
    }


def _changed(network: NetworkSpec, identity: str, features: tuple[int, ...]) -> tuple[int, ...]:
    """How far apart the first and last cell lie that change one number of a layer, at the most."""
    traced = trace(network, head("regression"), signature("regression", features), training=False)
    cells = features[1:] if len(features) == 3 else features[:1]
    value = traced.values[identity]
    program = plan(traced.builder.graph, prod(cells) + 1, {"found": value})
    executor = ReferenceExecutor(program, np.float64)
    for parameter in traced.builder.parameters:
        drawn = np.random.default_rng(len(parameter.name)).normal(size=parameter.shape)
        executor.view(program.parameters[parameter.name])[...] = drawn
    samples = np.random.default_rng(5).normal(size=(prod(cells) + 1, *features))
    samples[1:] = samples[0]
    for place, cell in enumerate(np.ndindex(*cells), start=1):
        at = (slice(None), *cell) if len(features) == 3 else cell
        samples[place][at] += 0.5
    out = executor.run(features=samples)["found"]
    # (cells, places), of all numbers of a place together.
    moved = (out[1:] != out[0]).reshape(prod(cells), *value.shape)
    moved = moved.any(1) if len(value.shape) == 3 else moved
    moved = moved.any(-1) if len(value.shape) == 2 else moved
    moved = moved.reshape(*cells, -1)
    return tuple(
        _widest(moved.any(tuple(a for a in range(len(cells)) if a != axis)))
        for axis in range(len(cells))
    )


def _widest(moved: Any) -> int:
    """Of (cells, places): the longest way from the first to the last cell that moves a place."""
    spans = [np.flatnonzero(column) for column in moved.T if column.any()]
    return max(int(span[-1] - span[0]) + 1 for span in spans)


def test_words_are_seen_from_an_embedding_on() -> None:
    nodes = [
        {"type": "Embedding", "vocabulary": 9, "units": 4},
        {"type": "Conv1D", "filters": 3, "kernel": 3},
        {"type": "GlobalAveragePool"},
    ]
    found = analysis_of(chain(*nodes), (7,))
    assert [layer.sees for layer in found.layers] == [None, (1,), (3,), (7,), (7,)]
