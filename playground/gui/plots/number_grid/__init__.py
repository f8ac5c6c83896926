"""A labelled matrix of numbers, painted: heat colours, numbers where they fit, names at the sides.

Where cells are too small for numbers it is a heat map, to be zoomed and panned; thousands of
columns are one image, and only what is seen is written. There are two ways to use it:

- `NumberGrid` is a widget with one matrix: it zooms (wheel, + and −), pans (drag), is walked
  through with the arrow keys, says what is under the pointer, and tells where that is:

      grid = NumberGrid()
      grid.set_matrix(Matrix("w", "W  2×8", values, ("x₁", "x₂"), names))
      grid.aimed.connect(...)  # (row, column), or None
      grid.set_lights(Lights(columns=frozenset({2})))

- A view that paints several matrices on one board lays each out as a `Grid`: a matrix and two
  `Axis`, which say where its rows and columns lie. Two grids with one axis stay in line, and
  scroll and zoom together. `GridPainter().draw(painter, grid, lights)` paints it,
  `grid.cell_at(x, y)` says what is pointed at:

      across = Axis.fitted(8, start=60.0, room=400.0, most=52.0)
      down = Axis.fitted(2, start=40.0, room=80.0, most=24.0)
      grid = Grid(matrix, down, across)

Tests read what is painted from `texts_of(grid)`, or `NumberGrid.texts`: the painter writes these
texts and no others. A number is `words.number` of its value, with three digits, or as many of
them as its cell has room for: see `fitting.fitted`.
"""

from playground.gui.plots.number_grid.axis import Axis
from playground.gui.plots.number_grid.grid import Grid
from playground.gui.plots.number_grid.lights import NO_LIGHTS, Cell, Lights
from playground.gui.plots.number_grid.matrix import Matrix
from playground.gui.plots.number_grid.number_grid import NumberGrid
from playground.gui.plots.number_grid.painter import GridPainter
from playground.gui.plots.number_grid.texts import Text, texts_of

__all__ = [
    "NO_LIGHTS",
    "Axis",
    "Cell",
    "Grid",
    "GridPainter",
    "Lights",
    "Matrix",
    "NumberGrid",
    "Text",
    "texts_of",
]
