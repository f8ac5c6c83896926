"""A matrix and where its cells lie."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF

from playground.gui.plots.number_grid.axis import Axis
from playground.gui.plots.number_grid.lights import Cell
from playground.gui.plots.number_grid.matrix import Matrix

# From these px on, a cell says its number.
NUMBER_WIDTH, NUMBER_HEIGHT = 30.0, 15.0
TITLE_HEIGHT, NAMES_HEIGHT = 18.0, 16.0


@dataclass(frozen=True, eq=False)
class Grid:
    """A matrix laid out on a board.

    Attributes:
        matrix: what is shown.
        down: where its rows lie. across: where its columns lie.
        names_left: px of room for the names of the rows, left of the cells; 0: none are written.
        names_top: whether the names of the columns stand over the cells.
        titled: whether its title stands over these.
    """

    matrix: Matrix
    down: Axis
    across: Axis
    names_left: float = 0.0
    names_top: bool = True
    titled: bool = True

    @property
    def box(self) -> QRectF:
        """What is seen of its cells."""
        return QRectF(self.across.start, self.down.start, self.across.length, self.down.length)

    @property
    def outer_box(self) -> QRectF:
        """Its cells, names and title."""
        top = (NAMES_HEIGHT if self.names_top else 0.0) + (TITLE_HEIGHT if self.titled else 0.0)
        return self.box.adjusted(-self.names_left, -top, 0.0, 0.0)

    @property
    def with_numbers(self) -> bool:
        """Whether cells are large enough to say their numbers."""
        return self.across.cell >= NUMBER_WIDTH and self.down.cell >= NUMBER_HEIGHT

    def cell_box(self, row: int, column: int) -> QRectF:
        """Where a cell lies, seen or not."""
        return QRectF(
            self.across.place(column), self.down.place(row), self.across.cell, self.down.cell
        )

    def cell_at(self, x: float, y: float) -> Cell | None:
        """The cell at a place."""
        row, column = self.down.at(y), self.across.at(x)
        return None if row is None or column is None else (row, column)
