"""What of a sample the numbers within a network can see: their receptive field.

Along an axis of the sample (height and width of an image, the steps of a sequence) each place of a
layer's result sees a stretch from its first cell to its last, holes of a dilation included
(Araujo et al. 2019, "Computing receptive fields of convolutional neural networks"). Stretches are
followed place by place, so padding and borders count as they are, and branches see what any of
them does. How statistics over a batch tie places together is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.engine.graph import Shape
    from playground.engine.ops.windows import Axis


@dataclass(frozen=True, eq=False)
class Span:
    """The first and the last cell of the sample that each place along an axis sees, (P,) each."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]

    @staticmethod
    def of_sample(size: int) -> Span:
        """Each place sees itself."""
        places = np.arange(size)
        return Span(places, places)

    @property
    def widest(self) -> int:
        """How many cells the place sees that sees most."""
        return int((self.last - self.first).max()) + 1

    def through(self, axis: Axis) -> Span:
        """After windows: each sees what its cells see; cells of padding see nothing."""
        starts = np.arange(axis.extent) * axis.stride - axis.before
        reach = axis.dilation * (axis.window - 1)
        # The first cell of each window that is no padding, and the last.
        first = starts + -(-np.maximum(-starts, 0) // axis.dilation) * axis.dilation
        beyond = np.maximum(starts + reach - (axis.size - 1), 0)
        last = starts + reach + -(beyond // -axis.dilation) * -axis.dilation
        top = axis.size - 1
        return Span(self.first[np.clip(first, 0, top)], self.last[np.clip(last, 0, top)])

    def so_far(self) -> Span:
        """Each place sees what it and all before it see."""
        return Span(np.minimum.accumulate(self.first), np.maximum.accumulate(self.last))

    def everywhere(self) -> Span:
        """Each place sees what any of them sees."""
        whole = self.whole()
        places = np.zeros_like(self.first)
        return Span(whole.first[places], whole.last[places])

    def whole(self) -> Span:
        """One place that sees what any of them sees."""
        return Span(self.first.min(keepdims=True), self.last.max(keepdims=True))

    def beside(self, other: Span) -> Span:
        """Each place sees what it sees in either."""
        return Span(np.minimum(self.first, other.first), np.maximum(self.last, other.last))

    def before(self, other: Span) -> Span:
        """The places of this one, then the other's."""
        return Span(
            np.concatenate([self.first, other.first]), np.concatenate([self.last, other.last])
        )


@dataclass(frozen=True, eq=False)
class Sight:
    """What the numbers of a value see of the sample.

    Attributes:
        spans: for each axis of the sample; their places are the value's, as long as `in_place`.
        in_place: whether the value's axes still are the sample's. Where numbers were moved about
            they see what they saw, but nobody knows which are neighbours.
    """

    spans: tuple[Span, ...]
    in_place: bool = True

    @staticmethod
    def of_sample(features: Shape) -> Sight | None:
        """Before any layer: an image (C, H, W) or a sequence (T, F); a vector has no places."""
        sizes = {2: features[:1], 3: features[1:]}.get(len(features))
        return Sight(tuple(Span.of_sample(size) for size in sizes)) if sizes else None

    @property
    def extents(self) -> tuple[int, ...]:
        """How many cells along each axis a number sees: the one that sees most."""
        return tuple(span.widest for span in self.spans)

    def moved(self) -> Sight:
        """After a layer that only moves numbers about."""
        return Sight(self.spans, in_place=False)

    def everywhere(self) -> Sight:
        """After a layer whose every result comes of all numbers."""
        return Sight(tuple(span.whole() for span in self.spans), in_place=False)

    def through(self, *axes: Axis) -> Sight:
        """After windows along each axis."""
        if not self.in_place:
            return self.everywhere()
        return Sight(tuple(span.through(axis) for span, axis in zip(self.spans, axes, strict=True)))

    def so_far(self) -> Sight:
        """After a layer whose every step comes of all up to it."""
        if not self.in_place:
            return self.everywhere()
        return Sight(tuple(span.so_far() for span in self.spans))

    def along_steps(self) -> Sight:
        """After a layer in which every step comes of all."""
        return Sight(tuple(span.everywhere() for span in self.spans), self.in_place)

    def along_rows(self) -> Sight:
        """After a layer in which the numbers of a row, the last axis, come of one another."""
        if not self.in_place:
            return self.everywhere()
        return Sight((*self.spans[:-1], self.spans[-1].everywhere()))


def beside(sights: Sequence[Sight]) -> Sight:
    """After a layer that joins values number by number."""
    return reduce(_both, sights)


def one_after_another(sights: Sequence[Sight], axis: int) -> Sight:
    """After a layer that puts values one behind the other along an axis of the sample."""
    in_place = all(sight.in_place for sight in sights)
    columns = zip(*(sight.spans for sight in sights), strict=True)
    return Sight(
        tuple(
            reduce(Span.before if place == axis or not in_place else Span.beside, spans)
            for place, spans in enumerate(columns)
        ),
        in_place,
    )


def _both(a: Sight, b: Sight) -> Sight:
    in_place = a.in_place and b.in_place
    if not in_place:
        a, b = a.everywhere(), b.everywhere()
    return Sight(tuple(map(Span.beside, a.spans, b.spans)), in_place)
