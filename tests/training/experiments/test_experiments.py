"""Two heads on the same data: each side is a session as anybody would train it, and the words say
what those sessions come to."""

from __future__ import annotations

import re

import numpy as np
import pytest

from playground.assets_path import examples_path
from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.errors import UserError
from playground.network.pairs import why_not
from playground.network.spec import NetworkSpec
from playground.project.file import open_project
from playground.training.experiments import EXPERIMENTS
from playground.training.experiments.duel import Duel, Setup
from playground.training.experiments.experiment import title_of, why_wrong
from playground.training.experiments.telling import telling_rows
from playground.training.session import Session
from playground.training.spec import TrainingSpec


def by_hand(duel, number):
    """The same session, without the duel."""
    setup = duel.setup
    head = duel.sessions[number].head
    return Session(setup.network, head, setup.training, setup.prepared, device="cpu")


def until(duel, epoch):
    while duel.epoch < epoch:
        duel.advance()
    return duel.standing()


@pytest.fixture(scope="module")
def ends():
    """Every example trained to its end, once for all tests here."""
    found = {}
    for name, experiment in EXPERIMENTS.items():
        duel = Duel(Setup.example(experiment))
        found[name] = duel, until(duel, experiment.epochs), duel.standing()
    return found


@pytest.mark.parametrize("name", ["labels", "classes", "range"])
def test_a_side_is_the_session_that_one_trains_by_hand(name):
    duel = Duel(Setup.example(EXPERIMENTS[name]))
    until(duel, 2)  # looking in between changes nothing
    standing = until(duel, 5)
    for number, side in enumerate(standing.sides):
        session = by_hand(duel, number)
        session.train(epochs=5)
        features = standing.prepared.dataset.features[standing.rows]
        assert np.array_equal(side.answers, session.predict(features))
        assert side.on_validation("loss") == session.loss()
        assert {n: side.on_validation(n) for n in session.metrics()} == session.metrics()
        assert side.series["loss"][1].tolist() == session.history.series("loss")[1].tolist()
        assert (standing.epoch, standing.steps) == (session.epoch, session.steps)


def test_both_sides_share_their_hidden_weights_and_a_reset_has_them_again():
    for experiment in EXPERIMENTS.values():
        duel = Duel(Setup.example(experiment))
        first = [session.parameters() for session in duel.sessions]
        hidden = [name for name in first[0] if not name.startswith("head.")]
        assert hidden
        assert all(np.array_equal(first[0][name], first[1][name]) for name in hidden)
        duel.advance(3)
        duel.reset()
        for before, session in zip(first, duel.sessions, strict=True):
            after = session.parameters()
            assert all(np.array_equal(before[name], after[name]) for name in before)


def test_softmax_keeps_one_of_two_true_labels_at_half_and_says_so(ends):
    _, standing, _ = ends["labels"]
    shared, own = (side.answers for side in standing.sides)
    true = standing.prepared.dataset.targets[standing.prepared.split.validation] == 1
    several = true.sum(1) >= 2
    np.testing.assert_allclose(shared.sum(1), 1.0, atol=1e-5)
    least = [min(row[yes]) for row, yes in zip(shared[several], true[several], strict=True)]
    assert max(least) <= 0.5
    assert max(min(r[y]) for r, y in zip(own[several], true[several], strict=True)) > 0.95
    right = [((a >= 0.5) == true).all(1).mean() for a in (own,)]
    one = np.eye(3, dtype=bool)[shared.argmax(1)]
    right.insert(0, (one == true).all(1).mean())
    assert right[1] - right[0] > 0.4
    said = EXPERIMENTS["labels"].verdict(standing)
    assert f"on the {several.sum()} samples with two labels or more" in said
    assert f"stays at {max(least):.2f} or less" in said
    assert f"All labels right: {100 * right[0]:.0f}% against {100 * right[1]:.0f}%." in said


def test_one_sigmoid_and_a_two_way_softmax_answer_the_same_all_along(ends):
    duel, standing, _ = ends["two_ways"]
    two, one = standing.sides
    apart = np.abs(two.answers[:, 1] - one.answers[:, 0]).max()
    assert apart < 1e-4
    np.testing.assert_allclose(two.series["loss"][1], one.series["loss"][1], atol=1e-4)
    weights = [session.parameters()["head.weight"] for session in duel.sessions]
    np.testing.assert_allclose(weights[0][:, 1:] - weights[0][:, :1], weights[1], atol=1e-3)
    said = EXPERIMENTS["two_ways"].verdict(standing)
    assert float(re.search(r"at most ([\d.e−]+),", said)[1].replace("−", "-")) == pytest.approx(
        apart, rel=0.05
    )


