"""The compiled executor gives the reference's numbers, step for step."""

from __future__ import annotations

import threading
from time import perf_counter

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.executors.native.executor import NativeExecutor
from playground.engine.executors.native.library import library
from playground.engine.executors.native.table import kernels_of
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph
from playground.engine.ops import OPS
from playground.engine.program import Program, Update, plan
from playground.network.compiler import compile_training
from playground.network.heads import HEADS
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.optimizers import OPTIMIZERS
from playground.training.spec import TrainingSpec

from ...ops.cases import Case, of_size

# Agreement that is asked for: forward and gradients.
CLOSE = {"float32": (2e-5, 2e-4), "float64": (1e-10, 1e-10)}
SEVERAL = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in of_size(5).items()
    for number, case in enumerate(cases)
]


def native(program: Program, dtype: str) -> NativeExecutor:
    assert library(dtype).wait(kernels_of(program)), library(dtype).failure
    return NativeExecutor(program, dtype)


# One row is another way through every product.
@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize(("name", "case"), SEVERAL)
def test_every_op_and_its_derivative_agree_with_the_reference(
    name: str, case: Case, dtype: str, rows: int
) -> None:
    random = np.random.default_rng([1, *name.encode()])
    graph, values, result = case.apply(name)
    seed = (graph.input if result.batched else graph.parameter)("seed", result.shape)
    wanted = [v for v, operand in zip(values, case.operands, strict=True) if operand.varies]
    slopes = differentiate(graph, result, seed, wanted)
    program = plan(graph, rows, {"y": result, **{v.name: s for v, s in slopes.items()}})
    ours, reference = native(program, dtype), ReferenceExecutor(program, dtype)
    arrays = dict(zip(values, case.arrays(random, rows), strict=True))
    arrays[seed] = random.normal(size=result.full_shape(rows))
    for executor in (ours, reference):
        for value, array in arrays.items():
            places = {**program.parameters, **program.inputs}
            executor.view(places[value.name], rows)[...] = array
        executor.execute(0, len(program.instructions), rows)
    forward, backward = CLOSE[dtype]
    for output, place in program.outputs.items():
        expected = reference.view(place, rows)
        scale = float(np.abs(expected).max(initial=0.0)) or 1.0
        tolerance = forward if output == "y" else backward
        np.testing.assert_allclose(
            ours.view(place, rows), expected, rtol=tolerance, atol=tolerance * scale
        )


def program_of(update: Update, *, batch: int = 8, units: int = 8, dropout: float = 0.0) -> Program:
    nodes = [
        {"id": "dense_1", "type": "Dense", "units": units},
        {"id": "dropout_1", "type": "Dropout", "rate": dropout},
        {"id": "dense_2", "type": "Dense", "units": units, "activation": "relu"},
    ]
    signature = Signature("points", (2,), "binary", 2)
    head = HEADS["binary"]()
    network = NetworkSpec(nodes=nodes)
    return compile_training(network, head, signature, batch, update, Regularization()).program


ADAM = Update("adam", {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8})
MOMENTUM = Update("momentum", {"momentum": 0.9})


def started(executor, seed: int = 0):  # type: ignore[no-untyped-def]
    random = np.random.default_rng(seed)
    executor.parameters[:] = random.normal(size=executor.parameters.size) * 0.5
    executor.set_control(step=0, learning_rate=0.01, seed=5)
    return executor


def points(dtype: str, count: int = 50):  # type: ignore[no-untyped-def]
    random = np.random.default_rng(3)
    x = random.normal(size=(count, 2))
    return (x.astype(dtype), (x[:, :1] * x[:, 1:] > 0).astype(dtype)), random.permutation(count)


@pytest.mark.parametrize("update", [ADAM, MOMENTUM], ids=lambda update: update.op)
def test_a_hundred_epochs_are_the_references_with_dropout_and_a_smaller_last_batch(
    update: Update,
) -> None:
    program = program_of(update, dropout=0.3)
    data, order = points("float64")
    ours = started(native(program, "float64"))
    reference = started(ReferenceExecutor(program, "float64"))
    for _ in range(100):
        first = ours.train(data, order, 0, 8, 1000)
        second = reference.train(data, order, 0, 8, 1000)
        assert first.steps == second.steps == 7
        assert first.loss == pytest.approx(second.loss, rel=1e-9)
    np.testing.assert_allclose(ours.parameters, reference.parameters, rtol=1e-8, atol=1e-11)
    np.testing.assert_allclose(ours.state, reference.state, rtol=1e-8, atol=1e-11)
    assert ours.step == reference.step == 700


