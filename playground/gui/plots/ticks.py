"""Round numbers along an axis."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
# What stands before the power of ten on a logarithmic axis: the first that gives ticks enough.
_MANTISSAS = ((1.0,), (1.0, 3.0), (1.0, 2.0, 5.0), (1.0, 1.5, 2.0, 3.0, 5.0, 7.0))
_ENOUGH = 4


def linear_ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Up to `most` round numbers in [low, high], each with its text."""
    span = high - low
    if not np.isfinite(span) or span <= 0.0 or most < 1:
        return []
    step = _step(span / most, span, most)
    first = np.ceil(low / step - 1e-9)
    count = int(np.floor(high / step + 1e-9) - first) + 1
    return [(place, tick_text(place, step)) for place in (first + np.arange(count)) * step]


def log_ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Ticks for a logarithmic axis from 10^low to 10^high: powers of ten, more where those are few.

    Returns:
        Exponents of ten, each with the text of its number.
    """
    span = high - low
    if not np.isfinite(span) or span <= 0.0:
        return []
    if span < 0.5:
        values = linear_ticks(10.0**low, 10.0**high, most)
        return [(float(np.log10(value)), text) for value, text in values if value > 0.0]
    powers = np.arange(np.floor(low), np.ceil(high) + 1.0)
    stride = max(1, int(np.ceil(span / most)))
    # Too many powers for the room: every second, third, … of them, from where most fit.
    while stride > 1:
        choices = [_inside(powers[first::stride], (1.0,), low, high) for first in range(stride)]
        chosen = max(choices, key=len)
        if len(chosen) > 1:
            return [(place, _power_text(place)) for place in chosen]
        stride -= 1  # one tick alone tells no scale
    inside: list[float] = []
    for mantissas in _MANTISSAS:
        found = _inside(powers, mantissas, low, high)
        if len(found) <= most or not inside or (len(inside) < 2 and len(found) <= most + 1):
            inside = found
        if len(inside) >= _ENOUGH:
            break
    return [(place, _power_text(place)) for place in inside]


def _inside(
    powers: NDArray[np.float64], mantissas: tuple[float, ...], low: float, high: float
) -> list[float]:
    """The exponents of mantissa · 10^power that lie from low to high."""
    exponents = (powers[:, None] + np.log10(mantissas)).ravel()
    return [float(e) for e in np.sort(exponents) if low - 1e-9 <= e <= high + 1e-9]


def tick_text(value: float, step: float) -> str:
    """`value` with the decimals that a step of `step` needs."""
    if step < 1e-4 or abs(value) >= 1e6:
        text = f"{value:.3g}"
    else:
        decimals = max(0, int(np.ceil(-np.log10(step) - 1e-9)))
        if abs(step * 10**decimals - round(step * 10**decimals)) > 1e-6:
            decimals += 1
        text = f"{value + 0.0:,.{decimals}f}" if decimals == 0 else f"{value:.{decimals}f}"
    if float(text.replace(",", "")) == 0.0:
        text = text.lstrip("-")
    return text.replace("-", "−")


def _step(smallest: float, span: float, most: int) -> float:
    scale = 10.0 ** np.floor(np.log10(smallest))
    steps = [factor * scale for factor in _STEPS if factor * scale >= smallest * (1 - 1e-9)]
    return float(steps[0]) if steps else span / most


def _power_text(exponent: float) -> str:
    value = 10.0**exponent
    if -4.5 < exponent < 4.5:
        return f"{float(f'{value:.2g}'):,.6g}"
    return f"{value:.0e}".replace("e-0", "e−").replace("e+0", "e").replace("e-", "e−")
