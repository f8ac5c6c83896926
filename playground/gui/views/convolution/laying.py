"""What the faces have in common when they lay out their grids and words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF

from playground.gui import theme
from playground.gui.plots.number_grid import Axis, Cell, Grid, Matrix, Text, texts_of
from playground.gui.plots.number_grid.grid import TITLE_HEIGHT
from playground.gui.views.convolution.numbers import Numbers
from playground.gui.views.convolution.scene import CENTRE, LEFT

LINE = 18.0
_WORD_GAP = 10.0


def plain_grid(matrix: Matrix, left: float, top: float, cell: tuple[float, float]) -> Grid:
    """A grid without names, its title over it; `cell` is its cells' width and height."""
    rows, columns = matrix.shape
    down = Axis(rows, top + TITLE_HEIGHT, rows * cell[1], cell[1])
    across = Axis(columns, left, columns * cell[0], cell[0])
    return Grid(matrix, down, across, names_top=False)


def boxes(grid: Grid, cells: Iterable[Cell]) -> tuple[QRectF, ...]:
    """Where cells lie, as far as they are seen."""
    found = (grid.cell_box(*cell).intersected(grid.box) for cell in cells)
    return tuple(each for each in found if not each.isEmpty())


def line_box(grid: Grid, row: int | None, column: int | None) -> QRectF:
    """A whole row, a whole column, or their cell; never so thin that nobody sees it."""
    box = grid.box
    if row is not None:
        box = QRectF(box.left(), grid.down.place(row), box.width(), max(grid.down.cell, 3.0))
    if column is not None:
        left, wide = grid.across.place(column), max(grid.across.cell, 3.0)
        box = QRectF(left, box.top(), wide, box.height())
    return box.intersected(grid.box)


def around(grid: Grid, cells: Sequence[Cell]) -> tuple[QRectF, ...]:
    """One box around cells that lie close; a box each for those with holes between them."""
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    if not cells:
        return ()
    tight = max(rows) - min(rows) < len(rows) and max(columns) - min(columns) < len(columns)
    if not tight or len(rows) * len(columns) != len(set(cells)):
        return boxes(grid, cells)
    first, last = grid.cell_box(min(rows), min(columns)), grid.cell_box(max(rows), max(columns))
    box = first.united(last).intersected(grid.box)
    return () if box.isEmpty() else (box,)


def hatched(numbers: Numbers, grid: Grid) -> tuple[QRectF, ...]:
    """The padding round an image: above, below, left and right."""
    windows, box = numbers.slid.sliding.windows, grid.box
    above = 0 if numbers.planes.whole else windows.height.before
    below = 0 if numbers.planes.whole else windows.height.after
    cell_width, cell_height = grid.across.cell, grid.down.cell
    left, right = windows.width.before * cell_width, windows.width.after * cell_width
    inner = box.adjusted(left, above * cell_height, -right, -below * cell_height)
    parts = (
        QRectF(box.left(), box.top(), box.width(), inner.top() - box.top()),
        QRectF(box.left(), inner.bottom(), box.width(), box.bottom() - inner.bottom()),
        QRectF(box.left(), inner.top(), left, inner.height()),
        QRectF(inner.right(), inner.top(), right, inner.height()),
    )
    return tuple(part for part in parts if part.width() > 0.5 and part.height() > 0.5)


def texts_but(grid: Grid, hidden: Iterable[Cell]) -> tuple[Text, ...]:
    """What is written of a grid, without the numbers of some cells."""
    without = set(hidden)
    return tuple(
        each for each in texts_of(grid) if each.role != "number" or each.index not in without
    )


def short_title(grid: Grid) -> tuple[Text, ...]:
    """A grid's title up to its first comma, and nothing else."""
    return tuple(
        replace(each, text=each.text.partition(",")[0])
        for each in texts_of(grid)
        if each.role == "title"
    )


def flowing(
    parts: Iterable[tuple[str, str]], left: float, top: float, right: float
) -> tuple[Text, ...]:
    """Words one after another, (role, text) each, on as many lines as it takes."""
    found, x, y = [], left, top
    for role, text in parts:
        wide = theme.text_width(text) + 2.0
        if x > left and x + wide > right:
            x, y = left, y + LINE
        found.append(Text(role, (), text, QRectF(x, y, wide, LINE), LEFT))
        x += wide + _WORD_GAP
    return tuple(found)


def operator(sign: str, x: float, y: float) -> Text:
    """A sign between two grids."""
    return Text("operator", (), sign, QRectF(x - 12.0, y - 12.0, 24.0, 24.0), CENTRE)
