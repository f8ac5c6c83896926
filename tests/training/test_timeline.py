"""What is kept of a run, and going on from it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from playground.assets_path import examples_path
from playground.data.prepare import prepare
from playground.errors import UserError
from playground.project.file import open_project
from playground.project.session import ProjectSession
from playground.training.history import stride
from playground.training.timeline import Timeline, memory_of, spacing


def session_of(device="numpy", timeline=True, **training):
    """The spiral through dropout, with a schedule: all that a run remembers."""
    spec = open_project(examples_path() / "spiral.json").spec
    nodes = [
        {"id": "dense_1", "type": "Dense", "units": 6, "activation": "tanh"},
        {"id": "dropout_1", "type": "Dropout", "rate": 0.2},
    ]
    changed = {
        "optimizer": {"type": "adam", "learning_rate": 0.01},
        "schedule": {"type": "reduce_on_plateau", "patience": 2},
        "batch_size": 16,
        **training,
    }
    project = type(spec).model_validate(
        {**spec.model_dump(mode="json"), "network": {"nodes": nodes}, "training": changed}
    )
    session = ProjectSession(project, device=device, seed=4)
    if timeline:
        session.timeline = Timeline()
        session.begin_run()
    return session


def same(one, two):
    assert one.snapshot().parameters.tobytes() == two.snapshot().parameters.tobytes()
    first, second = one.state(), two.state()
    assert first.optimizer.tobytes() == second.optimizer.tobytes()
    assert first.control.tobytes() == second.control.tobytes()
    assert (first.epoch, first.place, first.steps) == (second.epoch, second.place, second.steps)
    assert first.watch == second.watch


@pytest.mark.parametrize("device", ["numpy", "cpu"])
def test_a_kept_moment_is_a_run_stopped_there_and_goes_on_as_if_it_never_had(device):
    run = session_of(device)
    run.train(12)
    moments = {moment.epoch: moment for moment in run.timeline.moments}
    assert list(moments) == list(range(13))
    for epoch in (1, 5, 11):
        stopped = session_of(device, timeline=False)
        stopped.train(epoch)
        assert moments[epoch].parameters.tobytes() == stopped.snapshot().parameters.tobytes()
    end = session_of(device, timeline=False)
    end.train(12)
    same(run, end)
    run.go_to(moments[5])
    assert [moment.epoch for moment in run.timeline.moments] == list(range(6))
    assert run.history.epochs()[-1] == 5
    run.train(7)
    same(run, end)


def test_a_moment_in_mid_epoch_is_complete_too():
    run, whole = session_of(), session_of(timeline=False)
    run.advance(21)
    moment = run.moment()
    run.advance(40)
    run.go_to(moment)
    run.advance(10)
    whole.advance(31)
    same(run, whole)


@given(st.integers(0, 100_000), st.integers(0, 8))
def test_thinning_leaves_what_a_thinner_run_would_have_kept(epoch, level):
    dense = 512 >> level
    assert spacing(epoch, dense) % spacing(epoch, 512) == 0
    timeline = Timeline()
    timeline._dense = dense
    assert timeline.wants(epoch) == (epoch % spacing(epoch, dense) == 0)


def test_memory_stays_within_its_bound_and_early_epochs_stay_dense():
    run = session_of(timeline=False)
    one = run.moment().n_bytes
    run.timeline = Timeline(40 * one)
    run.begin_run()
    for _ in range(60):
        run.train(5)
        assert run.timeline.n_bytes <= 40 * one
        assert run.timeline.n_bytes == memory_of(list(run.timeline.moments))
    epochs = [moment.epoch for moment in run.timeline.moments]
    assert epochs[0] == 0
    assert len(epochs) > 12
    gaps = np.diff(epochs)
    assert gaps[:3].max() < gaps[-4:-1].min()
    run.timeline.set_bound(3 * one)
    assert run.timeline.moments[0].epoch == 0
    assert len(run.timeline.moments) <= 3


def test_samples_that_only_moments_still_hold_are_in_the_bound():
    run = session_of()
    run.train(1)
    one = run.prepared.n_bytes
    assert one >= 2 * run.prepared.dataset.features.nbytes
    assert run.timeline.n_bytes < one  # the present samples would be there without a timeline
    run.timeline.set_bound(6 * one)
    for noise in np.linspace(0.01, 0.3, 40):
        edited = prepare(run.prepared.spec.model_copy(update={"noise": float(noise)}))
        run.adopt(run.network, run.head, run.training, edited)
        run.train(1)
        assert run.timeline.n_bytes == memory_of(list(run.timeline.moments)) <= 6 * one
    assert len({id(m.stage.prepared) for m in run.timeline.moments}) in (4, 5, 6)
    assert run.timeline.moments.n_bytes == run.timeline.n_bytes


def test_a_network_too_large_for_the_bound_is_told_in_words():
    run = session_of()
    run.timeline = Timeline(100)
    run.train(2)
    assert run.timeline.moments == ()
    assert "give it more" in run.timeline.notice


def test_the_moments_are_the_same_object_until_there_are_others():
    run = session_of()
    before = run.timeline.moments
    assert run.timeline.moments is before
    run.train(1)
    assert run.timeline.moments is not before


def test_the_best_moment_has_the_lowest_validation_loss_and_outlives_thinning():
    run = session_of()
    run.timeline.set_bound(2 * run.moment().n_bytes)
    run.train(60)
    losses = run.history.series("loss")[1]
    assert run.best.epoch == run.history.epochs()[losses.argmin()]
    assert run.best.last["loss"][1] == losses.min()
    alone = session_of(timeline=False)
    alone.train(run.best.epoch)
    assert alone.snapshot().parameters.tobytes() == run.best.parameters.tobytes()
    run.reset()
    assert run.best is None
    assert run.timeline.moments == ()


def test_going_on_from_before_an_edit_is_refused_in_words_and_changes_nothing():
    run = session_of()
    run.train(3)
    early = run.timeline.moments[1]
    grown = run.network.model_copy(
        update={
            "nodes": tuple(
                node.model_copy(update={"units": 9}) if node.id == "dense_1" else node
                for node in run.network.nodes
            )
        }
    )
    run.adopt(grown, run.head, run.training, run.prepared)
    weights = run.snapshot().parameters
    with pytest.raises(UserError, match="Undo the edits of the network first"):
        run.go_to(early)
    assert run.snapshot().parameters.tobytes() == weights.tobytes()
    assert early in run.timeline.moments


def test_a_number_is_set_by_hand_and_nothing_else():
    run = session_of()
    run.train(1)
    before = run.parameters()
    run.set_number("dense_1.weight", (1, 2), 0.75)
    after = run.parameters()
    assert after["dense_1.weight"][1, 2] == np.float32(0.75)
    after["dense_1.weight"][1, 2] = before["dense_1.weight"][1, 2]
    for name, array in before.items():
        np.testing.assert_array_equal(after[name], array)
    for name, index, value in (
        ("dense_9.weight", (0, 0), 1.0),
        ("dense_1.weight", (0, 6), 1.0),
        ("dense_1.weight", (0,), 1.0),
        ("dense_1.weight", (0, 0), float("nan")),
        ("dense_1.weight", (0, 0), 1e39),
    ):
        with pytest.raises(UserError):
            run.set_number(name, index, value)


def test_going_on_from_another_optimizers_moment_is_refused_in_words():
    run = session_of()
    run.train(2)
    early = run.timeline.moments[1]
    sgd = type(run.training).model_validate(run.training.model_dump() | {"optimizer": "nadam"})
    run.adopt(run.network, run.head, sgd, run.prepared)
    with pytest.raises(UserError, match=r"from Adam to NAdam since epoch 1, .* Choose Adam first"):
        run.go_to(early)


def test_the_epochs_that_are_kept_are_among_those_that_are_measured():
    for dense in (512, 64, 2):
        epochs = np.unique(np.geomspace(1, 10_000_000, 4000).astype(int))
        wanted = [e for e in epochs if e % spacing(int(e), dense) == 0]
        assert all(e % stride(int(e)) == 0 for e in wanted)


def test_the_history_counts_steps_and_seconds_and_is_cut_where_a_run_goes_back():
    run = session_of(schedule={"type": "constant"})
    run.train(30)
    per_epoch = -(-len(run.prepared.train) // 16)
    np.testing.assert_array_equal(run.history.steps(), per_epoch * np.arange(31))
    assert run.history.seconds()[0] == 0.0
    assert (np.diff(run.history.seconds()) > 0).all()
    seconds = run.seconds
    run.go_to(run.timeline.moments[10])
    assert run.seconds == pytest.approx(run.history.seconds()[-1], abs=0.01)
    assert run.seconds < seconds
    run.train(20)
    np.testing.assert_array_equal(run.history.epochs(), np.arange(31))


def test_a_long_run_that_goes_back_far_has_the_rows_of_one_that_did_not():
    run, whole = (session_of(timeline=timeline, batch_size=250) for timeline in (True, False))
    run.train(2100)  # from epoch 2000 on every second is measured
    run.go_to(next(m for m in run.timeline.moments if m.epoch == 1023 - 1))
    run.train(1200)
    whole.train(2222)
    later = whole.history.epochs()
    np.testing.assert_array_equal(run.history.epochs(), later)
    assert run.snapshot().parameters.tobytes() == whole.snapshot().parameters.tobytes()


def test_a_saved_run_of_before_time_was_counted_still_loads():
    run = session_of(timeline=False)
    run.train(4)
    state = run.state()
    old = {n: c for n, c in state.history.items() if n not in ("step", "seconds")}
    run.restore(replace(state, history=old, seconds=0.0))
    run.train(2)
    assert np.isnan(run.history.steps()[:5]).all()
    assert run.history.steps()[-1] == run.steps
    assert run.seconds > 0


def test_what_was_best_is_forgotten_where_losses_cannot_be_compared():
    run = session_of()
    run.train(30)
    noisy = prepare(run.prepared.spec.model_copy(update={"noise": 0.4}))
    run.adopt(run.network, run.head, run.training, noisy)
    assert run.best is None
    run.train(1)
    assert run.best.epoch == 31


def test_going_back_before_the_best_finds_the_best_of_what_is_left():
    run = session_of()
    run.train(40)
    to = run.timeline.moments[run.best.epoch - 3]
    run.go_to(to)
    losses = run.history.series("loss")[1]
    assert run.best.epoch == losses.argmin()
