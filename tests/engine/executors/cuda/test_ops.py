"""Every op on a stand-in for the GPU, by its kernel and by its array code."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Iterator

import numpy as np
import pytest
import scipy.special

from playground.engine.autodiff import differentiate
from playground.engine.executors.cuda import buffers
from playground.engine.executors.cuda.executor import CudaExecutor
from playground.engine.executors.cuda.source import Source, source_of
from playground.engine.executors.reference import ReferenceExecutor
from playground.engine.ops import OPS
from playground.engine.program import plan

from ...ops.cases import Case, of_size
from .standin import COMPILER, Standin, library

# Agreement that is asked for: forward and gradients.
CLOSE = {"float32": (2e-5, 2e-4), "float64": (1e-10, 1e-10)}
needs_compiler = pytest.mark.skipif(
    COMPILER is None, reason="needs a C++ compiler (g++ or clang++) in the GPU compiler's place"
)
SEVERAL = [
    pytest.param(name, case, id=f"{name}-{number}")
    for name, cases in of_size(5).items()
    for number, case in enumerate(cases)
]


@pytest.fixture(scope="module")
def all_ops() -> Iterator[None]:
    """One source for all programs, so that it is compiled once."""
    names = tuple(name for name, op in OPS.items() if op.kernel is not None)
    with pytest.MonkeyPatch.context() as patch:
        made = {dtype: source_of(names, np.dtype(dtype)) for dtype in CLOSE}
        patch.setattr(buffers, "_source_of", lambda _, dtype: made[dtype.name])
        yield


def exercise(name: str, case: Case, rows: int):  # type: ignore[no-untyped-def]
    """An op and its derivative as a program, and numbers for its operands."""
    random = np.random.default_rng([1, *name.encode()])
    graph, values, result = case.apply(name)
    seed = (graph.input if result.batched else graph.parameter)("seed", result.shape)
    wanted = [v for v, operand in zip(values, case.operands, strict=True) if operand.varies]
    slopes = differentiate(graph, result, seed, wanted)
    program = plan(graph, rows, {"y": result, **{v.name: s for v, s in slopes.items()}})
    arrays = dict(zip(values, case.arrays(random, rows), strict=True))
    arrays[seed] = random.normal(size=result.full_shape(rows))
    return program, {value.name: array for value, array in arrays.items()}


def require_agreement(ours, arrays, dtype: str, rows: int) -> None:  # type: ignore[no-untyped-def]
    program = ours.program
    reference = ReferenceExecutor(program, dtype)
    places = {**program.parameters, **program.inputs}
    for executor in (ours, reference):
        for name, array in arrays.items():
            executor.view(places[name], rows)[...] = array
        executor.execute(0, len(program.instructions), rows)
    forward, backward = CLOSE[dtype]
    for output, place in program.outputs.items():
        expected = reference.view(place, rows)
        scale = float(np.abs(expected).max(initial=0.0)) or 1.0
        tolerance = forward if output == "y" else backward
        np.testing.assert_allclose(
            ours.view(place, rows), expected, rtol=tolerance, atol=tolerance * scale
        )


class ByKernels(CudaExecutor):
    """Every instruction by its kernel, all lanes of the stand-in together."""

    def execute(self, first: int, last: int, count: int) -> None:
        launch = library(self._buffers.source.text).launch_run
        on_device = self._buffers
        for host, device in (
            (self._learned, on_device.learned),
            (self.workspace, on_device.workspace),
        ):
            np.copyto(device.base if device.base is not None else device, host)
        for number in range(first, last):
            row = on_device.table(count).row(number)
            launch(ctypes.c_longlong(row), self._device.lanes)  # type: ignore[attr-defined]
        for host, device in (
            (self._learned, on_device.learned),
            (self.workspace, on_device.workspace),
        ):
            np.copyto(host, np.asarray(device))


@needs_compiler
@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize(("name", "case"), SEVERAL)
def test_every_op_and_its_derivative_agree_with_the_reference(
    all_ops: None, name: str, case: Case, dtype: str
) -> None:
    program, arrays = exercise(name, case, 3)
    require_agreement(CudaExecutor(program, dtype, device=Standin(), way="eager"), arrays, dtype, 3)


@needs_compiler
@pytest.mark.parametrize("lanes", [1, 3])
@pytest.mark.parametrize("dtype", CLOSE)
@pytest.mark.parametrize(("name", "case"), SEVERAL)
def test_kernels_that_many_threads_run_together_agree_with_the_reference(
    all_ops: None, name: str, case: Case, dtype: str, lanes: int
) -> None:
    program, arrays = exercise(name, case, 3)
    ours = ByKernels(program, dtype, device=Standin(lanes))
    with ours._at_work():
        require_agreement(ours, arrays, dtype, 3)


@pytest.mark.parametrize(("name", "case"), SEVERAL)
def test_the_array_code_of_every_op_asks_nothing_of_cupy_that_it_lacks(
    monkeypatch: pytest.MonkeyPatch, name: str, case: Case
) -> None:
    monkeypatch.setattr(buffers, "_source_of", lambda *_: Source("", {}, frozenset(), {}))
    for module in ("cupyx", "cupyx.scipy", "cupyx.scipy.special"):
        monkeypatch.setitem(sys.modules, module, scipy.special)
    program, arrays = exercise(name, case, 3)
    require_agreement(
        CudaExecutor(program, "float64", device=Standin(), way="eager"), arrays, "float64", 3
    )
