"""What the loops over windows share."""

from __future__ import annotations

from typing import Any

from playground.engine.ops.parts import inner


@inner
def fill(numbers: Any, number: Any) -> None:
    """Set all of a flat array to one number."""
    for i in range(numbers.size):
        numbers[i] = number


@inner
def first_inside(shift: Any, stride: Any) -> Any:
    """The first window with a certain cell in the image, not in the padding before it.

    Args:
        shift: where the cell lies for window 0, counted from the image's begin.
        stride: from one window to the next.
    """
    return 0 if shift >= 0 else -(shift // stride)


@inner
def beyond_inside(shift: Any, stride: Any, size: Any, extent: Any) -> Any:
    """The first of `extent` windows with that cell behind an image of `size`."""
    beyond = (size - 1 - shift) // stride + 1
    return beyond if beyond < extent else extent
