"""A table of cells: what stands in it, and where each cell lies."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtGui import QFontMetricsF

from playground.gui import theme

SIDE = 16.0
HEAD = 18.0
TALL_HEAD = 62.0
_MOST_NAME = 76.0
_EDGE_GAP = 6.0
_EDGE_HEIGHT = 22.0
# A column narrower than this has its name written upwards.
_LEAST_FLAT = 30.0


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: the number in large. note: the small line beneath, left out where it doesn't fit.
        share: how strongly it is tinted, from 0 to 1. good: tinted in blue, else in orange.
        help: the sentence shown under the pointer.
        bar: how far a bar beneath the number goes, from 0 to 1; None for no bar.
    """

    text: str
    note: str = ""
    share: float = 0.0
    good: bool = True
    help: str = ""
    bar: float | None = None


@dataclass(frozen=True)
class Table:
    """Cells by row, with names. The titles say what rows and columns are.

    Attributes:
        edge_rows, edge_columns: how many of the last are sums, set apart.
        opens: whether a click on a cell that is no sum shows what is in it.
        least: the least width and height of a cell in px. highest: the greatest height.
        edge_width: of a column of sums, in px.
    """

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    row_title: str = ""
    column_title: str = ""
    edge_rows: int = 0
    edge_columns: int = 0
    opens: bool = False
    least: tuple[float, float] = (16.0, 16.0)
    highest: float = 64.0
    edge_width: float = 46.0

    @property
    def inner(self) -> tuple[int, int]:
        """How many rows and columns are no sums."""
        return len(self.rows) - self.edge_rows, len(self.columns) - self.edge_columns


@dataclass(frozen=True)
class Layout:
    """Where the cells of a table lie in a place, before it is scrolled.

    Attributes:
        left, top: what names and titles take. width, height: of a cell.
        upright: whether the names of the columns are written upwards.
    """

    table: Table
    left: float
    top: float
    width: float
    height: float
    upright: bool

    @classmethod
    def fitted(cls, table: Table, width: float, height: float) -> Layout:
        """The layout that fills `width` by `height` px, or more where cells would be too small."""
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        widest = max((metrics.horizontalAdvance(name) for name in table.rows), default=0.0)
        left = min(widest, _MOST_NAME) + 8.0 + (SIDE if table.row_title else 0.0)
        rows, columns = (max(1, count) for count in table.inner)
        edges = _EDGE_GAP * bool(table.edge_columns) + table.edge_columns * table.edge_width
        cell_width = max(table.least[0], (width - left - edges) / columns)
        upright = cell_width < _LEAST_FLAT and any(
            metrics.horizontalAdvance(name) > cell_width for name in table.columns[:columns]
        )
        top = (SIDE if table.column_title else 0.0) + (_tall(table, metrics) if upright else HEAD)
        below = _EDGE_GAP * bool(table.edge_rows) + table.edge_rows * _EDGE_HEIGHT
        space = (height - top - below) / rows
        return cls(
            table,
            left,
            top,
            cell_width,
            max(table.least[1], min(space, table.highest)),
            upright,
        )

    @property
    def size(self) -> tuple[float, float]:
        """The room the whole takes, in px."""
        rows, columns = len(self.table.rows), len(self.table.columns)
        if not rows or not columns:
            return 0.0, 0.0
        last = self.box(rows - 1, columns - 1)
        return last.right(), last.bottom()

    def box(self, row: int, column: int) -> QRectF:
        """Where a cell lies, in px."""
        inner_rows, inner_columns = self.table.inner
        edge_width = self.table.edge_width
        x, width = self.left + column * self.width, self.width
        if column >= inner_columns:
            x = self.left + inner_columns * self.width + _EDGE_GAP
            x, width = x + (column - inner_columns) * edge_width, edge_width
        y, height = self.top + row * self.height, self.height
        if row >= inner_rows:
            y = self.top + inner_rows * self.height + _EDGE_GAP
            y, height = y + (row - inner_rows) * _EDGE_HEIGHT, _EDGE_HEIGHT
        gap = 1.0 if min(width, height) >= 20.0 else 0.5
        return QRectF(x, y, width, height).adjusted(gap, gap, -gap, -gap)


def _tall(table: Table, metrics: QFontMetricsF) -> float:
    widest = max(metrics.horizontalAdvance(name) for name in table.columns)
    return min(TALL_HEAD, max(HEAD, widest + 8.0))
