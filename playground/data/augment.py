"""Pictures changed a little in every epoch, so that a network sees no sample twice the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from pydantic import Field, model_serializer

from playground.frozen import Frozen

if TYPE_CHECKING:
    from numpy.typing import NDArray

_STREAM = 5
"""Keeps these random numbers apart from all others of the same seed."""
_CHUNK = 256


class Augment(Frozen):
    """What is done to training pictures, anew in every epoch; validation pictures stay as they are.

    Attributes:
        flip, flip_down: whether half of them are mirrored, left to right or top to bottom.
        shift: how far they are moved at most, as a share of their side.
        rotate: how far they are turned at most, in degrees either way.
        noise: the deviation of what is added to every pixel, in the units that the network sees.
    """

    flip: bool = Field(False, title="Mirror", description="Half of them, left to right.")
    flip_down: bool = Field(
        False, title="Upside down", description="Half of them, top to bottom: for views from above."
    )
    shift: float = Field(
        0.0, ge=0.0, le=0.5, title="Shift", description="At most so far, as a share of their side."
    )
    rotate: float = Field(
        0.0, ge=0.0, le=180.0, title="Rotate", description="At most so far, in degrees either way."
    )
    noise: float = Field(
        0.0,
        ge=0.0,
        le=2.0,
        title="Noise",
        description="Added to every pixel, in the units that the network sees.",
    )

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        given: dict[str, Any] = handler(self)
        return {name: value for name, value in given.items() if value}

    def __bool__(self) -> bool:
        """Whether it does anything."""
        return self != _NOTHING

    def apply(
        self,
        images: NDArray[np.floating],
        seed: int,
        epoch: int,
        rows: NDArray[np.int64] | None = None,
    ) -> NDArray[np.floating]:
        """Images (n, C, H, W) as they are in an epoch: a new array of the same dtype.

        What becomes of an image depends on seed, epoch and its row alone, so that some rows can be
        had without the others.

        Args:
            images: all training images, or those of `rows`.
            rows: (n,) their numbers among the training rows; None for all of them, in order.
        """
        drawn = _Drawn(self, seed, epoch, len(images) if rows is None else int(rows.max()) + 1)
        numbers = np.arange(len(images)) if rows is None else rows
        made = np.empty_like(images)
        for begin in range(0, len(images), _CHUNK):
            some = slice(begin, begin + _CHUNK)
            made[some] = self._changed(images[some], numbers[some], drawn)
        if self.noise:
            for place, row in enumerate(numbers.tolist()):
                made[place] += drawn.noise(row, images.shape[1:], self.noise).astype(images.dtype)
        return made

    def _changed(
        self, images: NDArray[np.floating], rows: NDArray[np.int64], drawn: _Drawn
    ) -> NDArray[np.floating]:
        height, width = images.shape[2:]
        up = (np.arange(height) - (height - 1) / 2)[np.newaxis, :, np.newaxis]
        along = (np.arange(width) - (width - 1) / 2)[np.newaxis, np.newaxis, :]
        x = np.where(drawn.mirrored[rows, np.newaxis, np.newaxis], -along, along)
        y = np.where(drawn.turned_over[rows, np.newaxis, np.newaxis], -up, up)
        if not self.rotate and not self.shift:
            columns = np.broadcast_to(x + (width - 1) / 2, (len(images), height, width))
            lines = np.broadcast_to(y + (height - 1) / 2, (len(images), height, width))
            return _taken(images, lines.astype(np.int64), columns.astype(np.int64))
        angle = drawn.angle[rows, np.newaxis, np.newaxis]
        right = drawn.right[rows, np.newaxis, np.newaxis] * width
        down = drawn.down[rows, np.newaxis, np.newaxis] * height
        columns = np.cos(angle) * x + np.sin(angle) * y + (width - 1) / 2 - right
        lines = np.cos(angle) * y - np.sin(angle) * x + (height - 1) / 2 - down
        return _between(images, lines, columns)


_NOTHING = Augment()


class _Drawn:
    """What was drawn for every row in an epoch."""

    def __init__(self, augment: Augment, seed: int, epoch: int, count: int) -> None:
        self._key = (seed, epoch)
        rng = _generator(seed, epoch)
        numbers = rng.random((count, 5))  # a row of them for each image, whatever the count
        self.mirrored = augment.flip & (numbers[:, 0] < 0.5)
        self.turned_over = augment.flip_down & (numbers[:, 1] < 0.5)
        self.right = augment.shift * (2.0 * numbers[:, 2] - 1.0)
        self.down = augment.shift * (2.0 * numbers[:, 3] - 1.0)
        self.angle = np.radians(augment.rotate) * (2.0 * numbers[:, 4] - 1.0)

    def noise(self, row: int, shape: tuple[int, ...], deviation: float) -> NDArray[np.float32]:
        rng = _generator(*self._key, row)
        return np.float32(deviation) * rng.standard_normal(shape, np.float32)


def _generator(seed: int, epoch: int, *row: int) -> np.random.Generator:
    return np.random.Generator(
        np.random.PCG64(np.random.SeedSequence(seed, spawn_key=(_STREAM, epoch, *row)))
    )


def _taken(
    images: NDArray[np.floating], lines: NDArray[np.int64], columns: NDArray[np.int64]
) -> NDArray[np.floating]:
    """The pixels of (n, C, H, W) at (n, H, W) places; beyond the edge its nearest one."""
    count, channels, height, width = images.shape
    flat = np.clip(lines, 0, height - 1) * width + np.clip(columns, 0, width - 1)
    places = flat.reshape(count, 1, height * width)
    found = np.take_along_axis(images.reshape(count, channels, height * width), places, axis=2)
    return np.asarray(found.reshape(images.shape))


def _between(
    images: NDArray[np.floating], lines: NDArray[np.float64], columns: NDArray[np.float64]
) -> NDArray[np.floating]:
    """The same at places between pixels: bilinear."""
    top, left = np.floor(lines), np.floor(columns)
    down = (lines - top)[:, np.newaxis].astype(images.dtype)
    right = (columns - left)[:, np.newaxis].astype(images.dtype)
    rows, places = top.astype(np.int64), left.astype(np.int64)
    above = (1 - right) * _taken(images, rows, places) + right * _taken(images, rows, places + 1)
    below = (1 - right) * _taken(images, rows + 1, places) + right * _taken(
        images, rows + 1, places + 1
    )
    return np.asarray((1 - down) * above + down * below)
