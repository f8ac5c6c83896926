"""Formulas with numbers in them come to the result that stands behind them."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.graph import Graph, Phase, Value
from playground.engine.ops import OPS
from playground.engine.program import Instruction, Program, Update, plan
from playground.engine.worked import WRITERS, At, Equation, symbols, worked, written
from playground.engine.worked.expression import Number, Rest, call
from playground.training.clipping import Clipping
from playground.training.optimizers import OPTIMIZERS
from playground.written import significant

from ..ops.case import Case
from ..ops.cases import of_size
from .reckon import reckon

CASES = of_size(4)
ROWS = 3


def check_every_line(op: str, at: At) -> None:
    """Each line's right-hand side, reckoned anew from its text, is the result as written."""
    lines = worked(op, at)
    assert lines
    for line in lines:
        value = reckon(line.right)
        if line.sign == "=":
            told = {significant(value, n) for n in range(1, 5)}
            near = abs(value - float(line.result.replace("−", "-")))
            assert line.result in told or near < 1e-12, (line.text, value)
        else:
            # Float32 has lost what is left of a sum that nearly cancels.
            assert abs(value - float(line.result.replace("−", "-"))) < 1e-5, (line.text, value)
    final = next(line for line in lines if line.name == at.name)
    assert final.result in {significant(at.result, n) for n in (2, 3, 4)}


def look(
    instruction: Instruction, executor: ReferenceExecutor, rows: int, random: np.random.Generator
) -> None:
    """Run one instruction and check what is written of some elements of its result."""
    before = [executor.view(each, rows).copy() for each in instruction.inputs]
    output = executor.view(instruction.output, rows)
    if instruction.phase is Phase.UPDATE and instruction.op in {
        o.name for o in OPTIMIZERS.values()
    }:
        before.append(output.copy())
    elif instruction.op.startswith("clip"):
        before.append(before[0])
    executor.execute(instruction.number, instruction.number + 1, rows)
    if instruction.op not in WRITERS:
        return
    symbol = symbols(instruction.op, len(instruction.inputs))[1]
    for flat in {0, output.size - 1, *random.integers(0, output.size, 4).tolist()}:
        index = tuple(int(n) for n in np.unravel_index(flat, output.shape))
        at = At(tuple(before), output, instruction.attributes, index, symbol, flat % rows)
        check_every_line(instruction.op, at)


def program_of(name: str, case: Case) -> tuple[Program, list[Value], Value]:
    """An op and its derivative, its operands and its result."""
    graph, values, result = case.apply(name)
    seed = (graph.input if result.batched else graph.parameter)("seed", result.shape)
    varying = [v for v, operand in zip(values, case.operands, strict=True) if operand.varies]
    with graph.within(phase=Phase.BACKWARD):
        slopes = differentiate(graph, result, seed, varying)
    outputs = {"y": result, **{value.name: slope for value, slope in slopes.items()}}
    return plan(graph, ROWS, outputs), values, result


@pytest.mark.parametrize("name", list(CASES))
def test_written_numbers_give_the_result_of_an_op_and_of_its_derivative(name: str) -> None:
    random = np.random.default_rng([len(name), *name.encode()])
    for case in CASES[name]:
        program, values, result = program_of(name, case)
        executor = ReferenceExecutor(program, np.float32)
        given = dict(zip([v.name for v in values], case.arrays(random, ROWS), strict=True))
        given["seed"] = random.normal(size=result.full_shape(ROWS))
        for place in (program.inputs, program.parameters):
            for key, operand in place.items():
                np.copyto(executor.view(operand, ROWS), given[key], casting="same_kind")
        for instruction in program.instructions:
            look(instruction, executor, ROWS, random)


