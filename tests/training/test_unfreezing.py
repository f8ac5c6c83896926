"""Frozen layers that are freed one after another in the course of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from pydantic import ValidationError

from playground.engine.memory import training_bytes
from playground.errors import UserError
from playground.network.compiler import trace
from playground.network.spec import NetworkSpec
from playground.training import room
from playground.training.layer_parts import layers_of
from playground.training.next_step import NextStep
from playground.training.session import Session
from playground.training.spec import TrainingSpec
from playground.training.timeline import Timeline
from playground.training.unfreezing import Unfreezing, thawing

from .samples import THREE_LAYERS, Twin, dataset, session

FROZEN = [{**node, "frozen": True} for node in THREE_LAYERS]
SAMPLES = dataset("binary")


def freeing(every: int | None = 3, **settings: Any) -> Session:
    return session(nodes=FROZEN, unfreeze={"every": every} if every else {}, **settings)


def moved(run: Session, before: dict[str, np.ndarray]) -> set[str]:
    """The layers whose weights are others than before."""
    now = run.parameters()
    return {n.rpartition(".")[0] for n in now if not np.array_equal(now[n], before[n])}


def plan(nodes: list[dict[str, Any]], learning: set[str], links: Any = None) -> Any:
    network = NetworkSpec.model_validate({"nodes": nodes, "links": links})
    return thawing(Unfreezing(every=2), network, learning).groups


def test_layers_are_freed_from_the_head_down_each_with_those_that_have_no_weights() -> None:
    nodes = [
        {"id": "noise", "type": "Dropout", "frozen": True},
        {"id": "a", "type": "Dense", "frozen": True},
        {"id": "drop", "type": "Dropout", "frozen": True},
        {"id": "b", "type": "Dense", "frozen": True},
        {"id": "c", "type": "Dense"},
        {"id": "d", "type": "Dense", "frozen": True},
    ]
    assert plan(nodes, {*"abcd", "head"}) == (("d",), ("b",), ("drop", "a", "noise"))


def test_of_two_branches_each_layer_is_freed_after_what_follows_it() -> None:
    nodes = [{"id": each, "type": "Dense", "frozen": True} for each in "abc"]
    nodes.append({"id": "sum", "type": "Add"})
    links = [("input", "a"), ("a", "b"), ("input", "c"), ("b", "sum"), ("c", "sum")]
    groups = plan(nodes, {*"abc"}, [*links, ("sum", "head")])
    assert [*groups].index(("b",)) < [*groups].index(("a",))
    assert {name for group in groups for name in group} == {*"abc"}


def test_one_more_layer_learns_after_every_so_many_epochs() -> None:
    run = freeing(3)
    for epoch, free in (
        (3, {"head"}),
        (6, {"head", "dense_2"}),
        (9, {"head", "dense_2", "dense_1"}),
    ):
        before = run.parameters()
        run.train(epoch - run.epoch)
        assert moved(run, before) == free
    assert all(node.frozen for node in run.network if node.id != "input")
    assert run.thawed == {"dense_1", "dense_2"}


def test_the_steps_are_pytorchs_with_layers_freed_at_the_same_epochs() -> None:
    torch = pytest.importorskip("torch")
    ours = freeing(2, optimizer={"type": "momentum", "learning_rate": 0.05}, batch_size=20)
    twin = Twin(torch, ours)
    # Drawn with the samples in the order of the whole, so the order of an epoch is of no account.
    x, y = ours.prepared.train.features, ours.prepared.train.targets
    assert len(x) == 20
    for epoch in range(7):
        for name, weight in twin.weights.items():
            layer = name.rpartition(".")[0]
            weight.requires_grad_(epoch >= {"head": 0, "dense_2": 2, "dense_1": 4}[layer])
        twin.step(x, y)
        ours.train(1)
    twin.assert_same_weights()


@pytest.mark.parametrize("optimizer", ["adam", "nesterov"])
def test_a_run_comes_to_the_same_however_it_is_sliced_saved_and_resumed(optimizer: str) -> None:
    settings: dict[str, Any] = {"optimizer": optimizer, "batch_size": 8}
    whole, sliced, first, resumed = (freeing(2, **settings) for _ in range(4))
    whole.train(6)
    while sliced.epoch < 6:
        sliced.advance(2)
    first.train(3)
    resumed.restore(first.state())
    assert resumed.thawed == {"dense_2"}
    resumed.train(3)
    wanted = whole.snapshot().parameters.tobytes()
    assert sliced.steps == whole.steps
    assert sliced.snapshot().parameters.tobytes() == wanted
    assert resumed.snapshot().parameters.tobytes() == wanted


def test_at_an_earlier_moment_the_layers_are_frozen_that_were_so_then() -> None:
    run = freeing(2, batch_size=8)
    run.timeline = Timeline()
    run.train(6)
    wanted = run.snapshot().parameters.tobytes()
    early = next(moment for moment in run.timeline.moments if moment.epoch == 1)
    assert run.thawed == {"dense_1", "dense_2"}
    assert early.stage.thawed == frozenset()
    assert all(early.stage.in_force[name].frozen for name in ("dense_1", "dense_2"))
    run.go_to(early)
    assert run.thawed == frozenset()
    run.train(5)
    assert run.snapshot().parameters.tobytes() == wanted


def test_a_reset_freezes_all_again() -> None:
    run = freeing(1)
    run.train(2)
    run.reset()
    before = run.parameters()
    assert run.thawed == frozenset()
    run.train(1)
    assert moved(run, before) == {"head"}


def test_an_edit_of_when_is_in_force_at_once_and_can_be_taken_back() -> None:
    run = freeing(None)
    run.train(4)
    training = run.training.model_copy(update={"unfreeze": Unfreezing(every=3)})
    before = run.training
    assert run.adopt(run.network, run.head, training, run.prepared) == []
    assert run.thawed == {"dense_2"}
    run.adopt(run.network, run.head, before, run.prepared)
    assert run.thawed == frozenset()


def test_the_next_step_is_that_of_the_layers_that_are_free_then() -> None:
    run = freeing(2, optimizer="sgd", batch_size=8, dtype="float32")
    run.train(2)
    moment, stage = run.moment(), run.moment().stage
    traced = trace(stage.in_force, stage.head, stage.signature, training=False)
    ratios = NextStep(stage, device="numpy").ratios(moment, layers_of(stage.in_force, traced))
    assert ratios.keys() == {"dense_2", "head"}


def test_a_run_that_has_no_room_once_all_is_free_is_refused_before_it_begins(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    frozen, free = session(nodes=FROZEN), session()
    sizes = [training_bytes(run._compiled.program, 8) for run in (frozen, free)]
    assert sizes[0] < sizes[1]
    monkeypatch.setattr(room, "available_bytes", lambda: sum(sizes) // 2)
    session(nodes=FROZEN)
    with pytest.raises(UserError, match="of memory"):
        freeing(3)


def test_it_is_left_out_of_files_where_it_is_not_asked_for() -> None:
    assert "unfreeze" not in TrainingSpec().model_dump()
    spec = TrainingSpec.model_validate({"unfreeze": {"every": 4}})
    written = spec.model_dump(mode="json")
    assert written["unfreeze"] == {"every": 4}
    assert TrainingSpec.model_validate(written) == spec


@pytest.mark.parametrize("every", [0, -1, 1.5, 10**8, "soon"])
def test_what_is_no_number_of_epochs_is_refused(every: Any) -> None:
    with pytest.raises(ValidationError, match="every"):
        TrainingSpec.model_validate({"unfreeze": {"every": every}})
