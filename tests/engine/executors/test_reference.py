"""The NumPy executor: steps, memory, and numbers that are no longer finite."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest

from playground.engine.executors import DEVICES, GPU_DEVICES, create_executor
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph
from playground.engine.program import Update, plan
from playground.errors import UserError
from playground.network.activations import ACTIVATIONS
from playground.network.compiler import compile_training
from playground.network.heads import Multiclass
from playground.network.regularization import Regularization
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.optimizers import OPTIMIZERS

from ..fresh import ASIDE

ADAM = Update("adam", {"beta_1": 0.9, "beta_2": 0.999, "epsilon": 1e-8})
MOMENTUM = Update("momentum", {"momentum": 0.9})


def line(update: Update, dtype: str = "float64", batch: int = 4) -> ReferenceExecutor:
    """y = x · w, one number in and out, squared error."""
    graph = Graph()
    x, target = graph.input("x", (1,)), graph.input("target", (1,))
    with graph.within(scope="dense_1"):
        y = graph.apply("matmul", x, graph.parameter("dense_1.weight", (1, 1)))
    loss = graph.apply("mse", y, target)
    executor = ReferenceExecutor(
        plan(graph, batch, {"loss": loss}, loss=loss, update=update), dtype
    )
    executor.set_control(learning_rate=0.1)
    return executor


def column(*numbers: float, dtype: str = "float64") -> np.ndarray:
    return np.array(numbers, dtype)[:, None]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_training_step_of_every_layer_and_activation_makes_no_array(optimizer: str) -> None:
    batch, units = 512, 256
    dense = [
        {"id": name, "type": "Dense", "units": units, "activation": name} for name in ACTIVATIONS
    ]
    network = NetworkSpec(
        nodes=[
            {"id": "flatten_1", "type": "Flatten"},
            {"id": "dropout_1", "type": "Dropout", "rate": 0.1},
            *dense,
        ]
    )
    compiled = compile_training(
        network,
        Multiclass(),
        Signature("images", (1, 16, 16), "multiclass", 10),
        batch,
        OPTIMIZERS[optimizer]().update(),
        Regularization(type="l2"),
    )
    executor = ReferenceExecutor(compiled.program)
    random = np.random.default_rng(0)
    executor.parameters[:] = random.normal(size=executor.parameters.size) * 0.05
    executor.set_control(learning_rate=1e-6)
    features = random.normal(size=(batch, 1, 16, 16)).astype(np.float32)
    targets = np.eye(10, dtype=np.float32)[random.integers(0, 10, batch)]
    order = np.arange(batch)
    assert executor.workspace.nbytes > 5_000_000
    assert executor.train((features, targets), order, 0, batch, 1).steps == 1
    before = executor.parameters.copy()
    tracemalloc.start()
    try:
        for _ in range(3):
            executor.train((features, targets), order, 0, batch, 1)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert not np.array_equal(executor.parameters, before)
    assert peak < ASIDE


def test_steps_end_at_the_number_asked_for_and_at_the_end_of_the_order() -> None:
    executor = line(Update("sgd", {}))
    data = (np.ones((10, 1)), np.ones((10, 1)))
    order = np.arange(10)
    assert executor.train(data, order, 0, 4, 2).steps == 2
    assert executor.train(data, order, 8, 4, 5).steps == 1
    assert executor.train(data, order, 10, 4, 5).steps == 0
    assert executor.step == 3


def test_a_step_goes_by_the_rows_that_the_order_names() -> None:
    executor = line(Update("sgd", {}))
    data = (column(1, 2, 3, 4), column(10, 20, 30, 40))
    outcome = executor.train(data, np.array([3, 1]), 0, 2, 1)
    # w = 0: loss = (40² + 20²) / 2, slope = 2 · −(4·40 + 2·20) / 2 = −200.
    assert outcome.loss == 1000.0
    assert executor.parameters.tolist() == [20.0]


@pytest.mark.parametrize("rows", [0, 5])
def test_more_rows_than_planned_or_none_are_refused(rows: int) -> None:
    with pytest.raises(ValueError, match="1 to 4 rows"):
        line(ADAM).rows(rows)


def test_a_batch_that_is_not_finite_changes_nothing_and_names_the_layer() -> None:
    executor = line(MOMENTUM)
    executor.parameters[:], executor.state[:] = 0.5, 0.25
    data = (column(1, 1, np.inf), column(0, 0, 0))
    outcome = executor.train(data, np.arange(3), 0, 1, 3)
    assert (outcome.steps, outcome.diverged, executor.step) == (2, "dense_1", 2)
    after_two = executor.parameters.copy(), executor.state.copy()
    executor.train(data, np.array([2]), 0, 1, 1)
    assert (executor.parameters, executor.state) == after_two
    assert np.isfinite(executor.parameters).all()


def test_an_update_that_overflows_is_taken_back_with_the_optimizers_memory() -> None:
    executor = line(MOMENTUM, "float32")
    executor.set_control(learning_rate=1e38)
    executor.state[:] = 2.0
    data = (column(1, dtype="float32"), column(100, dtype="float32"))
    outcome = executor.train(data, np.arange(1), 0, 1, 1)
    assert (outcome.steps, outcome.diverged) == (0, "dense_1")
    assert np.isnan(outcome.loss)
    assert (executor.parameters[0], executor.state[0], executor.step) == (0.0, 2.0, 0)


def test_a_gradient_whose_square_overflows_does_not_silence_its_weight_for_ever() -> None:
    executor = line(ADAM, "float32")
    data = (column(1e20, dtype="float32"), column(1, dtype="float32"))
    outcome = executor.train(data, np.arange(1), 0, 1, 1)
    assert (outcome.steps, outcome.diverged) == (0, "dense_1")
    assert (executor.state == 0).all()


@pytest.mark.parametrize("device", [name for name in DEVICES if name not in GPU_DEVICES])
def test_every_device_on_the_cpu_gives_an_executor_of_the_program(device: str) -> None:
    program = line(ADAM).program
    assert create_executor(device, program, "float32").program is program


def test_a_device_that_is_not_there_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="no device called 'gpu'"):
        create_executor("gpu", line(ADAM).program, "float32")


def test_buffers_begin_on_a_cache_line() -> None:
    executor = line(ADAM)
    for buffer in (executor.parameters, executor.gradients, executor.state, executor.workspace):
        assert buffer.ctypes.data % 64 == 0
