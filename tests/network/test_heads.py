"""Heads: every final activation and loss, every task, and what is said of them."""

from __future__ import annotations

from dataclasses import replace
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


def of_predictions(loss: str, final: str, p: Any, target: Any) -> float:
    """A fused loss, from what comes after its final activation."""
    with np.errstate(invalid="ignore"):  # of a rate there is no doubt
        surprise, doubt = -target * np.log(p), -(1 - target) * np.log(1 - p)
    match loss, final:
        case ("binary_cross_entropy", _):
            return float((surprise + doubt).mean())
        case ("cross_entropy", _):
            return float(surprise.sum(1).mean())
        case ("focal", "sigmoid"):
            return float((surprise * (1 - p) ** 2 + doubt * p**2).mean())
        case ("focal", "softmax"):
            return float((surprise * (1 - p) ** 2).sum(1).mean())
        case ("hinge", "sigmoid"):
            return float(np.maximum(1 - (2 * target - 1) * np.log(p / (1 - p)), 0).mean())
        case ("hinge", "softmax"):
            lead = np.log((p * target).sum(1, keepdims=True) / p)
            return float(((1 - target) * np.maximum(1 - lead, 0)).mean())
        case ("poisson", _):
            return float((p + surprise).mean())
    raise AssertionError(f"{loss} is fused with {final}")


@pytest.mark.parametrize(("name", "task"), TRIED)
@pytest.mark.parametrize("final", FINALS)
def test_a_fused_loss_is_the_loss_of_the_prediction(name: str, task: str, final: str) -> None:
    random = np.random.default_rng(3)
    for loss, kind in LOSSES.items():
        if final not in kind.fused:
            continue
        tried, described = head(name, activation=final, loss=loss), signature(task)
        columns = tried.columns(described)
        if columns == 1 and final == "softmax":
            continue  # always sure: −1 · ln 0 by one way, 0 by the other
        compiled = compile_evaluation(chain(DENSE), tried, described, 20)
        executor = ReferenceExecutor(compiled.program, np.float64)
        executor.parameters[:] = random.normal(size=executor.parameters.size)
        target = random.integers(0, 2, (20, columns))
        if final == "softmax":
            target = np.eye(columns, dtype=int)[random.integers(0, columns, 20)]
        found = executor.run(features=random.normal(size=(20, 2)), target=target)
        expected = of_predictions(loss, final, found["prediction"], target)
        assert float(found["loss"]) == pytest.approx(expected, rel=1e-9)


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
    described = replace(signature(kind.tasks[0]), low=0.0)
    found = head(name, activation=final, loss=loss).problems(described)
    fits = loss in kind.losses
    fitting = (LOSSES[loss].final if fits else "") or kind.default_final
    assert bool(found) == (final != fitting or not fits)
    for problem in found:
        assert problem.severity == "warning"
        assert problem.message.endswith(".")
        assert isinstance(problem.fix, ChooseLoss)
        assert (problem.fix.type == loss) == fits
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


@pytest.mark.parametrize("name", ["regression", "bounded_regression"])
@pytest.mark.parametrize("loss", ["hinge", "focal", "cross_entropy"])
def test_a_loss_of_classes_for_amounts_is_told_what_would_fit(name: str, loss: str) -> None:
    (problem,) = head(name, loss=loss).problems(signature("regression"))
    assert "an amount" in problem.message
    assert "Mean squared error fits." in problem.message


@pytest.mark.parametrize("name", ["binary", "binary_softmax", "multiclass", "multilabel"])
def test_a_loss_of_counts_for_classes_is_told_that_they_are_none(name: str) -> None:
    (problem,) = head(name, loss="poisson").problems(signature(HEADS[name].tasks[0]))
    assert "a class is a name, not a count" in problem.message


def test_a_poisson_loss_ends_in_an_exponential_unless_told_otherwise() -> None:
    counting = head("regression", loss="poisson")
    described = replace(signature("regression"), low=0.0)
    assert counting.final == "exponential"
    assert counting.problems(described) == []
    found = predict(chain(), counting, "regression", 0.5, np.array([[1.0, 2.0]]))
    np.testing.assert_allclose(found, np.exp([[2.0, 2.0]]))
    (problem,) = head("regression", loss="poisson", activation="identity").problems(described)
    assert "The exponential makes one of any sum" in problem.message
    (problem,) = counting.problems(signature("regression"))
    assert "go down to -1.5" in problem.message


def test_a_hinge_loss_on_bare_scores_is_told_to_keep_the_sigmoid() -> None:
    (problem,) = head("binary", loss="hinge", activation="identity").problems(signature("binary"))
    assert "draws its line at 0" in problem.message
    assert head("binary", loss="hinge").problems(signature("binary")) == []


@pytest.mark.parametrize("weights", [(1.0, 2.0), "balanced"])
def test_class_weights_must_be_one_an_output(weights: Any) -> None:
    weighted = LOSSES["cross_entropy"](class_weights=weights)
    two = replace(signature("binary"), counts=(10, 30))
    assert head("binary_softmax", loss=weighted).problems(two) == []
    (error, *_) = head("binary", loss=weighted).problems(two)
    assert (error.severity, "1 expected, 2 given" in error.message) == ("error", True)


def test_targets_are_smoothed_and_weighted_as_the_loss_has_them() -> None:
    weighted = LOSSES["cross_entropy"](class_weights=(1.0, 2.0, 4.0), label_smoothing=0.3)
    found = head("multiclass", loss=weighted).encode(np.array([1, 2]), signature("multiclass"))
    np.testing.assert_allclose(found, [[0.1, 1.6, 0.4], [0.1, 0.2, 3.2]])
    smooth = LOSSES["binary_cross_entropy"](label_smoothing=0.2)
    found = head("binary", loss=smooth).encode(np.array([1, 0]), signature("binary"))
    np.testing.assert_allclose(found, [[0.9], [0.1]])


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


@pytest.mark.parametrize("loss", ["mse", "rmse", "mae", "huber", "log_cosh"])
@pytest.mark.parametrize("name", ["binary", "binary_softmax", "multiclass", "multilabel"])
def test_an_error_of_amounts_never_judges_classes_without_a_word(name: str, loss: str) -> None:
    (problem,) = head(name, loss=loss).problems(signature(HEADS[name].tasks[0]))
    assert "gradient fades" in problem.message
