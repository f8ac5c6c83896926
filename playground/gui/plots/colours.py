"""The colours of data: the diverging map, the classes, and predictions as a picture.

Plain arrays, no Qt. One diverging map, blue to the background to orange, is used everywhere:
points, maps, weights.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.data.dataset import Task

Colour = tuple[int, int, int]
Bytes = NDArray[np.uint8]

NEGATIVE: Colour = (43, 123, 186)
POSITIVE: Colour = (232, 131, 42)

# Okabe and Ito (2008), "Color universal design", with grey for their black, which would vanish on
# a dark ground, and two more for tasks of ten classes.
CLASS_COLOURS: tuple[Colour, ...] = (
    (0, 114, 178),
    (230, 159, 0),
    (0, 158, 115),
    (204, 121, 167),
    (86, 180, 233),
    (213, 94, 0),
    (240, 228, 66),
    (140, 140, 140),
    (122, 111, 208),
    (140, 86, 75),
)

_GROUND: dict[bool, Colour] = {False: (255, 255, 255), True: (30, 36, 43)}
_NEUTRAL: dict[bool, Colour] = {False: (184, 189, 196), True: (85, 92, 102)}
# How much of a sure prediction is its colour and not the ground: points of the same class, drawn
# at full strength, must still stand out on it.
_STRENGTH = 0.85
_LABEL_STRENGTH = 0.65
_SHADES = 64
_HUGE, _SHRINK = 1e37, 1e4


@cache
def diverging_lut(dark: bool) -> Bytes:
    """(256, 4) RGBA: blue at 0, the background in the middle, orange at 255."""
    ground = np.array(_GROUND[dark], float)
    ends = [_mix(ground, np.array(end, float), _STRENGTH) for end in (NEGATIVE, POSITIVE)]
    place = np.linspace(-1.0, 1.0, 256)[:, None]
    towards = np.where(place < 0, ends[0], ends[1])
    return _opaque(_mix(ground, towards, np.abs(place)))


def class_colour(task: Task, index: int) -> Colour:
    """The full-strength colour of class or label `index`."""
    if task == "binary":
        return POSITIVE if index else NEGATIVE
    return CLASS_COLOURS[index % len(CLASS_COLOURS)]


def diverging(values: NDArray[np.floating], low: float, high: float, dark: bool) -> Bytes:
    """`values` of any shape as RGBA of one more axis: blue at `low`, orange at `high`.

    Values outside are drawn as the nearer end; NaN and infinities as a neutral grey.
    """
    if not np.isfinite((low, high)).all():
        known = values[np.isfinite(values)]
        low, high = float(known.min(initial=0.0)), float(known.max(initial=0.0))
    if max(abs(low), abs(high)) > _HUGE:
        # The distance between two numbers of such size may be infinite in float32.
        values, low, high = values / _SHRINK, low / _SHRINK, high / _SHRINK
    span = high - low if high > low else 1.0
    finite = np.asarray(np.isfinite(values))
    share = (np.where(finite, values, low) - low) / span
    picture = _pixels(diverging_lut(dark), _level(share, 255))
    picture[~finite] = (*_NEUTRAL[dark], 255)
    return picture


def value_colour(value: float, low: float, high: float) -> Colour:
    """The full-strength colour of one value between `low` (blue) and `high` (orange).

    Its middle is a light grey on every ground, since a point drawn in it must be seen.
    """
    if not np.isfinite(value):
        return _NEUTRAL[False]
    share = np.clip((value - low) / (high - low), 0.0, 1.0) if high > low else 0.5
    end = np.array(POSITIVE if share > 0.5 else NEGATIVE, float)
    mixed = _mix(np.array((236.0, 238.0, 241.0)), end, abs(2.0 * share - 1.0))
    return int(mixed[0]), int(mixed[1]), int(mixed[2])


def paint(values: NDArray[np.float32], task: Task, low: float, high: float, dark: bool) -> Bytes:
    """Predictions as a picture.

    Args:
        values: (H, W, outputs) final predictions. binary: one output, the probability of class 1,
            or two, of which the second is. multiclass: probabilities. multilabel: a probability a
            label. regression: values, of which the first is drawn.
        low, high: the range of the first target, for regression; otherwise not used.
        dark: whether it is drawn on the dark ground.

    Returns:
        (H, W, 4) uint8 RGBA, opaque. NaN and infinities are a neutral grey.
    """
    if task == "binary":
        return diverging(values[..., min(1, values.shape[-1] - 1)], 0.0, 1.0, dark)
    if task == "regression":
        return diverging(values[..., 0], low, high, dark)
    planes = np.ascontiguousarray(np.moveaxis(values, -1, 0))
    finite = np.isfinite(planes)
    known = np.where(finite, planes, np.float32(0.0))
    picture = _classes(known, dark) if task == "multiclass" else _labels(known, dark)
    picture[~np.logical_and.reduce(finite)] = (*_NEUTRAL[dark], 255)
    return picture


def paint_share(values: NDArray[np.floating], colour: Colour, dark: bool) -> Bytes:
    """One probability as a picture: the ground at 0, `colour` at 1.

    Args:
        values: (H, W).

    Returns:
        (H, W, 4) as `paint`.
    """
    ground, top = np.array(_GROUND[dark], float), np.array(colour, float)
    shades = _opaque(_mix(ground, top, np.linspace(0.0, _STRENGTH, _SHADES)[:, None]))
    finite = np.isfinite(values)
    picture = _pixels(shades, _level(np.where(finite, values, 0.0), _SHADES - 1))
    picture[~finite] = (*_NEUTRAL[dark], 255)
    return picture


def paint_decided(
    decided: NDArray[np.integer], finite: NDArray[np.bool_], task: Task, dark: bool
) -> Bytes:
    """What the decision rule answers, without how sure it is.

    Args:
        decided: (H, W) class numbers, or (H, W, L) zeros and ones.
        finite: (H, W) where the predictions are numbers.

    Returns:
        (H, W, 4) as `paint`.
    """
    if task == "multilabel":
        picture = _labels(np.moveaxis(decided, -1, 0).astype(np.float32), dark)
    else:
        ground = np.array(_GROUND[dark], float)
        count = max(2, int(decided.max(initial=0)) + 1)
        flat = [
            _mix(ground, np.array(class_colour(task, index), float), _STRENGTH)
            for index in range(count)
        ]
        picture = _pixels(_opaque(np.array(flat)), decided.astype(np.intp))
    picture[~finite] = (*_NEUTRAL[dark], 255)
    return picture


def _classes(planes: NDArray[np.float32], dark: bool) -> Bytes:
    """The colour of the likeliest class, fading to the ground where it is a mere guess."""
    count = len(planes)
    ground = np.array(_GROUND[dark], float)
    strength = np.linspace(0.0, _STRENGTH, _SHADES)[:, None]
    shades = [
        _mix(ground, np.array(class_colour("multiclass", index), float), strength)
        for index in range(count)
    ]
    guess = 1.0 / count
    sureness = (planes.max(axis=0) - guess) / max(1.0 - guess, guess)
    row = planes.argmax(axis=0) * _SHADES + _level(sureness, _SHADES - 1)
    return _pixels(_opaque(np.concatenate(shades)), row)


def _labels(planes: NDArray[np.float32], dark: bool) -> Bytes:
    """One tint a label, overlapping as ink on white or as light on black."""
    alphas = np.clip(planes, 0.0, 1.0) * np.float32(_LABEL_STRENGTH)
    picture = np.full((*planes.shape[1:], 4), 255, np.uint8)
    for channel, ground in enumerate(_GROUND[dark]):
        kept = np.ones(planes.shape[1:], np.float32)
        for index, alpha in enumerate(alphas):
            share = class_colour("multilabel", index)[channel] / 255.0
            kept *= 1.0 - alpha * np.float32(share if dark else 1.0 - share)
        level = 255.0 - (255.0 - ground) * kept if dark else ground * kept
        picture[..., channel] = level + 0.5
    return picture


def _mix(
    base: NDArray[np.float64], top: NDArray[np.float64], share: NDArray[np.float64] | float
) -> NDArray[np.float64]:
    mixed: NDArray[np.float64] = base + (top - base) * share
    return mixed


def _level(share: NDArray[np.floating], top: int) -> NDArray[np.intp]:
    """`share` from 0 to 1 as the nearest whole number from 0 to `top`."""
    level: NDArray[np.intp] = (np.clip(share, 0.0, 1.0) * top + 0.5).astype(np.intp)
    return level


def _opaque(colours: NDArray[np.floating]) -> Bytes:
    """(…, 3) colours from 0 to 255 as (…, 4) opaque RGBA."""
    result = np.full((*colours.shape[:-1], 4), 255, np.uint8)
    result[..., :3] = colours + 0.5
    return result


def _pixels(table: Bytes, index: NDArray[np.intp]) -> Bytes:
    """Rows of an (n, 4) table, gathered four bytes at a time."""
    packed = np.ascontiguousarray(table).view(np.uint32)[:, 0]
    return packed[index][..., None].view(np.uint8)
