"""The executor on a real GPU. Skipped where there is none; the stand-in's tests run everywhere."""

from __future__ import annotations

import numpy as np
import pytest

from playground.engine.executors import create_executor
from playground.engine.executors.cuda.executor import CudaExecutor
from playground.engine.executors.cuda.source import source_of
from playground.engine.executors.probe import HOW_TO_GET_CUPY, PROBE, seems_present
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.executors.runner import Runner
from playground.engine.ops import OPS

from ...ops.cases import Case, of_size
from ..programs import ADAM, points, program_of, started
from .test_ops import CLOSE, all_ops, exercise, require_agreement

__all__ = ["all_ops"]

REASON = (
    PROBE.ask().words if seems_present() else f"no NVIDIA device, or no CuPy: {HOW_TO_GET_CUPY}"
)
pytestmark = pytest.mark.skipif(
    not (seems_present() and PROBE.ask().works), reason=f"needs a GPU: {REASON}"
)
SEVERAL = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in of_size(5).items()
    for number, case in enumerate(cases)
]
# Rounded products: 10 bits of mantissa, and 7.
ROUNDED = {"cuda-tf32": 2e-2, "cuda-bfloat16": 1e-1}


@pytest.mark.timeout(600)
@pytest.mark.parametrize("dtype", CLOSE)
def test_every_kernel_compiles(dtype: str) -> None:
    from playground.engine.executors.cuda.device import open_device

    names = [name for name, op in OPS.items() if op.kernel is not None]
    device = open_device("float32")
    with device.at_work():
        device.compiled(source_of(names, np.dtype(dtype)).text).get_function("steps")


@pytest.mark.timeout(600)
@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize(("name", "case"), SEVERAL)
def test_every_op_and_its_derivative_agree_with_the_reference(
    all_ops: None, name: str, case: Case, dtype: str
) -> None:
    program, arrays = exercise(name, case, 3)
    require_agreement(CudaExecutor(program, dtype, way="eager"), arrays, dtype, 3)


@pytest.mark.parametrize("way", ["eager", "persistent"])
def test_a_hundred_epochs_are_the_references(way: str) -> None:
    program = program_of(ADAM, dropout=0.3)
    data, order = points("float64")
    ours = started(CudaExecutor(program, "float64", way=way))
    theirs = started(ReferenceExecutor(program, "float64"))
    for _ in range(100):
        first = ours.train(data, order, 0, 8, 1000)
        second = theirs.train(data, order, 0, 8, 1000)
        assert first.steps == second.steps == 7
        assert first.loss == pytest.approx(second.loss, rel=1e-7)
    np.testing.assert_allclose(ours.parameters, theirs.parameters, rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("way", ["eager", "persistent"])
def test_the_same_run_twice_is_the_same_to_the_last_bit(way: str) -> None:
    program = program_of(ADAM, dropout=0.3)
    data, order = points("float32")
    runs = [started(CudaExecutor(program, "float32", way=way)) for _ in range(2)]
    for run in runs:
        run.train(data, order, 0, 8, 1000)
    assert np.array_equal(runs[0].parameters, runs[1].parameters)


@pytest.mark.parametrize("way", ["eager", "persistent"])
def test_a_sample_that_is_not_finite_stops_where_the_reference_stops(way: str) -> None:
    program = program_of(ADAM)
    data, order = points("float32")
    data[0][order[25]] = np.inf
    ours = started(CudaExecutor(program, "float32", way=way))
    outcome = ours.train(data, order, 0, 8, 7)
    assert (outcome.steps, outcome.diverged) == (3, "dense_1")
    assert np.isfinite(ours.parameters).all()


@pytest.mark.parametrize("device", ROUNDED)
def test_rounded_products_are_near_the_exact_ones(device: str) -> None:
    program = program_of(ADAM, batch=256, units=256)
    (x, y), _ = points("float32", 256)
    found, exact = (
        started(create_executor(name, program, "float32")).run(features=x, target=y)["loss"]
        for name in (device, "numpy")
    )
    assert found == pytest.approx(float(exact), rel=ROUNDED[device])


def test_a_session_may_choose_it_for_itself() -> None:
    runner = started(Runner("auto", program_of(ADAM, batch=256, units=512), "float32"))
    data, order = points("float32", 256)
    while runner._challenge is not None:
        assert runner.train(data, order, 0, 256, 1).steps == 1
    assert runner.name in ("cuda", "native", "numpy")
    assert runner.notice == ""
