"""The regions in each of which a network of straight pieces is one affine map, on a plane.

Each unit with a kink cuts the plane along the line where what it is given is at the kink; within
every region of the layers before, that is one straight line (Montúfar et al. 2014, "On the number
of linear regions of deep neural networks"; Hanin and Rolnick 2019, "Complexity of linear regions
in deep networks"). So the regions are found by cutting polygons, layer by layer: all of them, and
not only those that a grid of points happens to hit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import prod
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from playground.engine.graph import Kind, Node, Value
from playground.network.affine.cells import Cells, Ints
from playground.network.affine.kinks import has_kinks, kinks_of
from playground.network.affine.maps import Floats, Parameters
from playground.network.affine.row import Row
from playground.network.affine.running import Known, run

# Half a side of the square is 1: what is narrower than this is taken for rounding.
TOLERANCE = 1e-9
MOST_REGIONS = 20_000
# Of all regions' maps at one place of the network (16 MB): so many are moved at a time.
_MOST_NUMBERS = 2_000_000


@dataclass(frozen=True, eq=False)
class Bend:
    """Units with kinks, all of one op.

    Attributes:
        layer: whose. op: what they do. units: how many.
        pieces: (R, units) on which piece of its function each unit is, in each region.
        kinks: how many kinks the function has.
    """

    layer: str
    op: str
    units: int
    pieces: NDArray[np.int8]
    kinks: int


@dataclass(frozen=True, eq=False)
class Regions:
    """The whole square, in regions.

    Attributes:
        cells: their outlines, in the square from −1 to 1; an edge's maker is the bend it is of.
        sums: (R, 3, O) the head's sums at a place (s, t): s · sums[0] + t · sums[1] + sums[2].
        bends: in the order they were met.
    """

    cells: Cells
    sums: Floats
    bends: tuple[Bend, ...]

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def units(self) -> int:
        """How many units have kinks."""
        return sum(bend.units for bend in self.bends)

    @property
    def on(self) -> NDArray[np.int64]:
        """(R,) how many units are beyond their first kink."""
        found = np.zeros(len(self), np.int64)
        for bend in self.bends:
            found += (bend.pieces > 0).sum(axis=1)
        return found

    def sums_in_the_middle(self) -> Floats:
        """(R, O) the head's sums in the middle of each region."""
        return _values(self.sums, self.cells.middles)


class TooMany(Exception):
    """There are more regions than are worth cutting out."""


