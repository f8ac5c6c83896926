"""The race: what is counted, what is timed, what is fitted, and where one overtakes another."""

from __future__ import annotations

from math import inf
from pathlib import Path

import numpy as np
import pytest

from playground.assets_path import examples_path
from playground.data.prepare import prepare
from playground.engine.executors import create_executor
from playground.engine.executors.reference import ReferenceExecutor
from playground.network.compiler import compile_training
from playground.network.heads import Multiclass
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.project.file import open_project
from playground.training.optimizers import Sgd
from playground.training.race import timing
from playground.training.race.contestants import NATIVE, NUMPY, contestants
from playground.training.race.cost import StepCost, cost_of
from playground.training.race.course import Course, Own, OwnLane, WidthLane
from playground.training.race.model import Model, fitted
from playground.training.race.race import Race
from playground.training.race.results import Results
from playground.training.race.timing import Timing, time_of

QUICK = {"stretch_s": 0.0005, "stretches": 3}


def own(name="spiral"):
    spec = open_project(Path(examples_path()) / f"{name}.json").spec
    return Own(spec.network, spec.head, spec.training, prepare(spec.data))


def finished(race):
    while True:
        results = race.work()
        if results.is_done:
            return results


@pytest.fixture(scope="module")
def results():
    """A small race, with one's own network."""
    return finished(Race(Course((4, 16, 64), (1, 16), (NUMPY, NATIVE)), own(), **QUICK))


def test_multiply_adds_are_those_of_every_product_forward_and_backward():
    width, batch = 16, 10
    cost = cost_of(WidthLane(width, batch).program, batch)
    weights = 2 * width, width * width, width
    # Forward and by the weights all of them; by what goes in, not in the first layer.
    assert cost.multiply_adds == batch * (3 * sum(weights) - weights[0])
    assert cost.instructions == len(WidthLane(width, batch).program.instructions)
    larger = cost_of(WidthLane(width, 2 * batch).program, 2 * batch)
    assert larger.instructions == cost.instructions
    assert cost.bytes < larger.bytes < 2 * cost.bytes


def test_products_agree_with_what_torch_counts():
    torch = pytest.importorskip("torch")
    from torch.utils.flop_counter import FlopCounterMode

    width, batch = 12, 7
    layers = torch.nn.Sequential(
        torch.nn.Linear(2, width),
        torch.nn.Tanh(),
        torch.nn.Linear(width, width),
        torch.nn.Tanh(),
        torch.nn.Linear(width, 1),
    )
    with FlopCounterMode(display=False) as counter:
        layers(torch.randn(batch, 2)).sum().backward()
    cost = cost_of(WidthLane(width, batch).program, batch)
    assert 2 * cost.multiply_adds == counter.get_total_flops()


def test_a_convolution_counts_twice_as_much_backward_as_forward():
    nodes = [
        {"id": "conv_1", "type": "Conv2D", "filters": 4, "kernel": 3, "padding": "valid"},
        {"id": "flatten_1", "type": "Flatten"},
    ]
    program = compile_training(
        NetworkSpec.model_validate({"nodes": nodes}),
        Multiclass(),
        Signature("images", (1, 8, 8), "multiclass", 3),
        5,
        Sgd().update(),
        Regularization(),
    ).program
    convolution, dense = 4 * 6 * 6 * 9, 4 * 6 * 6 * 3
    assert cost_of(program, 5).multiply_adds == 5 * 3 * (convolution + dense)


def test_a_width_stands_for_a_network_with_as_many_products():
    lane = OwnLane(own())
    width = lane.width
    assert 4 < width < 64
    weights = 2 * width, width * width, width
    products = lane.cost.multiply_adds / lane.batch
    assert 3 * sum(weights) - weights[0] == pytest.approx(products)


def test_every_executor_is_timed_in_every_cell_and_on_ones_own_network(results):
    assert results.done == results.total == 2 * 7
    for name in (NUMPY, NATIVE):
        assert set(results.times[name]) == {(w, b) for w in (4, 16, 64) for b in (1, 16)}
        assert all(t.least <= t.seconds <= t.most for t in results.times[name].values())
        assert results.own.times[name].seconds > 0
    assert results.own.batch == 16
    assert results.lead((4, 1)).executor == NATIVE
    assert results.lead((4, 1)).times == pytest.approx(
        results.times[NUMPY][4, 1].seconds / results.times[NATIVE][4, 1].seconds
    )


def test_the_reference_is_dearer_for_each_instruction(results):
    models = results.models
    assert models[NUMPY].launch > 5 * models[NATIVE].launch
    parts = models[NUMPY].shares(results.costs[4, 1])
    assert parts.launch > 0.8 * parts.seconds


