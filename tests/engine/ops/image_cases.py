"""Cases for ops on images, and for what normalises."""

from __future__ import annotations

from typing import Any

import numpy as np

from playground.engine.graph import Graph, Value

from .case import Array, Case, Operand, inside


def windows(
    stride: tuple[int, int] = (1, 1),
    dilation: tuple[int, int] = (1, 1),
    pads: tuple[int, int, int, int] = (0, 0, 0, 0),
    **others: Any,
) -> dict[str, Any]:
    """The attributes of windows; pads are top, bottom, left, right."""
    height, width = (
        zip(("stride", "dilation"), pair, strict=True)
        for pair in zip(stride, dilation, strict=True)
    )
    return {
        **{f"{name}_height": number for name, number in height},
        **{f"{name}_width": number for name, number in width},
        **{
            f"pad_{side}": n
            for side, n in zip(("top", "bottom", "left", "right"), pads, strict=True)
        },
        **others,
    }


def pool(height: int, width: int, **others: Any) -> dict[str, Any]:
    """The attributes of windows of this size."""
    return windows(window_height=height, window_width=width, **others)


def distinct(random: np.random.Generator, shape: tuple[int, ...]) -> Array:
    """Numbers that all differ, so that the largest stays the largest."""
    size = int(np.prod(shape))
    return (random.permutation(size).reshape(shape) - size / 2) / 10


def with_statistics(last: int) -> Any:
    """x, weight, bias → x, its means, its variances, weight, bias."""

    def made(graph: Graph, values: list[Value]) -> list[Value]:
        x, *learned = values
        mean = graph.apply("batch_mean", x, channels_last=last)
        return [x, mean, graph.apply("batch_variance", x, mean, channels_last=last), *learned]

    return made


def image_cases(width: int) -> dict[str, list[Case]]:
    """The cases, on images of about `width` numbers, or a few times as many."""
    row = max(4, width // 8)
    image = Operand((2, 5, row))
    places = Operand((2, 5, row), draw=distinct)
    vector, sequence = Operand((width,)), Operand((2, width))

    def weights(*shape: int) -> Operand:
        return Operand(shape, batched=False)

    def learned(channels: int) -> tuple[Operand, Operand]:
        return weights(channels), weights(channels)

    def given(channels: int) -> tuple[Operand, ...]:
        fixed = Operand((channels,), False, False), Operand((channels,), False, False, inside)
        return (*fixed, *learned(channels))

    convolutions = [
        (weights(3, 2, 3, 2), windows(groups=1)),
        (weights(3, 2, 2, 3), windows((2, 1), (1, 1), (1, 0, 2, 1), groups=1)),
        (weights(3, 2, 2, 2), windows((1, 3), (3, 2), (1, 1, 0, 1), groups=1)),
        (weights(4, 1, 3, 3), windows((2, 2), (1, 1), (1, 1, 1, 1), groups=2)),
        (weights(3, 2, 1, 1), windows(groups=1)),
    ]
    pools = [
        pool(2, 2, stride=(2, 2)),
        pool(3, 2, stride=(1, 1), pads=(1, 1, 0, 1)),
        pool(2, 3, stride=(3, 2), pads=(0, 0, 2, 1)),
        pool(2, 2, stride=(2, 1), dilation=(2, 3)),
    ]
    by_layout = [(image, 2, 0), (vector, width, 1), (sequence, width, 1)]
    return {
        "conv2d": [Case((image, w), attributes) for w, attributes in convolutions],
        "conv2d_bias": [
            Case((image, w, weights(w.shape[0])), attributes) for w, attributes in convolutions[:2]
        ],
        "max_pool": [Case((places,), attributes) for attributes in pools],
        "average_pool": [Case((image,), attributes) for attributes in pools],
        "global_average": [
            Case((image,), {"channels_last": 0}),
            Case((sequence,), {"channels_last": 1}),
        ],
        "batch_norm": [
            Case(
                (x, *learned(channels)),
                {"channels_last": last, "epsilon": 0.1},
                made=with_statistics(last),
            )
            for x, channels, last in by_layout
        ],
        "batch_norm_inference": [
            Case((x, *given(channels)), {"channels_last": last, "epsilon": 1e-3})
            for x, channels, last in by_layout
        ],
        "layer_norm": [Case((x, *learned(width)), {"epsilon": 1e-2}) for x in (vector, sequence)],
    }
