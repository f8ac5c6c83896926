"""A widget with one matrix."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.number_grid.axis import Axis
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, TITLE_HEIGHT, Grid
from playground.gui.plots.number_grid.keys import ARROWS, LARGER, SMALLER
from playground.gui.plots.number_grid.lights import NO_LIGHTS, Cell, Lights
from playground.gui.plots.number_grid.matrix import Matrix
from playground.gui.plots.number_grid.painter import GridPainter
from playground.gui.plots.number_grid.texts import Text, texts_of

CELL_WIDTH, CELL_HEIGHT = 54.0, 24.0
# So wide a cell can be zoomed to: there is room for three digits of any number.
_WIDEST = 68.0
_MOST_NAMES = 96.0
_NOTCH = 1.25


class NumberGrid(HoverPlot):
    """Shows a `Matrix`, all of it at first; the wheel zooms, a drag pans, a double click ends both.

    Attributes:
        grid: how it is laid out now; None before the first matrix.
        lights: what stands out.
        aim: the cell that is looked at, by mouse or keys; None: none.

    Signals:
        aimed(object): another cell is looked at, (row, column), or none, None.
    """

    aimed = Signal(object)

    def __init__(self, name: str = "Matrix") -> None:
        """Args: name: for a screen reader."""
        super().__init__()
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.grid: Grid | None = None
        self.lights = NO_LIGHTS
        self.aim: Cell | None = None
        self._painter = GridPainter()
        self._dragged: QPointF | None = None

    def set_matrix(self, matrix: Matrix) -> None:
        """Show it; one of the same shape is seen as the one before was, zoom and all."""
        before = self.grid
        if before is not None and before.matrix.shape == matrix.shape:
            self._use(replace(before, matrix=matrix))
        else:
            self._lay_out(matrix)
            self._look_at(None)

    def set_lights(self, lights: Lights) -> None:
        """Let this stand out, beside the cell that is looked at."""
        if lights != self.lights:
            self.lights = lights
            self.update()

    @property
    def texts(self) -> tuple[Text, ...]:
        """Everything that is written."""
        return () if self.grid is None else texts_of(self.grid)

    def reset_zoom(self) -> None:
        """Show all of it."""
        if self.grid is not None:
            self._lay_out(self.grid.matrix)

    def text_at(self, place: QPointF) -> str:
        """ "x₁ → unit 3: −0.823"."""
        cell = None if self.grid is None else self.grid.cell_at(place.x(), place.y())
        return "" if cell is None else self.said(cell)

    def said(self, cell: Cell) -> str:
        """A cell in words."""
        assert self.grid is not None
        matrix, (row, column) = self.grid.matrix, cell
        names = f"{matrix.row_name(row)}, {matrix.column_name(column)}"
        return f"{names}: {words.number(matrix.value(row, column), 6)}"

    def sizeHint(self) -> QSize:
        """So large that every cell says its number, up to a limit."""
        rows, columns = (2, 8) if self.grid is None else self.grid.matrix.shape
        width = _MOST_NAMES + min(columns, 12) * CELL_WIDTH
        return QSize(round(width), round(TITLE_HEIGHT + NAMES_HEIGHT + min(rows, 12) * CELL_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A small heat map."""
        return QSize(160, 96)

    # Laying out

    def _lay_out(self, matrix: Matrix) -> None:
        rows, columns = matrix.shape
        left = names_width(matrix)
        top = TITLE_HEIGHT + NAMES_HEIGHT
        across = Axis.fitted(columns, left, max(self.width() - left - 2.0, 1.0), CELL_WIDTH)
        down = Axis.fitted(rows, top, max(self.height() - top - 2.0, 1.0), CELL_HEIGHT)
        self._use(Grid(matrix, down, across, left))

    def _use(self, grid: Grid) -> None:
        self.grid = grid
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        self.reset_zoom()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        if self.grid is None:
            return
        aimed = (self.aim,) if self.aim is not None else ()
        lights = self.lights
        if not lights and aimed:
            row, column = aimed[0]
            lights = Lights(frozenset({row}), frozenset({column}), aim=self.aim)
        painter = QPainter(self)
        self._painter.draw(painter, self.grid, lights)

    # The mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Look at what is under the pointer, or drag it along."""
        place = event.position()
        if self._dragged is not None and self.grid is not None:
            way, self._dragged = place - self._dragged, place
            self._move(-way.x(), -way.y())
            return
        super().mouseMoveEvent(event)
        self._look_at(None if self.grid is None else self.grid.cell_at(place.x(), place.y()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged = event.position()
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        self._dragged = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all of it again."""
        self.reset_zoom()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is looked at."""
        self._look_at(None)
        super().leaveEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        notches = event.angleDelta().y() / 120.0
        if self.grid is None or not notches:
            event.ignore()
            return
        self._zoom(_NOTCH**notches, event.position())
        event.accept()

    # The keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk from cell to cell; zoom."""
        grid, key = self.grid, event.key()
        if grid is None:
            super().keyPressEvent(event)
        elif key in ARROWS:
            self._step(*ARROWS[Qt.Key(key)])
        elif key in LARGER or key in SMALLER:
            middle = grid.box.center()
            if self.aim is not None:
                middle = grid.cell_box(*self.aim).center()
            self._zoom(_NOTCH if key in LARGER else 1.0 / _NOTCH, middle)
        elif key == Qt.Key.Key_Escape and self.aim is not None:
            self._look_at(None)
        else:
            super().keyPressEvent(event)

    def _step(self, down: int, right: int) -> None:
        """To the next cell, scrolling as far as it takes; to the first where there is none yet."""
        grid, cell = self.grid, (0, 0)
        assert grid is not None
        if self.aim is not None:
            rows, columns = grid.matrix.shape
            row, column = self.aim[0] + down, self.aim[1] + right
            cell = min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)
        shown = grid.down.showing(cell[0]), grid.across.showing(cell[1])
        self._use(replace(grid, down=shown[0], across=shown[1]))
        self._look_at(cell)

    # What these have in common

    def _zoom(self, factor: float, place: QPointF) -> None:
        assert self.grid is not None
        grid = self.grid
        across, down = zoomed_pair(grid.across, grid.down, factor, place)
        self._use(replace(grid, down=down, across=across))

    def _move(self, right: float, down: float) -> None:
        assert self.grid is not None
        grid = self.grid
        self._use(
            Grid(grid.matrix, grid.down.moved(down), grid.across.moved(right), grid.names_left)
        )

    def _look_at(self, cell: Cell | None) -> None:
        if cell != self.aim:
            self.aim = cell
            self.setAccessibleDescription("" if cell is None else self.said(cell))
            self.aimed.emit(cell)
            self.update()


def names_width(matrix: Matrix) -> float:
    """px of room that the names of the rows take."""
    rows = matrix.shape[0]
    some = {0, rows - 1, *range(min(rows, 64))} if rows else set()
    widest = max(
        (theme.text_width(matrix.row_name(row), theme.TEXT_SMALL) for row in some), default=0
    )
    return min(widest, _MOST_NAMES - 12.0) + 12.0


def zoomed_pair(across: Axis, down: Axis, factor: float, place: QPointF) -> tuple[Axis, Axis]:
    """Columns and rows zoomed about a place, up to the size at which every number is written."""
    return (
        across.zoomed(factor, place.x(), _WIDEST),
        down.zoomed(factor, place.y(), CELL_HEIGHT),
    )
