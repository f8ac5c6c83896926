"""Widgets whose text changes often, and whose size doesn't."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def hold_size(widget: QWidget, width: int, height: int, grain: int, spare: int) -> None:
    """Fix a size of at least `width` by `height` px, and keep it where it can be kept.

    What is of a fixed size in both ways doesn't lay the window out anew with each new text.

    Args:
        grain: the width is a multiple of so many px. spare: it is narrowed when it has so many too
            much.
    """
    least = -(-width // grain) * grain
    if not least <= widget.minimumWidth() <= least + spare:
        widget.setFixedSize(least, height)
