from __future__ import annotations

import numpy as np
import pytest

from playground.training.answered import Answerer
from tests.judged import trained, truth_and_predictions

RUNS = {
    "spiral": 30,
    "three_classes": 30,
    "multi_label": 20,
    "regression_surface": 20,
    "bounded_regression": 10,
    "linnerud": 20,
    "digits_cnn": 1,
    "text_classifier": 1,
    "collaborative_filtering": 2,
    "lstm": 1,
}


def ask(session, split):
    answerer = Answerer(session.network, session.head, session.signature)
    return answerer.ask(session.snapshot().parameters, session.prepared, split)


@pytest.mark.parametrize("name", RUNS)
def test_a_split_is_answered_as_the_session_predicts_it(name: str) -> None:
    session = trained(name, RUNS[name])
    for split in ("train", "validation"):
        found = ask(session, split)
        truth, predictions = truth_and_predictions(session, split)
        np.testing.assert_allclose(found.predictions, predictions, rtol=2e-4, atol=2e-5)
        np.testing.assert_array_equal(np.squeeze(found.truth), np.squeeze(truth))
        assert found.n_lost == 0


@pytest.mark.parametrize("name", RUNS)
def test_the_losses_of_all_samples_make_up_the_loss_of_the_split(name: str) -> None:
    session = trained(name, RUNS[name])
    for split in ("train", "validation"):
        assert ask(session, split).losses.mean() == pytest.approx(session.loss(split), rel=1e-3)


def test_the_same_moment_is_asked_about_once_and_another_anew() -> None:
    session = trained("spiral", 30)
    answerer = Answerer(session.network, session.head, session.signature)
    parameters = session.snapshot().parameters
    first = answerer.ask(parameters, session.prepared, "validation")
    assert answerer.ask(parameters, session.prepared, "validation") is first
    assert answerer.ask(parameters, session.prepared, "train") is not first
    other = answerer.ask(parameters.copy() * 0.5, session.prepared, "validation")
    assert not np.allclose(other.predictions, first.predictions)


def test_what_is_wrong_is_counted_by_task() -> None:
    for name, metric in (("three_classes", "accuracy"), ("multi_label", "subset_accuracy")):
        session = trained(name, RUNS[name])
        right = 1.0 - ask(session, "validation").wrong.mean()
        assert right == pytest.approx(session.metrics("validation")[metric])


def test_a_network_that_has_diverged_is_answered_with_what_is_no_number() -> None:
    session = trained("regression_surface", 20)
    answerer = Answerer(session.network, session.head, session.signature)
    lost = np.full_like(session.snapshot().parameters, np.nan)
    found = answerer.ask(lost, session.prepared, "validation")
    assert found.n_lost == len(found)
    assert np.isnan(found.losses).all()
