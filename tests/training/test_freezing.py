"""Frozen layers: nothing of theirs moves, all else learns as if they were constants."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Phase
from playground.engine.program import Update
from playground.network import edits
from playground.network.compiler import compile_training
from playground.network.heads import Regression
from playground.network.layers import LAYERS
from playground.network.regularization import Regularization
from playground.network.spec import NetworkSpec
from playground.training.optimizers import OPTIMIZERS
from playground.training.session import Session

from ..network.layers.cases import cases_of
from ..network.small import signature
from .samples import THREE_LAYERS, Twin, dataset, session

SAMPLES = dataset("binary")
BATCH_NORM = {"id": "batchnorm_1", "type": "BatchNorm"}
FIRST, SECOND = ({**node, "frozen": True} for node in THREE_LAYERS)


def of(run: Session, name: str) -> tuple[bytes, ...]:
    """A parameter with the optimizer's memory of it."""
    states = [state[name].tobytes() for state in run._states()]
    return run.parameters()[name].tobytes(), *states


def freeze(run: Session, *identities: str, frozen: bool = True) -> list[str]:
    network = edits.freeze(run.network, identities, frozen)
    return run.adopt(network, run.head, run.training, run.prepared)


@pytest.mark.parametrize("layer", LAYERS)
def test_frozen_is_written_only_where_it_is_true(layer: str) -> None:
    for frozen in (False, True):
        identity = "input" if layer == "Input" else "layer_1"
        node = LAYERS[layer](id=identity, frozen=frozen)
        written = node.model_dump(mode="json")
        assert written.get("frozen", False) is frozen
        assert ("frozen" in written) is frozen
        network = NetworkSpec(nodes=[written], links=[])
        assert NetworkSpec.model_validate_json(network.model_dump_json())[identity] == node


def test_a_layer_type_not_known_here_keeps_its_being_frozen() -> None:
    for given in ({"id": "a", "type": "Novel"}, {"id": "a", "type": "Novel", "frozen": True}):
        network = NetworkSpec.model_validate({"nodes": [given]})
        assert network.model_dump(mode="json")["nodes"][1] == given


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clipping", ["none", "norm"])
def test_the_rest_learns_as_pytorchs_does_with_no_gradient_for_the_frozen(
    optimizer: str, clipping: str
) -> None:
    torch = pytest.importorskip("torch")
    ours = session(
        nodes=[THREE_LAYERS[0], SECOND],
        optimizer={"type": optimizer, "learning_rate": 0.01},
        clipping={"type": clipping, "limit": 0.05},
    )
    before = ours.parameters()
    twin = Twin(torch, ours)
    for name, weight in twin.weights.items():
        weight.requires_grad_(not name.startswith("dense_2"))
    for _ in range(50):
        loss = ours.step(SAMPLES.features, SAMPLES.targets)
        assert loss == pytest.approx(twin.step(SAMPLES.features, SAMPLES.targets), rel=1e-9)
    twin.assert_same_weights()
    for name, array in ours.parameters().items():
        assert np.array_equal(array, before[name]) == name.startswith("dense_2")


@pytest.mark.parametrize("kind", ["l1", "l2"])
def test_a_price_on_weights_leaves_the_frozen_alone(kind: str) -> None:
    run = session(nodes=[FIRST, THREE_LAYERS[1]], regularization={"type": kind, "rate": 0.1})
    before = run.parameters()["dense_1.weight"]
    run.train(3)
    assert np.array_equal(run.parameters()["dense_1.weight"], before)
    assert run.gradients(SAMPLES.features, SAMPLES.targets)["dense_2.weight"].all()


def test_gradients_are_nothing_for_the_frozen_and_unchanged_for_the_rest() -> None:
    free, frozen = session(), session(nodes=[THREE_LAYERS[0], SECOND])
    wanted = free.gradients(SAMPLES.features, SAMPLES.targets)
    found = frozen.gradients(SAMPLES.features, SAMPLES.targets)
    assert list(found) == list(wanted)
    for name, slope in found.items():
        if name.startswith("dense_2"):
            assert not slope.any()
        else:
            np.testing.assert_allclose(slope, wanted[name], rtol=1e-12)


