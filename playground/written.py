"""How numbers are written for people."""

from __future__ import annotations

from math import isinf, isnan


def significant(value: float, digits: int = 3) -> str:
    """`value` with `digits` significant digits and a true minus sign."""
    if isnan(value):
        return "not a number"
    if isinf(value):
        return "∞" if value > 0 else "−∞"
    text = f"{value:.{digits}g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")
