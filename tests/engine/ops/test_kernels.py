"""Every op's loops give the numbers of its array code."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.executors.native.signature import fitted, signature_of
from playground.engine.ops import OPS

from ..fresh import call_plainly, executor_of, run
from .cases import of_size

WITHOUT = [name for name, op in OPS.items() if op.kernel is None]
SEVERAL = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in of_size(3).items()
    for number, case in enumerate(cases)
]


def test_only_what_computes_nothing_has_no_kernel() -> None:
    assert [name for name in WITHOUT if not OPS[name].alias] == []


@pytest.mark.parametrize(("name", "case"), SEVERAL)
def test_the_loops_of_an_op_and_of_its_derivative_give_what_its_array_code_gives(
    name, case
) -> None:
    rows = 2
    random = np.random.default_rng([len(name), *name.encode()])
    graph, values, result = case.apply(name)
    seed = (graph.input if result.batched else graph.parameter)("seed", result.shape)
    wanted = [v for v, operand in zip(values, case.operands, strict=True) if operand.varies]
    slopes = differentiate(graph, result, seed, wanted)
    executor = executor_of(graph, {"y": result, **{v.name: s for v, s in slopes.items()}}, rows)
    given = dict(zip(values, case.arrays(random, rows), strict=True))
    given[seed] = random.normal(size=result.full_shape(rows))
    run(executor, given)
    for value, array in given.items():
        place = executor.program.inputs.get(value.name)
        if place is not None:
            executor.view(place, rows)[...] = array
    for instruction in executor.program.instructions:
        op = OPS[instruction.op]
        places = (*instruction.inputs, *instruction.scratch)
        before = [executor.view(place, rows).copy() for place in places]
        executor.call(instruction, rows)()
        output = executor.view(instruction.output, rows)
        expected, found = output.copy(), np.full(output.shape, np.nan)
        with np.errstate(all="ignore"):
            call_plainly(op.kernel, [found, *before], dict(instruction.attributes))
        kept = len(op.kept(instruction.inputs, instruction.attributes))
        pairs = [(found, expected)]
        for place, array in zip(places, before, strict=True):
            if place in instruction.scratch[:kept]:
                pairs.append((array, executor.view(place, rows)))
        for ours, theirs in pairs:
            np.testing.assert_allclose(ours, theirs, rtol=1e-10, atol=1e-12, err_msg=op.name)


@pytest.mark.parametrize("name", [name for name in OPS if name not in WITHOUT])
def test_a_kernel_says_how_it_wants_its_arguments(name: str) -> None:
    kernel = OPS[name].kernel
    signature = signature_of(kernel)
    assert len(signature.arrays) + len(signature.attributes) == len(
        inspect.signature(kernel).parameters
    )
    assert next(iter(inspect.signature(kernel).parameters)) == "out"


def test_leading_axes_are_merged_until_the_rank_fits() -> None:
    assert fitted((4, 3, 2), 1) == (24,)
    assert fitted((4, 3, 2), 2) == (12, 2)
    assert fitted((), 1) == (1,)
    assert fitted((5,), 3) == (1, 1, 5)