def test_nothing_is_differentiated_below_the_last_frozen_layer() -> None:
    def scopes(*nodes: dict[str, Any]) -> set[str]:
        instructions = session(nodes=list(nodes))._compiled.program.instructions
        return {each.scope for each in instructions if each.phase is Phase.BACKWARD}

    assert {"dense_1", "dense_2"} <= scopes(*THREE_LAYERS)
    assert not {"dense_1", "dense_2"} & scopes(FIRST, SECOND)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_layer_can_be_frozen_and_thawed_in_the_middle_of_a_run(optimizer: str) -> None:
    run = session(optimizer=optimizer, batch_size=8)
    run.advance(7)
    place, epoch, history = run._place, run.epoch, run.history.columns()
    kept = {name: of(run, name) for name in run.parameters()}
    assert freeze(run, "dense_1") == []
    assert {name: of(run, name) for name in kept} == kept
    assert (run._place, run.epoch) == (place, epoch)
    assert run.history.columns().keys() == history.keys()
    run.advance(7)
    for name, before in kept.items():
        assert (of(run, name) == before) == name.startswith("dense_1")
    assert freeze(run, "dense_1", frozen=False) == []
    assert of(run, "dense_1.weight") == kept["dense_1.weight"]
    run.advance(7)
    assert of(run, "dense_1.weight") != kept["dense_1.weight"]


def test_with_every_layer_frozen_the_head_still_learns() -> None:
    run = session(nodes=[FIRST, SECOND])
    before = run.parameters()
    run.train(5)
    changed = {name for name, array in run.parameters().items() if (array != before[name]).any()}
    assert changed == {"head.weight", "head.bias"}


@pytest.mark.parametrize("layer", [name for name in LAYERS if name != "Input"])
def test_of_a_frozen_layer_nothing_moves_and_what_is_before_it_learns(layer: str) -> None:
    case = cases_of(layer)(np.random.default_rng([3, *layer.encode()]))
    owners = {"layer", *(node.get("layer", "layer") for node in case.nodes)}
    network = edits.freeze(case.network, owners, True)
    described = signature("regression", case.features)
    compiled = compile_training(
        network, Regression(), described, 4, Update("sgd", {}), Regularization()
    )
    executor = ReferenceExecutor(compiled.program, np.float64)
    random = np.random.default_rng(1)
    executor.parameters[:] = random.uniform(0.2, 0.7, executor.parameters.size)
    executor.set_control(learning_rate=0.1)
    layout = compiled.program.parameters
    before = {name: executor.view(place).copy() for name, place in layout.items()}
    data = random.normal(size=(4, *case.features)), random.normal(size=(4, 2))
    assert executor.train(data, np.arange(4), 0, 4, 1).steps == 1
    same = {name for name in before if np.array_equal(before[name], executor.view(layout[name]))}
    frozen = {name for name in before if name.rpartition(".")[0] in owners}
    assert frozen <= same
    assert before.keys() - same >= {"head.weight", "head.bias"}


def test_running_statistics_have_a_gradient_of_nothing() -> None:
    found = session(nodes=[BATCH_NORM]).gradients(SAMPLES.features, SAMPLES.targets)
    assert found["batchnorm_1.weight"].all()
    assert not found["batchnorm_1.running_mean"].any()
    assert not found["batchnorm_1.running_var"].any()


def test_a_frozen_batch_norm_normalises_by_its_running_statistics() -> None:
    run = session(nodes=[THREE_LAYERS[0], BATCH_NORM, THREE_LAYERS[1]])
    run.train(3)
    freeze(run, "batchnorm_1")
    features, targets = run.prepared.train.features[:8], run.prepared.train.targets[:8]
    rows = [run.gradients(features[[k]], targets[[k]])["dense_1.weight"] for k in range(8)]
    # No row bears on another's answer: the gradient of eight is the mean of eight gradients.
    np.testing.assert_allclose(
        run.gradients(features, targets)["dense_1.weight"], np.mean(rows, 0), rtol=1e-9, atol=1e-12
    )


def test_a_frozen_dropout_drops_nothing() -> None:
    dropout = {"id": "dropout_1", "type": "Dropout", "rate": 0.9}
    plain = session(nodes=THREE_LAYERS)
    still = session(nodes=[THREE_LAYERS[0], {**dropout, "frozen": True}, THREE_LAYERS[1]])
    for run in (plain, still):
        run.train(2)
    assert plain.snapshot().parameters.tobytes() == still.snapshot().parameters.tobytes()


def test_a_saved_run_with_a_frozen_layer_goes_on_the_same() -> None:
    whole, first, resumed = (session(nodes=[FIRST, THREE_LAYERS[1]], batch_size=8) for _ in "abc")
    whole.advance(11)
    first.advance(5)
    resumed.restore(first.state())
    resumed.advance(6)
    assert whole.snapshot().parameters.tobytes() == resumed.snapshot().parameters.tobytes()
