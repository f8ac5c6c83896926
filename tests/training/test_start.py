"""Weights that are given as first weights: what a reset comes back to, and taking all back."""

from __future__ import annotations

import numpy as np
import pytest

from playground.errors import UserError
from playground.network.spec import NetworkSpec
from playground.training.timeline import Timeline
from tests.training.samples import THREE_LAYERS, session

GIVEN = {"dense_1.weight": np.arange(12.0).reshape(2, 6) / 10}


def same(one, other):
    return one.keys() == other.keys() and all(np.array_equal(one[n], other[n]) for n in one)


def test_some_parameters_are_taken_over_and_the_others_stay():
    made = session()
    made.train(2)
    before = made.parameters()
    made.load_some(GIVEN)
    after = made.parameters()
    assert np.array_equal(after["dense_1.weight"], GIVEN["dense_1.weight"])
    assert all(np.array_equal(after[n], before[n]) for n in before if n not in GIVEN)
    assert made.epoch == 2


def test_the_optimizer_forgets_what_it_knew_of_those_taken_over_alone():
    made = session()
    made.train(2)
    before = [{n: a.copy() for n, a in state.items()} for state in made._states()]
    made.load_some(GIVEN)
    for state, former in zip(made._states(), before, strict=True):
        assert np.any(former["dense_1.weight"])
        assert not np.any(state["dense_1.weight"])
        assert all(np.array_equal(state[n], former[n]) for n in state if n not in GIVEN)


@pytest.mark.parametrize("method", ["load_some", "start_from"])
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"dense_9.weight": np.zeros(3)}, "no parameter called 'dense_9.weight'"),
        ({**GIVEN, "dense_1.bias": np.zeros(7)}, "'dense_1.bias' of shape"),
        ({"dense_1.bias": np.full(6, np.nan)}, "not finite"),
    ],
)
def test_what_does_not_fit_is_named_and_nothing_changes(method, wrong, words):
    made = session()
    made.train(1)
    before = made.state()
    with pytest.raises(UserError, match=words):
        getattr(made, method)(wrong)
    assert same(made.parameters(), before.parameters)
    assert made.epoch == 1


def test_a_reset_to_the_same_start_comes_back_to_what_was_given():
    made = session()
    made.train(2)
    made.start_from(GIVEN)
    first = made.parameters()
    assert np.array_equal(first["dense_1.weight"], GIVEN["dense_1.weight"])
    assert made.epoch == made.steps == len(made.history) == 0
    made.train(2)
    assert not same(made.parameters(), first)
    made.reset(made.seed)
    assert same(made.parameters(), first)


def test_a_new_start_keeps_what_was_given_and_draws_the_rest():
    made = session()
    made.start_from(GIVEN)
    first = made.parameters()
    made.reset(made.seed + 1)
    second = made.parameters()
    assert np.array_equal(second["dense_1.weight"], GIVEN["dense_1.weight"])
    assert not np.array_equal(second["dense_2.weight"], first["dense_2.weight"])
    drawn = session()
    drawn.reset(made.seed)
    assert np.array_equal(second["dense_2.weight"], drawn.parameters()["dense_2.weight"])


def test_what_was_given_follows_its_layer_through_edits():
    made = session()
    made.start_from(GIVEN)
    wider = [{**THREE_LAYERS[0], "units": 8}, THREE_LAYERS[1]]
    made.adopt(
        NetworkSpec.model_validate({"nodes": wider}), made.head, made.training, made.prepared
    )
    made.train(1)
    made.reset()
    assert np.array_equal(made.parameters()["dense_1.weight"][:, :6], GIVEN["dense_1.weight"])


def test_the_start_goes_with_a_saved_run():
    made = session()
    made.start_from(GIVEN)
    first = made.parameters()
    made.train(2)
    again = session()
    again.restore(made.state())
    again.reset()
    assert same(again.parameters(), first)
    again.forget_start()
    again.reset()
    assert same(again.parameters(), session().parameters())


def test_a_run_can_be_wholly_as_it_was_before_and_after():
    made = session()
    made.timeline = Timeline()
    made.train(3)
    before, kept = made.standing(), made.state()
    made.start_from(GIVEN)
    made.train(2)
    after = made.standing()
    made.stand_at(before)
    back = made.state()
    assert same(back.parameters, kept.parameters)
    assert np.array_equal(back.optimizer, kept.optimizer)
    assert (back.epoch, back.steps) == (kept.epoch, kept.steps) == (3, made.steps)
    assert same(back.history, kept.history)
    assert [m.epoch for m in made.timeline.moments] == [0, 1, 2, 3]
    twin = session()
    twin.train(4)
    made.train(1)
    assert same(made.parameters(), twin.parameters())
    made.stand_at(after)
    assert made.epoch == 2
    assert np.array_equal(made.start.parameters["dense_1.weight"], GIVEN["dense_1.weight"])
