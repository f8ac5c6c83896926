"""Shapes in words."""

from __future__ import annotations

from playground.engine.graph import Shape


def in_words(shape: Shape) -> str:
    """(16, 6, 6) as "16×6×6", (8,) as "8"."""
    return "×".join(str(extent) for extent in shape) or "1"
