"""The compiled float32 functions, over all that float32 holds."""

from __future__ import annotations

import math

import numpy as np
import pytest

from playground.engine.executors.native.executor import NativeExecutor
from playground.engine.executors.native.library import library
from playground.engine.graph import Graph
from playground.engine.program import plan

TRUE = {
    "tanh": np.tanh,
    "sigmoid": lambda x: 1 / (1 + np.exp(-x)),
    "softplus": lambda x: np.logaddexp(x, 0),
    "sine": np.sin,
}
ATTRIBUTES: dict[str, dict[str, float]] = {"elu": {"alpha": 1.0}}


def compiled(op: str, x: np.ndarray, **attributes: float) -> np.ndarray:
    graph = Graph()
    result = graph.apply(op, graph.input("x", ()), **attributes)
    program = plan(graph, len(x), {"y": result})
    assert library("float32").wait([op])
    return NativeExecutor(program, "float32").run(x=x)["y"].copy()


def everywhere(low: float, high: float) -> np.ndarray:
    """Numbers between low and high, dense near 0 too."""
    even = np.linspace(low, high, 200_001)
    near = np.geomspace(1e-30, max(abs(low), abs(high)), 100_000)
    found = np.concatenate([even, near[near <= high], -near[-near >= low], [0.0]])
    return found.astype(np.float32)


@pytest.mark.parametrize(
    ("op", "low", "high", "places"),
    [
        ("tanh", -30, 30, 6),
        ("sigmoid", -87, 87, 6),
        ("softplus", -80, 80, 8),
        ("sine", -100, 100, 4),
    ],
)
def test_they_are_within_a_few_units_in_the_last_place(
    op: str, low: float, high: float, places: int
) -> None:
    x = everywhere(low, high)
    expected = TRUE[op](x.astype(np.float64))
    found = compiled(op, x).astype(np.float64)
    if op == "sine":
        assert np.abs(found - expected).max() < places * 2.0**-24
        return
    assert (np.abs(found - expected) <= places * 2.0**-24 * np.abs(expected) + 1e-38).all()


def test_e_to_the_x_less_one_loses_nothing_near_nought() -> None:
    x = everywhere(-90, 0)
    found = compiled("elu", x, alpha=1.0).astype(np.float64)
    expected = np.expm1(x.astype(np.float64))
    assert (np.abs(found - expected) <= 6 * 2.0**-24 * np.abs(expected)).all()


@pytest.mark.parametrize("op", [*TRUE, "elu"])
def test_what_is_not_a_number_stays_so(op: str) -> None:
    x = np.array([np.nan, 1.0], np.float32)
    assert math.isnan(compiled(op, x, **ATTRIBUTES.get(op, {}))[0])


def test_the_ends_are_where_they_belong() -> None:
    x = np.array([-np.inf, -1e4, 1e4, np.inf], np.float32)
    assert compiled("tanh", x).tolist() == [-1, -1, 1, 1]
    assert compiled("sigmoid", x).tolist() == [0, 0, 1, 1]
    assert compiled("softplus", x).tolist() == [0, 0, 1e4, np.inf]
    assert compiled("elu", x, alpha=1.0).tolist() == [-1, -1, 1e4, np.inf]
