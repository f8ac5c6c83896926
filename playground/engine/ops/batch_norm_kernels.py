"""The loops of `playground.engine.ops.batch_norm`.

The channels of all samples are gone through one after the other, each with its numbers side by
side, H·W of them. With the channels last, each sample (or step) has them side by side, and the
loops go along them.
"""

from __future__ import annotations

from typing import Any

from playground.engine.ops.kernel import Flat, Image, part, sqrt
from playground.engine.ops.parts import inner
from playground.engine.ops.window_loops import fill


@inner
def _stretch(x: Any, channels: Any, channels_last: Any) -> Any:
    """How many numbers one loop goes along."""
    return channels if channels_last else x.shape[2] * x.shape[3]


def batch_mean(out: Flat, x: Image, channels_last: int) -> None:
    """Sums, then shared out."""
    channels = out.size
    length = _stretch(x, channels, channels_last)
    fill(out, 0.0)
    for r in range(x.size // length):
        numbers = part(x, r * length, length)
        if channels_last:
            for c in range(channels):
                out[c] += numbers[c]
        else:
            total = 0.0
            for i in range(length):
                total += numbers[i]
            out[r % channels] += total
    for c in range(channels):
        out[c] /= x.size // channels


def batch_variance(out: Flat, x: Image, mean: Flat, work: Flat, channels_last: int) -> None:
    """Sums of squared distances, then shared out."""
    channels = out.size
    length = _stretch(x, channels, channels_last)
    fill(out, 0.0)
    for r in range(x.size // length):
        numbers = part(x, r * length, length)
        if channels_last:
            for c in range(channels):
                distance = numbers[c] - mean[c]
                out[c] += distance * distance
        else:
            middle = mean[r % channels]
            total = 0.0
            for i in range(length):
                distance = numbers[i] - middle
                total += distance * distance
            out[r % channels] += total
    for c in range(channels):
        out[c] /= x.size // channels


def batch_norm(
    out: Image,
    x: Image,
    mean: Flat,
    variance: Flat,
    weight: Flat,
    bias: Flat,
    scale: Flat,
    channels_last: int,
    epsilon: float,
) -> None:
    """(x − μ) times one number a channel, plus another."""
    channels = mean.size
    length = _stretch(x, channels, channels_last)
    for c in range(channels):
        scale[c] = weight[c] / sqrt(variance[c] + epsilon)
    for r in range(x.size // length):
        numbers = part(x, r * length, length)
        target = part(out, r * length, length)
        if channels_last:
            for c in range(channels):
                target[c] = (numbers[c] - mean[c]) * scale[c] + bias[c]
        else:
            c = r % channels
            middle = mean[c]
            factor = scale[c]
            shift = bias[c]
            for i in range(length):
                target[i] = (numbers[i] - middle) * factor + shift


def batch_norm_backward_weight(
    out: Flat,
    gradient: Image,
    x: Image,
    mean: Flat,
    variance: Flat,
    work: Flat,
    scale: Flat,
    channels_last: int,
    epsilon: float,
) -> None:
    """Sums of g (x − μ), then scaled."""
    channels = out.size
    length = _stretch(x, channels, channels_last)
    fill(out, 0.0)
    for r in range(x.size // length):
        numbers = part(x, r * length, length)
        given = part(gradient, r * length, length)
        if channels_last:
            for c in range(channels):
                out[c] += given[c] * (numbers[c] - mean[c])
        else:
            middle = mean[r % channels]
            total = 0.0
            for i in range(length):
                total += given[i] * (numbers[i] - middle)
            out[r % channels] += total
    for c in range(channels):
        out[c] /= sqrt(variance[c] + epsilon)


def batch_norm_backward_x(
    out: Image,
    gradient: Image,
    x: Image,
    mean: Flat,
    variance: Flat,
    weight: Flat,
    by_weight: Flat,
    by_bias: Flat,
    scale: Flat,
    slope: Flat,
    shift: Flat,
    channels_last: int,
    epsilon: float,
) -> None:
    """(g − shift − (x − μ) slope) scale, three numbers a channel."""
    channels = mean.size
    length = _stretch(x, channels, channels_last)
    count = x.size // channels
    for c in range(channels):
        inverse = 1.0 / sqrt(variance[c] + epsilon)
        scale[c] = inverse * weight[c]
        slope[c] = inverse * by_weight[c] / count
        shift[c] = by_bias[c] / count
    for r in range(x.size // length):
        numbers = part(x, r * length, length)
        given = part(gradient, r * length, length)
        target = part(out, r * length, length)
        if channels_last:
            for c in range(channels):
                distance = numbers[c] - mean[c]
                target[c] = (given[c] - shift[c] - distance * slope[c]) * scale[c]
        else:
            c = r % channels
            middle = mean[c]
            less = shift[c]
            tilt = slope[c]
            factor = scale[c]
            for i in range(length):
                distance = numbers[i] - middle
                target[i] = (given[i] - less - distance * tilt) * factor


def batch_norm_inference_backward_x(
    out: Image,
    gradient: Image,
    variance: Flat,
    weight: Flat,
    scale: Flat,
    channels_last: int,
    epsilon: float,
) -> None:
    """g times one number a channel."""
    channels = weight.size
    length = _stretch(out, channels, channels_last)
    for c in range(channels):
        scale[c] = weight[c] / sqrt(variance[c] + epsilon)
    for r in range(out.size // length):
        given = part(gradient, r * length, length)
        target = part(out, r * length, length)
        if channels_last:
            for c in range(channels):
                target[c] = given[c] * scale[c]
        else:
            factor = scale[r % channels]
            for i in range(length):
                target[i] = given[i] * factor


def running_mean(out: Flat, running: Flat, mean: Flat, momentum: float) -> None:
    """A step of `momentum` towards the batch's."""
    for c in range(out.size):
        out[c] = running[c] + (mean[c] - running[c]) * momentum


def running_variance(out: Flat, running: Flat, variance: Flat, x: Flat, momentum: float) -> None:
    """A step of `momentum` towards the batch's, corrected for its being a sample."""
    count = x.size // out.size
    for c in range(out.size):
        if count > 1:
            whole = variance[c] * count / (count - 1)
            out[c] = running[c] + (whole - running[c]) * momentum
        else:
            out[c] = running[c]
