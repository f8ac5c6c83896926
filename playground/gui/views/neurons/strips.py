"""Wires between two columns of units, drawn into a picture by arithmetic.

A wire runs from (x0, y0) to (x1, y1) along y0 + (y1 - y0) · (3u² − 2u³), u from 0 to 1 across: the
cubic Bézier curve whose tangents are level at both ends. Between two columns all wires share x0 and
x1, so every column of pixels sees each wire once, as a stretch from its upper to its lower edge.
Both edges are added into a table of differences, and one running sum down each column gives how
much ink covers every pixel. Hundreds of wires take a few milliseconds so; stroking as many paths
takes ten times as long.
"""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from playground.gui.plots.colours import NEGATIVE, POSITIVE

Floats = NDArray[np.float64]

# A wire's width in px and its opacity, at no weight and at the layer's largest.
THINNEST, THICKEST = 0.7, 3.6
FAINTEST, STRONGEST = 0.10, 0.92
# So much steeper than level, a wire's upright extent no longer grows.
_STEEPEST = 8.0
_LEVELS = 96
# Of ink, at which hardly anything shines through.
_MOST_INK = 4.0


def width_of(share: Floats) -> Floats:
    """The width in px of wires whose weight is this share of the layer's largest amount."""
    return THINNEST + (THICKEST - THINNEST) * np.asarray(share, np.float64)


def opacity_of(share: Floats) -> Floats:
    """Their opacity."""
    return FAINTEST + (STRONGEST - FAINTEST) * np.asarray(share, np.float64)


def smooth(u: Floats | float) -> Floats:
    """How far a wire has come down when it has come `u` across, both from 0 to 1."""
    u = np.asarray(u, np.float64)
    return np.asarray(u * u * (3.0 - 2.0 * u))


def strip(
    width: int,
    height: int,
    starts: Floats,
    ends: Floats,
    shares: Floats,
    ratio: float = 1.0,
    stretch: float = 1.0,
) -> NDArray[np.uint32]:
    """Wires across a strip, from its left to its right edge.

    Args:
        width, height: of the strip, in its own pixels.
        starts, ends: (W,) where each wire begins and ends, downwards, in those pixels.
        shares: (W,) from −1 to 1: each weight by the layer's largest amount; its sign gives the
            colour, its amount width and opacity. What is no number is left out.
        ratio: pixels of the strip to a px, downwards. stretch: how much wider than high its pixels
            are.

    Returns:
        (height, width) premultiplied ARGB, as Qt's `Format_ARGB32_Premultiplied`.
    """
    known = np.isfinite(shares) & np.isfinite(starts) & np.isfinite(ends)
    starts, ends, shares = starts[known], ends[known], shares[known]
    if len(shares) == 0 or width < 1 or height < 1:
        return np.zeros((height, width), np.uint32)
    negative, positive = _levels(width, height, starts, ends, shares, ratio, stretch)
    packed: NDArray[np.uint32] = _shades()[negative * _LEVELS + positive].T
    return np.ascontiguousarray(packed)


def _levels(
    width: int,
    height: int,
    starts: Floats,
    ends: Floats,
    shares: Floats,
    ratio: float,
    stretch: float,
) -> NDArray[np.int32]:
    """(2, width, height): how much ink of negative and of positive wires lies on each pixel.

    Ink adds up where wires cross: −log(1 − opacity) is how much one has. In levels, of which the
    last is `_MOST_INK`.
    """
    u = (np.arange(width) + 0.5) / width
    drop = (ends - starts)[:, None]
    middle = starts[:, None] + drop * smooth(u)
    slope = np.minimum(np.abs(drop) * (6.0 * u * (1.0 - u) / (width * stretch)), _STEEPEST)
    amount = np.abs(shares)
    half = width_of(amount)[:, None] * (0.5 * ratio) * np.sqrt(1.0 + slope * slope)
    rows = height + 2
    column = np.arange(width) * rows + (shares > 0.0)[:, None] * (rows * width)
    full = -np.log1p(-opacity_of(amount))[:, None] * ((_LEVELS - 1) / _MOST_INK)
    places, weights = [], []
    for edge, sign in ((middle - half, 1.0), (middle + half, -1.0)):
        edge = np.clip(edge, 0.0, float(height))
        whole = edge.astype(np.intp)
        rest = edge - whole
        places += [column + whole, column + whole + 1]
        weights += [(sign * full) * (1.0 - rest), (sign * full) * rest]
    table = np.bincount(
        np.concatenate(places, axis=None),
        np.concatenate(weights, axis=None),
        minlength=2 * rows * width,
    )
    summed = np.cumsum(table.reshape(2, width, rows), axis=2)[:, :, :height]
    levels: NDArray[np.int32] = np.minimum((summed + 0.5).astype(np.int32), _LEVELS - 1)
    return levels


@cache
def _shades() -> NDArray[np.uint32]:
    """Premultiplied ARGB by level of negative ink, then of positive."""
    ink = np.arange(_LEVELS) * (_MOST_INK / (_LEVELS - 1))
    negative, positive = np.meshgrid(ink, ink, indexing="ij")
    total = negative + positive
    alpha = 1.0 - np.exp(-total)
    share = np.divide(positive, total, out=np.zeros_like(total), where=total > 0.0)[..., None]
    colour = np.array(NEGATIVE, float) * (1.0 - share) + np.array(POSITIVE, float) * share
    red, green, blue = np.moveaxis((colour * alpha[..., None] + 0.5).astype(np.uint32), -1, 0)
    opaque = (alpha * 255.0 + 0.5).astype(np.uint32)
    packed: NDArray[np.uint32] = (opaque << 24 | red << 16 | green << 8 | blue).ravel()
    return packed
