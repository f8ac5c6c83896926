"""Convex polygons that lines cut, many at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.intp]

FRAME = -1
_PROBE = -2


@dataclass(frozen=True, eq=False)
class Cells:
    """Convex polygons. Arrays are as long as the one with the most corners wants; what is behind
    the last corner of another repeats it.

    Attributes:
        corners: (R, V, 2) in order around each.
        counts: (R,) how many corners each has.
        makers: (R, V) what has made the edge from each corner to the next; `FRAME` at the outside.
    """

    corners: Floats
    counts: Ints
    makers: NDArray[np.int16]

    @classmethod
    def square(cls) -> Cells:
        """One, from −1 to 1 along both axes."""
        corners = np.array([[[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]])
        return cls(corners, np.array([4]), np.full((1, 4), FRAME, np.int16))

    def __len__(self) -> int:
        return len(self.counts)

    @property
    def areas(self) -> Floats:
        """(R,) by the shoelace formula."""
        x, y = self.corners[..., 0], self.corners[..., 1]
        return np.asarray(0.5 * np.abs((x * np.roll(y, -1, 1) - np.roll(x, -1, 1) * y).sum(axis=1)))

    @property
    def middles(self) -> Floats:
        """(R, 2) the mean of each one's corners, which lies inside."""
        own = np.arange(self.corners.shape[1]) < self.counts[:, None]
        return np.asarray((self.corners * own[..., None]).sum(axis=1) / self.counts[:, None])

    def polygon(self, index: int) -> Floats:
        """(V, 2) the corners of one."""
        return self.corners[index, : self.counts[index]]

    def at(self, x: float, y: float) -> int:
        """The one that holds a place; −1 outside."""
        here = np.array((x, y))
        ahead = np.roll(self.corners, -1, axis=1) - self.corners
        towards = here - self.corners
        left = ahead[..., 0] * towards[..., 1] - ahead[..., 1] * towards[..., 0]
        inside = np.flatnonzero((left >= -1e-12).all(axis=1))
        return int(inside[0]) if len(inside) else -1

    def edges(self, maker: int) -> Floats:
        """(E, 2, 2) the edges that something has made, each from both of its sides."""
        rows, places = np.nonzero(self.makers == maker)
        begin = self.corners[rows, places]
        end = self.corners[rows, (places + 1) % self.corners.shape[1]]
        long = np.abs(end - begin).max(axis=1, initial=0.0) > 0.0
        return np.stack([begin[long], end[long]], axis=1)

    def crossed(self, distances: Floats, tolerance: float) -> Floats:
        """(S, 2, 2) where lines cross their polygons; see `cut`."""
        cut, _ = self.cut(distances, _PROBE, tolerance)
        # Each is an edge of two; those above come first.
        edges = cut.edges(_PROBE)
        return edges[: len(edges) // 2]

    def cut(self, distances: Floats, maker: int, tolerance: float) -> tuple[Cells, Ints]:
        """Those that a line crosses in two each.

        Args:
            distances: (R, V) of each corner from the line of its polygon, with a sign.
            maker: of the new edges.
            tolerance: a polygon that reaches no further than this beyond the line stays whole.

        Returns:
            The polygons, those that were cut behind the others; and of each, (R',) which of the
            former ones it is of. The same object where none was cut.
        """
        crossed = (distances.max(axis=1) > tolerance) & (distances.min(axis=1) < -tolerance)
        which = np.flatnonzero(crossed)
        if not len(which):
            return self, np.arange(len(self))
        above, below = self._split(which, distances[which], maker, tolerance)
        kept = np.flatnonzero(~crossed)
        parts = [_Part(self.corners[kept], self.counts[kept], self.makers[kept]), above, below]
        width = max(part.corners.shape[1] for part in parts)
        widened = [part.widened(width) for part in parts]
        joined = Cells(
            np.concatenate([part.corners for part in widened]),
            np.concatenate([part.counts for part in widened]),
            np.concatenate([part.makers for part in widened]),
        )
        return joined, np.concatenate([kept, which, which])

    def _split(
        self, which: Ints, distances: Floats, maker: int, tolerance: float
    ) -> tuple[_Part, _Part]:
        """Of each of these polygons the part above its line, and the part below.

        A corner as good as on the line is below: else two such in one place could lie on both
        sides, and what is above would be in two runs.
        """
        counts = self.counts[which]
        width = self.corners.shape[1]
        places = np.arange(width)
        rows = np.arange(len(which))[:, None]
        above = (distances > tolerance) & (places < counts[:, None])
        # Turned so that the corners above come first: one run, since it is convex.
        before = above[rows, (places - 1) % counts[:, None]]
        first = (above & ~before).argmax(axis=1)
        turned = (places + first[:, None]) % counts[:, None]
        corners = self.corners[which][rows, turned]
        makers = self.makers[which][rows, turned]
        reach = distances[rows, turned]
        n_above = above.sum(axis=1)
        flat = rows[:, 0]
        leaving = _crossing(corners, reach, flat, n_above - 1, n_above)
        entering = _crossing(corners, reach, flat, np.zeros_like(counts), counts - 1)
        last, end = makers[flat, n_above - 1], makers[flat, counts - 1]
        upper = _assembled(corners, makers, np.zeros_like(n_above), n_above, leaving, entering)
        lower = _assembled(corners, makers, n_above, counts - n_above, entering, leaving)
        upper.name_edges(last, maker, end)
        lower.name_edges(end, maker, last)
        return upper, lower


@dataclass(frozen=True, eq=False)
class _Part:
    """Some polygons on their way."""

    corners: Floats
    counts: Ints
    makers: NDArray[np.int16]

    def name_edges(self, last: NDArray[np.int16], maker: int, closing: NDArray[np.int16]) -> None:
        """The three edges at the end: to the line, along it, and away from it."""
        width = self.makers.shape[1]
        behind = np.arange(width) - (self.counts[:, None] - 3)
        for place, own in ((0, last), (1, np.full_like(last, maker)), (2, closing)):
            chosen = behind == place if place < 2 else behind >= place
            np.copyto(self.makers, own[:, None], where=chosen)

    def widened(self, width: int) -> _Part:
        """With room for so many corners."""
        more = width - self.corners.shape[1]
        if not more:
            return self
        corners = np.concatenate([self.corners, np.repeat(self.corners[:, -1:], more, 1)], 1)
        makers = np.concatenate([self.makers, np.repeat(self.makers[:, -1:], more, 1)], 1)
        return _Part(corners, self.counts, makers)


def _crossing(corners: Floats, reach: Floats, rows: Ints, a: Ints, b: Ints) -> Floats:
    """(m, 2) where the way from corner a, above, to corner b, below, meets the line."""
    from_a, from_b = reach[rows, a], np.minimum(reach[rows, b], 0.0)
    share = (from_a / (from_a - from_b))[:, None]
    return np.asarray(corners[rows, a] + share * (corners[rows, b] - corners[rows, a]))


def _assembled(
    corners: Floats, makers: NDArray[np.int16], start: Ints, own: Ints, first: Floats, last: Floats
) -> _Part:
    """A run of corners, then the two on the line; the last is repeated."""
    counts = own + 2
    width = int(counts.max())
    places = np.arange(width)
    rows = np.arange(len(own))[:, None]
    taken = np.minimum(start[:, None] + places, corners.shape[1] - 1)
    made = corners[rows, taken]
    names = makers[rows, taken]
    np.copyto(made, first[:, None], where=(places == own[:, None])[..., None])
    np.copyto(made, last[:, None], where=(places > own[:, None])[..., None])
    return _Part(made, counts, names)
