"""Which networks are timed, and what every competitor is handed."""

from __future__ import annotations

import os

import numpy as np
import pytest

from playground.bench import NETWORKS, Plan, choose, plan_of
from playground.bench.exercise import BATCHES_AN_EPOCH, make_exercise
from playground.bench.networks import Case
from playground.errors import UserError


@pytest.mark.parametrize("name", NETWORKS)
def test_every_network_is_a_chain_with_its_first_weights(name: str) -> None:
    assert not NETWORKS[name].missing
    exercise = make_exercise(Case(NETWORKS[name], 3), "sgd")
    assert exercise.layers[0].takes == NETWORKS[name].features
    for before, after in zip(exercise.layers, exercise.layers[1:], strict=False):
        assert before.gives == after.takes
    assert exercise.layers[-1].gives == (1 if exercise.binary else NETWORKS[name].classes,)
    assert len(exercise.features) == len(exercise.classes) == 3 * BATCHES_AN_EPOCH
    assert sorted(exercise.order) == list(range(3 * BATCHES_AN_EPOCH))
    given = sum(array.size for layer in exercise.layers for array in layer.start.values())
    assert given >= exercise.parameters > 0


def test_every_process_draws_the_same() -> None:
    one, other = (make_exercise(Case(NETWORKS["2-64-64-1"], 5), "adam") for _ in range(2))
    assert (one.features == other.features).all()
    assert (one.classes == other.classes).all()
    assert (one.layers[1].start["weight"] == other.layers[1].start["weight"]).all()
    assert 0.2 < np.mean(one.classes) < 0.8


def test_what_is_usual_is_less_than_everything() -> None:
    usual, full = choose((), (), full=False), choose((), (), full=True)
    assert {case.network.name for case in usual} == set(NETWORKS)
    assert set(usual) < set(full)
    assert Case(NETWORKS["2-64-64-1"], 64) in usual
    assert {case.batch for case in full if case.network.name == "lstm"} == {1, 10, 32, 128}


def test_names_and_batches_choose() -> None:
    plan = plan_of("lstm, 2-8-8-1", "7,3,7", "numpy", "none", "adam", 2, 1, full=False)
    found = [(case.network.name, case.batch) for case in plan.cases]
    assert found == [("lstm", 3), ("lstm", 7), ("2-8-8-1", 3), ("2-8-8-1", 7)]
    assert plan.competitors == ("ours:numpy",)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"networks": "2-8-8-2"}, "Did you mean '2-8-8-1'?"),
        ({"batches": "many"}, "Expected batches like 1,10,32"),
        ({"batches": "0"}, "from 1 to 4,096 rows. Received: 0"),
        ({"batches": "9999"}, "from 1 to 4,096 rows. Received: 9999"),
        ({"against": "keras"}, "There is no competitor called 'keras'"),
        ({"devices": "abacus"}, "Received: 'abacus'"),
        ({"optimizer": "lion"}, "sgd, adam. Received: 'lion'"),
        ({"rounds": 0}, "Expected 1 to 1,000 rounds. Received: 0"),
        ({"threads": 0}, f"Expected 1 to {os.cpu_count()} threads. Received: 0"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused_in_words(
    given: dict[str, object], words: str
) -> None:
    usual: dict[str, object] = dict.fromkeys(("networks", "batches", "devices"), "")
    usual |= {"against": "none", "optimizer": "sgd", "rounds": 1, "threads": 1}
    with pytest.raises(UserError) as refused:
        plan_of(**(usual | given), full=False)  # type: ignore[arg-type]
    assert words in str(refused.value)


def test_everybody_takes_part_by_default() -> None:
    plan = Plan()
    assert {"ours:cpu", "ours:numpy", "torch", "jax", "sklearn", "gemm"} <= set(plan.competitors)
    assert "ours:auto" not in plan.competitors
