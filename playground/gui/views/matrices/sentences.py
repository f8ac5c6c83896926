"""A unit's sum, and a loss, as sentences with their numbers."""

from __future__ import annotations

from collections.abc import Sequence

from playground.gui.plots.words import number

# A sum of more terms is written with its first few.
_MOST_TERMS, _FIRST = 6, 4


def factor(value: float) -> str:
    """A number within a product or a sum: "(−0.3)"."""
    text = number(value)
    return f"({text})" if text.startswith("−") else text


def summed(x: Sequence[float], w: Sequence[float], bias: float | None) -> str:
    """ "0.5 · 1.2 + (−0.3) · 0.7 + 0.1": every term, or the first few and how many more."""
    count = len(x)
    shown = count if count <= _MOST_TERMS else _FIRST
    terms = [f"{factor(x[k])} · {factor(w[k])}" for k in range(shown)]
    if shown < count:
        terms.append(f"… {count - shown:,} more")
    if bias is not None:
        terms.append(factor(bias))
    return " + ".join(terms) or "0"
