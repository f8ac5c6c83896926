"""Products folded one into the next, and what one layer in place of a whole network would say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np

from playground.network.affine.maps import AffineMap, Floats
from playground.network.affine.row import MOST_NUMBERS, Row


@dataclass(frozen=True)
class Run:
    """Neighbours in a row that have been made one: the pieces from `first` to `last`, inclusive."""

    first: int
    last: int

    @property
    def is_folded(self) -> bool:
        """Whether it is of more than one."""
        return self.last > self.first


def runs(row: Row, folds: int) -> tuple[Run, ...]:
    """A row after so many folds, from the left; bends are in runs of their own."""
    folded = set(row.joints[:folds])
    found: list[Run] = []
    for place in range(len(row.pieces)):
        if place - 1 in folded:
            found[-1] = Run(found[-1].first, place)
        else:
            found.append(Run(place, place))
    return tuple(found)


def product_of(maps: tuple[AffineMap | None, ...], run: Run) -> AffineMap | None:
    """The one map that a run of products equals; None of a bend."""
    own = maps[run.first : run.last + 1]
    known = [each for each in own if each is not None]
    return reduce(AffineMap.then, known) if len(known) == len(own) else None


def as_if_straight(row: Row, maps: tuple[AffineMap | None, ...]) -> AffineMap | None:
    """What all products would give with nothing between them; None where the sizes don't meet.

    With no bend in the row it is what the network equals.
    """
    if any(piece.inputs != piece.outputs for piece in row.bends):
        return None
    known = [each for each in maps if each is not None]
    if row.inputs * max(each.shape[1] for each in known) > MOST_NUMBERS:
        return None
    return reduce(AffineMap.then, known)


def best_straight(features: Floats, sums: Floats) -> AffineMap | None:
    """The single layer whose sums differ least from given ones, in the mean of squares.

    Args:
        features: (N, I) what goes in, finite. sums: (N, O) what a network makes of it.

    Returns:
        None where the sums are not finite.
    """
    if not np.isfinite(sums).all() or not len(sums):
        return None
    middle, level = features.mean(axis=0), sums.mean(axis=0)
    moved = features - middle
    gram = moved.T @ moved
    # Directions in which nothing varies are left at 0.
    matrix = np.linalg.lstsq(gram, moved.T @ (sums - level), rcond=1e-10)[0]
    return AffineMap(matrix, level - middle @ matrix)
