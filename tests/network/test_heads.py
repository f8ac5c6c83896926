"""Heads: every final activation and loss, every task, and what is said of them."""

from __future__ import annotations

from typing import Any, get_args

import numpy as np
import pytest
from pydantic import TypeAdapter, ValidationError

from playground.engine.executors.reference import ReferenceExecutor
from playground.network.compiler import compile_evaluation
from playground.network.heads import HEADS, Final, HeadField
from playground.network.losses import LOSSES
from playground.network.problems import ChooseHead, ChooseLoss
from playground.network.signature import Signature

from .small import OUTPUTS, assert_gradients_are_slopes, chain, fields_of, head, predict, signature

FINALS = get_args(Final)
DENSE = {"type": "Dense", "units": 3}
TRIED = [(name, task) for name in HEADS for task in (*HEADS[name].tasks, *HEADS[name].tries)]


@pytest.mark.parametrize(("name", "task"), TRIED)
@pytest.mark.parametrize("final", FINALS)
def test_gradients_are_the_slopes_of_every_loss_that_can_be_tried(
    name: str, task: str, final: str
) -> None:
    for loss in LOSSES:
        tried = head(name, activation=final, loss=loss)
        assert not [p for p in tried.problems(signature(task)) if p.severity == "error"]
        assert_gradients_are_slopes(chain(DENSE), tried, task)


@pytest.mark.parametrize(("name", "task"), TRIED)
@pytest.mark.parametrize("final", FINALS)
def test_a_fused_loss_is_the_loss_of_the_prediction(name: str, task: str, final: str) -> None:
    random = np.random.default_rng(3)
    for loss, kind in LOSSES.items():
        if final not in kind.fused:
            continue
        tried, described = head(name, activation=final, loss=loss), signature(task)
        compiled = compile_evaluation(chain(DENSE), tried, described, 20)
        executor = ReferenceExecutor(compiled.program, np.float64)
        executor.parameters[:] = random.normal(size=executor.parameters.size)
        target = random.integers(0, 2, (20, tried.columns(described)))
        found = executor.run(features=random.normal(size=(20, 2)), target=target)
        p = found["prediction"]
        logs = target * np.log(p)
        if loss == "binary_cross_entropy":
            logs = (logs + (1 - target) * np.log(1 - p)) / p.shape[1]
        assert float(found["loss"]) == pytest.approx(-logs.sum(1).mean(), rel=1e-9)


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("task", OUTPUTS)
def test_each_pair_of_head_and_task_is_right_or_named_with_a_fix_that_mends_it(
    name: str, task: str
) -> None:
    described = signature(task)
    found = head(name).problems(described)
    assert bool(found) == (task not in HEADS[name].tasks)
    for problem in found:
        assert problem.severity == ("warning" if task in HEADS[name].tries else "error")
        assert isinstance(problem.fix, ChooseHead)
        assert head(problem.fix.type).problems(described) == []
        assert problem.fix.label.startswith("Use ")


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize("final", FINALS)
@pytest.mark.parametrize("loss", LOSSES)
def test_each_pair_of_final_activation_and_loss_is_right_or_named_with_a_fix(
    name: str, final: str, loss: str
) -> None:
    kind = HEADS[name]
    described = signature(kind.tasks[0])
    found = head(name, activation=final, loss=loss).problems(described)
    assert bool(found) == (final != kind.default_final or loss not in kind.losses)
    for problem in found:
        assert problem.severity == "warning"
        assert problem.message.endswith(".")
        assert isinstance(problem.fix, ChooseLoss)
        assert head(name, loss=problem.fix.type).problems(described) == []


@pytest.mark.parametrize("tried", [head("multiclass"), head("multilabel", activation="softmax")])
def test_softmax_on_labels_is_told_that_they_share_one_probability(tried: Any) -> None:
    (problem,) = tried.problems(signature("multilabel"))
    assert problem.message == (
        "Softmax makes the labels share one probability of 1, so two true labels can never both be "
        "near 1. Multi-label wants a sigmoid each."
    )


def test_cross_entropy_for_amounts_is_told_that_amounts_are_no_probabilities() -> None:
    for name in ("regression", "bounded_regression"):
        (problem,) = head(name, loss="binary_cross_entropy").problems(signature("regression"))
        assert "logarithm of a probability" in problem.message


