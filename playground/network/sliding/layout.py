"""How the numbers of an image, or of a sequence, lie one behind the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[Any]
Indices = NDArray[np.intp]


@dataclass(frozen=True)
class Layout:
    """An image (C, H, W); or a sequence (T, C), which is an image one row high, channels last.

    Attributes:
        channels, height, width: of the image.
        channels_last: whether it is a sequence.
    """

    channels: int
    height: int
    width: int
    channels_last: bool = False

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return self.channels * self.height * self.width

    @property
    def image(self) -> tuple[int, int, int]:
        """Channels, height, width."""
        return self.channels, self.height, self.width

    def as_image(self, values: Numbers) -> Numbers:
        """The numbers of one sample, in the layer's own order, as (C, H, W)."""
        if not self.channels_last:
            return values.reshape(self.image)
        turned: Numbers = values.reshape(self.height, self.width, self.channels)
        return turned.transpose(2, 0, 1)

    def flat(self, channel: Any, row: Any, column: Any) -> Any:
        """Where a number lies: indices, or arrays of them that fit each other."""
        if self.channels_last:
            return (row * self.width + column) * self.channels + channel
        return (channel * self.height + row) * self.width + column

    def places(self, flat: Indices) -> tuple[Indices, Indices, Indices]:
        """Channel, row and column of what lies there; the other way round."""
        if self.channels_last:
            place, channel = np.divmod(flat, self.channels)
            return channel, *np.divmod(place, self.width)
        channel, place = np.divmod(flat, self.height * self.width)
        return channel, *np.divmod(place, self.width)

    def place(self, flat: int) -> tuple[int, int, int]:
        """Channel, row and column of one number."""
        channel, row, column = self.places(np.array(flat))
        return int(channel), int(row), int(column)
