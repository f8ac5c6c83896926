"""What is said of rates comes true: training goes wrong with the warning, and not with its fix."""

from __future__ import annotations

from typing import Any

import pytest

from playground.data.prepare import prepare
from playground.network.compiler import trace
from playground.network.fixes import ChooseRate
from playground.project.spec import ProjectSpec
from playground.training.advice import rounded_down, steepest_rate, training_advice
from playground.training.curvature import Curvatures
from playground.training.diverged import Diverged
from playground.training.problems import Problem
from playground.training.session import Session

LAYERS = {"none": [], "tanh": [{"id": "a", "type": "Dense"}]}
THREE = [{"id": name, "type": "Dense"} for name in "abc"]


def project(nodes: list[dict[str, Any]], optimizer: str, rate: float, seed: int = 0) -> ProjectSpec:
    return ProjectSpec.model_validate(
        {
            "data": {"source": "waves", "samples": 400},
            "network": {"nodes": nodes},
            "head": {"type": "regression"},
            "training": {"optimizer": {"type": optimizer, "learning_rate": rate}, "seed": seed},
        }
    )


def curvature_of(spec: ProjectSpec) -> float:
    traced = trace(spec.network, spec.head, spec.signature(), training=True)
    given = spec.network, spec.head, traced, prepare(spec.data), spec.training.seed
    found = Curvatures().of_head(*given)
    assert found is not None
    return found


def warning(spec: ProjectSpec) -> Problem | None:
    traced = trace(spec.network, spec.head, spec.signature(), training=True)
    given = spec.network, spec.head, spec.training, prepare(spec.data), traced
    found = [p for p in training_advice(*given, Curvatures()) if p.severity == "warning"]
    return found[0] if found else None


def loss_after(spec: ProjectSpec, epochs: int) -> float:
    """The training loss, infinite where it has diverged."""
    session = Session(spec.network, spec.head, spec.training, prepare(spec.data), device="numpy")
    try:
        session.train(epochs)
    except Diverged:
        return float("inf")
    return session.history.last()["loss"][0]


def with_rate(spec: ProjectSpec, rate: float) -> ProjectSpec:
    optimizer = spec.training.optimizer.model_copy(update={"learning_rate": rate})
    training = spec.training.model_copy(update={"optimizer": optimizer})
    return spec.model_copy(update={"training": training})


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_a_line_runs_away_above_the_edge_and_not_below(optimizer: str) -> None:
    """On a quadratic loss, a step of the whole data at a time, by the update's own formula."""
    spec = project([], optimizer, 0.01)
    chosen = spec.training.optimizer
    edge = steepest_rate(chosen, 4.0)
    momentum = getattr(chosen, "momentum", 0.0)
    for factor, runs_away in ((0.98, False), (1.02, True)):
        place, speed = 1.0, 0.0
        for _ in range(2000):
            slope = 4.0 * place
            speed = momentum * speed + slope
            ahead = slope + momentum * speed if optimizer == "nesterov" else speed
            place -= factor * edge * ahead
        assert (abs(place) > 1.0) == runs_away


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
@pytest.mark.parametrize("layers", LAYERS)
def test_a_rate_that_is_warned_of_ruins_training_and_the_one_proposed_does_not(
    layers: str, optimizer: str
) -> None:
    spec = project(LAYERS[layers], optimizer, 0.01)
    edge = steepest_rate(spec.training.optimizer, curvature_of(spec))
    fast = with_rate(spec, 1.2 * edge)
    problem = warning(fast)
    assert problem is not None
    assert isinstance(problem.fix, ChooseRate)
    calm = with_rate(spec, problem.fix.rate)
    assert warning(calm) is None
    assert loss_after(fast, 10) > 100.0
    assert loss_after(calm, 10) < 0.8


@pytest.mark.parametrize("optimizer", ["adam", "nadam", "rmsprop", "lion"])
def test_steps_longer_than_the_weights_do_worse_than_those_proposed(optimizer: str) -> None:
    worse = []
    for seed in range(2):
        fast = project(THREE, optimizer, 0.5, seed)
        problem = warning(fast)
        assert problem is not None
        assert isinstance(problem.fix, ChooseRate)
        calm = with_rate(fast, problem.fix.rate)
        assert warning(calm) is None
        worse.append(loss_after(fast, 15) > loss_after(calm, 15))
    assert all(worse)


def test_rates_are_rounded_down_to_one_two_or_five() -> None:
    rates = 0.037, 0.05, 0.0199, 1.0, 9.9, 3e-7
    assert [rounded_down(rate) for rate in rates] == [0.02, 0.05, 0.01, 1.0, 5.0, 2e-7]


@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
@pytest.mark.parametrize(("source", "head"), [("moons", "binary"), ("blobs", "multiclass")])
def test_hidden_layers_before_classes_bear_more_than_the_edge_but_not_far_more(
    source: str, head: str, optimizer: str
) -> None:
    spec = project(LAYERS["tanh"], optimizer, 0.01)
    spec = ProjectSpec.model_validate(
        {
            **spec.model_dump(mode="json"),
            "data": {"source": source, "samples": 400, "noise": 0.2},
            "head": {"type": head},
        }
    )
    edge = steepest_rate(spec.training.optimizer, curvature_of(spec))
    assert warning(with_rate(spec, 2.0 * edge)) is None
    fast = with_rate(spec, 8.0 * edge)
    problem = warning(fast)
    assert problem is not None
    assert "leaps to and fro" in problem.message
    assert isinstance(problem.fix, ChooseRate)
    calm = with_rate(spec, problem.fix.rate)
    assert warning(calm) is None
    assert loss_after(fast, 10) > 2.0 * loss_after(calm, 10)
    alone = spec.model_copy(update={"network": project([], optimizer, 0.01).network})
    assert warning(with_rate(alone, 8.0 * edge)) is None