class Cutter:
    """Cuts a square of a plane into regions, a stretch of time after the other.

    Attributes:
        cells: cut so far. found: all of them; None before the end.
        too_many: whether it was given up, since there are more than `most`.
    """

    def __init__(
        self, row: Row, parameters: Parameters, plane: Floats, most: int = MOST_REGIONS
    ) -> None:
        """Args:
        row: whose bends all have kinks.
        parameters: by name.
        plane: (3, *features) as the network is given them: what half a side across adds, what
            half a side up adds, and the middle of the square.
        most: give up beyond so many.
        """
        self.cells = Cells.square()
        self.found: Regions | None = None
        self.too_many = False
        self._most = most
        self._row = row
        self._bends: list[Bend] = []
        self._known: Known = _parameters(row, parameters)
        # (R, 3, …) of each value that is still read, as `Regions.sums`.
        self._maps: dict[Value, Floats] = {row.features: plane[None].astype(np.float64)}
        self._work = self._cut_all()

    @property
    def done(self) -> bool:
        """Whether there is nothing more to do."""
        return self.found is not None or self.too_many

    def advance(self, seconds: float) -> bool:
        """Go on for about so long; whether it is done."""
        end = perf_counter() + seconds
        while not self.done:
            try:
                next(self._work)
            except TooMany:
                self.too_many = True
            except StopIteration:
                break
            if perf_counter() >= end:
                break
        return self.done

    def _cut_all(self) -> Iterator[None]:
        nodes = [node for piece in self._row.pieces for node in piece.stretch.nodes]
        last = {value: node for node in nodes for value in node.inputs}
        for node in nodes:
            if has_kinks(node):
                yield from self._bend(node)
            else:
                self._maps[node.output] = self._pass(node)
            for value in node.inputs:
                if last[value] is node:
                    self._maps.pop(value, None)
            yield
        (sums,) = self._maps.values()
        self.found = Regions(self.cells, sums.reshape(len(self.cells), 3, -1), tuple(self._bends))

    def _pass(self, node: Node) -> Floats:
        """An affine node, in every region at once."""
        given = [value for value in node.inputs if value in self._maps]
        count = len(self.cells)
        rows = {v: self._maps[v].reshape(3 * count, *v.shape) for v in given}
        zero = {v: np.zeros((1, *v.shape)) for v in given}
        known, nothing = {**self._known, **rows}, {**self._known, **zero}
        run((node,), known, 3 * count)
        run((node,), nothing, 1)
        made = known[node.output].reshape(count, 3, *node.output.shape)
        made = made.copy() if np.shares_memory(made, next(iter(rows.values()))) else made
        made[:, :2] -= nothing[node.output]
        return made

    def _bend(self, node: Node) -> Iterator[None]:
        """Cut along every unit's kinks, and bend what passes."""
        x = node.inputs[0]
        units = prod(x.shape)
        kinks = kinks_of(node, self._known, units)
        before = self._maps[x].reshape(len(self.cells), 3, units)
        parents: Ints = np.arange(len(self.cells))
        number = len(self._bends)
        most = min(self._most, _MOST_NUMBERS // (3 * units))
        for unit in range(units):
            for place, kink in enumerate(kinks.at):
                if not kinks.bends(unit, place):
                    continue
                line = before[parents, :, unit]
                far = distances(self.cells, line, float(kink))
                self.cells, of = self.cells.cut(far, number, TOLERANCE)
                parents = parents[of]
                if len(self.cells) > most:
                    raise TooMany
                yield
        self._inherit(parents)
        yield
        own = before[parents]
        yield
        pieces = kinks.pieces(_values(own, self.cells.middles))
        slopes = kinks.slopes[pieces, np.arange(units)]
        bent = own * slopes[:, None]
        bent[:, 2] += kinks.offsets[pieces]
        self._maps[node.output] = bent.reshape(len(self.cells), 3, *node.output.shape)
        self._bends.append(Bend(node.scope, node.op, units, pieces, len(kinks.at)))

    def _inherit(self, parents: Ints) -> None:
        """What is known of a region holds in the regions it was cut into."""
        for value, maps in self._maps.items():
            self._maps[value] = maps[parents]
        self._bends = [
            Bend(each.layer, each.op, each.units, each.pieces[parents], each.kinks)
            for each in self._bends
        ]


def distances(cells: Cells, lines: Floats, level: float) -> Floats:
    """(R, V) how far each corner lies from where its region's line (R, 3) is at a level."""
    length = np.hypot(lines[:, 0], lines[:, 1])
    scale = 1.0 / np.where(length > 0.0, length, np.inf)
    x, y = cells.corners[..., 0], cells.corners[..., 1]
    values = x * lines[:, 0, None] + y * lines[:, 1, None] + (lines[:, 2, None] - level)
    return np.asarray(values * scale[:, None])


def _values(maps: Floats, places: Floats) -> Floats:
    """(R, n) what maps (R, 3, n) give at one place (R, 2) each."""
    s, t = places[:, :1], places[:, 1:]
    return np.asarray(s * maps[:, 0] + t * maps[:, 1] + maps[:, 2])


def _parameters(row: Row, parameters: Parameters) -> Known:
    """All that does not vary over the square: parameters, and what is computed of them alone."""
    nodes = [n for piece in row.pieces for n in (*piece.stretch.before, *piece.stretch.nodes)]
    read = {v for n in nodes for v in n.inputs if v.kind is Kind.PARAMETER}
    known = {v: np.ascontiguousarray(parameters[v.name], np.float64) for v in read}
    for piece in row.pieces:
        run(piece.stretch.before, known, 1)
    return known
