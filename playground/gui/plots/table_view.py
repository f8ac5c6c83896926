"""A small table of numbers whose cells are tinted by a share, with titles for its two sides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots.hover_plot import HoverPlot

_SIDE = 16.0
_HEAD = 18.0
_MOST_NAME = 76.0
_MOST_CELL_HEIGHT = 64.0


@dataclass(frozen=True)
class Cell:
    """One cell.

    Attributes:
        text: the number in large. note: the small line beneath, left out where it doesn't fit.
        share: how strongly it is tinted, from 0 to 1. good: tinted in blue, else in orange.
        help: the sentence shown under the pointer.
    """

    text: str
    note: str = ""
    share: float = 0.0
    good: bool = True
    help: str = ""


@dataclass(frozen=True)
class Table:
    """Cells by row, with names. The titles say what rows and columns are."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]
    row_title: str = ""
    column_title: str = ""


class TableView(HoverPlot):
    """Draws a `Table`, fitted to the widget."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table = Table((), (), ())

    def set_table(self, table: Table) -> None:
        """Draw `table`."""
        self._table = table
        self.update()

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 260)

    def cell_box(self, row: int, column: int) -> QRectF:
        """Where a cell lies, in px."""
        left, top = self._corner()
        width = (self.width() - left) / max(1, len(self._table.columns))
        space = (self.height() - top) / max(1, len(self._table.rows))
        height = min(space, _MOST_CELL_HEIGHT)
        box = QRectF(left + column * width, top + row * height, width, height)
        return box.adjusted(1.0, 1.0, -1.0, -1.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, titles and cells."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw_titles(painter)
        for row, cells in enumerate(self._table.cells):
            for column, cell in enumerate(cells):
                self._draw_cell(painter, self.cell_box(row, column), cell)

    def _corner(self) -> tuple[float, float]:
        """How much the names take on the left and at the top."""
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        widest = max((metrics.horizontalAdvance(name) for name in self._table.rows), default=0.0)
        left = min(widest, _MOST_NAME) + 8.0 + (_SIDE if self._table.row_title else 0.0)
        return left, _HEAD + (_SIDE if self._table.column_title else 0.0)

    def text_at(self, place: QPointF) -> str:
        for row, cells in enumerate(self._table.cells):
            for column, cell in enumerate(cells):
                if self.cell_box(row, column).contains(place):
                    return cell.help
        return ""

    def _draw_titles(self, painter: QPainter) -> None:
        table, (left, top) = self._table, self._corner()
        if not table.rows:
            return
        centre = Qt.AlignmentFlag.AlignCenter
        bottom = self.cell_box(len(table.rows) - 1, 0).bottom()
        semi_bold = QFont.Weight.DemiBold
        title_box = QRectF(left, 0.0, self.width() - left, _SIDE)
        _draw(painter, title_box, table.column_title, centre, semi_bold)
        for column, name in enumerate(table.columns):
            box = self.cell_box(0, column)
            _draw(painter, QRectF(box.left(), top - _HEAD, box.width(), _HEAD), name, centre)
        side = _SIDE if table.row_title else 0.0
        for row, name in enumerate(table.rows):
            box = self.cell_box(row, 0)
            name_box = QRectF(side, box.top(), left - side - 6.0, box.height())
            align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            _draw(painter, name_box, name, align)
        painter.save()
        painter.translate(0.0, bottom)
        painter.rotate(-90.0)
        _draw(painter, QRectF(0.0, 0.0, bottom - top, _SIDE), table.row_title, centre, semi_bold)
        painter.restore()

    def _draw_cell(self, painter: QPainter, box: QRectF, cell: Cell) -> None:
        palette = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.chip))
        painter.drawRoundedRect(box, 4.0, 4.0)
        tint = QColor(palette.negative if cell.good else palette.positive)
        tint.setAlphaF(0.85 * min(max(cell.share, 0.0), 1.0))
        painter.setBrush(tint)
        painter.drawRoundedRect(box, 4.0, 4.0)
        strong = cell.good and cell.share > 0.55 and not palette.dark
        faint = palette.muted if cell.text == "0" else palette.text
        ink = palette.on_accent if strong else faint
        with_note = bool(cell.note) and box.height() >= 34.0 and box.width() >= 34.0
        centre = Qt.AlignmentFlag.AlignCenter
        text_box = QRectF(box.left(), box.top(), box.width(), box.height())
        if with_note:
            middle = box.center().y()
            text_box = QRectF(box.left(), middle - 16.0, box.width(), 18.0)
            note_box = QRectF(box.left(), middle + 1.0, box.width(), 15.0)
            _draw(painter, note_box, cell.note, centre, ink=ink)
        size = theme.TEXT_BODY if box.width() >= 40.0 else theme.TEXT_SMALL
        _draw(painter, text_box, cell.text, centre, QFont.Weight.Medium, ink, size)


def _draw(
    painter: QPainter,
    box: QRectF,
    text: str,
    align: Qt.AlignmentFlag,
    weight: QFont.Weight = QFont.Weight.Normal,
    ink: str = "",
    size: int = theme.TEXT_SMALL,
) -> None:
    font = theme.font(size, weight)
    painter.setFont(font)
    painter.setPen(QColor(ink or theme.current().muted))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    painter.drawText(box, align, shown)
