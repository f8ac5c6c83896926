"""How much a straight cut tells apart, against scikit-learn's own classifiers."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.datasets import load_breast_cancer, load_diabetes, load_digits, load_wine, make_circles
from sklearn.linear_model import LinearRegression, LogisticRegression
from sklearn.multiclass import OneVsRestClassifier
from sklearn.preprocessing import StandardScaler

from playground.training.straight_cuts import straight_cut


def halves(x, y):
    order = np.random.default_rng(0).permutation(len(x))[:1000]
    half = len(order) // 2
    return x[order[:half]], y[order[:half]], x[order[half:]], y[order[half:]]


@pytest.mark.parametrize(
    ("load", "task"),
    [
        (load_digits, "multiclass"),
        (load_wine, "multiclass"),
        (load_breast_cancer, "binary"),
        (lambda return_X_y: make_circles(600, noise=0.05, factor=0.5, random_state=0), "binary"),
    ],
)
def test_it_tells_as_much_apart_as_scikit_learn_does(load, task):
    x, y, other, truth = halves(*load(return_X_y=True))
    scaler = StandardScaler().fit(x)
    judge = LogisticRegression(C=1.0 / (1e-4 * len(x)), max_iter=5000)
    judge.fit(scaler.transform(x), y)
    found = straight_cut(task, x, y, other, truth)
    assert found.share == pytest.approx(judge.score(scaler.transform(other), truth), abs=0.015)
    assert (found.fitted, found.judged, found.dimensions) == (len(x), len(other), x.shape[1])


def test_labels_are_told_each_by_itself():
    x, y, other, truth = halves(*load_wine(return_X_y=True))
    labels, asked = (np.stack([each > 0, each == 1], axis=1).astype(int) for each in (y, truth))
    scaler = StandardScaler().fit(x)
    judge = OneVsRestClassifier(LogisticRegression(C=1.0 / (1e-4 * len(x)), max_iter=5000))
    judge.fit(scaler.transform(x), labels)
    right = (judge.predict(scaler.transform(other)) == asked).mean()
    found = straight_cut("multilabel", x, labels, other, asked)
    assert found.share == pytest.approx(right, abs=0.03)


def test_of_amounts_it_says_how_much_is_explained():
    x, y, other, truth = halves(*load_diabetes(return_X_y=True))
    judge = LinearRegression().fit(x, y)
    found = straight_cut("regression", x, y[:, None], other, truth[:, None])
    assert found.share == pytest.approx(judge.score(other, truth), abs=0.01)
    assert found.kind == "least squares"


def test_one_class_one_sample_and_constant_features_are_no_fault():
    one = straight_cut("binary", np.ones((1, 2)), np.zeros(1, int), np.ones((3, 2)), np.zeros(3))
    assert one.share == 1.0
    wide = straight_cut(
        "multiclass", np.ones((9, 500)), np.arange(9) % 3, np.ones((3, 500)), np.arange(3)
    )
    assert wide.reduced
    assert wide.share == pytest.approx(1 / 3)