def test_a_model_is_found_again_from_times_made_of_it():
    true = Model(2e-6, 3e-11, 2e-11, 0.0)
    costs = [cost_of(WidthLane(w, b).program, b) for w in (4, 32, 256) for b in (1, 64, 512)]
    seconds = [true.shares(cost).seconds for cost in costs]
    found = fitted(costs, seconds)
    assert found.launch == pytest.approx(true.launch, rel=1e-2)
    assert found.a_byte == pytest.approx(true.a_byte, rel=0.1)
    assert found.a_product == pytest.approx(true.a_product, rel=0.1)
    assert found.error < 0.01
    noisy = np.array(seconds) * np.where(np.arange(len(seconds)) % 2, 1.25, 0.8)
    assert 0.1 < fitted(costs, noisy).error < 0.4
    assert fitted(costs[:3], seconds[:3]) is None


def test_a_crossing_lies_where_both_take_as_long():
    course = Course((4, 16, 64), (1,), ("a", "b"))

    def times(*seconds):
        return {(w, 1): Timing(s, s, s, 1) for w, s in zip(course.widths, seconds, strict=True)}

    costs = {(w, 1): StepCost(10, 100, w) for w in course.widths}
    # From 16 to 64 the one grows fourfold, the other stays: they meet in between.
    made = Results(course, {"a": times(1, 2, 8), "b": times(4, 4, 4)}, costs, {}, None, 6, 6, "")
    (crossing,) = made.crossings()
    assert (crossing.before, crossing.after, crossing.batch) == ("a", "b", 1)
    assert crossing.width == pytest.approx(32)
    assert crossing.seconds == pytest.approx(4)
    # An even cell decides nothing.
    even = Results(
        course, {"a": times(1, 4.1, 8), "b": times(4, 4, 7.9)}, costs, {}, None, 6, 6, ""
    )
    assert even.lead((16, 1)).is_even
    assert even.crossings() == []
    model = Model(1.0, 0.0, 1.0, 0.0)
    bound = Results(course, made.times, costs, {"a": model}, None, 6, 6, "")
    assert 4 < bound.launch_bound("a", 1) < 16
    assert bound.launch_bound("b", 1) is None
    always = Results(course, made.times, costs, {"a": Model(9.0, 0.0, 1.0, 0.0)}, None, 6, 6, "")
    assert always.launch_bound("a", 1) == inf


def test_a_stopped_race_keeps_what_it_has_and_a_spoiled_turn_is_run_again(monkeypatch):
    monkeypatch.setattr("playground.training.race.race.TURN_S", 0.0001)
    race = Race(Course((4, 8), (1,), (NUMPY,)), **QUICK)
    first = race.work()
    assert (first.done, first.total) == (1, 2)
    race.stop()
    assert race.work().done == 1
    race.resume()
    assert race.work().is_done
    race.redo()
    left = race.results()
    assert (left.done, set(left.times[NUMPY])) == (1, {(4, 1)})
    assert "width 8" in left.doing
    assert race.work().is_done


def test_what_cannot_run_here_is_passed_over():
    found = finished(Race(Course((4,), (1,), (NUMPY, "cuda")), **QUICK))
    there = contestants()
    assert found.is_done
    assert bool(found.times["cuda"]) == there.has_gpu
    assert there.executors[0] == NUMPY
    assert there.gpu


def test_stretches_that_were_disturbed_are_taken_again(monkeypatch):
    lane = WidthLane(4, 1)
    executor = ReferenceExecutor(lane.program, np.float32)
    # Of the time that goes by, the thread has the processor for half, then for all of it.
    shares = iter([0.5] * 2 + [1.0] * 100)
    clock = {"own": 0.0}

    def take(executor, lane, steps):
        clock["own"] += next(shares)
        return 1.0

    monkeypatch.setattr(timing, "_steps_of", lambda *of: 10)
    monkeypatch.setattr(timing, "_take", take)
    monkeypatch.setattr(timing, "thread_time", lambda: clock["own"])
    found = time_of(executor, lane, 0.0, 3)
    assert found.seconds == pytest.approx(0.1)
    assert found.disturbed == pytest.approx(1 / 4)
    shares = iter([0.5] * 100)
    found = time_of(executor, lane, 0.0, 3)
    assert found.disturbed == 1.0
    assert found.seconds == pytest.approx(0.05)


def test_a_step_of_the_race_is_one_that_trains():
    lane = WidthLane(8, 4)
    executor = create_executor("numpy", lane.program, np.float32)
    timing.begin(executor, lane)
    before = executor.parameters.copy()
    executor.set_control(learning_rate=0.5)
    timing._take(executor, lane, 5)
    assert executor.step == 5
    assert not np.array_equal(before, executor.parameters)
