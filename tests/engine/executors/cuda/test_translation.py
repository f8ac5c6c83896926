"""Which loops lanes share, where they wait for one another, and what can't be said in CUDA C++."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from playground.engine.executors.cuda.kinds import ArrayKind, Scalar, Untranslatable
from playground.engine.executors.cuda.reading import writes_of
from playground.engine.executors.cuda.source import source_of
from playground.engine.executors.cuda.statements import Function
from playground.engine.executors.cuda.translation import Functions
from playground.engine.ops import OPS
from playground.engine.ops.kernel import Flat, Matrix, part, product, tanh
from playground.engine.ops.parts import inner

FLAT, MATRIX = ArrayKind(1), ArrayKind(2)


def put(function: Callable[..., Any], *kinds: Any) -> Function:
    return Functions().of(function, kinds, shared=True)


def shared_loops(function: Function) -> int:
    return function.text.count("+= lanes")


# Every kernel there is


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_every_kernel_there_is_can_be_put(dtype: str) -> None:
    names = [name for name, op in OPS.items() if op.kernel is not None]
    source = source_of(names, np.dtype(dtype))
    assert source.refused == {}
    assert set(source.numbers) == set(names)
    assert f"typedef {'float' if dtype == 'float32' else 'double'} real;" in source.text


def test_what_goes_number_by_number_or_row_by_row_needs_no_waiting() -> None:
    wide = source_of([name for name in OPS if OPS[name].kernel], np.dtype("float32")).wide
    assert {"add_bias", "tanh_backward", "softmax", "layer_norm", "adam", "dropout_mask"} <= wide
    assert {"concatenate", "relu", "sum_rows", "mse_backward", "max_pool", "swap"} <= wide
    assert wide.isdisjoint({"matmul", "mse", "softmax_cross_entropy", "clip_norm", "lstm"})


# Loops


def _doubled(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = 2.0 * x[i]


def _running(out: Flat, x: Flat) -> None:
    out[0] = x[0]
    for i in range(1, out.size):
        out[i] = out[i - 1] + x[i]


def _table(out: Matrix, x: Matrix) -> None:
    for n in range(out.shape[0]):
        scale = x[n, 0]
        for u in range(out.shape[1]):
            out[n, u] = scale * x[n, u]


def _columns(out: Flat, x: Matrix) -> None:
    for u in range(out.size):
        out[u] = 0.0
    for n in range(x.shape[0]):
        for u in range(out.size):
            out[u] += x[n, u]


def _total(out: Flat, x: Flat) -> None:
    total = 0.0
    for i in range(x.size):
        total += x[i]
    out[0] = total / x.size


def _last(out: Flat, x: Flat) -> None:
    last = 0.0
    for i in range(x.size):
        last = x[i]
    for i in range(out.size):
        out[i] = last


def _turned(out: Flat, x: Flat) -> None:
    for i in range(out.size):
        out[i] = x[i]
    for i in range(out.size):
        x[i] = out[out.size - 1 - i]


def _four(out: Flat, x: Flat) -> None:
    quarter = out.size // 4
    for i in range(quarter):
        out[i] = x[i]
        out[i + 3 * quarter] = x[i + quarter]


def _stretches(out: Flat, x: Flat, width: int) -> None:
    for r in range(out.size // width):
        target = part(out, r * width, width)
        for i in range(width):
            target[i] = x[r]


def test_a_loop_whose_turns_touch_nothing_of_one_another_is_shared() -> None:
    for kernel, kinds in (
        (_doubled, (FLAT, FLAT)),
        (_four, (FLAT, FLAT)),
        (_stretches, (FLAT, FLAT, Scalar.WORD)),
    ):
        found = put(kernel, *kinds)
        assert shared_loops(found) == 1, kernel
        assert not found.waits, kernel


def test_a_loop_that_reads_what_the_turn_before_has_written_is_not() -> None:
    found = put(_running, FLAT, FLAT)
    assert shared_loops(found) == 0
    assert found.waits


def test_a_number_that_is_left_for_later_keeps_a_loop_whole() -> None:
    assert shared_loops(put(_last, FLAT, FLAT)) == 1


def test_two_loops_one_in_the_other_are_one_over_all_numbers() -> None:
    found = put(_table, MATRIX, MATRIX)
    assert shared_loops(found) == 1
    assert "_width" in found.text


def test_where_the_same_lane_comes_back_to_a_place_nobody_waits() -> None:
    found = put(_columns, FLAT, MATRIX)
    assert shared_loops(found) == 2
    assert not found.waits


def test_where_another_lane_has_written_all_wait() -> None:
    found = put(_turned, FLAT, FLAT)
    assert shared_loops(found) == 2
    assert found.text.count("wait_for_all();") == 1


def test_a_sum_is_shared_and_put_together() -> None:
    found = put(_total, FLAT, FLAT)
    assert shared_loops(found) == 1
    assert found.text.count("together(") == 1
    assert "if (lane == 0)" in found.text


# Functions that kernels call


@inner
def _bent(x: Any) -> Any:
    return tanh(x) * 0.5


@inner
def _written(target: Any, source: Any, number: Any) -> None:
    for i in range(target.size):
        target[i] = source[i] * number


def _calling(out: Flat, x: Flat) -> None:
    _written(out, x, 3.0)
    for i in range(out.size):
        out[i] = _bent(out[i])


def test_which_arguments_a_function_writes_to_is_known() -> None:
    assert writes_of(_written) == {0}
    assert writes_of(_bent) == frozenset()
    assert writes_of(_calling) == {0}


def test_a_function_is_put_once_for_each_kind_of_its_arguments() -> None:
    functions = Functions()
    functions.of(_calling, (FLAT, FLAT), shared=True)
    functions.of(_calling, (FLAT, FLAT), shared=True)
    assert functions.text.count("void calling_") == 1
    functions.of(_bent, (Scalar.DOUBLE,), shared=False)
    assert "double bent_" in functions.text
    assert "real bent_" in functions.text


# What can't be said


def _unknown(out: Flat, x: Flat) -> None:
    print(x)


def _products_by_one(out: Matrix, x: Matrix) -> None:
    for _ in range(out.shape[0]):
        product(out, x, x)


def _no_number(out: Flat, x: Flat) -> None:
    for _ in x:
        out[0] = 1.0


def test_what_is_not_known_is_refused_in_words() -> None:
    with pytest.raises(Untranslatable, match="not known: print"):
        put(_unknown, FLAT, FLAT)
    with pytest.raises(Untranslatable, match="something else than numbers"):
        put(_no_number, FLAT, FLAT)
    with pytest.raises(Untranslatable, match="no array"):
        put(_doubled, Scalar.REAL, FLAT)


def test_products_are_made_by_all_lanes_one_after_the_other() -> None:
    found = put(_products_by_one, MATRIX, MATRIX)
    assert shared_loops(found) == 0
    assert found.waits
