"""Zooming and scrolling of a scene's directions."""

from __future__ import annotations

from collections.abc import Mapping

from playground.gui.plots.number_grid import Axis, Grid
from playground.gui.views.matrices.look import CELL_HEIGHT, CELL_WIDTH, MOST_SCALE, Zoom
from playground.gui.views.matrices.scene import Scene

Zooms = Mapping[str, Zoom]


def grid_at(scene: Scene, x: float, y: float) -> Grid | None:
    """The grid that a place is in, or beside the names of."""
    for grid in scene.grids:
        if grid.outer_box.contains(x, y):
            return grid
    return None


def zoomed(scene: Scene, zooms: Zooms, grid: Grid, factor: float, x: float, y: float) -> Zooms:
    """Both directions of a grid zoomed about a place."""
    across, down = scene.directions(grid.matrix.key)
    wide = grid.across.zoomed(factor, x, CELL_WIDTH * MOST_SCALE)
    high = grid.down.zoomed(factor, y, CELL_HEIGHT * MOST_SCALE)
    return {**zooms, down: _zoom(high, CELL_HEIGHT), across: _zoom(wide, CELL_WIDTH)}


def moved(scene: Scene, zooms: Zooms, grid: Grid, right: float, down: float) -> Zooms:
    """Both directions of a grid scrolled."""
    names = scene.directions(grid.matrix.key)
    found = {
        names[1]: _zoom(grid.down.moved(down), CELL_HEIGHT),
        names[0]: _zoom(grid.across.moved(right), CELL_WIDTH),
    }
    return {**zooms, **found}


def showing(scene: Scene, zooms: Zooms, grid: Grid, row: int, column: int) -> Zooms:
    """Scrolled so that a cell is seen."""
    names = scene.directions(grid.matrix.key)
    down, across = grid.down.showing(row), grid.across.showing(column)
    if (down.offset, across.offset) == (grid.down.offset, grid.across.offset):
        return zooms
    return {**zooms, names[1]: _zoom(down, CELL_HEIGHT), names[0]: _zoom(across, CELL_WIDTH)}


def _zoom(axis: Axis, usual: float) -> Zoom:
    return Zoom(axis.cell / usual, axis.offset / axis.cell if axis.cell else 0.0)
