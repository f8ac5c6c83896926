"""Numbers in the sentences of experiments."""

from __future__ import annotations


def decimals(value: float, places: int = 2) -> str:
    """A number with so many decimals and a true minus sign: "0.49"."""
    return f"{value:.{places}f}".replace("-", "−")


def share(value: float) -> str:
    """A share in whole per cent, rounded: "38%"."""
    return f"{100.0 * value:.0f}%"


def counted(count: int, noun: str) -> str:
    """ "1 sample", "61 samples"."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def small(value: float) -> str:
    """A size that may be tiny, in two figures: "3.1e−7", "0.02"."""
    text = f"{value:.2g}"
    if "e" in text:
        mantissa, exponent = text.split("e")
        text = f"{mantissa}e{int(exponent)}"
    return text.replace("-", "−")