@pytest.mark.parametrize("clipping", ["none", "value", "norm"])
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_takes_the_references_steps(optimizer: str, clipping: str) -> None:
    training = TrainingSpec(optimizer=optimizer, clipping={"type": clipping, "limit": 0.05})
    program = program_of(training.update())
    data, order = points("float64")
    ours = started(native(program, "float64"))
    reference = started(ReferenceExecutor(program, "float64"))
    for _ in range(6):
        ours.train(data, order, 0, 8, 7)
        reference.train(data, order, 0, 8, 7)
    np.testing.assert_allclose(ours.parameters, reference.parameters, rtol=1e-9, atol=1e-11)
    np.testing.assert_allclose(ours.state, reference.state, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("place", [0, 16, 21])
def test_epochs_strung_together_are_as_epochs_one_by_one(place: int) -> None:
    program = program_of(ADAM, dropout=0.2)
    data, order = points("float32", 50)
    orders = np.concatenate([np.roll(order, shift) for shift in range(3)])
    together, apart = (started(native(program, "float32")) for _ in range(2))
    reference = started(ReferenceExecutor(program, "float32"))
    for executor in (together, reference):
        at = place
        while at < 150:
            outcome = executor.train(data, orders, at, 8, 1000, None, 50)
            rest = 50 - at % 50
            first = -(-rest // 8)
            epochs, more = divmod(max(outcome.steps - first, 0), 7)
            at = at + rest + 50 * epochs + 8 * more
    for epoch in range(3):
        start = place if epoch == 0 else 0
        apart.train(data, orders[50 * epoch : 50 * epoch + 50], start, 8, 1000)
    assert together.step == apart.step == reference.step
    assert np.array_equal(together.parameters, apart.parameters)
    np.testing.assert_allclose(together.parameters, reference.parameters, rtol=1e-3, atol=1e-5)


def test_however_the_steps_are_sliced_the_numbers_are_the_same_to_the_last_bit() -> None:
    program = program_of(ADAM, dropout=0.2)
    data, order = points("float32")
    whole, sliced = (started(native(program, "float32")) for _ in range(2))
    whole.train(data, order, 0, 8, 7)
    for place in range(0, 50, 8):
        assert sliced.train(data, order, place, 8, 1).steps == 1
    assert np.array_equal(whole.parameters, sliced.parameters)
    assert np.array_equal(whole.state, sliced.state)


def test_each_step_may_have_a_rate_of_its_own() -> None:
    program = program_of(ADAM)
    data, order = points("float64")
    rates = np.geomspace(0.1, 0.001, 7)
    ours = started(native(program, "float64"))
    reference = started(ReferenceExecutor(program, "float64"))
    ours.train(data, order, 0, 8, 7, rates)
    reference.train(data, order, 0, 8, 7, rates)
    np.testing.assert_allclose(ours.parameters, reference.parameters, rtol=1e-10)


@pytest.mark.parametrize("place", [0, 3, 48])
def test_a_sample_that_is_not_finite_stops_where_the_reference_stops(place: int) -> None:
    program = program_of(MOMENTUM)
    data, order = points("float32")
    data[0][order[place]] = np.inf
    ours = started(native(program, "float32"))
    reference = started(ReferenceExecutor(program, "float32"))
    first, second = (e.train(data, order, 0, 8, 7) for e in (ours, reference))
    assert (
        (first.steps, first.diverged) == (second.steps, second.diverged) == (place // 8, "dense_1")
    )
    np.testing.assert_allclose(ours.parameters, reference.parameters, rtol=1e-5)
    assert np.isfinite(ours.state).all()
    assert ours.step == reference.step


def test_an_update_that_overflows_is_taken_back() -> None:
    program = program_of(MOMENTUM)
    data, order = points("float32")
    executor = started(native(program, "float32"))
    executor.state[:] = 2.0
    executor.set_control(learning_rate=3e38)
    before = executor.parameters.copy()
    outcome = executor.train(data, order, 0, 8, 7)
    assert outcome.steps == 0
    assert outcome.diverged is not None
    assert np.array_equal(executor.parameters, before)
    assert (executor.state == 2.0).all()


def test_python_goes_on_while_steps_are_taken() -> None:
    program = program_of(ADAM, batch=64, units=256)
    data, order = points("float32", 6400)
    executor = started(native(program, "float32"))
    many = np.tile(order, 20)
    thread = threading.Thread(target=executor.train, args=(data, many, 0, 64, 10**9))
    beats, begin = 0, perf_counter()
    thread.start()
    while thread.is_alive():
        beats += 1
        thread.join(0.001)
    assert beats > 50 * (perf_counter() - begin)


def test_an_op_without_loops_of_its_own_leaves_a_program_to_the_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from playground.engine.executors import create_executor

    graph = Graph()
    program = plan(graph, 2, {"y": graph.apply("tanh", graph.input("x", (3,)))})
    monkeypatch.setattr(type(OPS["tanh"]), "kernel", None)
    assert create_executor("cpu", program, "float32").name == "numpy"
