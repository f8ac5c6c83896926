"""Derivatives of graphs: values used more than once, on the way, or not at all."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph, Phase, Value
from playground.engine.program import plan

from .fresh import central_differences, executor_of, run


def used_twice(graph: Graph, x: Value, w: Value) -> Value:
    return graph.apply("matmul", graph.apply("tanh", graph.apply("matmul", x, w)), w)


def added_to_itself(graph: Graph, x: Value, w: Value) -> Value:
    product = graph.apply("matmul", x, w)
    return graph.apply("add", product, product)


def times_itself(graph: Graph, x: Value, w: Value) -> Value:
    product = graph.apply("matmul", x, w)
    return graph.apply("multiply", product, product)


def reshaped_on_the_way(graph: Graph, x: Value, w: Value) -> Value:
    folded = graph.apply("reshape", graph.apply("matmul", x, w), shape=(3, 1))
    return graph.apply("reshape", graph.apply("softplus", folded), shape=(3,))


def reshaped_itself(graph: Graph, x: Value, w: Value) -> Value:
    return graph.apply("matmul", x, graph.apply("reshape", w, shape=(3, 3)))


def around_a_shortcut(graph: Graph, x: Value, w: Value) -> Value:
    first = graph.apply("sigmoid", graph.apply("matmul", x, w))
    return graph.apply("add", graph.apply("tanh", graph.apply("matmul", first, w)), first)


def through_both_arms(graph: Graph, x: Value, w: Value) -> Value:
    hidden = graph.apply("tanh", graph.apply("matmul", x, w))
    left, right = graph.apply("elu", hidden, alpha=2.0), graph.apply("softmax", hidden)
    return graph.apply("multiply", left, graph.apply("add", right, hidden))


@pytest.mark.parametrize(
    "build",
    [
        used_twice,
        added_to_itself,
        times_itself,
        reshaped_on_the_way,
        reshaped_itself,
        around_a_shortcut,
        through_both_arms,
    ],
)
def test_the_derivative_by_a_parameter_is_the_slope_of_the_loss(
    build: Callable[[Graph, Value, Value], Value],
) -> None:
    graph = Graph()
    x, target = graph.input("x", (3,)), graph.input("target", (3,))
    w = graph.parameter("w", (9,) if build is reshaped_itself else (3, 3))
    loss = graph.apply("mse", build(graph, x, w), target)
    executor = ReferenceExecutor(plan(graph, 4, {"loss": loss}, loss=loss), np.float64)
    random = np.random.default_rng(1)
    weights = executor.view(executor.program.parameters["w"])
    weights[...] = random.normal(size=weights.shape)
    batch = {"x": random.normal(size=(4, 3)), "target": random.normal(size=(4, 3))}

    expected = central_differences(lambda: float(executor.run(**batch)["loss"]), weights)
    executor.run(**batch)
    found = executor.gradients.reshape(weights.shape)
    np.testing.assert_allclose(found, expected, rtol=1e-5, atol=1e-7)


def test_two_parameters_with_the_same_derivative_get_a_gradient_each() -> None:
    graph = Graph()
    a, b = graph.parameter("a", (2, 2)), graph.parameter("b", (2, 2))
    loss = graph.apply("l2_penalty", graph.apply("add", a, b), rate=1.0)
    executor = ReferenceExecutor(plan(graph, 1, {"loss": loss}, loss=loss), np.float64)
    executor.parameters[:] = np.arange(8.0)
    for call in executor.calls(1):
        call()
    total = executor.parameters[:4] + executor.parameters[4:]
    assert np.array_equal(executor.gradients, np.tile(total, 2))


def test_a_parameter_the_loss_does_not_depend_on_has_gradient_zero() -> None:
    graph = Graph()
    x = graph.input("x", (2,))
    w, idle = graph.parameter("w", (2, 2)), graph.parameter("idle", (3,))
    left_out = graph.apply("multiply", idle, idle)
    loss = graph.apply("mse", graph.apply("matmul", x, w), x)
    assert idle not in differentiate(graph, loss, graph.apply("fill", value=1.0), [w, idle])
    program = plan(graph, 2, {"loss": loss}, loss=loss)
    executor = ReferenceExecutor(program, np.float64)
    executor.parameters[:] = 0.75
    executor.run(x=np.ones((2, 2)))
    assert (executor.gradients[:4] != 0).all()
    assert (executor.gradients[4:] == 0).all()
    assert left_out.shape == (3,)
    assert "multiply" not in {instruction.op for instruction in program.instructions}


def test_a_value_on_the_way_and_the_output_itself_can_be_asked_for() -> None:
    graph = Graph()
    x, seed = graph.input("x", (2,)), graph.input("seed", (2,))
    middle = graph.apply("affine", x, scale=3.0, shift=1.0)
    output = graph.apply("multiply", middle, middle)
    slopes = differentiate(graph, output, seed, [x, middle, output])
    assert slopes[output] is seed
    executor = executor_of(graph, {"x": slopes[x], "middle": slopes[middle]}, 1)
    found = run(executor, {x: np.array([[1.0, 2.0]]), seed: np.array([[1.0, 10.0]])})
    assert found["middle"].tolist() == [[8.0, 140.0]]
    assert found["x"].tolist() == [[24.0, 420.0]]


def test_noise_counts_as_a_constant() -> None:
    graph = Graph()
    x, seed = graph.input("x", (2,)), graph.input("seed", (2,))
    mask = graph.apply("dropout_mask", x, graph.control, rate=0.5, stream=1)
    slope = differentiate(graph, graph.apply("multiply", x, mask), seed, [x])[x]
    executor = executor_of(graph, {"mask": mask, "slope": slope}, 50)
    found = run(executor, {x: np.ones((50, 2)), seed: np.full((50, 2), 3.0)})
    assert np.array_equal(found["slope"], 3.0 * found["mask"])
    assert set(np.unique(found["mask"])) == {0.0, 2.0}


def test_backward_nodes_stand_in_the_scope_of_what_they_are_the_derivative_of() -> None:
    graph = Graph()
    x, w = graph.input("x", (2,)), graph.parameter("dense_1.weight", (2, 2))
    with graph.within(scope="dense_1"):
        y = graph.apply("tanh", graph.apply("matmul", x, w))
    with graph.within(scope="head", phase=Phase.LOSS):
        loss = graph.apply("mse", y, x)
    program = plan(graph, 1, {"loss": loss}, loss=loss)
    backward = [(i.op, i.scope) for i in program.instructions if i.phase is Phase.BACKWARD]
    assert backward == [
        ("fill", ""),
        ("mse_backward", "head"),
        ("tanh_backward", "dense_1"),
        ("matmul_backward_w", "dense_1"),
    ]
