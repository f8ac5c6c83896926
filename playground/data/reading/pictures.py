"""Columns of pictures: files that are decoded when they are asked for, and arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from playground.data.progress import tell
from playground.data.reading.picture_file import pixels_of
from playground.data.reading.shelf import Shelf
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_BYTES = 2 << 30
_PIECE = 64
_THREADS = 2
# How bright red, green and blue are to the eye (ITU-R BT.601).
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)

Layout = Literal["NHW", "NHWC", "NCHW"]


def usual_size(sizes: Sequence[tuple[int, int, int]]) -> tuple[int, int, int]:
    """Channels, height and width of most; 3 channels as soon as one in ten has colours."""
    if not sizes:
        return 3, 1, 1
    coloured = sum(channels == 3 for channels, _, _ in sizes)
    (height, width), _ = Counter(size[1:] for size in sizes).most_common(1)[0]
    return (3 if 10 * coloured >= len(sizes) else 1), height, width


@dataclass(frozen=True, eq=False)
class FilePictures:
    """Pictures in files.

    Attributes:
        shelf: what has been decoded of the whole set; columns taken from it share it.
        rows: (N,) which of the set's files these are.
        size: channels, height and width of most.
    """

    shelf: Shelf
    rows: NDArray[np.int64]
    size: tuple[int, int, int]

    @classmethod
    def of(cls, paths: Sequence[Path], size: tuple[int, int, int]) -> FilePictures:
        """All pictures of these paths."""
        return cls(Shelf(tuple(paths)), np.arange(len(paths)), size)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def paths(self) -> list[Path]:
        """Where each lies."""
        return [self.shelf.paths[row] for row in self.rows]

    def take(self, rows: NDArray[np.int64]) -> FilePictures:
        """See `Pictures.take`."""
        return replace(self, rows=self.rows[rows])

    def pixels(self, channels: int, height: int, width: int) -> NDArray[np.uint8]:
        """See `Pictures.pixels`. What was decoded before at this size is not decoded again."""
        size = (channels, height, width)
        refuse_too_many(len(self), size)
        return self.shelf.pixels(self.rows, size, _decoded)


def _decoded(
    paths: Sequence[Path],
    size: tuple[int, int, int],
    put: Callable[[int, NDArray[np.uint8]], None],
) -> None:
    """Decode files, two at a time, and put each where it belongs by its place in `paths`."""

    def piece(begin: int) -> None:
        for place in range(begin, min(begin + _PIECE, len(paths))):
            put(place, pixels_of(paths[place], *size))

    with ThreadPoolExecutor(_THREADS) as pool:
        begins = range(0, len(paths), _PIECE)
        futures = [pool.submit(piece, begin) for begin in begins]
        try:
            for done, future in enumerate(futures):
                tell(done / len(futures), f"reading {len(paths):,} pictures")
                future.result()
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, eq=False)
class ArrayPictures:
    """Pictures in one array, which may be mapped from a file.

    Attributes:
        array: (n, H, W), (n, H, W, C) or (n, C, H, W) as `layout` says, C 1 to 4; whole numbers
            from 0 to 255, or others, which `scale` brings there.
        rows: (N,) which of them these are.
        scale: what numbers are multiplied with to be from 0 to 255.
    """

    array: NDArray[Any]
    layout: Layout
    rows: NDArray[np.int64]
    scale: float = 1.0

    @classmethod
    def of(cls, array: NDArray[Any], layout: Layout, scale: float = 1.0) -> ArrayPictures:
        """All pictures of an array."""
        return cls(array, layout, np.arange(len(array)), scale)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def size(self) -> tuple[int, int, int]:
        """Channels (1 or 3), height, width."""
        shape = self.array.shape
        if self.layout == "NHW":
            return 1, shape[1], shape[2]
        channels = shape[3] if self.layout == "NHWC" else shape[1]
        height, width = shape[1:3] if self.layout == "NHWC" else shape[2:4]
        return (3 if channels >= 3 else 1), height, width

    def take(self, rows: NDArray[np.int64]) -> ArrayPictures:
        """See `Pictures.take`."""
        return replace(self, rows=self.rows[rows])

    def pixels(self, channels: int, height: int, width: int) -> NDArray[np.uint8]:
        """See `Pictures.pixels`."""
        refuse_too_many(len(self), (channels, height, width))
        out = np.empty((len(self), channels, height, width), np.uint8)
        step = max(1, (8 << 20) // max(1, int(np.prod(self.array.shape[1:]))))
        for begin in range(0, len(self), step):
            tell(begin / len(self), f"reading {len(self):,} pictures")
            part = _channelled(self._part(self.rows[begin : begin + step]), channels)
            if part.shape[2:] != (height, width):
                part = _fitted(part, height, width)
            out[begin : begin + step] = part
        return out

    def _part(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Some of them, (n, C, H, W)."""
        part = np.asarray(self.array[rows])
        if self.layout == "NHW":
            part = part[:, np.newaxis]
        elif self.layout == "NHWC":
            part = part.transpose(0, 3, 1, 2)
        if part.dtype == np.uint8 and self.scale == 1.0:
            return part
        values = np.nan_to_num(part.astype(np.float32) * np.float32(self.scale))
        return np.asarray(np.clip(np.rint(values), 0, 255).astype(np.uint8))


def _channelled(part: NDArray[np.uint8], channels: int) -> NDArray[np.uint8]:
    """(n, C, H, W) with so many channels; what shows through (a 2nd or 4th) is laid over white."""
    if part.shape[1] in (2, 4):
        alpha = part[:, -1:].astype(np.float32) / 255.0
        over = part[:, :-1] * alpha + 255.0 * (1.0 - alpha)
        part = np.rint(over).astype(np.uint8)
    if part.shape[1] == channels:
        return part
    if channels == 3:
        return np.repeat(part, 3, axis=1)
    grey = np.rint(np.tensordot(part.astype(np.float32), _LUMA, axes=(1, 0)))
    return np.asarray(grey.astype(np.uint8)[:, np.newaxis])


def _fitted(part: NDArray[np.uint8], height: int, width: int) -> NDArray[np.uint8]:
    """Scaled so that each just covers the size, and cut at the middle."""
    from PIL import Image, ImageOps

    out = np.empty((*part.shape[:2], height, width), np.uint8)
    for picture, fitted in zip(part, out, strict=True):
        for channel, plane in zip(picture, fitted, strict=True):
            image = Image.fromarray(np.ascontiguousarray(channel))
            plane[:] = ImageOps.fit(image, (width, height), Image.Resampling.BILINEAR)
    return out


def refuse_too_many(count: int, size: tuple[int, int, int]) -> None:
    """Refuse what would not fit into memory.

    Raises:
        UserError: with a size that would.
    """
    channels, height, width = size
    n_bytes = count * channels * height * width
    if n_bytes > MOST_BYTES:
        side = max(4, int((MOST_BYTES / count / channels) ** 0.5))
        raise UserError(
            f"{count:,} pictures of {height} × {width} take {n_bytes / 2**30:.1f} GB; at most "
            f"{MOST_BYTES >> 30} GB can be worked with. Resize them to {side} × {side} or less, or "
            "take fewer rows."
        )
