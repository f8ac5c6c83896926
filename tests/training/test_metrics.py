"""Metrics beside scikit-learn's."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.network.signature import Task
from playground.training.metrics import LABELS, MAIN, SHARES, confusion, in_words, label_of, metrics

sklearn = pytest.importorskip("sklearn.metrics")
NAMES = ("red", "green", "blue", "grey")


def pairs(classes: int) -> Any:
    return st.lists(
        st.tuples(st.integers(0, classes - 1), st.integers(0, classes - 1)), min_size=1, max_size=30
    )


@pytest.mark.parametrize("classes", [2, 4])
def test_metrics_of_classes_are_scikit_learns_with_classes_absent_too(classes: int) -> None:
    @settings(max_examples=80, deadline=None)
    @given(pairs(classes))
    def agree(drawn: list[tuple[int, int]]) -> None:
        answers, targets = np.array(drawn).T
        found = metrics("multiclass", answers, targets, NAMES[:classes])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # scikit-learn's words on absent classes
            assert found["accuracy"] == sklearn.accuracy_score(targets, answers)
            balanced = sklearn.balanced_accuracy_score(targets, answers)
            average = "binary" if classes == 2 else "macro"
            f1 = sklearn.f1_score(targets, answers, average=average, zero_division=0)
        assert found["balanced_accuracy"] == pytest.approx(balanced, abs=1e-12)
        assert found["f1"] == pytest.approx(f1, abs=1e-12)
        assert np.array_equal(
            confusion(answers, targets, classes),
            sklearn.confusion_matrix(targets, answers, labels=range(classes)),
        )

    agree()


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.lists(st.integers(0, 1), min_size=6, max_size=6), min_size=1, max_size=20),
    st.integers(1, 3),
)
def test_metrics_of_labels_are_scikit_learns_with_labels_absent_too(
    drawn: list[list[int]], labels: int
) -> None:
    both = np.array(drawn)
    answers, targets = both[:, :labels], both[:, 3 : 3 + labels]
    found = metrics("multilabel", answers, targets, NAMES[:labels])
    single = sklearn.f1_score(
        targets, answers, average="binary" if labels == 1 else None, zero_division=0
    )
    each = np.atleast_1d(single)
    assert found["subset_accuracy"] == sklearn.accuracy_score(targets, answers)
    assert found["f1"] == pytest.approx(each.mean(), abs=1e-12)
    assert [found[f"f1.{name}"] for name in NAMES[:labels]] == pytest.approx(each.tolist())


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("columns", [1, 3])
def test_metrics_of_values_are_scikit_learns(seed: int, columns: int) -> None:
    random = np.random.default_rng(seed)
    targets = random.normal(size=(30, columns)) * random.uniform(0.1, 100, columns)
    answers = targets + random.normal(size=(30, columns)) * random.uniform(0, 10)
    if seed % 4 == 0:
        targets[:, 0] = 2.0  # a target that never varies
    if seed % 8 == 0:
        answers[:, 0] = 2.0
    found = metrics("regression", answers, targets, NAMES[:columns])
    assert found["r2"] == pytest.approx(sklearn.r2_score(targets, answers))
    assert found["mae"] == pytest.approx(sklearn.mean_absolute_error(targets, answers))
    assert found["rmse"] == pytest.approx(sklearn.root_mean_squared_error(targets, answers))


TASKS: list[Task] = ["binary", "multiclass", "multilabel", "regression"]


@pytest.mark.parametrize("task", TASKS)
def test_every_metric_has_a_name_for_people_and_every_task_a_main_one(task: Task) -> None:
    answers = np.array([[0, 1], [1, 1]]) if task in ("multilabel", "regression") else np.eye(2)[0]
    found = metrics(task, answers.astype(int), answers.astype(int), NAMES[:2])
    assert MAIN[task] in found
    assert found[MAIN[task]] == 1.0
    for name in found:
        assert name.partition(".")[0] in LABELS
        assert label_of(name)
    assert set(SHARES) <= set(LABELS)


def test_values_read_as_percent_or_as_numbers() -> None:
    assert label_of("f1.red") == "F1 of red"
    assert in_words("accuracy", 0.987) == "98.7%"
    assert in_words("f1.red", 0.5) == "50.0%"
    assert in_words("mae", 0.12345) == "0.123"
    assert in_words("rmse", 12345.678) == "1.235e+04"
    assert in_words("accuracy", float("nan")) == "–"
