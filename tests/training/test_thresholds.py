"""Metrics at every threshold, against scikit-learn."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as oracle

from playground.training.thresholds import NAMES, threshold_lines, verdict

RANDOM = np.random.default_rng(5)
TRUTH = RANDOM.integers(0, 2, 80)
# Few different scores, so that several samples share one.
SCORES = np.round(np.clip(0.3 * TRUTH + 0.7 * RANDOM.random(80), 0, 1), 2).astype(np.float32)


def of_scikit_learn(said):
    return (
        oracle.accuracy_score(TRUTH, said),
        oracle.precision_score(TRUTH, said, zero_division=np.nan),
        oracle.recall_score(TRUTH, said),
        oracle.f1_score(TRUTH, said),
    )


def test_every_metric_at_every_threshold_is_that_of_scikit_learn() -> None:
    lines = threshold_lines(TRUTH, SCORES)
    assert lines is not None
    for place, threshold in enumerate(lines.thresholds):
        found = [lines.of(name)[place] for name in NAMES]
        expected = of_scikit_learn(threshold <= SCORES)
        np.testing.assert_allclose(found, expected, rtol=1e-12)
        judged = verdict(TRUTH, SCORES, threshold)
        np.testing.assert_allclose([getattr(judged, name) for name in NAMES], expected)
        (tn, fp), (fn, tp) = oracle.confusion_matrix(TRUTH, threshold <= SCORES)
        assert (judged.found, judged.alarms, judged.missed, judged.rejected) == (tp, fp, fn, tn)
    assert len(lines.thresholds) == len(np.unique(SCORES)) + 1


def test_the_best_threshold_is_as_good_as_any_that_scikit_learn_finds() -> None:
    lines = threshold_lines(TRUTH, SCORES)
    assert lines is not None
    precision, recall, _ = oracle.precision_recall_curve(TRUTH, SCORES)
    highest = np.nanmax(2 * precision * recall / (precision + recall))
    threshold, value = lines.best()
    assert value == pytest.approx(highest)
    assert verdict(TRUTH, SCORES, threshold).f1 == pytest.approx(highest)


def test_what_cannot_be_said_is_not_a_number_and_nothing_is_said_of_broken_scores() -> None:
    only_no = threshold_lines(np.zeros(4), np.array([0.1, 0.2, 0.2, 0.9]))
    assert only_no is not None
    assert np.isnan(only_no.recall).all()
    assert np.isnan(only_no.precision[-1])
    assert np.isnan(verdict(np.zeros(4), np.zeros(4), 0.5).precision)
    assert threshold_lines(np.zeros(0), np.zeros(0)) is None
    assert threshold_lines(np.ones(2), np.array([0.5, np.nan])) is None
