"""The calculation by hand, beat by beat: the first window number by number, then one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace

from playground.gui.views.convolution.look import Look
from playground.network.sliding.sliding import Sliding

# Windows of more numbers than this are added up a channel at a time.
_MOST_SINGLE = 36


@dataclass(frozen=True)
class Beats:
    """How one filter's result comes about."""

    sliding: Sliding

    @property
    def _stride(self) -> int:
        """How many numbers are added at a beat."""
        _, height, width = self.sliding.window
        return 1 if self.sliding.cells <= _MOST_SINGLE else height * width

    @property
    def first(self) -> int:
        """How many beats the first window takes: nothing yet, then number by number."""
        return -(-self.sliding.cells // self._stride) + 1

    @property
    def length(self) -> int:
        """All beats: the first window's, then one for each of the others."""
        _, rows, columns = self.sliding.leaving.image
        return self.first + rows * columns - 1

    def look(self, beat: int, before: Look) -> Look:
        """What is looked at then, of the filter that was looked at before; at −1, everything."""
        sliding = self.sliding
        if beat < 0:
            return replace(before, by_hand=False, done=None)
        _, _, columns = sliding.leaving.image
        beat = min(beat, self.length - 1)
        place = max(0, beat - self.first + 1)
        row, column = divmod(place, columns)
        now = before.at((before.filter, row, column), sliding)
        now = replace(now, by_hand=True, cell=None)
        if beat >= self.first:
            return now
        done = min(beat * self._stride, sliding.cells)
        _, height, width = sliding.window
        first = sliding.channels_of(sliding.group_of(now.filter)).start
        channel = first + max(0, done - 1) // (height * width)
        return replace(now, done=done, channel=channel)


def not_yet(sliding: Sliding, look: Look) -> range:
    """The places of a filter, row by row, that a calculation by hand has not come to."""
    _, rows, columns = sliding.leaving.image
    if not look.by_hand:
        return range(0)
    whole = look.done is None or look.done >= sliding.cells
    return range(look.row * columns + look.column + whole, rows * columns)
