"""Draws grids."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.gui import theme
from playground.gui.plots.colours import Bytes
from playground.gui.plots.ink import ink_on
from playground.gui.plots.number_grid.axis import Axis
from playground.gui.plots.number_grid.grid import Grid
from playground.gui.plots.number_grid.lights import NO_LIGHTS, Lights
from playground.gui.plots.number_grid.texts import Text, texts_of

_VEIL = 0.5
# Between cells at least so large there are hairlines.
_LINED = 9.0
_MOST_KEPT = 24


@dataclass(frozen=True, eq=False)
class _Heat:
    """A picture of the cells that are seen."""

    grid: Grid
    dark: bool
    ratio: float
    image: QImage

    def is_of(self, grid: Grid) -> bool:
        """Whether a grid, which may be laid out anew, shows the same."""
        before = self.grid
        return (before.matrix is grid.matrix) and (before.down, before.across) == (
            grid.down,
            grid.across,
        )


class GridPainter:
    """Paints grids, and keeps the pictures of their colours for as long as they are the same."""

    def __init__(self) -> None:
        self._kept: dict[str, _Heat] = {}

    def draw(self, painter: QPainter, grid: Grid, lights: Lights = NO_LIGHTS) -> None:
        """Draw a grid with what stands out in it."""
        self.draw_base(painter, grid, texts_of(grid))
        draw_lights(painter, grid, lights)

    def draw_base(self, painter: QPainter, grid: Grid, texts: tuple[Text, ...]) -> None:
        """Draw all of it but what stands out."""
        box = grid.box
        if box.isEmpty():
            return
        painter.save()
        painter.drawImage(box, self._heat(grid, painter.device().devicePixelRatioF()))
        self._draw_lines(painter, grid)
        _draw_texts(painter, grid, texts)
        painter.restore()

    def _heat(self, grid: Grid, ratio: float) -> QImage:
        dark = theme.current().dark
        kept = self._kept.get(grid.matrix.key)
        if kept is not None and (kept.dark, kept.ratio) == (dark, ratio) and kept.is_of(grid):
            return kept.image
        made = _heat_of(grid, dark, ratio)
        if len(self._kept) >= _MOST_KEPT:
            self._kept.clear()
        self._kept[grid.matrix.key] = _Heat(grid, dark, ratio, made)
        return made

    def _draw_lines(self, painter: QPainter, grid: Grid) -> None:
        box = grid.box
        palette = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if min(grid.down.cell, grid.across.cell) >= _LINED:
            painter.setPen(QPen(QColor(palette.card), 1.0))
            for row in grid.down.seen[1:]:
                y = round(grid.down.place(row))
                painter.drawLine(round(box.left()), y, round(box.right()), y)
            for column in grid.across.seen[1:]:
                x = round(grid.across.place(column))
                painter.drawLine(x, round(box.top()), x, round(box.bottom()))
        painter.setPen(QPen(QColor(palette.card_border), 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(box.toAlignedRect()).adjusted(0, 0, -1, -1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)


def draw_lights(painter: QPainter, grid: Grid, lights: Lights) -> None:
    """Fade all that does not stand out, and frame what does."""
    box = grid.box
    if not lights or box.isEmpty():
        return
    painter.save()
    painter.setClipRect(box.adjusted(-2.0, -2.0, 2.0, 2.0))
    lit = _lit_boxes(grid, lights)
    _draw_veil(painter, box, lit)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.current().accent), 2.0))
    for each in lit:
        painter.drawRect(each.intersected(box))
    if lights.aim is not None:
        aimed = grid.cell_box(*lights.aim)
        painter.setPen(QPen(QColor(theme.current().text), 2.0))
        painter.drawRect(aimed.intersected(box))
    painter.restore()


def _lit_boxes(grid: Grid, lights: Lights) -> list[QRectF]:
    box = grid.box
    found = [
        QRectF(box.left(), grid.down.place(row), box.width(), grid.down.cell)
        for row in sorted(lights.rows)
    ]
    found += [
        QRectF(grid.across.place(column), box.top(), grid.across.cell, box.height())
        for column in sorted(lights.columns)
    ]
    found += [grid.cell_box(*cell) for cell in sorted(lights.cells)]
    return [each for each in found if each.intersects(box)]


def _draw_veil(painter: QPainter, box: QRectF, lit: list[QRectF]) -> None:
    """Over everything but what is lit."""
    veil, holes = QPainterPath(), QPainterPath()
    veil.addRect(box)
    for each in lit:
        one = QPainterPath()
        one.addRect(each)
        holes = holes.united(one)
    colour = QColor(theme.current().card)
    colour.setAlphaF(_VEIL)
    painter.fillPath(veil.subtracted(holes), colour)


def _heat_of(grid: Grid, dark: bool, ratio: float) -> QImage:
    """The stretch that is seen, of the size it is drawn at where cells are smaller than pixels."""
    box, matrix, down, across = grid.box, grid.matrix, grid.down, grid.across
    wanted = QSize(max(1, round(box.width() * ratio)), max(1, round(box.height() * ratio)))
    if len(down.seen) > wanted.height() or len(across.seen) > wanted.width():
        # Cells smaller than pixels are averaged, none is left out.
        most = wanted.height(), wanted.width()
        return _image(matrix.stretch(down.seen, across.seen, most, dark)).scaled(
            wanted,
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    rows, columns = _indices(down, wanted.height()), _indices(across, wanted.width())
    return _image(matrix.colours(rows, columns, dark))


def _indices(axis: Axis, pixels: int) -> np.ndarray:
    """For each pixel of what is seen, the cell that it shows."""
    places = (np.arange(pixels) + 0.5) * (axis.length / pixels) + axis.offset
    return np.clip((places / axis.cell).astype(np.intp), 0, axis.count - 1)


def _image(pixels: Bytes) -> QImage:
    data = np.ascontiguousarray(pixels)
    height, width = data.shape[:2]
    image = QImage(data.data, width, height, 4 * width, QImage.Format.Format_RGBA8888)
    return image.copy()


def _draw_texts(painter: QPainter, grid: Grid, texts: tuple[Text, ...]) -> None:
    palette = theme.current()
    painter.setFont(theme.font(theme.TEXT_SMALL))
    muted = QColor(palette.muted)
    painter.setPen(muted)
    numbers = []
    for each in texts:
        if each.role == "number":
            numbers.append(each)
        else:
            painter.drawText(each.box, each.align, each.text)
    if not numbers:
        return
    painter.setClipRect(grid.box)
    rows, columns = grid.down.seen, grid.across.seen
    seen = grid.matrix.colours(np.array(rows), np.array(columns), palette.dark)
    for each in numbers:
        row, column = each.index
        painter.setPen(ink_on(seen[row - rows.start, column - columns.start]))
        painter.drawText(each.box, each.align, each.text)
