"""What the layers of images say, keep and start from."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.executors.reference import ReferenceExecutor
from playground.network.compiler import compile_evaluation, trace
from playground.network.layers import parse_node
from playground.network.problems import InsertLayer

from ..small import chain, head, signature

IMAGES = ["Conv2D", "MaxPool", "AveragePool", "GlobalAveragePool", "BatchNorm", "LayerNorm"]


def traced(node: dict[str, Any], features: tuple[int, ...]) -> Any:
    network = chain(node, {"type": "Flatten"})
    return trace(network, head("regression"), signature("regression", features), training=True)


@pytest.mark.parametrize(
    ("node", "features", "message"),
    [
        ({"type": "Conv2D", "kernel": 5, "padding": "valid"}, (1, 4, 8), "looks at 5 in a row"),
        ({"type": "Conv2D", "kernel": (1, 3), "dilation": 4, "padding": 0}, (1, 8, 8), "at 9 in"),
        ({"type": "Conv1D", "kernel": 7, "padding": 1}, (4, 2), "and there are 6"),
        ({"type": "Conv2D", "groups": 2}, (3, 8, 8), "there are 3 channels it is given"),
        ({"type": "Conv2D", "groups": 3}, (3, 8, 8), "there are 8 filters"),
        ({"type": "Conv1D", "groups": 3}, (8, 2), "there are 2 channels it is given"),
        ({"type": "MaxPool", "size": 3}, (1, 2, 8), "looks at 3 in a row, and there are 2"),
        ({"type": "AveragePool", "size": 3, "padding": 3}, (1, 8, 8), "less padding than the size"),
        ({"type": "MaxPool", "size": (2, 3)}, (8, 2), "takes one number as size"),
    ],
)
def test_what_does_not_fit_is_said_in_words(
    node: dict[str, Any], features: tuple[int, ...], message: str
) -> None:
    (problem,) = traced(node, features).errors
    assert message in problem.message
    assert node["type"] in problem.message


@pytest.mark.parametrize(
    ("layer", "features"),
    [
        ("Conv2D", (4,)),
        ("Conv2D", (4, 2)),
        ("Conv1D", (4,)),
        ("Conv1D", (1, 8, 8)),
        ("MaxPool", (4,)),
        ("AveragePool", (4,)),
        ("GlobalAveragePool", (4,)),
    ],
)
def test_what_is_no_image_or_sequence_wants_a_reshape(
    layer: str, features: tuple[int, ...]
) -> None:
    (problem,) = traced({"type": layer}, features).errors
    assert layer in problem.message
    assert problem.fix == InsertLayer("Reshape", "input", "n0")


@pytest.mark.parametrize(
    "fields",
    [
        {"type": "Conv2D", "kernel": 0},
        {"type": "Conv2D", "kernel": (3, 3, 3)},
        {"type": "Conv1D", "kernel": (3, 3)},
        {"type": "Conv2D", "stride": 0},
        {"type": "Conv2D", "padding": -1},
        {"type": "Conv2D", "padding": "full"},
        {"type": "MaxPool", "size": 0},
        {"type": "BatchNorm", "momentum": 1.5},
        {"type": "LayerNorm", "epsilon": 0.0},
    ],
)
def test_fields_out_of_range_are_refused(fields: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"padding|kernel|stride|size|momentum|epsilon"):
        parse_node({"id": "one", **fields})


@pytest.mark.parametrize("layer", IMAGES)
def test_an_image_of_one_pixel_goes_through(layer: str) -> None:
    fields = {"size": 1} if "Pool" in layer and layer != "GlobalAveragePool" else {}
    found = traced({"type": layer, **fields}, (3, 1, 1))
    assert found.errors == []
    assert found.shapes()["n0"] == {"Conv2D": (8, 1, 1), "GlobalAveragePool": (3,)}.get(
        layer, (3, 1, 1)
    )


def test_a_filter_starts_as_wide_as_what_it_sees_asks() -> None:
    node = {"type": "Conv2D", "filters": 400, "kernel": 5, "groups": 4}
    parameters = {spec.name: spec for spec in traced(node, (8, 9, 9)).builder.parameters}
    weight = parameters["n0.weight"]
    assert (weight.shape, weight.fan_in, weight.fan_out) == ((400, 2, 5, 5), 50, 2500)
    drawn = weight.initializer.draw(weight, 0)
    assert drawn.std() == pytest.approx((2 / 50) ** 0.5, rel=0.02)
    assert weight.penalised
    assert not parameters["n0.bias"].penalised


def test_running_statistics_are_counted_as_nothing_learned() -> None:
    found = traced({"type": "BatchNorm"}, (3, 4, 4))
    assert found.parameter_counts()["n0"] == 6
    names = {spec.name: spec.learned for spec in found.builder.parameters}
    assert names["n0.weight"]
    assert not names["n0.running_mean"]
    assert not names["n0.running_var"]


def test_a_network_that_is_only_looked_at_has_nothing_of_the_batch_in_it() -> None:
    network = chain({"type": "BatchNorm"}, {"type": "Flatten"})
    described = signature("regression", (2, 3, 3))
    compiled = compile_evaluation(network, head("regression"), described, 5, with_loss=False)
    assert not any("batch_mean" in step.op for step in compiled.program.instructions)
    executor = ReferenceExecutor(compiled.program, np.float64)
    executor.parameters.fill(0.5)
    x = np.random.default_rng(0).normal(size=(5, 2, 3, 3))
    whole = executor.run(features=x)["prediction"].copy()
    alone = np.concatenate([executor.run(features=row[None])["prediction"].copy() for row in x])
    np.testing.assert_allclose(alone, whole, rtol=1e-12)
