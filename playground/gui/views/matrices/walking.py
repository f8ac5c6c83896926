"""From cell to cell with the arrow keys, over the edges of grids too."""

from __future__ import annotations

from PySide6.QtCore import QRectF

from playground.gui.plots.number_grid import Grid
from playground.gui.views.matrices.aim import Aim
from playground.gui.views.matrices.scene import Scene


def next_aim(scene: Scene, aim: Aim | None, right: int, down: int) -> Aim | None:
    """The cell beside one; over the edge, the nearest grid's in line with it."""
    if aim is None or not scene.knows(aim):
        return first_aim(scene)
    grid = scene.grid(aim.grid)
    assert grid is not None
    row, column = aim.cell[0] + down, aim.cell[1] + right
    rows, columns = grid.matrix.shape
    if 0 <= row < rows and 0 <= column < columns:
        return Aim(aim.grid, (row, column))
    other = _beyond(scene, grid, right, down)
    if other is None:
        return aim
    rows, columns = other.matrix.shape
    if down:
        same = other.across is grid.across or other.across == grid.across
        column = aim.cell[1] if same else other.across.at(grid.across.middle(aim.cell[1])) or 0
        return Aim(other.matrix.key, (0 if down > 0 else rows - 1, min(column, columns - 1)))
    row = other.down.at(grid.down.middle(aim.cell[0])) or 0
    return Aim(other.matrix.key, (min(row, rows - 1), 0 if right > 0 else columns - 1))


def first_aim(scene: Scene) -> Aim | None:
    """Where one begins."""
    filled = [grid for grid in scene.grids if grid.matrix.values.size]
    return Aim(filled[0].matrix.key, (0, 0)) if filled else None


def _beyond(scene: Scene, grid: Grid, right: int, down: int) -> Grid | None:
    """The nearest grid in a direction that stands in line."""
    here = grid.box
    found: list[tuple[float, int]] = []
    for place, other in enumerate(scene.grids):
        if other is grid or other.matrix.values.size == 0:
            continue
        away = _away(here, other.box, right, down)
        if away is not None:
            found.append((away, place))
    return scene.grids[min(found)[1]] if found else None


def _away(here: QRectF, there: QRectF, right: int, down: int) -> float | None:
    if down:
        in_line = there.left() < here.right() and here.left() < there.right()
        away = there.top() - here.bottom() if down > 0 else here.top() - there.bottom()
    else:
        in_line = there.top() < here.bottom() and here.top() < there.bottom()
        away = there.left() - here.right() if right > 0 else here.left() - there.right()
    return away if in_line and away >= -1.0 else None
