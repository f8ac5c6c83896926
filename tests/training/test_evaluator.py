"""Looking at a network from a snapshot of its weights."""

from __future__ import annotations

import numpy as np

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
