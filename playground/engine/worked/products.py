"""Products of matrices, sums and moves, with the numbers."""

from __future__ import annotations

import numpy as np

from playground.engine.worked.at import At, Writer, constant, dot, e_to, sum_of
from playground.engine.worked.equation import Equation
from playground.engine.worked.expression import Expression, Number, call


def _rows(shape: tuple[int, ...]) -> list[tuple[int, ...]]:
    """The places of all rows of (…, K)."""
    return list(np.ndindex(shape[:-1]))


def _matmul(at: At) -> list[Equation]:
    *row, unit = at.index
    inner = range(at.inputs[1].shape[0])
    return at.is_(dot(at, (0, [(*row, i) for i in inner]), (1, [(i, unit) for i in inner])))


def _matmul_backward_x(at: At) -> list[Equation]:
    *row, feature = at.index
    units = range(at.inputs[1].shape[1])
    return at.is_(dot(at, (0, [(*row, u) for u in units]), (1, [(feature, u) for u in units])))


def _matmul_backward_w(at: At) -> list[Equation]:
    feature, unit = at.index
    rows = _rows(at.inputs[0].shape)
    return at.is_(dot(at, (0, [(*r, feature) for r in rows]), (1, [(*r, unit) for r in rows])))


def _sum_rows(at: At) -> list[Equation]:
    (unit,) = at.index
    rows = _rows(at.inputs[0].shape)
    x = at.inputs[0]
    at.read(0, [(*row, unit) for row in rows])
    right = sum_of(len(rows), lambda n: at.x(0, (*rows[n], unit)), lambda: x[..., unit].ravel())
    return at.is_(right)


def _channel(at: At, operand: int) -> list[tuple[int, ...]]:
    """The places of an operand that belong to the channel that is looked at."""
    shape, (channel,) = at.inputs[operand].shape, at.index
    if at.attributes.get("channels_last"):
        return [(*row, channel) for row in _rows(shape)]
    return [(n, channel, *rest) for n in range(shape[0]) for rest in np.ndindex(shape[2:])]


def _channel_sum(at: At) -> Expression:
    places = _channel(at, 0)
    x = at.inputs[0]
    at.read(0, places)
    return sum_of(
        len(places),
        lambda n: at.x(0, places[n]),
        lambda: np.array([float(x[each]) for each in places]),
    )


def _sum_channels(at: At) -> list[Equation]:
    return at.is_(_channel_sum(at))


def _batch_mean(at: At) -> list[Equation]:
    return at.is_(_channel_sum(at) / constant(len(_channel(at, 0))))


def _batch_variance(at: At) -> list[Equation]:
    places, mean = _channel(at, 0), at.x(1)
    x = at.inputs[0]
    right = sum_of(
        len(places),
        lambda n: (at.x(0, places[n]) - mean) ** 2,
        lambda: np.array([(float(x[each]) - mean.number) ** 2 for each in places]),
    )
    return at.is_(right / constant(len(places)))


def _channel_of(at: At) -> tuple[int, ...]:
    return (at.index[-1 if at.attributes.get("channels_last") else 1],)


def _batch_norm(at: At) -> list[Equation]:
    channel, epsilon = _channel_of(at), constant(float(at.attributes["epsilon"]))
    mean, variance, weight, bias = (at.x(operand, channel) for operand in (1, 2, 3, 4))
    return at.is_(weight * ((at.x(0) - mean) / call("√", variance + epsilon)) + bias)


def _running_mean(at: At) -> list[Equation]:
    momentum = constant(float(at.attributes["momentum"]))
    return at.is_((1 - momentum) * at.x(0) + momentum * at.x(1))


def _add_bias(at: At) -> list[Equation]:
    return at.is_(at.x(0) + at.x(1, at.index[-1:]))


def _row_dot(at: At) -> list[Equation]:
    places = [(*at.index[:-1], i) for i in range(at.inputs[0].shape[-1])]
    return at.is_(dot(at, (0, places), (1, places)))


def _scale_rows(at: At) -> list[Equation]:
    return at.is_(at.x(0) * at.x(1, (*at.index[:-1], 0)))


def _fill(at: At) -> list[Equation]:
    return at.is_(constant(float(at.attributes["value"])))


def _concatenate(at: At) -> list[Equation]:
    *row, place = at.index
    before = at.inputs[0].shape[-1]
    return at.is_(at.x(0) if place < before else at.x(1, (*row, place - before)))


def _slice(at: At) -> list[Equation]:
    *row, place = at.index
    return at.is_(at.x(0, (*row, place + int(at.attributes["start"]))))


def _slice_backward(at: At) -> list[Equation]:
    *row, place = at.index
    start = int(at.attributes["start"])
    inside = start <= place < start + at.inputs[0].shape[-1]
    if not inside:
        return at.is_(constant(0.0), "it was not among the places taken")
    return at.is_(at.x(0, (*row, place - start)))


def _softmax(at: At) -> list[Equation]:
    *row, place = at.index
    x = at.inputs[0]
    values = x[tuple(row)].astype(np.float64)
    # Shares stay as they are when every x goes down alike; nothing overflows then.
    shift = float(values.max()) if np.abs(values).max() > 80.0 else 0.0

    def raised(k: int) -> Expression:
        return e_to(Number(float(values[k]) - shift, 0))

    at.read(0, [(*row, k) for k in range(len(values))])
    below = sum_of(len(values), raised, lambda: np.exp(values - shift))
    return at.is_(raised(place) / below)


def _softmax_backward(at: At) -> list[Equation]:
    places = [(*at.index[:-1], k) for k in range(at.output.shape[-1])]
    return at.is_(at.x(1) * (at.x(0) - dot(at, (0, places), (1, places))))


def _global_average(at: At) -> list[Equation]:
    x, last = at.inputs[0], at.attributes.get("channels_last")
    n, channel = at.index[0], at.index[-1]
    inner = x.shape[1:-1] if last else x.shape[2:]
    places = [(n, *r, channel) if last else (n, channel, *r) for r in np.ndindex(inner)]
    right = sum_of(
        len(places),
        lambda k: at.x(0, places[k]),
        lambda: np.array([float(x[each]) for each in places]),
    )
    return at.is_(right / constant(len(places)))


WRITERS: dict[str, Writer] = {
    "matmul": _matmul,
    "matmul_backward_x": _matmul_backward_x,
    "matmul_backward_w": _matmul_backward_w,
    "add_bias": _add_bias,
    "sum_rows": _sum_rows,
    "sum_channels": _sum_channels,
    "batch_mean": _batch_mean,
    "batch_variance": _batch_variance,
    "batch_norm": _batch_norm,
    "batch_norm_inference": _batch_norm,
    "running_mean": _running_mean,
    "row_dot": _row_dot,
    "scale_rows": _scale_rows,
    "fill": _fill,
    "concatenate": _concatenate,
    "slice": _slice,
    "slice_backward": _slice_backward,
    "softmax": _softmax,
    "softmax_backward": _softmax_backward,
    "global_average": _global_average,
}
