"""Convolution against PyTorch, and in blocks of any size."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from playground.engine.autodiff import differentiate
from playground.engine.graph import Graph
from playground.engine.ops import OPS, ShapeError, convolution, convolution_kernels

from ..fresh import call_plainly, executor_of, run
from .image_cases import windows

torch = pytest.importorskip("torch")
F = torch.nn.functional


def drawn(random: np.random.Generator) -> tuple[Any, Any, Any, dict[str, Any]]:
    """Images, weights, biases and the attributes of a convolution that fits them."""
    groups = int(random.integers(1, 4))
    channels, filters = groups * random.integers(1, 4, 2)
    window, stride, dilation = (random.integers(1, most, 2) for most in (5, 4, 3))
    pads = random.integers(0, 4, 4)
    size = dilation * (window - 1) + random.integers(1, 9, 2)
    x = random.normal(size=(int(random.integers(1, 5)), channels, *size))
    w = random.normal(size=(filters, channels // groups, *window))
    settings = windows(
        tuple(map(int, stride)), tuple(map(int, dilation)), tuple(map(int, pads)), groups=groups
    )
    return x, w, random.normal(size=filters), settings


def theirs(x: Any, w: Any, b: Any, attributes: dict[str, Any]) -> list[Any]:
    """PyTorch's result, and the derivatives of its sum weighed by 1, 2, 3, …"""
    operands = [torch.tensor(array, requires_grad=True) for array in (x, w, b)]
    sides = ("left", "right", "top", "bottom")
    padded = F.pad(operands[0], [attributes[f"pad_{side}"] for side in sides])
    stride, dilation = (
        (attributes[f"{name}_height"], attributes[f"{name}_width"])
        for name in ("stride", "dilation")
    )
    y = F.conv2d(padded, *operands[1:], stride, 0, dilation, attributes["groups"])
    (y * torch.arange(1.0, y.numel() + 1).reshape(y.shape)).sum().backward()
    return [y.detach(), *(operand.grad for operand in operands)]


def ours(x: Any, w: Any, b: Any, attributes: dict[str, Any]) -> list[Any]:
    graph = Graph()
    values = [
        graph.input("x", x.shape[1:]),
        graph.parameter("w", w.shape),
        graph.parameter("b", b.shape),
    ]
    y = graph.apply("conv2d_bias", *values, **attributes)
    seed = graph.input("seed", y.shape)
    slopes = differentiate(graph, y, seed, values)
    outputs = {"y": y, **{value.name: slope for value, slope in slopes.items()}}
    weights = np.arange(1.0, y.size(len(x)) + 1).reshape(y.full_shape(len(x)))
    given = {**dict(zip(values, (x, w, b), strict=True)), seed: weights}
    found = run(executor_of(graph, outputs, len(x)), given)
    return [found[name] for name in ("y", "x", "w", "b")]


@pytest.mark.parametrize("draw", range(20))
def test_results_and_derivatives_are_pytorchs(draw: int) -> None:
    operands = drawn(np.random.default_rng(draw))
    for found, expected in zip(ours(*operands), theirs(*operands), strict=True):
        scale = float(np.abs(expected.numpy()).max())
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10 * scale)


@pytest.mark.parametrize("at_once", [1, 40, 300])
def test_in_blocks_of_any_size_the_numbers_are_the_same(
    at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(3)
    operands = (
        random.normal(size=(5, 4, 9, 7)),
        random.normal(size=(6, 2, 3, 2)),
        random.normal(size=6),
        windows((2, 1), (1, 2), (1, 2, 0, 1), groups=2),
    )
    monkeypatch.setattr(convolution, "_AT_ONCE", at_once)
    for found, expected in zip(ours(*operands), theirs(*operands), strict=True):
        np.testing.assert_allclose(found, expected, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("block", [1, 40, 100])
def test_the_loops_go_through_blocks_of_any_size(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(3)
    x, w, b = random.normal(size=(2, 2, 6, 4)), random.normal(size=(2, 1, 3, 2)), np.zeros(2)
    attributes = windows((1, 1), (1, 1), (1, 0, 1, 1), groups=2)
    y, g_x, g_w, _ = ours(x, w, b, attributes)
    gradient = np.arange(1.0, y.size + 1).reshape(y.shape)
    monkeypatch.setattr(convolution_kernels, "_BLOCK", block)
    sizes = {"height": 6, "width": 4, "window_height": 3, "window_width": 2}
    padded, columns, other = np.full(200, np.nan), np.full(2000, np.nan), np.full(12, np.nan)
    for op, operands, expected in (
        ("conv2d", [x, w, padded, columns], y),
        ("conv2d_backward_x", [gradient, w, padded, columns], g_x),
        ("conv2d_backward_w", [x, gradient, padded, columns, other, other], g_w),
    ):
        found = np.full(expected.shape, np.nan)
        call_plainly(OPS[op].kernel, [found, *operands], {**attributes, **sizes})
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-12, err_msg=op)


@pytest.mark.parametrize(
    ("image", "weights", "groups"),
    [
        ((4,), (2, 4, 1, 1), 1),
        ((3, 5, 5), (2, 2, 3, 3), 1),
        ((4, 5, 5), (3, 2, 3, 3), 2),
        ((1, 2, 5), (2, 1, 3, 3), 1),
    ],
    ids=["no image", "other channels", "filters in uneven groups", "larger than the image"],
)
def test_what_does_not_fit_is_refused(
    image: tuple[int, ...], weights: tuple[int, ...], groups: int
) -> None:
    graph = Graph()
    x, w = graph.input("x", image), graph.parameter("w", weights)
    with pytest.raises(ShapeError, match="conv2d"):
        graph.apply("conv2d", x, w, **windows(groups=groups))


def test_columns_take_little_memory_however_large_the_image() -> None:
    graph = Graph()
    x, w = graph.input("x", (64, 500, 500)), graph.parameter("w", (8, 64, 3, 3))
    y = graph.apply("conv2d", x, w, **windows(groups=1))
    (columns, _) = OPS["conv2d"].scratch([x, w], y, graph.nodes[0].attributes)[1]
    assert np.prod(columns) * 4 < 8e6
