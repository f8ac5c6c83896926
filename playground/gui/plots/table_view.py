"""A table of numbers whose cells are tinted by a share, with titles for its two sides."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots.scrolled_plot import ScrolledPlot
from playground.gui.plots.table_layout import HEAD, SIDE, Layout, Table
from playground.gui.plots.table_paint import draw_cell, draw_text, draw_upwards

_STEPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_CENTRE = Qt.AlignmentFlag.AlignCenter


class TableView(ScrolledPlot):
    """Draws a `Table`, fitted to the widget; scrolls where there are too many cells.

    The arrow keys move from cell to cell; Enter, or a click, opens one.

    Attributes:
        table: what is drawn. chosen: the cell that keys act on.

    Signals:
        opened(row, column): a cell that is no sum is to be shown from near.
    """

    opened = Signal(int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = Table((), (), ())
        self.chosen = (0, 0)
        self._layout: Layout | None = None

    def set_table(self, table: Table) -> None:
        """Draw `table`."""
        if table == self.table:
            return
        self.table, self._layout = table, None
        rows, columns = len(table.rows), len(table.columns)
        self.chosen = (
            min(self.chosen[0], max(0, rows - 1)),
            min(self.chosen[1], max(0, columns - 1)),
        )
        self.fit_bars()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 260)

    def content_size(self) -> tuple[float, float]:
        return self._laid_out().size

    def cell_box(self, row: int, column: int) -> QRectF:
        """Where a cell lies in the viewport, in px."""
        return self._laid_out().box(row, column).translated(-self.offset)

    def cell_at(self, place: QPointF) -> tuple[int, int] | None:
        """The row and column under a place of the viewport."""
        layout = self._laid_out()
        if place.x() < layout.left or place.y() < layout.top:
            return None
        for row in range(len(self.table.rows)):
            box = self.cell_box(row, 0)
            if box.top() <= place.y() <= box.bottom():
                for column in range(len(self.table.columns)):
                    if self.cell_box(row, column).contains(place):
                        return row, column
        return None

    def text_at(self, place: QPointF) -> str:
        at = self.cell_at(place)
        return self.table.cells[at[0]][at[1]].help if at else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._layout = None
        super().resizeEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over what opens."""
        super().mouseMoveEvent(event)
        at = self.cell_at(event.position())
        hand = at is not None and self._opens(*at)
        shape = Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a cell and open it."""
        at = self.cell_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or at is None:
            super().mousePressEvent(event)
            return
        self.chosen = at
        self.viewport().update()
        if self._opens(*at):
            self.readout.hide()
            self.opened.emit(*at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter opens."""
        key = Qt.Key(event.key())
        if key in _STEPS and self.table.rows:
            row, column = (a + b for a, b in zip(self.chosen, _STEPS[key], strict=True))
            row = min(max(row, 0), len(self.table.rows) - 1)
            self._choose(row, min(max(column, 0), len(self.table.columns) - 1))
        elif key in _ENTER and self._opens(*self.chosen):
            self.readout.hide()
            self.opened.emit(*self.chosen)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        self.readout.hide()
        super().focusOutEvent(event)
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, titles and the cells that can be seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.table.rows:
            return
        layout = self._laid_out()
        view = QRectF(self.viewport().rect())
        self._draw_titles(painter, layout, view)
        painter.save()
        painter.setClipRect(view.adjusted(layout.left - 1.0, layout.top - 1.0, 0.0, 0.0))
        rows, columns = self._seen(layout, view)
        for row in rows:
            for column in columns:
                cell, edge = self.table.cells[row][column], not self._is_inner(row, column)
                draw_cell(painter, self.cell_box(row, column), cell, edge=edge)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(theme.current().accent), 2.0))
            painter.drawRoundedRect(self.cell_box(*self.chosen), 4.0, 4.0)
        painter.restore()

    def _laid_out(self) -> Layout:
        if self._layout is None:
            view = self.viewport().size()
            self._layout = Layout.fitted(self.table, view.width(), view.height())
        return self._layout

    def _seen(self, layout: Layout, view: QRectF) -> tuple[list[int], list[int]]:
        """The rows and columns of which something can be seen."""
        tops = [self.cell_box(row, 0) for row in range(len(self.table.rows))]
        lefts = [self.cell_box(0, column) for column in range(len(self.table.columns))]
        down = (layout.top, view.bottom())
        across = (layout.left, view.right())
        return (
            [n for n, b in enumerate(tops) if down[0] <= b.bottom() and b.top() < down[1]],
            [n for n, b in enumerate(lefts) if across[0] <= b.right() and b.left() < across[1]],
        )

    def _is_inner(self, row: int, column: int) -> bool:
        rows, columns = self.table.inner
        return row < rows and column < columns

    def _opens(self, row: int, column: int) -> bool:
        return self.table.opens and self._is_inner(row, column)

    def _choose(self, row: int, column: int) -> None:
        self.chosen = row, column
        layout, offset, view = self._laid_out(), self.offset, self.viewport()
        box = layout.box(row, column)
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        if box.left() - offset.x() < layout.left:
            across.setValue(int(box.left() - layout.left))
        elif box.right() - offset.x() > view.width():
            across.setValue(int(box.right() - view.width() + 2))
        if box.top() - offset.y() < layout.top:
            down.setValue(int(box.top() - layout.top))
        elif box.bottom() - offset.y() > view.height():
            down.setValue(int(box.bottom() - view.height() + 2))
        help_text = self.table.cells[row][column].help
        self.setAccessibleDescription(help_text)
        self.say_at(self.cell_box(row, column).center(), help_text)
        view.update()

    def _draw_titles(self, painter: QPainter, layout: Layout, view: QRectF) -> None:
        table, heavy = self.table, QFont.Weight.DemiBold
        rows, columns = table.inner
        top_title = SIDE if table.column_title else 0.0
        end = min(self.cell_box(0, columns - 1).right(), view.right())
        title = QRectF(layout.left, 0.0, end - layout.left, SIDE)
        draw_text(painter, title, table.column_title, _CENTRE, heavy)
        painter.save()
        painter.setClipRect(view.adjusted(layout.left - 1.0, 0.0, 0.0, 0.0))
        for column, name in enumerate(table.columns):
            box = self.cell_box(0, column)
            flat = QRectF(box.left() - 1.0, layout.top - HEAD, box.width() + 2.0, HEAD)
            if layout.upright and column < columns:
                draw_upwards(painter, box, top_title, layout.top, name)
            else:
                draw_text(painter, flat, name, _CENTRE)
        painter.restore()
        painter.save()
        painter.setClipRect(view.adjusted(0.0, layout.top - 1.0, 0.0, 0.0))
        side = SIDE if table.row_title else 0.0
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        for row, name in enumerate(table.rows):
            box = self.cell_box(row, 0)
            name_box = QRectF(side, box.center().y() - 8.0, layout.left - side - 6.0, 16.0)
            draw_text(painter, name_box, name, right)
        painter.restore()
        bottom = min(self.cell_box(rows - 1, 0).bottom(), view.bottom())
        painter.save()
        painter.translate(0.0, bottom)
        painter.rotate(-90.0)
        draw_text(
            painter, QRectF(0.0, 0.0, bottom - layout.top, SIDE), table.row_title, _CENTRE, heavy
        )
        painter.restore()
