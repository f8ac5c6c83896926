"""Where windows lie that slide over an image, and what they see.

Ops with windows share the attributes `stride_height`, `stride_width`, `dilation_height`,
`dilation_width`, `pad_top`, `pad_bottom`, `pad_left` and `pad_right`.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import Any

from numpy.typing import NDArray

from playground.engine.graph import Shape, Value
from playground.engine.ops.op import Attributes, ShapeError

Array = NDArray[Any]


@dataclass(frozen=True)
class Axis:
    """Windows along one axis of an image.

    Attributes:
        size: of the image.
        window: how many cells a window sees.
        stride: from one window to the next.
        dilation: from one cell of a window to its next.
        before, after: cells of padding.
    """

    size: int
    window: int
    stride: int
    dilation: int
    before: int
    after: int

    @property
    def padded(self) -> int:
        """The size with the padding."""
        return self.before + self.size + self.after

    @property
    def extent(self) -> int:
        """How many windows fit (Dumoulin and Visin 2016, relationship 15)."""
        return (self.padded - self.dilation * (self.window - 1) - 1) // self.stride + 1

    def seen(self, cell: int) -> tuple[slice, slice]:
        """The windows whose cell number `cell` is no padding, and where in the image it lies."""
        shift = self.dilation * cell - self.before
        first = max(0, -(shift // self.stride))
        beyond = min(self.extent, (self.size - 1 - shift) // self.stride + 1)
        if beyond <= first:
            return slice(0, 0), slice(0, 0)
        at = first * self.stride + shift
        last = (beyond - 1) * self.stride + shift
        return slice(first, beyond), slice(at, last + 1, self.stride)

    def cells(self) -> list[tuple[slice, slice]]:
        """What is `seen` of each cell of a window that is not always padding."""
        seen = [self.seen(cell) for cell in range(self.window)]
        return [(windows, image) for windows, image in seen if windows.start < windows.stop]


@dataclass(frozen=True)
class Windows:
    """Windows over images."""

    height: Axis
    width: Axis

    @property
    def extents(self) -> tuple[int, int]:
        """How many windows there are down and across."""
        return self.height.extent, self.width.extent

    @property
    def padded(self) -> tuple[int, int]:
        """Height and width of the image with its padding."""
        return self.height.padded, self.width.padded

    @property
    def inside(self) -> tuple[slice, slice]:
        """Where in the padded image the image lies."""
        return tuple(slice(a.before, a.before + a.size) for a in (self.height, self.width))  # type: ignore[return-value]

    @property
    def pads(self) -> bool:
        """Whether there is any padding."""
        return self.padded != (self.height.size, self.width.size)

    def columns(self, xp: ModuleType, image: Array, first: int, rows: int) -> Array:
        """What the windows see, as a view.

        Args:
            image: (…, padded height, padded width), its last two axes contiguous.
            first, rows: which rows of windows.

        Returns:
            (…, window height, window width, rows, windows across).
        """
        height, width = self.height, self.width
        part = image[..., first * height.stride :, :]
        down, across = image.strides[-2:]
        strides = (
            *image.strides[:-2],
            height.dilation * down,
            width.dilation * across,
            height.stride * down,
            width.stride * across,
        )
        shape = (*image.shape[:-2], height.window, width.window, rows, width.extent)
        view: Array = xp.lib.stride_tricks.as_strided(part, shape, strides)
        return view

    def cells(self) -> list[tuple[tuple[slice, slice], tuple[slice, slice]]]:
        """For each cell of a window, row by row: which windows see it, and where in the image.

        Cells that are padding in all windows are left out.
        """
        return [
            ((windows_down, windows_across), (image_down, image_across))
            for windows_down, image_down in self.height.cells()
            for windows_across, image_across in self.width.cells()
        ]


def windows_on(image: Shape, window: tuple[int, int], attributes: Attributes) -> Windows:
    """The windows of size `window` that an op's attributes lay over images (…, H, W)."""
    return Windows(
        Axis(
            image[-2],
            window[0],
            attributes["stride_height"],
            attributes["dilation_height"],
            attributes["pad_top"],
            attributes["pad_bottom"],
        ),
        Axis(
            image[-1],
            window[1],
            attributes["stride_width"],
            attributes["dilation_width"],
            attributes["pad_left"],
            attributes["pad_right"],
        ),
    )


def require_windows(op: str, x: Value, windows: Windows) -> None:
    """Refuse windows that are larger than the padded image."""
    if min(windows.extents) < 1:
        size = f"{windows.height.window}×{windows.width.window}"
        raise ShapeError(f"{op} has windows of {size}, larger than {x} with its padding")