def test_a_bounded_head_stays_within_its_range_and_says_when_that_is_too_narrow() -> None:
    described = signature("regression")
    features = np.array([[1e6, 1e6], [-1e6, -1e6]])
    for fields, low, high in [({}, -1.675, 2.175), ({"low": 0, "high": 5}, 0, 5)]:
        bounded = head("bounded_regression", **fields)
        found = predict(chain(), bounded, "regression", 0.5, features)
        np.testing.assert_allclose(found, [[high, high], [low, low]], atol=1e-12)
    (warning,) = bounded.problems(described)
    assert (warning.severity, "can't leave 0 to 5" in warning.message) == ("warning", True)
    (error,) = head("bounded_regression", low=3, high=3).problems(described)
    assert error.severity == "error"


@pytest.mark.parametrize(
    ("task", "columns", "given", "answers"),
    [
        ("binary", 1, [[0.49], [0.5]], [0, 1]),
        ("binary", 2, [[0.51, 0.49], [0.2, 0.8]], [0, 1]),
        ("multiclass", 3, [[0.2, 0.5, 0.3], [0.4, 0.3, 0.3]], [1, 0]),
        ("multilabel", 3, [[0.5, 0.49, 0.9], [0.1, 0.2, 0.3]], [[1, 0, 1], [0, 0, 0]]),
        ("regression", 2, [[0.5, -3.0]], [[0.5, -3.0]]),
    ],
)
def test_a_half_is_the_line_and_the_largest_wins(
    task: Any, columns: int, given: list[Any], answers: list[Any]
) -> None:
    fitting = [h() for h in HEADS.values() if task in h.tasks]
    same = [h for h in fitting if h.columns(signature(task)) == columns]
    assert same
    for each in same:
        assert each.decide(np.array(given), task).tolist() == answers


def test_a_softmax_on_labels_decides_for_exactly_one() -> None:
    decided = head("multiclass").decide(np.array([[0.2, 0.5, 0.3]]), "multilabel")
    assert decided.tolist() == [[0, 1, 0]]


@pytest.mark.parametrize(
    ("name", "task", "encoded"),
    [
        ("binary", "binary", [[1], [0]]),
        ("binary_softmax", "binary", [[0, 1], [1, 0]]),
        ("multiclass", "multiclass", [[0, 1, 0], [1, 0, 0]]),
        ("regression", "multiclass", [[0, 1, 0], [1, 0, 0]]),
    ],
)
def test_classes_are_encoded_as_columns(name: str, task: str, encoded: list[Any]) -> None:
    assert head(name).encode(np.array([1, 0]), signature(task)).tolist() == encoded


def test_a_constant_target_still_gives_a_bounded_head_room() -> None:
    low, high = head("bounded_regression").bounds(Signature("d", (1,), "regression", 1, 2.0, 2.0))
    assert low < 2.0 < high


ADAPTER: TypeAdapter[Any] = TypeAdapter(HeadField)


@pytest.mark.parametrize("name", HEADS)
def test_a_head_goes_through_json_with_default_and_with_other_fields(name: str) -> None:
    usual = HEADS[name]()
    assert ADAPTER.dump_python(usual) == {"type": name}
    assert ADAPTER.validate_python(name) == usual
    other = HEADS[name](**fields_of(usual))
    assert set(ADAPTER.dump_python(other)) == {"type", *HEADS[name].model_fields}
    assert ADAPTER.validate_json(ADAPTER.dump_json(other)) == other


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ("multi_class", "Did you mean 'multiclass'?"),
        ({"type": "binary", "loss": "cross_entropie"}, "Did you mean 'cross_entropy'?"),
        ({"type": "binary", "units": 3}, "units"),
        ({"loss": "mse"}, "Expected a head by its type"),
        (7, "Expected a head by its type"),
    ],
)
def test_what_is_no_head_is_refused_in_words(given: Any, words: str) -> None:
    with pytest.raises(ValidationError) as refused:
        ADAPTER.validate_python(given)
    assert words in str(refused.value)


@pytest.mark.parametrize("loss", ["mse", "rmse", "mae", "huber"])
@pytest.mark.parametrize("name", ["binary", "binary_softmax", "multiclass", "multilabel"])
def test_an_error_of_amounts_never_judges_classes_without_a_word(name: str, loss: str) -> None:
    (problem,) = head(name, loss=loss).problems(signature(HEADS[name].tasks[0]))
    assert "gradient fades" in problem.message
