"""Planned memory against every value in an array of its own."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from playground.engine.autodiff import differentiate
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph, Phase, Value
from playground.engine.program import ALIGNMENT, Buffer, Operand, Program, plan

from .fresh import evaluate

WIDTH, BATCH = 3, 5
UNARY: list[tuple[str, dict[str, Any]]] = [
    ("tanh", {}),
    ("elu", {"alpha": 0.5}),
    ("softmax", {}),
    ("softplus", {}),
    ("copy", {}),
    ("affine", {"scale": -0.5, "shift": 1.0}),
]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["unary", "add", "multiply", "matmul", "bias", "fold", "mask", "lstm"]),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    min_size=1,
    max_size=14,
)


def grow(steps: list[tuple[str, int, int]]) -> tuple[Graph, list[Value], Value]:
    """A graph from a recipe: each step applies ops to any of the values before it."""
    graph = Graph()
    pool = [graph.input("x", (WIDTH,))]
    target = graph.input("target", (WIDTH,))
    weights = [graph.parameter(f"w{n}", (WIDTH, WIDTH)) for n in range(2)]
    bias = graph.parameter("b", (WIDTH,))
    shapes = [(1, 4), (1, 4), (4,)] if any(kind == "lstm" for kind, *_ in steps) else []
    gates = [graph.parameter(f"g{n}", shape) for n, shape in enumerate(shapes)]
    for kind, first, second in steps:
        x, y = pool[-1 - first % len(pool)], pool[-1 - second % len(pool)]
        match kind:
            case "unary":
                op, attributes = UNARY[second % len(UNARY)]
                made = graph.apply(op, x, **attributes)
            case "matmul":
                made = graph.apply("matmul", x, weights[second % 2])
            case "bias":
                made = graph.apply("add_bias", x, bias)
            case "fold":
                folded = graph.apply("reshape", x, shape=(1, WIDTH))
                bent = graph.apply("softmax", folded) if second % 2 else folded
                made = graph.apply("reshape", bent, shape=(WIDTH,))
            case "mask":
                mask = graph.apply("dropout_mask", x, graph.control, rate=0.5, stream=second)
                made = graph.apply("multiply", x, mask)
            case "lstm":  # its derivative reads what it keeps
                folded = graph.apply("reshape", x, shape=(WIDTH, 1))
                read = graph.apply("lstm", folded, *gates, keep=second % 2 == 0)
                made = graph.apply("reshape", read, shape=(WIDTH,))
            case _:
                made = graph.apply(kind, x, y)
        pool.append(made)
    loss = graph.apply("rmse", graph.apply("tanh", pool[-1]), target)
    price = graph.apply("l2_penalty", weights[0], rate=0.1)
    return graph, pool, graph.apply("add", loss, price)


@settings(max_examples=200, deadline=None)
@given(steps=STEPS, kept=st.sets(st.integers(0, 99), max_size=3), rows=st.integers(1, BATCH))
def test_a_planned_program_gives_what_arrays_of_their_own_give(
    steps: list[tuple[str, int, int]], kept: set[int], rows: int
) -> None:
    graph, pool, loss = grow(steps)
    asked = {str(n): pool[n % len(pool)] for n in kept}
    program = plan(graph, BATCH, {"loss": loss, **asked}, loss=loss)
    executor = ReferenceExecutor(program, np.float64)
    random = np.random.default_rng(0)
    executor.parameters[:] = random.normal(size=executor.parameters.size)
    executor.set_control(step=3, seed=4)
    x, target = random.normal(size=(2, BATCH, WIDTH))

    # The same graph again, evaluated with no memory shared.
    graph, pool, loss = grow(steps)
    one = graph.apply("fill", value=1.0)
    gradients = differentiate(graph, loss, one, graph.parameters)
    fresh_given = {
        **dict(zip(graph.inputs, (x[:rows], target[:rows]), strict=True)),
        **{v: executor.view(program.parameters[v.name]) for v in graph.parameters},
        graph.control: executor.control,
    }
    with np.errstate(over="ignore"):  # products of products may be beyond what exp can take
        expected = evaluate(graph, fresh_given, rows)

    executor.run(x=x, target=target)  # a full batch first, so that its leftovers lie about
    found = executor.run(x=x[:rows], target=target[:rows])
    np.testing.assert_allclose(found["loss"], expected[loss], rtol=1e-12)
    for name in asked:
        value = pool[int(name) % len(pool)]
        np.testing.assert_allclose(found[name], expected[value], rtol=1e-12, atol=1e-15)
    for parameter in graph.parameters:
        place = program.parameters[parameter.name]
        at = Operand(Buffer.GRADIENTS, place.offset, place.shape, False)
        slope = expected[gradients[parameter]] if parameter in gradients else 0.0
        np.testing.assert_allclose(executor.view(at), slope, rtol=1e-11, atol=1e-14)


@settings(max_examples=40, deadline=None)
@given(steps=STEPS)
def test_every_place_is_aligned_and_inside_its_buffer(steps: list[tuple[str, int, int]]) -> None:
    graph, _, loss = grow(steps)
    program = plan(graph, BATCH, {"loss": loss}, loss=loss)
    for instruction in program.instructions:
        for operand in (*instruction.inputs, instruction.output, *instruction.scratch):
            end = operand.offset + int(np.prod(operand.full_shape(BATCH)))
            assert end <= program.sizes[operand.buffer]
            assert operand.buffer is not Buffer.WORKSPACE or operand.offset % ALIGNMENT == 0


def test_what_an_op_keeps_takes_room_for_as_long_as_its_derivative_may_read_it() -> None:
    graph = Graph()
    x = graph.input("x", (WIDTH, 1))
    weights = [graph.parameter(f"w{n}", shape) for n, shape in enumerate([(1, 4), (1, 4), (4,)])]
    states = x
    for _ in range(5):
        states = graph.apply("lstm", states, *weights, keep=True)
    looked_at = plan(graph, BATCH, {"y": states})
    kept = [instruction.scratch[:2] for instruction in looked_at.instructions]
    assert len({places[0].offset for places in kept}) < 5
    loss = graph.apply("l2_penalty", states, rate=1.0)
    learned = plan(graph, BATCH, {}, loss=loss)
    kept = [each.scratch[:2] for each in learned.instructions if each.op == "lstm"]
    read = [each.inputs[2:] for each in learned.instructions if each.op == "lstm_backward"]
    assert kept == read[::-1]
    assert len({places[0].offset for places in kept}) == 5


def deep(layers: int) -> Program:
    graph = Graph()
    x = graph.input("x", (WIDTH,))
    value = x
    for _ in range(layers):
        value = graph.apply("tanh", value)
    return plan(graph, BATCH, {"y": value})


def test_memory_known_by_two_names_is_kept_until_the_last_use_of_both() -> None:
    graph = Graph()
    x = graph.input("x", (WIDTH,))
    first = graph.apply("affine", x, scale=2.0, shift=0.0)
    second = graph.apply("reshape", first, shape=(1, WIDTH))
    value = graph.apply("copy", first)  # the last use under the first name
    for _ in range(3):
        value = graph.apply("affine", value, scale=1.0, shift=1.0)
    total = graph.apply("add", graph.apply("reshape", second, shape=(WIDTH,)), value)
    executor = ReferenceExecutor(plan(graph, BATCH, {"y": total}), np.float64)
    assert executor.run(x=np.ones((BATCH, WIDTH)))["y"].tolist() == [[7.0] * WIDTH] * BATCH


def test_memory_is_used_again_however_deep_the_network() -> None:
    assert deep(50).sizes[Buffer.WORKSPACE] == deep(5).sizes[Buffer.WORKSPACE]


def test_a_program_of_5000_ops_is_planned_without_recursion() -> None:
    assert len(deep(5000).instructions) == 5000


def test_parameters_lie_packed_in_order_and_gradients_likewise() -> None:
    graph, _, loss = grow([("matmul", 0, 0), ("matmul", 0, 1), ("bias", 0, 0)])
    program = plan(graph, BATCH, {"loss": loss}, loss=loss)
    places = [(name, place.offset, place.shape) for name, place in program.parameters.items()]
    assert places == [("w0", 0, (3, 3)), ("w1", 9, (3, 3)), ("b", 18, (3,))]
    assert program.sizes[Buffer.PARAMETERS] == program.sizes[Buffer.GRADIENTS] == 21
    written = {
        (instruction.output.offset, instruction.output.shape)
        for instruction in program.instructions
        if instruction.output.buffer is Buffer.GRADIENTS
    }
    assert written == {(0, (3, 3)), (9, (3, 3)), (18, (3,))}


def test_phases_follow_one_another_and_numbers_count_up() -> None:
    graph, _, loss = grow([("matmul", 0, 0), ("unary", 0, 0)])
    program = plan(graph, BATCH, {"loss": loss}, loss=loss)
    assert [i.number for i in program.instructions] == list(range(len(program.instructions)))
    phases = [i.phase for i in program.instructions]
    assert phases == sorted(phases, key=list(Phase).index)


def test_what_nothing_asks_for_is_left_out() -> None:
    graph = Graph()
    x = graph.input("x", (WIDTH,))
    graph.apply("softmax", x)
    program = plan(graph, 1, {"y": graph.apply("tanh", x)})
    assert [instruction.op for instruction in program.instructions] == ["tanh"]
