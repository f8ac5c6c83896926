"""Learning rates as text, and the steps 1, 3, 10 between them."""

from __future__ import annotations

import math


def rate_text(rate: float) -> str:
    """`rate` with up to four significant digits: "0.01", "3e-5"."""
    if rate and not 1e-4 <= abs(rate) < 1e5:
        mantissa, exponent = f"{rate:.3e}".split("e")
        return f"{float(mantissa):g}e{int(exponent)}"
    return f"{float(f'{rate:.4g}'):.10f}".rstrip("0").rstrip(".")


def parsed_rate(text: str) -> float | None:
    """The positive number that `text` says, with a point or a comma; None if it says none."""
    try:
        rate = float(text.strip().replace(",", ".").replace("−", "-"))
    except ValueError:
        return None
    return rate if math.isfinite(rate) and rate > 0.0 else None


def next_rate(rate: float) -> float:
    """The least of 1, 3, 10, … times a power of ten that is above `rate`."""
    power = math.floor(math.log10(rate))
    steps = (_step(power, 1), _step(power, 3), _step(power + 1, 1), _step(power + 1, 3))
    return next(step for step in steps if step > rate * (1.0 + 1e-9))


def previous_rate(rate: float) -> float:
    """The greatest of 1, 3, 10, … times a power of ten that is beneath `rate`."""
    power = math.floor(math.log10(rate))
    steps = (_step(power + 1, 1), _step(power, 3), _step(power, 1), _step(power - 1, 3))
    return next(step for step in steps if step < rate * (1.0 - 1e-9))


def _step(power: int, factor: int) -> float:
    return float(f"{factor}e{power}")
