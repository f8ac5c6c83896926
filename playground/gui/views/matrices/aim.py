"""What is pointed at, on the board and in the network above it."""

from __future__ import annotations

from dataclasses import dataclass

from playground.gui.plots.number_grid import Cell


@dataclass(frozen=True)
class Aim:
    """A cell of one of the board's grids.

    Attributes:
        grid: the key of its matrix. cell: (row, column).
    """

    grid: str
    cell: Cell


@dataclass(frozen=True)
class Spot:
    """Something in the network: a unit, or a wire that leads to one.

    Attributes:
        layer: the id. unit: which, counted from 0.
        source, source_unit: where the wire comes from; "" for the unit itself.
    """

    layer: str
    unit: int
    source: str = ""
    source_unit: int = -1


@dataclass(frozen=True)
class Touch:
    """What of the network belongs to what is pointed at on the board.

    Attributes:
        units: (layer, unit) each.
        layer: whose wires stand out; "" for none. unit, source_unit: those to this unit, and from
            this one; None for from or to all.
    """

    units: frozenset[tuple[str, int]] = frozenset()
    layer: str = ""
    unit: int | None = None
    source_unit: int | None = None


NO_TOUCH = Touch()
