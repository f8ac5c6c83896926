"""The GPU's executor, on a stand-in for the GPU, goes the reference's way step for step."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.executors.batches import bounds_of
from playground.engine.executors.cuda.executor import TRIAL_STEPS, CudaExecutor
from playground.engine.executors.cuda.persistent import MOST_WORK, STEPS_A_LAUNCH, work_of
from playground.engine.executors.host import DeviceLost
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.executors.remembered import path
from playground.engine.program import Program, Update
from playground.training.clipping import Clipping
from playground.training.optimizers import OPTIMIZERS

from ..programs import ADAM, MOMENTUM, points, program_of, started
from .standin import COMPILER, Standin

pytestmark = pytest.mark.skipif(
    COMPILER is None, reason="needs a C++ compiler (g++ or clang++) in the GPU compiler's place"
)
WAYS = pytest.mark.parametrize("way", ["eager", "persistent"])


def on_standin(
    program: Program, dtype: str, way: str | None, device: Standin | None = None
) -> CudaExecutor:
    return started(CudaExecutor(program, dtype, device=device or Standin(), way=way))


def reference(program: Program, dtype: str) -> ReferenceExecutor:
    return started(ReferenceExecutor(program, dtype))


@WAYS
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize("clip", ["none", "value", "norm"])
def test_every_optimizer_goes_the_references_way_with_dropout_and_a_smaller_last_batch(
    way: str, optimizer: str, clip: str
) -> None:
    update = OPTIMIZERS[optimizer]().update()
    update = Update(update.op, update.attributes, Clipping(type=clip, limit=0.05).ops())
    program = program_of(update, dropout=0.3)
    data, order = points("float64")
    ours, theirs = on_standin(program, "float64", way), reference(program, "float64")
    for _ in range(3):
        first = ours.train(data, order, 0, 8, 1000)
        second = theirs.train(data, order, 0, 8, 1000)
        assert first.steps == second.steps == 7
        assert first.loss == pytest.approx(second.loss, rel=1e-9)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-7, atol=1e-10)
    np.testing.assert_allclose(ours.state, theirs.state, rtol=1e-7, atol=1e-10)
    assert ours.step == theirs.step == 21


@WAYS
def test_however_the_steps_are_sliced_the_numbers_are_the_same_to_the_last_bit(way: str) -> None:
    program = program_of(ADAM, dropout=0.2)
    data, order = points("float32")
    whole, sliced = (on_standin(program, "float32", way) for _ in range(2))
    whole.train(data, order, 0, 8, 7)
    for place in range(0, 50, 8):
        assert sliced.train(data, order, place, 8, 1).steps == 1
    assert np.array_equal(whole.parameters, sliced.parameters)
    assert np.array_equal(whole.state, sliced.state)


def test_more_steps_than_one_launch_takes_are_taken() -> None:
    program = program_of(MOMENTUM, batch=1)
    data, order = points("float64", STEPS_A_LAUNCH + 9)
    ours, theirs = on_standin(program, "float64", "persistent"), reference(program, "float64")
    assert ours.train(data, order, 0, 1, 10**6).steps == len(order)
    theirs.train(data, order, 0, 1, 10**6)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-9)


@WAYS
@pytest.mark.parametrize("start", [0, 8, 3, 53])
def test_several_epochs_in_one_call_are_as_one_after_another(way: str, start: int) -> None:
    program = program_of(ADAM, dropout=0.2)
    data, order = points("float64")
    orders = np.concatenate([np.roll(order, n) for n in range(4)])
    ours, theirs = on_standin(program, "float64", way), reference(program, "float64")
    for executor in (ours, theirs):
        place, left = start, 20
        while left:
            taken = executor.train(data, orders, place, 8, left, None, 50).steps
            place = int(bounds_of(len(orders), place, 8, taken, 50)[-1])
            left -= taken
    assert ours.step == theirs.step == 20
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-8, atol=1e-11)


@WAYS
def test_each_step_may_have_a_rate_of_its_own(way: str) -> None:
    program = program_of(ADAM)
    data, order = points("float64")
    rates = np.geomspace(0.1, 0.001, 7)
    ours, theirs = on_standin(program, "float64", way), reference(program, "float64")
    ours.train(data, order, 0, 8, 7, rates)
    theirs.train(data, order, 0, 8, 7, rates)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-10)
    assert np.array_equal(ours.control, theirs.control)


@WAYS
@pytest.mark.parametrize("place", [0, 3, 25, 48])
def test_a_sample_that_is_not_finite_stops_where_the_reference_stops(way: str, place: int) -> None:
    program = program_of(MOMENTUM)
    data, order = points("float32")
    data[0][order[place]] = np.inf
    ours, theirs = on_standin(program, "float32", way), reference(program, "float32")
    first, second = (e.train(data, order, 0, 8, 7) for e in (ours, theirs))
    assert (
        (first.steps, first.diverged) == (second.steps, second.diverged) == (place // 8, "dense_1")
    )
    assert first.loss == pytest.approx(second.loss, nan_ok=True)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-5)
    assert np.isfinite(ours.state).all()
    assert ours.step == theirs.step


@WAYS
def test_an_update_that_overflows_is_taken_back(way: str) -> None:
    program = program_of(MOMENTUM)
    data, order = points("float32")
    ours = on_standin(program, "float32", way)
    ours.state[:] = 2.0
    ours.set_control(learning_rate=3e38)
    before = ours.parameters.copy()
    outcome = ours.train(data, order, 0, 8, 7)
    assert outcome.steps == 0
    assert outcome.diverged is not None
    assert np.array_equal(ours.parameters, before)
    assert (ours.state == 2.0).all()


def test_other_data_in_place_of_the_first_are_taken() -> None:
    program = program_of(ADAM)
    (x, y), order = points("float64")
    ours, theirs = on_standin(program, "float64", "eager"), reference(program, "float64")
    for data in ((x, y), (x * 2, y), (x, y)):
        ours.train(data, order, 0, 8, 7)
        theirs.train(data, order, 0, 8, 7)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-9)


def test_what_is_written_between_two_calls_counts() -> None:
    program = program_of(ADAM)
    data, order = points("float64")
    ours, theirs = on_standin(program, "float64", "eager"), reference(program, "float64")
    for executor in (ours, theirs):
        executor.train(data, order, 0, 8, 2)
        executor.parameters *= 0.5
        executor.state[:] = 0.0
        executor.set_control(step=0, learning_rate=0.1, seed=9)
        executor.train(data, order, 0, 8, 2)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-10)


def test_a_run_gives_outputs_and_gradients_and_learns_nothing() -> None:
    program = program_of(ADAM)
    (x, y), _ = points("float64", 5)
    ours, theirs = on_standin(program, "float64", "eager"), reference(program, "float64")
    before = ours.parameters.copy()
    found, expected = (each.run(features=x, target=y) for each in (ours, theirs))
    assert found.keys() == expected.keys()
    for name, array in expected.items():
        np.testing.assert_allclose(found[name], array, rtol=1e-12)
    np.testing.assert_allclose(ours.gradients, theirs.gradients, rtol=1e-10)
    assert np.array_equal(ours.parameters, before)


@WAYS
def test_a_device_lost_at_any_moment_leaves_the_run_as_it_was(way: str) -> None:
    program = program_of(ADAM)
    data, order = points("float32")
    moments = 0
    while True:
        device = Standin()
        ours = on_standin(program, "float32", way, device)
        ours.train(data, order, 0, 8, 2)
        kept = [array.copy() for array in (ours.parameters, ours.state, ours.control)]
        device.left = moments
        try:
            ours.train(data, order, 16, 8, 2)
        except DeviceLost as error:
            lost = error
        else:
            break
        after = (ours.parameters, ours.state, ours.control)
        assert all(np.array_equal(a, b) for a, b in zip(kept, after, strict=True))
        moments += 1
    assert moments > 5
    assert "fallen out" in str(lost)
    assert not lost.full


def test_a_device_without_room_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(Standin, "zeros", no_room)
    with pytest.raises(DeviceLost) as found:
        CudaExecutor(program_of(ADAM), "float32", device=Standin())
    assert found.value.full


# The faster of two ways


def test_the_faster_way_is_measured_without_a_trace_and_remembered() -> None:
    program = program_of(ADAM, dropout=0.2)
    data, order = points("float64")
    ours, theirs = on_standin(program, "float64", None), reference(program, "float64")
    outcome = ours.train(data, order, 0, 8, TRIAL_STEPS + 1)
    assert outcome.steps == theirs.train(data, order, 0, 8, TRIAL_STEPS + 1).steps
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-9)
    assert ours.step == theirs.step
    (chosen,) = (way for way in ("eager", "persistent") if f'"{way}"' in path().read_text())
    device = Standin()
    again = on_standin(program, "float64", None, device)
    again.train(data, order, 0, 8, 1)
    assert again._way == chosen


def test_a_large_network_is_not_tried_in_one_block() -> None:
    large = program_of(ADAM, batch=256, units=512)
    assert work_of(large) > MOST_WORK > work_of(program_of(ADAM, batch=32, units=64))
    ours = on_standin(large, "float32", None)
    data, order = points("float32", 256)
    assert ours.train(data, order, 0, 256, 1).steps == 1
    assert not path().exists()
