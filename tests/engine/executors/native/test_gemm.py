"""Our own matrix product: right at every size, touching nothing else, handing on what is large."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from llvmlite import binding

from playground.engine.executors.native import library as library_module
from playground.engine.executors.native.blas import Blas, Threads, find_blas
from playground.engine.executors.native.cache import GEMM, TILES
from playground.engine.executors.native.compiler import Compiler
from playground.engine.executors.native.library import Library, linker
from playground.engine.executors.native.tile_shape import Shape, shape_of

TURNED, AS_IT_IS = 112, 111
TURNS = ["nn", "tn", "nt"]
# Of a row, of a tile, of a panel, and one more or less.
EDGES = [1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 47, 48, 49, 64, 97]
PROCESSORS = {
    "the widest there is": {},
    "with AVX2": {"avx2": True, "fma": True},
}
UNTOUCHED = 7.0


@pytest.fixture(params=PROCESSORS)
def shape_for(request: pytest.FixtureRequest) -> Callable[[str], Shape]:
    """The tiles of a processor, for a dtype."""
    wanted = PROCESSORS[request.param]
    there = dict(binding.get_host_cpu_features())
    if not all(there.get(name) for name in wanted):
        pytest.skip("this processor has no such vectors")

    def shape(dtype: str) -> Shape:
        found = shape_of(dtype, wanted or None)
        if found is None:
            pytest.skip("BLAS does all products on this processor")
        return found

    return shape


@cache
def linked(dtype: str, shape: Shape) -> Library:
    """Our product, made of these tiles."""
    linker()
    compiler, holder = Compiler(dtype, "c64", shape), Library(dtype)
    holder._link(TILES, *compiler.tiles())
    holder._link(GEMM, *compiler.gemm())
    holder._limit.value = 1 << 62
    return holder


def call_of(dtype: str, address: int) -> Callable[..., None]:
    return kind_of(dtype)(address)


def kind_of(dtype: str) -> type[ctypes._CFuncPtr]:
    number = ctypes.c_float if dtype == "float32" else ctypes.c_double
    flag, size, at = ctypes.c_int, ctypes.c_int64, ctypes.c_void_p
    matrices = [number, at, size, at, size, number, at, size]
    return ctypes.CFUNCTYPE(None, *[flag] * 3, *[size] * 3, *matrices)


@dataclass
class Problem:
    """Matrices in wider ones; between their rows is NaN, or `UNTOUCHED` for the result."""

    turns: str
    m: int
    n: int
    k: int
    add: bool
    a: np.ndarray
    b: np.ndarray
    c: np.ndarray

    @classmethod
    def drawn(cls, random, dtype, turns, m, n, k, add) -> Problem:
        def within(rows: int, columns: int, around: float) -> np.ndarray:
            gap = int(random.integers(0, 4))
            wide = np.full((rows + 2, columns + gap), around, dtype)
            wide[1:-1, :columns] = random.normal(size=(rows, columns))
            return wide

        a = within(*((m, k) if turns[0] == "n" else (k, m)), np.nan)
        b = within(*((k, n) if turns[1] == "n" else (n, k)), np.nan)
        return cls(turns, m, n, k, add, a, b, within(m, n, UNTOUCHED))

    @property
    def expected(self) -> np.ndarray:
        exact = self.c.astype(np.float64)
        a = self.a[1:-1].astype(np.float64)
        b = self.b[1:-1].astype(np.float64)
        a = a[:, : self.k] if self.turns[0] == "n" else a[:, : self.m].T
        b = b[:, : self.n] if self.turns[1] == "n" else b[:, : self.k].T
        here = exact[1:-1, : self.n]
        here[...] = a @ b + (here if self.add else 0.0)
        return exact

    def solve(self, gemm: Callable[..., None]) -> None:
        flags = (TURNED if turn == "t" else AS_IT_IS for turn in self.turns)
        places = [(array[1:].ctypes.data, array.shape[1]) for array in (self.a, self.b, self.c)]
        sizes = (self.m, self.n, self.k)
        gemm(101, *flags, *sizes, 1.0, *places[0], *places[1], float(self.add), *places[2])


def problems(random, dtype) -> Iterator[Problem]:
    for number in range(400):
        m, n, k = (int(size) for size in random.choice(EDGES, 3))
        if number % 5 == 0:
            k += int(random.integers(200, 600))  # more than a panel is deep
        yield Problem.drawn(random, dtype, TURNS[number % 3], m, n, k, add=number % 2 == 0)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_it_is_the_product_at_every_size_and_touches_nothing_else(
    shape_for: Callable[[str], Shape], dtype: str
) -> None:
    gemm = call_of(dtype, linked(dtype, shape_for(dtype)).address(GEMM))
    relative = 2e-6 if dtype == "float32" else 1e-14
    for problem in problems(np.random.default_rng(5), dtype):
        expected = problem.expected
        problem.solve(gemm)
        np.testing.assert_allclose(
            problem.c,
            expected,
            atol=relative * (problem.k + 8) ** 0.5 * 4,
            rtol=relative,
            err_msg=f"{problem.turns} {problem.m} {problem.n} {problem.k} {problem.add}",
        )


@pytest.mark.parametrize("turns", TURNS)
def test_what_is_not_finite_stays_in_its_row(shape_for: Callable[[str], Shape], turns: str) -> None:
    gemm = call_of("float32", linked("float32", shape_for("float32")).address(GEMM))
    problem = Problem.drawn(np.random.default_rng(6), "float32", turns, 19, 21, 35, add=False)
    row = problem.a[1:-1]
    row[(4, 2) if turns[0] == "n" else (2, 4)] = np.nan
    problem.solve(gemm)
    finite = np.isfinite(problem.c[1:-1, :21])
    assert not finite[4].any()
    assert np.delete(finite, 4, axis=0).all()


def test_products_above_the_limit_are_blass(
    shape_for: Callable[[str], Shape], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[float, ...]] = []

    def record(*arguments: float) -> None:
        seen.append(arguments)

    blas = kind_of("float32")(record)
    address = ctypes.cast(blas, ctypes.c_void_p).value
    stand_in = Blas("c64", {"float32": address or 0}, Threads())
    shape, real = shape_for("float32"), find_blas()
    linker()
    compiler, holder = Compiler("float32", "c64", shape), Library("float32")
    monkeypatch.setattr(library_module, "find_blas", lambda: stand_in)
    holder._link(TILES, *compiler.tiles())
    holder._link(GEMM, *compiler.gemm())
    monkeypatch.setattr(library_module, "find_blas", lambda: real)
    gemm = call_of("float32", holder.address(GEMM))
    random = np.random.default_rng(7)
    holder._limit.value = 5 * 6 * 7
    small = Problem.drawn(random, "float32", "nt", 5, 6, 7, add=True)
    small.solve(gemm)
    assert not seen
    large = Problem.drawn(random, "float32", "tn", 5, 6, 8, add=True)
    before = large.c.copy()
    large.solve(gemm)
    np.testing.assert_array_equal(large.c, before)
    widths = [array.shape[1] for array in (large.a, large.b, large.c)]
    starts = [array[1:].ctypes.data for array in (large.a, large.b, large.c)]
    factors = (5, 6, 8, 1.0, starts[0], widths[0], starts[1], widths[1])
    assert seen == [(101, TURNED, AS_IT_IS, *factors, 1.0, starts[2], widths[2])]


def test_where_there_are_no_tiles_kernels_call_blas(monkeypatch: pytest.MonkeyPatch) -> None:
    from playground.engine.executors.native import cache as disk

    assert shape_of("float32", {"sse2": True}) is None
    monkeypatch.setattr(disk, "shape_of", lambda dtype: None)
    assert disk.needed("float32") == ["run", "train"]
    holder = Library("float32")
    assert holder.load(["matmul"])
    a, b = np.eye(3, dtype=np.float32), np.arange(9, dtype=np.float32).reshape(3, 3)
    out = np.zeros((3, 3), np.float32)
    row = [holder.address("matmul")]
    for array in (out, a, b):
        row += [array.ctypes.data, *array.shape]
    words = np.array(row, np.int64)
    ctypes.CFUNCTYPE(None, ctypes.c_void_p)(row[0])(words.ctypes.data)
    np.testing.assert_array_equal(out, b)
