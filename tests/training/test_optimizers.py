"""Optimizers, step by step beside PyTorch's."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from playground.engine.ops import OPS
from playground.network.heads import HEADS
from playground.training.diverged import Diverged
from playground.training.optimizers import OPTIMIZERS
from playground.training.spec import TrainingSpec

from ..network.small import fields_of
from .samples import TASK_OF, Twin, bring_to_overflow, dataset, session


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_hundred_steps_are_pytorchs(optimizer: str) -> None:
    torch = pytest.importorskip("torch")
    settings = {"type": optimizer, "learning_rate": 0.03}
    ours = session("binary", optimizer=settings, samples=60)
    twin = Twin(torch, ours)
    samples = dataset("binary", 60)
    random = np.random.default_rng(0)
    for _ in range(100):
        rows = random.integers(0, 60, 8)
        x, y = samples.features[rows], samples.targets[rows]
        assert ours.step(x, y) == pytest.approx(twin.step(x, y), rel=1e-9)
    twin.assert_same_weights()


@pytest.mark.parametrize("head", HEADS)
def test_a_hundred_steps_are_pytorchs_with_every_head(head: str) -> None:
    torch = pytest.importorskip("torch")
    ours = session(head, optimizer={"type": "nesterov", "learning_rate": 0.05, "momentum": 0.7})
    twin = Twin(torch, ours)
    samples = dataset(TASK_OF[head])
    for _ in range(100):
        loss = ours.step(samples.features, samples.targets)
        assert loss == pytest.approx(twin.step(samples.features, samples.targets), rel=1e-9)
    twin.assert_same_weights()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_settings_of_ones_own_reach_the_update(optimizer: str) -> None:
    torch = pytest.importorskip("torch")
    settings = fields_of(OPTIMIZERS[optimizer]()) | {"type": optimizer, "learning_rate": 0.01}
    ours = session("regression", optimizer=settings)
    twin = Twin(torch, ours)
    samples = dataset("regression")
    for _ in range(100):
        ours.step(samples.features, samples.targets)
        twin.step(samples.features, samples.targets)
    twin.assert_same_weights()


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clipping", ["value", "norm"])
def test_a_hundred_steps_with_a_clipped_gradient_are_pytorchs(
    optimizer: str, clipping: str
) -> None:
    torch = pytest.importorskip("torch")
    limit = {"value": 0.02, "norm": 0.1}[clipping]
    ours = session(
        "regression",
        optimizer={"type": optimizer, "learning_rate": 0.01},
        clipping={"type": clipping, "limit": limit},
    )
    free = session("regression", optimizer={"type": optimizer, "learning_rate": 0.01})
    twin = Twin(torch, ours)
    samples = dataset("regression")
    for _ in range(100):
        loss = ours.step(samples.features, samples.targets)
        free.step(samples.features, samples.targets)
        assert loss == pytest.approx(twin.step(samples.features, samples.targets), rel=1e-9)
    twin.assert_same_weights()
    assert not np.array_equal(ours.snapshot().parameters, free.snapshot().parameters)


@pytest.mark.parametrize("clipping", ["value", "norm"])
def test_a_limit_on_the_gradient_hides_no_divergence(clipping: str) -> None:
    run = session("regression", clipping={"type": clipping}, optimizer="sgd")
    batch = bring_to_overflow(run)
    before = run.snapshot().parameters
    with pytest.raises(Diverged, match=r" in dense_1\b"):
        run.step(*batch)
    assert np.array_equal(run.snapshot().parameters, before)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_an_optimizer_goes_through_json_with_default_and_with_other_fields(name: str) -> None:
    usual = OPTIMIZERS[name]()
    for optimizer in (usual, OPTIMIZERS[name](**fields_of(usual))):
        spec = TrainingSpec(optimizer=optimizer)
        back = TrainingSpec.model_validate_json(spec.model_dump_json())
        assert back == spec
        assert type(back.optimizer) is OPTIMIZERS[name]
    assert TrainingSpec(optimizer=name).optimizer == usual


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_optimizer_is_explained_and_has_an_op(name: str) -> None:
    optimizer = OPTIMIZERS[name]()
    assert optimizer.label
    assert optimizer.help
    assert optimizer.formula == OPS[name].formula
    assert "learning_rate" not in optimizer.update().attributes


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("adm", "Did you mean 'adam'?"),
        ({"type": "sgd", "learning_rate": 0}, "learning_rate"),
        ({"type": "sgd", "learning_rate": float("nan")}, "learning_rate"),
        ({"type": "sgd", "momentum": 0.9}, "momentum"),
        ({"type": "momentum", "momentum": 1.0}, "momentum"),
        (0.1, "Expected a known optimizer by its name"),
    ],
)
def test_what_is_no_optimizer_is_refused_in_words(given: object, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        TrainingSpec(optimizer=given)
    assert words in str(refused.value)
