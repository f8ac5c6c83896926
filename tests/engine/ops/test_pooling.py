"""Pooling against PyTorch, at ties and at what is no number."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.graph import Graph
from playground.engine.ops import OPS, ShapeError
from playground.engine.ops.windows import windows_on

from ..fresh import call_plainly, executor_of, run
from .image_cases import pool

torch = pytest.importorskip("torch")
F = torch.nn.functional


def ours(op: str, x: Any, attributes: dict[str, Any]) -> tuple[Any, Any]:
    """The result, and the derivative of its sum weighed by 1, 2, 3, …"""
    graph = Graph()
    image = graph.input("x", x.shape[1:])
    y = graph.apply(op, image, **attributes)
    seed = graph.input("seed", y.shape)
    slope = differentiate(graph, y, seed, [image])[image]
    weights = np.arange(1.0, y.size(len(x)) + 1).reshape(y.full_shape(len(x)))
    found = run(executor_of(graph, {"y": y, "x": slope}, len(x)), {image: x, seed: weights})
    return found["y"], found["x"]


def theirs(op: str, x: Any, attributes: dict[str, Any]) -> tuple[Any, Any]:
    image = torch.tensor(x, requires_grad=True)
    pads = [attributes[f"pad_{side}"] for side in ("left", "right", "top", "bottom")]
    window, stride, dilation = (
        (attributes[f"{name}_height"], attributes[f"{name}_width"])
        for name in ("window", "stride", "dilation")
    )
    if op == "max_pool":
        y = F.max_pool2d(F.pad(image, pads, value=-np.inf), window, stride, 0, dilation)
    else:
        sums, counts = (
            F.avg_pool2d(F.pad(each, pads), window, stride)
            for each in (image, torch.ones_like(image))
        )
        y = sums / counts
    (y * torch.arange(1.0, y.numel() + 1).reshape(y.shape)).sum().backward()
    return y.detach(), image.grad


@pytest.mark.parametrize("draw", range(20))
@pytest.mark.parametrize("op", ["max_pool", "average_pool"])
def test_results_and_derivatives_are_pytorchs(op: str, draw: int) -> None:
    random = np.random.default_rng([draw, len(op)])
    window, stride, dilation = (tuple(map(int, random.integers(1, 4, 2))) for _ in range(3))
    dilation = dilation if op == "max_pool" and draw % 2 else (1, 1)
    span = [d * (w - 1) + 1 for d, w in zip(dilation, window, strict=True)]
    pads = [int(random.integers(0, window[side // 2])) for side in range(4)]
    pads = [0] * 4 if dilation != (1, 1) else pads
    size = [each + int(random.integers(0, 6)) for each in span]
    x = random.normal(size=(3, 2, *size))
    settings = pool(*window, stride=stride, dilation=dilation, pads=tuple(pads))
    for found, expected in zip(ours(op, x, settings), theirs(op, x, settings), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("window", [2, 3])
def test_of_numbers_as_large_the_first_gets_the_derivative(window: int) -> None:
    x = np.tile([[1.0, 1.0, 2.0, 2.0], [1.0, 1.0, 2.0, 2.0]], (2, 1, 2, 2))
    settings = pool(window, window, stride=(2, 2))
    for found, expected in zip(
        ours("max_pool", x, settings), theirs("max_pool", x, settings), strict=True
    ):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize("window", [2, 3])
def test_what_is_no_number_stays_none(window: int) -> None:
    for place in np.ndindex(2, 2):
        x = np.zeros((1, 1, 4, 4))
        x[0, 0][place] = np.nan
        attributes = pool(window, window, stride=(2, 2))
        found, _ = ours("max_pool", x, attributes)
        loops = np.zeros(found.shape)
        call_plainly(OPS["max_pool"].kernel, [loops, x], attributes)
        assert np.isnan(found[0, 0, 0, 0])
        np.testing.assert_array_equal(loops, found)


@pytest.mark.parametrize("op", ["max_pool", "average_pool"])
@pytest.mark.parametrize(
    ("image", "pads"), [((3,), (0,) * 4), ((1, 2, 1), (0,) * 4), ((1, 4, 4), (2, 0, 0, 0))]
)
def test_windows_that_see_nothing_are_refused(op: str, image: Any, pads: Any) -> None:
    graph = Graph()
    with pytest.raises(ShapeError, match=op):
        graph.apply(op, graph.input("x", image), **pool(2, 2, pads=pads))


def test_a_window_far_larger_than_the_image_costs_no_more_than_what_it_sees() -> None:
    x = np.random.default_rng(2).normal(size=(2, 1, 4, 3))
    settings = pool(999, 999, pads=(499, 499, 499, 499))
    windows = windows_on((1, 4, 3), (999, 999), settings)
    assert windows.extents == (4, 3)
    assert len(windows.cells()) == (2 * 4 - 1) * (2 * 3 - 1)
    for op, of_all in (("max_pool", np.max), ("average_pool", np.mean)):
        found, _ = ours(op, x, settings)
        expected = of_all(x, axis=(2, 3), keepdims=True)
        np.testing.assert_allclose(found, np.broadcast_to(expected, x.shape))
