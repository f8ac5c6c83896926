"""Activations in C, on arrays, in place."""

from __future__ import annotations

from math import prod, sqrt
from typing import Any

from playground.engine.graph import Shape
from playground.formats.c.text import loops, number

# Of `s`, a number.
_PLAIN = {
    "sigmoid": "0.5f * (1.0f + tanhf(0.5f * s))",
    "tanh": "tanhf(s)",
    "relu": "s > 0.0f ? s : 0.0f",
    "silu": "0.5f * s * (1.0f + tanhf(0.5f * s))",
    "softplus": "(s > 0.0f ? s : 0.0f) + log1pf(expf(-fabsf(s)))",
    "selu": "1.05070099f * (s > 0.0f ? s : 1.67326324f * expm1f(s))",
    "mish": "s * tanhf((s > 0.0f ? s : 0.0f) + log1pf(expf(-fabsf(s))))",
    "hard_sigmoid": "fminf(fmaxf(s / 6.0f + 0.5f, 0.0f), 1.0f)",
    "hard_swish": "s * fminf(fmaxf(s / 6.0f + 0.5f, 0.0f), 1.0f)",
    "softsign": "s / (1.0f + fabsf(s))",
    "sine": "sinf(s)",
    "exponential": "expf(fminf(s, 50.0f))",
}
_GELU = f"0.5f * s * (1.0f + erff(s / {number(sqrt(2.0))}))"
_GELU_TANH = (
    f"0.5f * s * (1.0f + tanhf({number(sqrt(2.0 / 3.141592653589793))} "
    "* (s + 0.044715f * s * s * s)))"
)


def bent(activation: Any, buffer: str, shape: Shape, slopes: str) -> list[str]:
    """The statements that apply an activation to an array.

    Args:
        activation: one that layers have.
        buffer: the array, of the shape of a sample.
        shape: that shape.
        slopes: the array of a PReLU's slopes.
    """
    match activation.name:
        case "identity":
            return []
        case "softmax":
            return softmax(buffer, prod(shape[:-1]), shape[-1])
        case "prelu":
            place = f"i / {prod(shape[1:])}" if len(shape) == 3 else f"i % {shape[-1]}"
            return each(buffer, prod(shape), f"s > 0.0f ? s : {slopes}[{place}] * s")
        case "leaky_relu":
            value = f"s > 0.0f ? s : {number(activation.slope)} * s"
        case "elu":
            value = f"s > 0.0f ? s : {number(activation.alpha)} * expm1f(s)"
        case "gelu":
            value = _GELU_TANH if activation.approximation == "tanh" else _GELU
        case name:
            value = _PLAIN[name]
    return each(buffer, prod(shape), value)


def each(buffer: str, count: int, value: str) -> list[str]:
    """Every number s of an array replaced by an expression of it, and of its place i."""
    body = [f"const float s = {buffer}[i];", f"{buffer}[i] = {value};"]
    return loops(("i", count), body=body)


def finish(final: str, buffer: str, count: int, low: float, high: float) -> list[str]:
    """What a head ends in."""
    match final:
        case "identity":
            return []
        case "softmax":
            return softmax(buffer, 1, count)
        case "bounded":
            value = f"{number(low)} + {number(high - low)} * ({_PLAIN['sigmoid']})"
            return each(buffer, count, value)
        case _:
            return each(buffer, count, _PLAIN[final])


def softmax(buffer: str, rows: int, width: int) -> list[str]:
    """Shares of 1 along each row."""
    row = f"{buffer}[r * {width} + i]"
    inside = [
        f"float most = {buffer}[r * {width}], sum = 0.0f;",
        *loops(("i", width), body=[f"most = fmaxf(most, {row});"]),
        *loops(("i", width), body=[f"{row} = expf({row} - most);", f"sum += {row};"]),
        *loops(("i", width), body=[f"{row} /= sum;"]),
    ]
    return loops(("r", rows), body=inside)
