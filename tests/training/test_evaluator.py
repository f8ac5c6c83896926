"""Looking at a network from a snapshot of its weights."""

from __future__ import annotations

import numpy as np
import pytest

from playground.network.losses import LOSSES
from playground.training import evaluator as module
from playground.training.evaluator import ROWS, Evaluator

from .samples import session


def test_more_rows_than_fit_in_one_run_are_predicted_and_judged_as_one() -> None:
    run = session("multiclass")
    evaluator = Evaluator(run.network, run.head, run.signature, "float64")
    parameters = run.snapshot().parameters
    features = np.random.default_rng(0).normal(size=(ROWS + 7, 2))
    seen = evaluator.predict(parameters, features)
    assert seen.shape == (ROWS + 7, 3)
    apart = [evaluator.predict(parameters, features[i : i + 1]) for i in (0, ROWS - 1, ROWS + 6)]
    np.testing.assert_allclose(seen[[0, ROWS - 1, ROWS + 6]], np.concatenate(apart), rtol=1e-12)
    targets = np.eye(3)[np.arange(ROWS + 7) % 3]
    loss, judged = evaluator.judge(parameters, features, targets)
    np.testing.assert_allclose(loss, -np.log(seen[targets == 1]).mean(), rtol=1e-12)
    assert np.array_equal(judged, seen)


def test_a_loss_with_class_weights_is_the_weighted_mean_over_all_runs() -> None:
    run = session("multiclass")
    weights = np.array([0.5, 1.0, 4.0])
    loss = LOSSES["cross_entropy"](class_weights=weights.tolist())
    head = run.head.model_copy(update={"loss": loss})
    evaluator = Evaluator(run.network, head, run.signature, "float64")
    features = np.random.default_rng(0).normal(size=(ROWS + 7, 2))
    classes = np.minimum(np.arange(ROWS + 7) // 512, 2)  # the parts differ in what they weigh
    targets = head.encode(classes, run.signature)
    found, seen = evaluator.judge(run.snapshot().parameters, features, targets)
    surprise = -np.log(seen[np.arange(ROWS + 7), classes])
    expected = np.average(surprise, weights=weights[classes])
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_any_moment_of_a_run_can_be_looked_at_while_the_run_goes_on() -> None:
    run = session()
    start = run.snapshot()
    x = np.random.default_rng(1).normal(size=(20, 2))
    evaluator = Evaluator(run.network, run.head, run.signature, "float64")
    before = evaluator.predict(start.parameters, x)
    run.train(3)
    now = evaluator.predict(run.snapshot().parameters, x)
    assert not np.array_equal(now, before)
    assert np.array_equal(evaluator.predict(start.parameters, x), before)


def test_rows_that_take_much_memory_are_looked_at_a_few_at_a_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    run = session()
    expected = run.predict(np.ones((3000, 2)))
    monkeypatch.setattr(module, "_MOST_BYTES", 5_000)
    frugal = session()
    np.testing.assert_allclose(frugal.predict(np.ones((3000, 2))), expected)
    assert 1 <= frugal._evaluator._look.program.batch < 200
    assert frugal.metrics("validation") == pytest.approx(run.metrics("validation"))
    assert 1 <= frugal._evaluator._judge.program.batch < 200
