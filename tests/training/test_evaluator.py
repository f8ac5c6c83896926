"""Looking at a network from a snapshot of its weights."""

from __future__ import annotations

import numpy as np

from playground.training.evaluator import ROWS, Evaluator

from .samples import session


def test_what_leaves_each_node_is_seen_for_more_rows_than_fit_in_one_run() -> None:
    run = session("multiclass")
    evaluator = Evaluator(run.network, run.head, run.signature, "float64", with_nodes=True)
    features = np.random.default_rng(0).normal(size=(ROWS + 7, 2))
    seen = evaluator.look(run.snapshot().parameters, features)
    weights = run.parameters()
    first = np.tanh(features @ weights["dense_1.weight"] + weights["dense_1.bias"])
    assert list(seen) == ["prediction", "input", "dense_1", "dense_2"]
    np.testing.assert_allclose(seen["dense_1"], first, rtol=1e-12)
    assert np.array_equal(seen["input"], features)
    assert seen["prediction"].shape == (ROWS + 7, 3)


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
