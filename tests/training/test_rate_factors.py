"""Layers that learn at rates of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from playground.network import edits
from playground.network.heads import HEADS
from playground.network.layers import LAYERS
from playground.network.spec import NetworkSpec
from playground.training.optimizers import OPTIMIZERS
from playground.training.session import Session

from ..network.small import fields_of
from .samples import THREE_LAYERS, Twin, dataset, session

SAMPLES = dataset("binary")


def with_factors(first: float, second: float, head: float, **settings: Any) -> Session:
    """A session whose layers and head learn at so many times the learning rate."""
    nodes = [
        {**node, "rate_factor": factor}
        for node, factor in zip(THREE_LAYERS, (first, second), strict=True)
    ]
    run = session(nodes=nodes, **settings)
    run.adopt(run.network, HEADS["binary"](rate_factor=head), run.training, run.prepared)
    return run


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_fifty_steps_are_pytorchs_with_a_parameter_group_each(optimizer: str) -> None:
    torch = pytest.importorskip("torch")
    settings = fields_of(OPTIMIZERS[optimizer]()) | {"type": optimizer, "learning_rate": 0.01}
    ours = with_factors(0.1, 1.0, 2.5, optimizer=settings)
    plain = with_factors(1.0, 1.0, 1.0, optimizer=settings)
    twin = Twin(torch, ours)
    for _ in range(50):
        loss = ours.step(SAMPLES.features, SAMPLES.targets)
        plain.step(SAMPLES.features, SAMPLES.targets)
        assert loss == pytest.approx(twin.step(SAMPLES.features, SAMPLES.targets), rel=1e-9)
    twin.assert_same_weights()
    assert not np.allclose(ours.snapshot().parameters, plain.snapshot().parameters)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_fast_executor_takes_the_same_steps(optimizer: str) -> None:
    def trained(device: str) -> Session:
        run = with_factors(0.1, 1.0, 2.5, optimizer=optimizer)
        run.use_device(device)
        run.train(5)
        return run

    plain, fast = trained("numpy").parameters(), trained("cpu").parameters()
    for name, array in plain.items():
        np.testing.assert_allclose(fast[name], array, rtol=1e-9, atol=1e-12, err_msg=name)


def test_a_factor_of_0_leaves_a_layer_where_it_is() -> None:
    run = with_factors(0.0, 1.0, 1.0, optimizer="adamw")
    before = run.parameters()
    run.train(3)
    for name, array in run.parameters().items():
        assert np.array_equal(array, before[name]) == name.startswith("dense_1")


def test_layers_of_one_factor_move_in_one_update() -> None:
    def updates(*factors: float) -> list[float]:
        program = with_factors(*factors)._compiled.program
        return [i.attributes["rate_factor"] for i in program.instructions if i.op == "adam"]

    assert updates(1.0, 1.0, 1.0) == [1.0]
    assert updates(0.1, 0.1, 1.0) == [0.1, 1.0]
    assert updates(0.1, 1.0, 0.1) == [0.1, 1.0, 0.1]


def test_a_factor_changed_in_the_midst_of_a_run_keeps_all_that_was_learned() -> None:
    run = session()
    run.advance(3)
    before, state = run.parameters(), run._executor.state.copy()
    network = edits.set_field(run.network, "dense_1", "rate_factor", 0.25)
    assert run.adopt(network, run.head, run.training, run.prepared) == []
    assert np.array_equal(run._executor.state, state)
    assert all(np.array_equal(array, before[name]) for name, array in run.parameters().items())


@pytest.mark.parametrize("layer", LAYERS)
def test_a_factor_is_written_only_where_it_is_not_1(layer: str) -> None:
    identity = "input" if layer == "Input" else "layer_1"
    for factor in (1.0, 0.1):
        node = LAYERS[layer](id=identity, rate_factor=factor)
        written = node.model_dump(mode="json")
        assert written.get("rate_factor", 1.0) == factor
        assert ("rate_factor" in written) is (factor != 1.0)
        network = NetworkSpec(nodes=[written], links=[])
        assert NetworkSpec.model_validate_json(network.model_dump_json())[identity] == node


@pytest.mark.parametrize("factor", [-0.1, 1000.1, float("nan"), float("inf")])
def test_a_factor_that_is_none_is_refused(factor: float) -> None:
    with pytest.raises(ValidationError, match="rate_factor"):
        LAYERS["Dense"](id="dense_1", rate_factor=factor)
    with pytest.raises(ValidationError, match="rate_factor"):
        HEADS["binary"](rate_factor=factor)