def test_sigmoids_say_yes_to_no_class_or_to_several(ends):
    _, standing, _ = ends["classes"]
    own, shared = (side.answers for side in standing.sides)
    yes = (own >= 0.5).sum(1)
    assert (yes == 0).sum() > 0
    assert (yes > 1).sum() > 0
    np.testing.assert_allclose(shared.sum(1), 1.0, atol=1e-5)
    said = EXPERIMENTS["classes"].verdict(standing)
    assert f"to no class on {(yes == 0).sum()} and to several on {(yes > 1).sum()};" in said
    assert f"up to {own.sum(1).min():.2f} to {own.sum(1).max():.2f}, softmax's to 1.00 on" in said


def test_squared_error_pulls_less_on_what_is_sure_and_wrong_and_is_later(ends):
    duel = Duel(Setup.example(EXPERIMENTS["loss"]))
    standing = duel.standing()
    train = standing.prepared.split.train
    row = int(np.flatnonzero(train == standing.mistaken)[0])
    answer, true = (
        duel.sessions[1].predict(standing.prepared.dataset.features[[standing.mistaken]])[0, 0],
        standing.prepared.train.targets[row],
    )
    assert abs(answer - true) > 0.95
    # dL/dz of (p − y)² is 2 (p − y) p (1 − p), and of cross-entropy p − y.
    squared, entropy = (side.pull for side in standing.sides)
    assert squared == pytest.approx(2 * abs(answer - true) * answer * (1 - answer), rel=1e-3)
    assert entropy == pytest.approx(abs(answer - true), rel=1e-4)
    assert entropy > 20 * squared
    _, end, _ = ends["loss"]
    passed = [int(np.argmax(side.series["accuracy"][1] >= 0.8)) for side in end.sides]
    assert passed[0] > 3 * passed[1] > 0
    said = EXPERIMENTS["loss"].verdict(end)
    assert f"after epoch {passed[0]} with squared error, after epoch {passed[1]} with" in said


def test_free_values_leave_the_range_and_bounded_ones_never(ends):
    _, standing, _ = ends["range"]
    free, bounded = (side.answers for side in standing.sides)
    outside = (free < 0.5) | (free > 5.0)
    assert outside.sum() > 0
    assert bounded.min() >= 0.5
    assert bounded.max() <= 5.0
    assert standing.sides[1].on_validation("rmse") < standing.sides[0].on_validation("rmse")
    said = EXPERIMENTS["range"].verdict(standing)
    assert f"outside on {outside.sum()} (from {str(round(float(free.min()), 2))[:4]}" in said


def test_why_a_head_is_wrong_is_said_in_the_words_of_the_window():
    for name in ("labels", "classes", "loss"):
        wrong, right = Duel(Setup.example(EXPERIMENTS[name])).sessions
        said = why_wrong(wrong.head, wrong.signature)
        assert said in (
            *wrong.head.tries.values(),
            why_not(wrong.head.name, wrong.head.fitting_final, "mse", wrong.head.final),
        )
        assert why_wrong(right.head, right.signature) == ""
    assert title_of(right.head) == "Sigmoid, binary cross-entropy"


def test_a_project_of_the_task_can_be_tried_and_one_of_another_is_refused():
    prepared = prepare(DataSpec(source="iris"))
    network = NetworkSpec.model_validate({"nodes": [{"id": "d", "type": "Dense", "units": 5}]})
    setup = Setup(EXPERIMENTS["loss"], network, TrainingSpec(), prepared)
    duel = Duel(setup)
    assert duel.advance() > 0
    assert duel.standing().sides[0].answers.shape[1] == 3
    with pytest.raises(UserError, match="can't be tried"):
        Duel(Setup(EXPERIMENTS["labels"], network, TrainingSpec(), prepared))


def test_a_side_that_diverges_ends_it_and_says_so():
    example = Setup.example(EXPERIMENTS["range"])
    training = TrainingSpec.model_validate(
        {"optimizer": {"type": "sgd", "learning_rate": 1e6}, "batch_size": 16}
    )
    duel = Duel(Setup(example.experiment, example.network, training, example.prepared))
    for _ in range(30):
        duel.advance()
    assert duel.is_over
    assert "finite" in duel.standing().ended or duel.ended
    duel.reset()
    assert not duel.is_over


def test_telling_samples_are_of_validation_and_of_every_kind():
    for experiment in EXPERIMENTS.values():
        prepared = experiment.prepared
        rows = telling_rows(prepared, 4)
        assert len(set(rows.tolist())) == 4
        assert set(rows.tolist()) <= set(prepared.split.validation.tolist())
    labels = EXPERIMENTS["labels"].prepared
    counts = labels.dataset.targets[telling_rows(labels, 4)].sum(1)
    assert counts.tolist() == [3, 2, 1, 0]


@pytest.mark.soak
@pytest.mark.parametrize("path", sorted(examples_path().glob("*.json")), ids=lambda p: p.stem)
def test_every_example_can_be_tried(path):
    project = open_project(path).spec
    prepared = prepare(project.data)
    for experiment in EXPERIMENTS.values():
        if prepared.dataset.task in experiment.tasks:
            duel = Duel(Setup(experiment, project.network, project.training, prepared))
            assert duel.advance(2) in (1, 2)  # an epoch may be a single batch
            assert experiment.verdict(duel.standing())
