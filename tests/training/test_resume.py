"""A run that is saved, killed and resumed in mid-epoch is the run that never stopped."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.engine.graph import LEARNING_RATE
from playground.errors import UserError
from playground.project.file import open_project, save_project
from playground.project.session import ProjectSession
from playground.project.spec import ProjectSpec
from playground.training.optimizers import OPTIMIZERS
from playground.training.schedules import SCHEDULES, Course, Watch
from playground.training.session import Session
from playground.training.spec import TrainingSpec

from .samples import THREE_LAYERS, dataset, session

DROPOUT = [THREE_LAYERS[0], {"id": "dropout_1", "type": "Dropout", "rate": 0.3}, THREE_LAYERS[1]]
# Such that there is much to go wrong in a few epochs.
OWN = {
    "step": {"every": 1, "gamma": 0.7},
    "cosine": {"warm_up": 1.5},
    "reduce_on_plateau": {"patience": 0, "threshold": 0.5, "factor": 0.6},
}


def scheduled(name: str) -> dict[str, Any]:
    return {"type": name, **OWN.get(name, {})}


def made(optimizer: str, schedule: str, **more: Any) -> Session:
    return session(
        nodes=DROPOUT,
        optimizer=optimizer,
        schedule=scheduled(schedule),
        batch_size=8,
        epochs=6,
        **more,
    )


def assert_same_run(one: Session, two: Session) -> None:
    first, second = one.state(), two.state()
    assert first.optimizer.tobytes() == second.optimizer.tobytes()
    for name, array in first.parameters.items():
        assert array.tobytes() == second.parameters[name].tobytes(), name
    for name, column in first.history.items():
        if name == "seconds":  # of the clock, not of the run
            continue
        assert column.tobytes() == second.history[name].tobytes(), name
    assert (first.epoch, first.place, first.steps) == (second.epoch, second.place, second.steps)
    assert first.watch == second.watch
    assert one.current_rate == two.current_rate


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_resumed_in_mid_epoch_it_is_bit_for_bit_the_same(optimizer: str, schedule: str) -> None:
    whole, first, resumed = (
        made(optimizer, schedule, clipping={"type": "norm", "limit": 0.05}) for _ in range(3)
    )
    whole.advance(23)
    first.advance(11)  # three steps an epoch: one step into the fourth
    resumed.restore(first.state())
    assert resumed.current_rate == first.current_rate
    resumed.advance(5)
    resumed.advance(7)
    assert_same_run(whole, resumed)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_through_a_file_it_is_bit_for_bit_the_same(schedule: str, tmp_path: Path) -> None:
    spec = ProjectSpec.model_validate(
        {
            "data": {"source": "circle", "samples": 60},
            "network": {"nodes": DROPOUT},
            "training": {"schedule": scheduled(schedule), "batch_size": 8, "epochs": 5},
        }
    )
    whole, first = ProjectSession(spec), ProjectSession(spec)
    whole.advance(17)
    first.advance(9)
    save_project(tmp_path / "half.playground", spec, first.state())
    resumed = ProjectSession(open_project(tmp_path / "half.playground"))
    assert resumed.project == spec
    resumed.advance(8)
    assert_same_run(whole, resumed)


@pytest.mark.parametrize("schedule", SCHEDULES)
@pytest.mark.parametrize("slices", [[1] * 14, [5, 9], [2, 12]])
def test_slices_of_any_size_give_the_weights_of_one_run(schedule: str, slices: list[int]) -> None:
    whole, sliced = made("adam", schedule), made("adam", schedule)
    whole.advance(14)
    assert [sliced.advance(steps) for steps in slices] == slices
    assert_same_run(whole, sliced)


@pytest.mark.parametrize("schedule", [name for name in SCHEDULES if name != "constant"])
def test_a_reset_begins_the_schedule_again(schedule: str) -> None:
    run, fresh = made("sgd", schedule), made("sgd", schedule)
    run.advance(14)
    assert run.current_rate != fresh.current_rate
    run.reset()
    for each in (run, fresh):
        each.advance(8)
    assert_same_run(run, fresh)


def test_every_step_goes_by_the_schedules_rate() -> None:
    run = made("sgd", "one_cycle", data={"validation": 0.5})
    other = made("sgd", "constant", data={"validation": 0.5})
    assert len(run.prepared.train) == 20
    factors = run.training.schedule.factors(np.arange(18), Course(per_epoch=3, epochs=6))
    for factor in factors:
        assert run.current_rate == 0.01 * factor
        other.learning_rate = 0.01 * factor
        for each in (run, other):
            each.advance(1)
    assert run.snapshot().parameters.tobytes() == other.snapshot().parameters.tobytes()


def test_the_rate_set_by_hand_is_what_the_schedule_is_times() -> None:
    run = made("sgd", "cosine")
    run.advance(7)
    before = run.current_rate
    run.learning_rate = 0.05
    assert run.learning_rate == 0.05
    assert run.current_rate == pytest.approx(5 * before)


def test_a_batch_of_ones_own_goes_by_the_rate_of_the_epoch_in_progress() -> None:
    run = session(optimizer="sgd", schedule=scheduled("step"), batch_size=8)
    other = session(optimizer="sgd")
    run.advance(3)
    other.load(run.parameters())
    other.learning_rate = run.current_rate
    assert run.current_rate == pytest.approx(0.007)
    samples = dataset("binary")
    for _ in range(3):
        for each in (run, other):
            each.step(samples.features, samples.targets)
    assert run.snapshot().parameters.tobytes() == other.snapshot().parameters.tobytes()


def test_a_plateau_lowers_the_rate_of_a_run_and_an_edit_keeps_it_low() -> None:
    run = made("sgd", "reduce_on_plateau")
    run.train(4)
    assert run.current_rate < 0.01
    low = run.current_rate
    edited = run.training.model_copy(update={"batch_size": 4})
    run.adopt(run.network, run.head, edited, run.prepared)
    assert run.current_rate == low
    other = TrainingSpec.model_validate(edited.model_dump() | {"schedule": "constant"})
    run.adopt(run.network, run.head, other, run.prepared)
    assert run.current_rate == 0.01
    run.train(1)


def test_another_batch_size_leaves_the_schedule_at_its_epoch() -> None:
    run = made("sgd", "cosine")
    run.train(4)
    before = run.current_rate
    edited = run.training.model_copy(update={"batch_size": 2})
    run.adopt(run.network, run.head, edited, run.prepared)
    assert run.current_rate == pytest.approx(before, rel=0.1)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_run_goes_on_after_its_end(name: str) -> None:
    run = made("adam", name)
    run.train(10)
    assert run.epoch == 10
    assert 0 <= run.current_rate <= 0.01


def test_a_watch_of_a_saved_run_comes_back(tmp_path: Path) -> None:
    spec = ProjectSpec.model_validate({"data": {"source": "circle", "samples": 60}})
    session = ProjectSession(spec)
    for watch in (Watch(), Watch(0.25, 3, 0.01, 17)):
        state = session.state()
        save_project(tmp_path / "a.playground", spec, type(state)(**vars(state) | {"watch": watch}))
        assert open_project(tmp_path / "a.playground").run.watch == watch


def test_a_rate_and_an_edit_of_the_session_are_saved_with_it(tmp_path: Path) -> None:
    spec = ProjectSpec.model_validate({"data": {"source": "circle", "samples": 60}})
    whole, first = ProjectSession(spec), ProjectSession(spec)
    wider = ProjectSpec.model_validate(
        {"network": {"nodes": [{"id": "dense_1", "type": "Dense", "units": 6}]}}
    ).network
    for each in (whole, first):
        each.adopt(wider, each.head, each.training, each.prepared)
        each.learning_rate = 0.25
        each.advance(3)
    first.save(tmp_path / "edited.playground")
    resumed = ProjectSession(open_project(tmp_path / "edited.playground"))
    assert resumed.learning_rate == 0.25
    for each in (whole, resumed):
        each.advance(9)
    assert_same_run(whole, resumed)


@pytest.mark.parametrize("schedule", SCHEDULES)
def test_a_run_that_has_outlived_its_schedule_comes_back_too(schedule: str) -> None:
    whole, first, resumed = (made("sgd", schedule) for _ in range(3))
    whole.train(12)
    first.train(9)
    state = first.state()
    state.control[LEARNING_RATE] = 0.0  # the last step's, at the end of a schedule without a floor
    resumed.restore(state)
    resumed.train(3)
    assert_same_run(whole, resumed)


DAMAGE: dict[str, dict[str, Any]] = {
    "an epoch below 0": {"epoch": -5},
    "an epoch beyond counting": {"epoch": 10**30},
    "a place below 0": {"place": -7},
    "a place beyond the samples": {"place": 10**6},
    "steps below 0": {"steps": -3},
    "a seed that is none": {"seed": -1},
    "counters that are too few": {"control": np.zeros(2)},
    "counters of another shape": {"control": np.ones((3, 1))},
    "counters that are not finite": {"control": np.full(3, np.nan)},
    "a step below 0": {"control": np.array([-1.0, 0.01, 0.0])},
    "a rate below 0": {"control": np.array([1.0, -0.1, 0.0])},
    "a history without epochs": {"history": {"train loss": np.ones(2)}},
    "columns of two lengths": {
        "history": {
            "epoch": np.arange(2.0),
            "train loss": np.ones(2),
            "validation loss": np.ones(3),
        }
    },
    "a column of rows": {"history": {"epoch": np.ones((1, 2))}},
    "a column alone": {"history": {"epoch": np.arange(2.0), "train loss": np.ones(2)}},
}


@pytest.mark.parametrize("what", DAMAGE)
def test_a_damaged_run_is_refused_in_words_and_changes_nothing(what: str) -> None:
    run = made("adam", "constant")
    run.advance(5)
    sound = run.state()
    before = run.state()
    with pytest.raises(UserError, match="The saved run is damaged: "):
        run.restore(replace(sound, **DAMAGE[what]))
    assert (run.epoch, run.seed, run.steps) == (before.epoch, before.seed, before.steps)
    run.advance(4)
    other = made("adam", "constant")
    other.advance(9)
    assert_same_run(run, other)
