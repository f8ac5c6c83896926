"""The engine's ops before the ONNX project's own node tests."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import pytest
from onnx import TensorProto, helper
from onnx.backend.test.runner import Runner

from playground.engine.executors.host import HostExecutor
from playground.engine.ops import OPS
from playground.engine.program import Program

from .backend import Playground, native, reference
from .cases import cases_of
from .node import NotSupported
from .operators import OPERATORS
from .skips import NOT_REACHED, SKIPS

EXECUTORS = {"numpy": reference, "native": native}


@dataclass(frozen=True)
class Verdict:
    """Of one case: its name, why it does not pass, or "", and the ops that were run."""

    name: str
    failure: str
    ops: frozenset[str]


@cache
def verdicts(operator: str, executor: str) -> tuple[Verdict, ...]:
    """Every case of an operator, run; the judge and its tolerances are ONNX's own."""
    found = []
    for case in cases_of(operator):
        ops: set[str] = set()

        def create(program: Program, dtype: np.dtype[Any], ops: set[str] = ops) -> HostExecutor:
            ops.update(instruction.op for instruction in program.instructions)
            return EXECUTORS[executor](program, dtype)

        failure = ""
        try:
            prepared = Playground.prepare(case.model, create=create)
            for inputs, expected in case.data_sets:
                Runner.assert_similar_outputs(expected, prepared.run(inputs), case.rtol, case.atol)
        except NotSupported as reason:
            failure = f"not supported: {reason}"
        except (AssertionError, ValueError) as error:
            failure = str(error)
        found.append(Verdict(case.name, failure, frozenset(ops)))
    return tuple(found)


def all_verdicts(executor: str) -> list[Verdict]:
    """Those of all declared operators."""
    return [each for operator in OPERATORS for each in verdicts(operator, executor)]


@pytest.mark.parametrize("executor", EXECUTORS)
@pytest.mark.parametrize("operator", OPERATORS)
def test_every_case_of_an_operator_passes_unless_it_is_skipped_for_a_reason(
    operator: str, executor: str
) -> None:
    found = verdicts(operator, executor)
    assert found
    assert {v.name: v.failure for v in found if v.failure and v.name not in SKIPS} == {}


def test_a_skipped_case_exists_and_still_does_not_pass() -> None:
    failing = {verdict.name for verdict in all_verdicts("numpy") if verdict.failure}
    assert set(SKIPS) - failing == set()


@pytest.mark.parametrize("executor", EXECUTORS)
def test_at_least_200_cases_pass(executor: str) -> None:
    assert [verdict.failure for verdict in all_verdicts(executor)].count("") >= 200


def test_every_operator_that_an_op_names_is_declared() -> None:
    assert {op.onnx for op in OPS.values() if op.onnx} - set(OPERATORS) == set()


def test_every_op_that_names_an_operator_is_run_in_some_case_that_passes() -> None:
    run = {op for verdict in all_verdicts("numpy") if not verdict.failure for op in verdict.ops}
    naming = {name for name, op in OPS.items() if op.onnx and not op.alias}
    assert naming - run == set(NOT_REACHED)


def test_numbers_that_are_a_little_off_do_not_pass() -> None:
    (case,) = cases_of("Relu")
    ((inputs, (expected,)),) = case.data_sets
    found = Playground.run_model(case.model, inputs)
    Runner.assert_similar_outputs([expected], found, case.rtol, case.atol)
    with pytest.raises(AssertionError):
        Runner.assert_similar_outputs([expected * 1.002], found, case.rtol, case.atol)


def test_a_model_of_another_operator_is_refused() -> None:
    x, y = (helper.make_tensor_value_info(name, TensorProto.FLOAT, [2]) for name in "xy")
    graph = helper.make_graph([helper.make_node("Erf", ["x"], ["y"])], "erf", [x], [y])
    model = helper.make_model_gen_version(graph, opset_imports=[helper.make_opsetid("", 13)])
    assert not Playground.is_compatible(model)
    with pytest.raises(NotSupported, match="no op for Erf"):
        Playground.prepare(model)
