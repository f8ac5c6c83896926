"""What the board shows of a layer, and what is said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from playground.gui.plots import words
from playground.gui.plots.number_grid import Cell, Grid, Lights, Text
from playground.gui.views.matrices.aim import NO_TOUCH, Aim, Touch


@dataclass(frozen=True, eq=False)
class Curve:
    """An activation's curve, and where numbers lie on it.

    Attributes:
        box: where it stands, in px. label: what it is the curve of.
        x, y: (P,) the curve.
        points: (n, 2) where the layer's numbers lie, faintly.
    """

    box: QRectF
    label: str
    x: NDArray[Any]
    y: NDArray[Any]
    points: NDArray[Any]

    @cached_property
    def heights(self) -> tuple[float, float]:
        """The least and the greatest y there is room for."""
        finite = self.y[np.isfinite(self.y)]
        low, high = float(finite.min(initial=0.0)), float(finite.max(initial=0.0))
        margin = 0.14 * (high - low or 1.0)
        return low - margin, high + margin


@dataclass(frozen=True, eq=False)
class Moment:
    """One beat of the calculation by hand.

    Attributes:
        says: what happens, with the numbers.
        lights: what stands out, by grid.
        shown: how many cells of a grid are known by now, row by row; those not named are whole.
        partial: a number on its way: the grid, the cell, and the number up to now.
        point: where the curve is looked at.
        touch: what of the network belongs to it.
    """

    says: str
    lights: Mapping[str, Lights] = field(default_factory=dict)
    shown: Mapping[str, int] = field(default_factory=dict)
    partial: tuple[str, Cell, float] | None = None
    point: tuple[float, float] | None = None
    touch: Touch = NO_TOUCH


class Scene:
    """Grids, texts and a curve, laid out for a board.

    A scene is made anew for each moment, zoom and size, so it is cheap: its matrices come from
    `Case.matrix`, which keeps them. All of its methods answer for the cell that an `Aim` names.

    Attributes:
        grids: those that are drawn. texts: what is written beside them.
        curve: an activation's, if there is one.
        length: how many beats the calculation by hand has; 0 for none.
    """

    def __init__(self) -> None:
        self.grids: tuple[Grid, ...] = ()
        self.texts: tuple[Text, ...] = ()
        self.curve: Curve | None = None
        self.length = 0

    def directions(self, key: str) -> tuple[str, str]:
        """The names that `look.across` and `look.down` were given for a grid."""
        return f"{key} across", f"{key} down"

    def grid(self, key: str) -> Grid | None:
        """The grid of this key."""
        return next((each for each in self.grids if each.matrix.key == key), None)

    def at(self, x: float, y: float) -> Aim | None:
        """What lies at a place."""
        for grid in self.grids:
            cell = grid.cell_at(x, y)
            if cell is not None:
                return Aim(grid.matrix.key, cell)
        return None

    def knows(self, aim: Aim) -> bool:
        """Whether there is such a cell."""
        grid = self.grid(aim.grid)
        if grid is None:
            return False
        (row, column), (rows, columns) = aim.cell, grid.matrix.shape
        return 0 <= row < rows and 0 <= column < columns

    def lights(self, aim: Aim) -> Mapping[str, Lights]:
        """What stands out beside it, by grid; here, the cell alone."""
        return {aim.grid: Lights(cells=frozenset({aim.cell}), aim=aim.cell)}

    def says(self, aim: Aim) -> str:
        """What it is, with the numbers, in words."""
        grid = self.grid(aim.grid)
        assert grid is not None
        matrix, (row, column) = grid.matrix, aim.cell
        where = f"{matrix.row_name(row)}, {matrix.column_name(column)}"
        return f"{matrix.title}: {where}: {words.number(matrix.value(row, column))}"

    def point(self, aim: Aim) -> tuple[float, float] | None:
        """Where the curve is looked at for it."""
        return None

    def touch(self, aim: Aim) -> Touch:
        """What of the network belongs to it."""
        return NO_TOUCH

    def aim_of_unit(self, unit: int) -> Aim | None:
        """Where a unit of the layer stands."""
        return None

    def aim_of_input(self, source: str, unit: int) -> Aim | None:
        """Where a unit of a layer that leads in stands."""
        return None

    def aim_of_wire(self, source: str, source_unit: int, unit: int) -> Aim | None:
        """Where the weight of a wire stands."""
        return None

    def moment(self, beat: int) -> Moment:
        """A beat of the calculation by hand, from 0 to `length` − 1."""
        raise NotImplementedError

    @property
    def sheet_rows(self) -> list[tuple[str, str, str, float]]:
        """Every number: the matrix, its row, its column, and what it is."""
        found = []
        for grid in self.grids:
            matrix = grid.matrix
            rows, columns = matrix.shape
            for row in range(rows):
                for column in range(columns):
                    names = matrix.row_name(row), matrix.column_name(column)
                    found.append((matrix.key, *names, matrix.value(row, column)))
        return found
