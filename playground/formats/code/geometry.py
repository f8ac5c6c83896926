"""Windows of convolutions and pools, in numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from playground.formats.code.plan import Step
from playground.network.windows import axis, pair


@dataclass(frozen=True)
class Windows:
    """How windows lie over an image, or, with one number each, over a sequence.

    Attributes:
        size, stride, dilation: a number an axis.
        padding: cells (before, after) an axis.
    """

    size: tuple[int, ...]
    stride: tuple[int, ...]
    dilation: tuple[int, ...]
    padding: tuple[tuple[int, int], ...]

    @property
    def padded(self) -> bool:
        """Whether there is any padding."""
        return any(any(each) for each in self.padding)

    @property
    def even(self) -> bool:
        """Whether there is as much padding behind as before."""
        return all(before == after for before, after in self.padding)

    @property
    def befores(self) -> tuple[int, ...]:
        """The cells before."""
        return tuple(before for before, _ in self.padding)


def windows_of(step: Step) -> Windows:
    """Those of a convolution or a pool."""
    node: Any = step.node
    extents = step.given[1:] if step.rank == 3 else step.given[:1]
    size = getattr(node, "kernel", None) or node.size
    settings = (size, node.stride or size, getattr(node, "dilation", 1))
    sizes, strides, dilations = (pair(each)[: len(extents)] for each in settings)
    along = [
        axis(node.type, extent, window, stride, node.padding, dilation)
        for extent, window, stride, dilation in zip(extents, sizes, strides, dilations, strict=True)
    ]
    padding = tuple((each.before, each.after) for each in along)
    return Windows(sizes, strides, dilations, padding)


def short(numbers: tuple[int, ...]) -> str:
    """(3, 3) as "3", (3, 5) as "(3, 5)"."""
    return str(numbers[0]) if len(set(numbers)) == 1 else str(numbers)
