"""What a pen leaves on a drawing pad, and what the network sees of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from playground.data.prepare import Prepared

Ink = NDArray[np.float32]
# The pad is drawn on at about so many px a side, a whole number of them for each of the image's.
_FINE_SIDE = 224
# From this share of the brightest on, a pixel counts as inked.
_INKED = 0.15
_MOST_IMAGES = 1000
# By how much a drawing is made larger or smaller, and stronger or weaker, at most.
_SCALES, _STRENGTHS = (0.4, 2.5), (0.6, 1.6)


@dataclass(frozen=True, eq=False)
class Manner:
    """How the training images of one channel are drawn, for drawings to be brought to it.

    Attributes:
        shape: (H, W).
        paper, full: the values of no ink and of the most. Where the border is light, ink is dark.
        middle: (2,) where the middle of what is drawn lies, in shares of height and width.
        reach: its longer side, as a share of the image's longer side.
        strength: of inked pixels, the mean share of the most ink.
    """

    shape: tuple[int, int]
    paper: float
    full: float
    middle: tuple[float, float]
    reach: float
    strength: float

    @classmethod
    def of(cls, prepared: Prepared) -> Manner:
        """That of the training images (N, 1, H, W); of all where there is none."""
        rows = prepared.split.train[:_MOST_IMAGES]
        images = prepared.dataset.features[rows if len(rows) else slice(_MOST_IMAGES), 0]
        low, high = float(images.min()), float(images.max())
        border = np.concatenate([images[:, 0], images[:, -1], images[:, :, 0], images[:, :, -1]], 1)
        paper, full = (high, low) if np.median(border) > (low + high) / 2.0 else (low, high)
        shape = images.shape[1], images.shape[2]
        if full == paper:
            return cls(shape, paper, paper + 1.0, (0.5, 0.5), 1.0, 1.0)
        shares = (images - paper) / (full - paper)
        boxes = [box for box in map(ink_box, shares) if box is not None]
        middles = [((b[0] + b[1]) / 2.0 / shape[0], (b[2] + b[3]) / 2.0 / shape[1]) for b in boxes]
        row, column = np.mean(middles, axis=0).tolist()
        longer = np.mean([max(b[1] - b[0], b[3] - b[2]) for b in boxes])
        strength = float(shares[shares > _INKED].mean())
        return cls(shape, paper, full, (row, column), float(longer) / max(shape), strength)

    @property
    def fine(self) -> int:
        """Px of the pad along each of the image's."""
        return max(2, round(_FINE_SIDE / max(self.shape)))

    @property
    def fine_shape(self) -> tuple[int, int]:
        """(rows, columns) of px of the pad."""
        return self.shape[0] * self.fine, self.shape[1] * self.fine

    @property
    def pen(self) -> float:
        """How wide the pen is, in px of the pad: more of the image's px the more there are."""
        return (0.9 + 0.06 * max(self.shape)) * self.fine

    def shares(self, image: NDArray[np.float64]) -> NDArray[np.float64]:
        """An image's values as shares of the most ink."""
        return np.asarray((image - self.paper) / (self.full - self.paper))

    def values(self, shares: NDArray[np.floating]) -> NDArray[np.float64]:
        """Shares of the most ink as the image's values."""
        return np.asarray(self.paper + np.asarray(shares, np.float64) * (self.full - self.paper))


@dataclass(frozen=True, eq=False)
class Drawing:
    """What is on the pad. Nothing in it changes.

    Attributes:
        sample: (H, W) values of the image that was put on it; None for an empty pad.
        ink: (fine rows, fine columns) from 0 to 1; None as long as nothing was drawn.
    """

    sample: NDArray[np.float64] | None = None
    ink: Ink | None = None

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing on the pad."""
        return self.sample is None and (self.ink is None or not self.ink.any())

    def shown(self, manner: Manner) -> Ink:
        """(fine rows, fine columns) the ink, that of the sample included."""
        if self.ink is not None:
            return self.ink
        if self.sample is None:
            return np.zeros(manner.fine_shape, np.float32)
        shares = np.clip(manner.shares(self.sample), 0.0, 1.0).astype(np.float32)
        return np.kron(shares, np.ones((manner.fine, manner.fine), np.float32))

    def marked(self, manner: Manner, stroke: Ink, *, rubbing: bool) -> Drawing:
        """With a stroke (fine rows, fine columns) from 0 to 1 on it, or rubbed out."""
        before = self.shown(manner)
        after = before * (1.0 - stroke) if rubbing else np.maximum(before, stroke)
        return Drawing(self.sample, after)

    def seen(self, manner: Manner, *, centred: bool) -> NDArray[np.float64]:
        """(H, W) what the network is given: a sample nobody has drawn on as it is.

        Args:
            centred: whether a drawing is moved, scaled and made as strong as the training images.
        """
        if self.ink is None:
            return manner.values(np.zeros(manner.shape)) if self.sample is None else self.sample
        ink = _centred(self.ink, manner) if centred else self.ink
        rows, columns = manner.shape
        blocks = ink.reshape(rows, manner.fine, columns, manner.fine)
        shares = blocks.mean(axis=(1, 3), dtype=np.float64)
        inked = shares[shares > _INKED]
        if centred and len(inked):
            factor = float(np.clip(manner.strength / inked.mean(), *_STRENGTHS))
            shares = np.clip(shares * factor, 0.0, 1.0)
        return manner.values(shares)


def ink_box(shares: NDArray[np.floating]) -> tuple[int, int, int, int] | None:
    """First and beyond the last row, first and beyond the last column that are inked."""
    rows, columns = (np.flatnonzero((shares > _INKED).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    return int(rows[0]), int(rows[-1]) + 1, int(columns[0]), int(columns[-1]) + 1


def _centred(ink: Ink, manner: Manner) -> Ink:
    """The drawing brought to the place and the size of the training images'."""
    box = ink_box(ink)
    if box is None:
        return ink
    top, bottom, left, right = box
    wanted = manner.reach * max(ink.shape)
    scale = float(np.clip(wanted / max(bottom - top, right - left), *_SCALES))
    for axis, (first, last) in enumerate(((top, bottom), (left, right))):
        size = ink.shape[axis]
        away = np.arange(size) + 0.5 - manner.middle[axis] * size
        ink = _along(ink, away / scale + (first + last) / 2.0 - 0.5, axis)
    return ink


def _along(ink: Ink, places: NDArray[np.float64], axis: int) -> Ink:
    """The ink at other places along an axis, straight between neighbours, none outside."""
    size = ink.shape[axis]
    below = np.floor(places).astype(int)
    share = (places - below).astype(np.float32)
    found = []
    for index, weight in ((below, 1.0 - share), (below + 1, share)):
        inside = np.where((index >= 0) & (index < size), weight, 0.0).astype(np.float32)
        taken = np.take(ink, np.clip(index, 0, size - 1), axis)
        found.append(taken * (inside[:, None] if axis == 0 else inside[None, :]))
    return np.asarray(found[0] + found[1])
