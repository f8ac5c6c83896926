"""How a scene is looked at: the room there is, and what was zoomed and scrolled to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from playground.gui.plots.number_grid import Axis

CELL_WIDTH, CELL_HEIGHT = 60.0, 22.0
# Cells can be zoomed to so many times these.
MOST_SCALE = 1.2


@dataclass(frozen=True)
class Zoom:
    """How a direction is zoomed.

    Attributes:
        scale: how large a cell is, in usual cells; never so small that there is room left over.
        first: the first cell that is seen, with fractions.
    """

    scale: float = 0.0
    first: float = 0.0


@dataclass(frozen=True)
class Look:
    """What a scene is laid out for.

    Attributes:
        width, height: of the board, in px.
        zooms: by the name of a direction: "inputs", "units", "rows".
    """

    width: float
    height: float
    zooms: Mapping[str, Zoom] = field(default_factory=dict)

    def across(self, name: str, count: int, start: float, room: float) -> Axis:
        """Columns in a direction of this name."""
        return self._zoomed(name, Axis.fitted(count, start, max(room, 1.0), CELL_WIDTH), CELL_WIDTH)

    def down(
        self, name: str, count: int, start: float, room: float, most: float = CELL_HEIGHT
    ) -> Axis:
        """Rows in a direction of this name, at first no higher than `most`."""
        return self._zoomed(name, Axis.fitted(count, start, max(room, 1.0), most), CELL_HEIGHT)

    def _zoomed(self, name: str, axis: Axis, usual: float) -> Axis:
        zoom = self.zooms.get(name, Zoom())
        cell = max(axis.cell, usual * zoom.scale)
        return replace(axis, cell=cell).moved(zoom.first * cell)
