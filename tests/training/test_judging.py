from __future__ import annotations

import numpy as np
import pytest
from sklearn import metrics as oracle

from playground.training.judging import (
    amount_scores,
    class_scores,
    label_scores,
    mean_curve,
    precision_recall,
    rates_at,
    roc,
    worst_first,
)


def scored(seed: int, *, ties: bool, share: float = 0.4, count: int = 200):
    random = np.random.default_rng(seed)
    truth = (random.random(count) < share).astype(np.int64)
    scores = np.clip(0.3 * truth + 0.7 * random.random(count), 0.0, 1.0).astype(np.float32)
    return truth, np.round(scores, 1) if ties else scores


@pytest.mark.parametrize("ties", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_curves_and_areas_are_those_of_scikit_learn(seed: int, ties: bool) -> None:
    truth, scores = scored(seed, ties=ties)
    found = roc(truth, scores)
    x, y, thresholds = oracle.roc_curve(truth, scores)
    np.testing.assert_allclose(found.x, x)
    np.testing.assert_allclose(found.y, y)
    np.testing.assert_allclose(found.thresholds, thresholds)
    assert found.area == pytest.approx(oracle.roc_auc_score(truth, scores))
    found = precision_recall(truth, scores)
    precision, recall, thresholds = oracle.precision_recall_curve(truth, scores)
    np.testing.assert_allclose(found.y, precision)
    np.testing.assert_allclose(found.x, recall)
    np.testing.assert_allclose(found.thresholds[:-1], thresholds)
    assert found.area == pytest.approx(oracle.average_precision_score(truth, scores))


def test_a_constant_score_is_chance_and_a_lonely_class_has_no_curve() -> None:
    truth = np.array([0, 1, 1, 0])
    constant = np.full(4, 0.7)
    assert roc(truth, constant).area == 0.5
    assert precision_recall(truth, constant).area == 0.5
    for lonely in (np.zeros(4, int), np.ones(4, int)):
        assert roc(lonely, constant) is None
    assert precision_recall(np.zeros(4, int), constant) is None
    assert roc(truth, np.array([0.1, np.nan, 0.2, 0.3])) is None
    assert precision_recall(truth, np.array([0.1, np.nan, 0.2, 0.3])) is None
    assert roc(np.array([1]), np.array([0.5])) is None


def test_the_rates_at_a_threshold_are_those_of_the_confusion_matrix_there() -> None:
    truth, scores = scored(3, ties=False)
    (tn, fp), (fn, tp) = oracle.confusion_matrix(truth, scores >= 0.5)
    assert rates_at(truth, scores, 0.5) == (fp / (fp + tn), tp / (tp + fn), tp / (tp + fp))
    assert np.isnan(rates_at(truth, scores, 2.0)[2])


def test_a_mean_of_curves_has_the_mean_of_their_areas() -> None:
    curves = [roc(*scored(seed, ties=True)) for seed in range(3)]
    x, y = mean_curve([(curve.x, curve.y) for curve in curves])
    area = np.sum(np.diff(x) * (y[1:] + y[:-1]) / 2.0)
    assert area == pytest.approx(np.mean([curve.area for curve in curves]))


def test_scores_by_class_are_those_of_scikit_learn_also_where_a_class_is_empty() -> None:
    random = np.random.default_rng(1)
    truth, answers = random.choice([0, 1, 3], 90), random.choice([0, 1, 2], 90)
    found = class_scores(answers, truth, 5)
    precision, recall, f1, support = oracle.precision_recall_fscore_support(
        truth, answers, labels=range(5), zero_division=np.nan
    )
    np.testing.assert_array_equal(found.support, support)
    np.testing.assert_allclose(found.precision, precision)
    np.testing.assert_allclose(found.recall, recall)
    np.testing.assert_allclose(found.f1, f1)
    for average, weighted in (("macro", False), ("weighted", True)):
        means = oracle.precision_recall_fscore_support(
            truth, answers, labels=range(5), zero_division=np.nan, average=average
        )
        ours = [found.mean(v, weighted=weighted) for v in (found.precision, found.recall, found.f1)]
        np.testing.assert_allclose(ours, means[:3])


def test_scores_by_label_are_those_of_scikit_learn() -> None:
    random = np.random.default_rng(2)
    truth, answers = random.integers(0, 2, (2, 60, 4))
    answers[:, 3] = 0
    found = label_scores(answers, truth)
    precision, recall, f1, support = oracle.precision_recall_fscore_support(
        truth, answers, zero_division=np.nan
    )
    np.testing.assert_array_equal(found.support, support)
    np.testing.assert_allclose(found.precision, precision)
    np.testing.assert_allclose(found.recall, recall)
    np.testing.assert_allclose(found.f1, f1)


def test_amounts_are_scored_as_scikit_learn_does() -> None:
    random = np.random.default_rng(4)
    true = random.normal(50.0, 9.0, 70)
    said = true + random.normal(1.0, 3.0, 70)
    found = amount_scores(said, true)
    assert found.r2 == pytest.approx(oracle.r2_score(true, said))
    assert found.rmse == pytest.approx(oracle.root_mean_squared_error(true, said))
    assert found.mae == pytest.approx(oracle.mean_absolute_error(true, said))
    assert found.bias == pytest.approx((true - said).mean())


def test_amounts_that_never_vary_or_are_few_are_no_fault() -> None:
    constant = np.full(5, 3.0)
    assert amount_scores(constant, constant).r2 == 1.0
    assert amount_scores(constant + 1.0, constant).r2 == oracle.r2_score(constant, constant + 1.0)
    assert np.isnan(amount_scores(np.ones(1), np.ones(1)).r2)
    assert np.isnan(amount_scores(np.ones(0), np.ones(0)).mae)


def test_the_worst_come_first_and_what_is_no_number_before_all() -> None:
    losses = np.array([0.5, np.nan, 2.0, np.inf, 2.0])
    assert worst_first(losses).tolist() == [1, 3, 2, 4, 0]
