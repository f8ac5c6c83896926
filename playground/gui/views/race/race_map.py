"""Who is ahead in every cell of widths and batches, as a picture."""

from __future__ import annotations

from dataclasses import dataclass
from math import log

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots.card_ground import draw_card
from playground.gui.plots.colours import Colour
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.views.race import words
from playground.gui.views.race.look import (
    HEAD,
    PAD,
    Text,
    colour_of,
    draw_chip,
    ink_for,
    mixed,
    place_among,
    write,
)
from playground.training.race.results import Cell, Results

_LEFT, _FOOT = 40.0, 30.0
_FAINTEST, _STRONGEST, _FULL = 0.18, 0.9, 60.0
_NAME = "Who is ahead at each width and batch"
_TITLE = "How many times as fast as the next"
_STEPS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Down: (0, -1),
    Qt.Key.Key_Up: (0, 1),
}


@dataclass(frozen=True)
class Tile:
    """A cell as it is painted: where, and in which colour; None before it was measured."""

    cell: Cell
    rect: QRectF
    colour: Colour | None


class RaceMap(HoverPlot):
    """Widths across, batches up; arrow keys and clicks choose a cell.

    Attributes:
        results: what is drawn; None before the first.
        chosen: the cell that is looked at.
        tiles, texts: what is painted. borders: between cells with another one ahead.

    Signals:
        cell_chosen: by hand.
    """

    cell_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.results: Results | None = None
        self.chosen: Cell | None = None
        self.tiles: tuple[Tile, ...] = ()
        self.texts: tuple[Text, ...] = ()
        self.borders: tuple[QLineF, ...] = ()
        self.own_place: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_NAME)

    def sizeHint(self) -> QSize:
        """Half of the centre."""
        return QSize(400, 280)

    def minimumSizeHint(self) -> QSize:
        """Half of a small centre."""
        return QSize(240, 170)

    def set_results(self, results: Results | None) -> None:
        """Draw this."""
        self.results = results
        if results is not None and self.chosen is None:
            widths, batches = results.course.widths, results.course.batches
            self.chosen = widths[len(widths) // 2], batches[len(batches) // 2]
        self._lay_out()

    def choose(self, cell: Cell) -> None:
        """Look at another cell."""
        if cell != self.chosen:
            self.chosen = cell
            self._lay_out()
            self.cell_chosen.emit()

    def text_at(self, place: QPointF) -> str:
        """The times of a cell."""
        if self.results is None:
            return ""
        for tile in self.tiles:
            if tile.rect.contains(place):
                found = [
                    f"{words.label(name)}: {words.time_words(cells[tile.cell])}"
                    for name, cells in self.results.times.items()
                    if tile.cell in cells
                ]
                return "\n".join([words.cell_words(tile.cell), *(found or ["not measured yet"])])
        return ""

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the cell that is clicked."""
        for tile in self.tiles:
            if tile.rect.contains(event.position()):
                self.choose(tile.cell)
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys go from cell to cell."""
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None or self.results is None or self.chosen is None:
            super().keyPressEvent(event)
            return
        course = self.results.course
        at = course.widths.index(self.chosen[0]), course.batches.index(self.chosen[1])
        ends = len(course.widths) - 1, len(course.batches) - 1
        across, up = (min(max(a + s, 0), end) for a, s, end in zip(at, step, ends, strict=True))
        self.choose((course.widths[across], course.batches[up]))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The chosen cell shows where the keys go."""
        super().focusInEvent(event)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._lay_out()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cells, the borders, the marks and the words."""
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()))
        for tile in self.tiles:
            painter.setPen(Qt.PenStyle.NoPen)
            colour = QColor(*tile.colour) if tile.colour is not None else QColor(palette.canvas)
            painter.setBrush(colour)
            painter.drawRoundedRect(tile.rect.adjusted(1.0, 1.0, -1.0, -1.0), 3.0, 3.0)
        painter.setPen(QPen(QColor(palette.text), 2.5))
        for line in self.borders:
            painter.drawLine(line)
        for tile in self.tiles:
            if tile.cell == self.chosen:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(palette.accent), 3.0 if self.hasFocus() else 2.0))
                painter.drawRoundedRect(tile.rect.adjusted(0.5, 0.5, -0.5, -0.5), 4.0, 4.0)
        for text in self.texts:
            if text.role == "mark":
                draw_chip(painter, text.rect)
            write(painter, text)
        if self.own_place is not None:
            painter.setBrush(QColor(palette.card))
            painter.setPen(QPen(QColor(palette.text), 2.0))
            painter.drawEllipse(self.own_place, 4.0, 4.0)

    # Laying out

    def _lay_out(self) -> None:
        results = self.results
        self.tiles, self.texts, self.borders, self.own_place = (), (), (), None
        if results is not None:
            grid = QRectF(
                PAD + _LEFT,
                PAD + HEAD,
                max(self.width() - 2.0 * PAD - _LEFT, 10.0),
                max(self.height() - 2.0 * PAD - HEAD - _FOOT, 10.0),
            )
            self.tiles = tuple(self._tiles(results, grid))
            self.borders = tuple(self._borders(results))
            self.own_place = _own_place(results, grid)
            self.texts = tuple(self._texts(results, grid))
            self.setAccessibleDescription(words.crossings(results))
            if self.chosen is not None:
                self.setAccessibleName(f"{_NAME}. {words.lead_words(results, self.chosen)}")
        self.update()

    def _tiles(self, results: Results, grid: QRectF) -> list[Tile]:
        return [
            Tile((width, batch), _rect(results, grid, across, up), _colour(results, (width, batch)))
            for up, batch in enumerate(results.course.batches)
            for across, width in enumerate(results.course.widths)
        ]

    def _borders(self, results: Results) -> list[QLineF]:
        """Between neighbours of which each has another one clearly ahead."""
        rects = {tile.cell: tile.rect for tile in self.tiles}
        widths, batches = results.course.widths, results.course.batches
        lines = []
        for across, width in enumerate(widths):
            for up, batch in enumerate(batches):
                here, rect = _ahead(results, (width, batch)), rects[width, batch]
                right = _ahead(results, (widths[across + 1], batch)) if width < widths[-1] else ""
                above = _ahead(results, (width, batches[up + 1])) if batch < batches[-1] else ""
                if here and right and here != right:
                    lines.append(QLineF(rect.topRight(), rect.bottomRight()))
                if here and above and here != above:
                    lines.append(QLineF(rect.topLeft(), rect.topRight()))
        return lines

    def _texts(self, results: Results, grid: QRectF) -> list[Text]:
        left = Qt.AlignmentFlag.AlignLeft
        found = [Text("title", "", _TITLE, QRectF(PAD, PAD, grid.right() - PAD, 16.0), left, True)]
        for tile in self.tiles:
            lead = results.lead(tile.cell)
            if lead is not None and tile.colour is not None:
                said = "≈" if lead.is_even else words.times(lead.times)
                ink = ink_for(tile.colour)
                found.append(Text("cell", tile.cell, said, tile.rect, colour=ink))
        step = grid.width() / len(results.course.widths)
        row = grid.height() / len(results.course.batches)
        for across, width in enumerate(results.course.widths):
            box = QRectF(grid.left() + across * step, grid.bottom() + 1.0, step, 14.0)
            found.append(Text("axis", ("width", width), f"{width:,}", box))
        for up, batch in enumerate(results.course.batches):
            box = QRectF(PAD, grid.bottom() - (up + 1) * row, _LEFT - 4.0, row)
            right = Qt.AlignmentFlag.AlignRight
            found.append(Text("axis", ("batch", batch), f"{batch:,}", box, right))
        foot = QRectF(grid.left(), grid.bottom() + 14.0, grid.width(), 14.0)
        found.append(Text("axis", "width", "width of both layers", foot))
        corner = QRectF(PAD, grid.bottom() + 1.0, _LEFT - 4.0, 14.0)
        found.append(Text("axis", "batch", "batch", corner, Qt.AlignmentFlag.AlignRight))
        if self.own_place is not None:
            x = min(self.own_place.x() + 6.0, grid.right() - 38.0)
            box = QRectF(x, self.own_place.y() - 18.0, 38.0, 15.0)
            found.append(Text("mark", "yours", "yours", box, strong=True))
        return found


def _rect(results: Results, grid: QRectF, across: int, up: int) -> QRectF:
    width = grid.width() / len(results.course.widths)
    height = grid.height() / len(results.course.batches)
    return QRectF(grid.left() + across * width, grid.bottom() - (up + 1) * height, width, height)


def _own_place(results: Results, grid: QRectF) -> QPointF | None:
    own, course = results.own, results.course
    if own is None:
        return None
    across = (place_among(own.width, course.widths) + 0.5) / len(course.widths)
    up = (place_among(own.batch, course.batches) + 0.5) / len(course.batches)
    return QPointF(grid.left() + across * grid.width(), grid.bottom() - up * grid.height())


def _ahead(results: Results, cell: Cell) -> str:
    """Who is clearly ahead there, or ""."""
    lead = results.lead(cell)
    return "" if lead is None or lead.is_even else lead.executor


def _colour(results: Results, cell: Cell) -> Colour | None:
    lead = results.lead(cell)
    if lead is None:
        return None
    if lead.is_even:
        return mixed((140, 146, 154), 0.25)
    share = min(log(lead.times) / log(_FULL), 1.0)
    return mixed(colour_of(lead.executor), _FAINTEST + (_STRONGEST - _FAINTEST) * share)