@pytest.mark.parametrize("clip", ["none", "value", "norm"])
@pytest.mark.parametrize("name", list(OPTIMIZERS))
def test_written_numbers_give_the_step_of_every_optimizer(name: str, clip: str) -> None:
    random = np.random.default_rng([len(name), *name.encode()])
    graph = Graph()
    x, w = graph.input("x", (3,)), graph.parameter("w", (3, 4))
    y = graph.apply("matmul", x, w)
    target = graph.input("t", (4,))
    loss = graph.apply("mse", y, target)
    optimizer = OPTIMIZERS[name]()
    before = Clipping(type=clip, limit=0.05).ops()  # type: ignore[arg-type]
    base = optimizer.update()
    update = Update(base.op, base.attributes, before)
    program = plan(graph, ROWS, {"loss": loss}, loss=loss, update=update)
    executor = ReferenceExecutor(program, np.float32)
    executor.parameters[:] = random.normal(size=executor.parameters.size)
    executor.set_control(learning_rate=0.03, seed=1)
    for _ in range(3):
        for operand in program.inputs.values():
            place = executor.view(operand, ROWS)
            place[:] = random.normal(size=place.shape)
        for instruction in program.instructions:
            look(instruction, executor, ROWS, random)
        executor.control[0] += 1.0


def test_every_op_has_a_formula_and_names_for_its_operands() -> None:
    for name, op in OPS.items():
        assert op.formula
        inputs, result = symbols(name, 2)
        assert len(inputs) == 2
        assert result
    assert set(WRITERS) <= set(OPS)
    simple = [n for n in OPS if n.endswith("penalty") or hasattr(OPS[n], "states")]
    assert set(simple) <= set(WRITERS)


def test_all_formulas_that_are_written_are_tried_here() -> None:
    tried = {"dropout_mask"} | set(OPTIMIZERS) | {"clip_value", "clip_norm", "fill"}
    for name, cases in CASES.items():
        for case in cases:
            tried |= {instruction.op for instruction in program_of(name, case)[0].instructions}
    inside_layers = {"batch_mean", "batch_variance", "running_mean"}
    assert set(WRITERS) - tried <= inside_layers


@pytest.mark.parametrize("name", ["mse", "rmse", "sigmoid_cross_entropy", "softmax_cross_entropy"])
def test_a_loss_of_more_samples_than_can_be_added_up_one_by_one_is_still_right(name: str) -> None:
    random, rows = np.random.default_rng(3), 1500
    prediction = random.normal(size=(rows, 2)).astype(np.float32)
    target = np.eye(2, dtype=np.float32)[random.integers(0, 2, rows)]
    graph = Graph()
    values = graph.input("p", (2,)), graph.input("t", (2,))
    program = plan(graph, rows, {"loss": graph.apply(name, *values)})
    executor = ReferenceExecutor(program)
    loss = executor.run(p=prediction, t=target)["loss"]
    check_every_line(name, At((prediction, target), loss, {}, (), "L", 700))


def test_signs_and_parentheses_are_those_of_school() -> None:
    x, w, b = Number(-0.5), Number(-0.3), Number(-1.25)
    text = "".join(piece.text for piece in (x * w + b * b - (x - w) / (w * b)).pieces(3))
    assert text == "−0.5·(−0.3) + (−1.25)·(−1.25) − (−0.5 − (−0.3)) / (−0.3·(−1.25))"
    assert reckon(text) == pytest.approx(0.15 + 1.5625 + 0.2 / 0.375)
    power = "".join(p.text for p in (x**2 + call("|", w) ** Number(3.0) + Rest(-2.0, 7)).pieces(3))
    assert power == "(−0.5)² + |−0.3|^3 + (−2)⟨7 more⟩"
    assert reckon(power) == pytest.approx(0.25 + 0.027 - 2.0)


def test_a_result_that_float32_has_rounded_away_is_not_claimed_to_be_equal() -> None:
    line = written(Equation("y", Number(1.0) - Number(1.0 - 1e-9), 1.5e-9))
    assert line.sign == "≈"
    line = written(Equation("y", Number(0.1) * Number(0.2), 0.02))
    assert line.text == "y = 0.1·0.2 = 0.02"
