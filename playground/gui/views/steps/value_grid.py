"""A grid whose cells can be chosen, with frames round those that are read."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen

from playground.gui import theme
from playground.gui.plots.number_grid.grid import Grid
from playground.gui.plots.number_grid.lights import Cell
from playground.gui.plots.number_grid.number_grid import NumberGrid

_STILL = 4.0
# Frames round more cells than this would be a pattern of their own.
_MOST_FRAMES = 400


class ValueGrid(NumberGrid):
    """Numbers of one value: none fades, the ones that matter have a frame.

    Attributes:
        framed: cells with a frame in `frame_colour`. looked_at: the one with a strong frame.

    Signals:
        chosen(object): a cell was clicked, or walked to by keys.
    """

    chosen = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.framed: frozenset[Cell] = frozenset()
        self.frame_colour = ""
        self.looked_at: Cell | None = None
        self._pressed = QPointF()

    def set_frames(self, cells: Iterable[Cell], colour: str, looked_at: Cell | None = None) -> None:
        """Frame these."""
        self.framed, self.frame_colour, self.looked_at = frozenset(cells), colour, looked_at
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the numbers, then the frames."""
        grid = self.grid
        if grid is None:
            return
        painter = QPainter(self)
        self._painter.draw(painter, grid)
        painter.setClipRect(grid.box.adjusted(-2.0, -2.0, 2.0, 2.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self.framed and len(self.framed) <= _MOST_FRAMES:
            painter.setPen(QPen(QColor(self.frame_colour), 2.0))
            for box in _joined(grid, self.framed):
                painter.drawRect(box.intersected(grid.box).adjusted(0.5, 0.5, -0.5, -0.5))
        if self.looked_at is not None:
            painter.setPen(QPen(QColor(theme.current().text), 2.4))
            painter.drawRect(grid.cell_box(*self.looked_at).intersected(grid.box))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of it."""
        self._pressed = event.position()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A press that has not moved chooses."""
        super().mouseReleaseEvent(event)
        way = event.position() - self._pressed
        if event.button() != Qt.MouseButton.LeftButton or way.manhattanLength() > _STILL:
            return
        place = event.position()
        cell = None if self.grid is None else self.grid.cell_at(place.x(), place.y())
        if cell is not None:
            self.chosen.emit(cell)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys choose the next cell."""
        if self.aim is None and self.looked_at is not None:
            self.aim = self.looked_at
        before = self.aim
        super().keyPressEvent(event)
        if self.aim is not None and self.aim != before:
            self.chosen.emit(self.aim)


def _joined(grid: Grid, cells: frozenset[Cell]) -> list[QRectF]:
    """Their boxes; a whole rectangle of cells has one frame."""
    rows, columns = sorted({r for r, _ in cells}), sorted({c for _, c in cells})
    next_to = all(each[-1] - each[0] == len(each) - 1 for each in (rows, columns))
    if next_to and len(cells) == len(rows) * len(columns):
        first, last = grid.cell_box(rows[0], columns[0]), grid.cell_box(rows[-1], columns[-1])
        return [first.united(last)]
    return [grid.cell_box(*cell) for cell in cells]
