"""Cross-validation, and the samples that are held out for the end."""

from __future__ import annotations

import numpy as np
import pytest

from playground.data.prepare import prepare
from playground.data.progress import Cancelled, listening
from playground.data.spec import DataSpec
from playground.errors import UserError
from playground.network.heads import Multiclass, Regression
from playground.network.layers.dense import Dense
from playground.network.spec import NetworkSpec
from playground.training.folds import over_folds
from playground.training.session import Session
from playground.training.spec import TrainingSpec

NETWORK = NetworkSpec(nodes=(Dense(id="dense_1", units=8),))
TRAINING = TrainingSpec(epochs=30, batch_size=16, seed=3)
IRIS = DataSpec.model_validate({"source": "iris", "split": {"test": 0.2}})


def test_every_sample_but_those_held_out_judges_once_and_each_fold_is_a_session_of_its_own() -> (
    None
):
    found = over_folds(NETWORK, Multiclass(), TRAINING, IRIS, 4, device="numpy")
    assert sum(fold.samples[1] for fold in found.folds) == 120
    assert {sum(fold.samples) for fold in found.folds} == {120}
    spec = DataSpec.model_validate(
        {"source": "iris", "split": {"test": 0.2, "folds": 4, "fold": 2}}
    )
    alone = Session(NETWORK, Multiclass(), TRAINING, prepare(spec), device="numpy")
    alone.train(30)
    assert found.seed == alone.seed == 3
    assert found.folds[2].validation == {"loss": alone.loss(), **alone.metrics()}
    values = [fold.validation["accuracy"] for fold in found.folds]
    assert found.mean("validation")["accuracy"] == pytest.approx(np.mean(values))
    assert found.deviation("validation")["accuracy"] == pytest.approx(np.std(values))


def test_folds_tell_how_far_they_are_and_stop_when_they_are_no_longer_wanted() -> None:
    told: list[float] = []

    def stop_in_the_second(share: float, what: str) -> None:
        told.append(share)
        if what.startswith("fold 2"):
            raise Cancelled

    with pytest.raises(Cancelled), listening(stop_in_the_second):
        over_folds(NETWORK, Multiclass(), TRAINING, IRIS, 3, device="numpy")
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1 / 3)


@pytest.mark.parametrize("folds", [1, 101])
def test_too_few_or_too_many_folds_are_refused(folds: int) -> None:
    with pytest.raises(UserError, match="Expected 2 to 100 folds"):
        over_folds(NETWORK, Multiclass(), TRAINING, IRIS, folds)


@pytest.mark.parametrize(
    ("source", "head"), [("iris", Multiclass()), ("diabetes", Regression())], ids=str
)
def test_what_is_held_out_is_judged_on_demand_and_never_before(source: str, head) -> None:
    data = DataSpec.model_validate(
        {"source": source, "split": {"test": 0.25}, "standardise_targets": source == "diabetes"}
    )
    prepared = prepare(data)
    session = Session(NETWORK, head, TRAINING, prepared, device="numpy", dtype="float64")
    session.train(5)
    assert "test" not in vars(prepared)
    found = session.metrics("test")
    answers = session.predict(prepared.dataset.features[prepared.split.test])
    truth = prepared.dataset.targets[prepared.split.test]
    if source == "iris":
        assert found["accuracy"] == np.mean(answers.argmax(axis=1) == truth)
    else:
        assert found["mae"] == pytest.approx(np.abs(answers - truth).mean())


def test_a_test_that_nothing_is_held_out_for_is_refused_in_words() -> None:
    session = Session(NETWORK, Multiclass(), TRAINING, prepare(DataSpec(source="iris")))
    with pytest.raises(UserError, match="No samples are held out for a test"):
        session.metrics("test")
    with pytest.raises(UserError, match="'train', 'validation' or 'test'"):
        session.metrics("exam")
