"""Counts in words."""

from __future__ import annotations


def count_of(number: int, what: str) -> str:
    """ "1 filter", "1,152 weights", "8 biases"."""
    plural = f"{what}es" if what.endswith("s") else f"{what}s"
    return f"{number:,} {what if number == 1 else plural}"
