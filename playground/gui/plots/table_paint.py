"""Draws the cells and names of a table."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from playground.gui import theme
from playground.gui.plots.table_layout import Cell

_CENTRE = Qt.AlignmentFlag.AlignCenter
# Narrower cells, in px, have no round corners, and go without their zeros.
_LEAST_ROUNDED = _LEAST_WITH_ZERO = 24.0
# From these lumas on, text is the darkest there is, or the lightest.
_LIGHT, _DARK = 112.0, 60.0


def draw_cell(painter: QPainter, box: QRectF, cell: Cell, *, edge: bool) -> None:
    """Its tint, its number, its note or bar; a sum has no tint."""
    palette = theme.current()
    if not edge and cell.bar is None:
        _draw_tile(painter, box, cell)
    if cell.text == "0" and box.width() < _LEAST_WITH_ZERO:
        return
    ink = palette.muted if cell.text in ("0", "–") or edge else _ink(cell)
    with_note = bool(cell.note) and box.height() >= 34.0 and box.width() >= 34.0
    text_box = QRectF(box)
    if with_note:
        middle = box.center().y()
        text_box = QRectF(box.left(), middle - 16.0, box.width(), 18.0)
        note_box = QRectF(box.left(), middle + 1.0, box.width(), 15.0)
        draw_text(painter, note_box, cell.note, _CENTRE, ink=ink)
    if cell.bar is not None:
        text_box.adjust(0.0, -1.0, 0.0, -4.0)
        _draw_bar(painter, box, cell.bar)
    size = theme.TEXT_BODY if box.width() >= 40.0 and box.height() >= 26.0 else theme.TEXT_SMALL
    weight = QFont.Weight.Normal if edge else QFont.Weight.Medium
    _draw_whole(painter, text_box, cell.text, weight, ink, size)


def _tints(cell: Cell) -> tuple[QColor, QColor]:
    """The ground of a cell, and what lies on it, more or less see-through."""
    palette = theme.current()
    tint = QColor(palette.negative if cell.good else palette.positive)
    tint.setAlphaF(0.85 * min(max(cell.share, 0.0), 1.0))
    return QColor(palette.chip), tint


def _ink(cell: Cell) -> str:
    """Dark on light cells, light on dark ones, by their luma (ITU-R BT.601)."""
    palette = theme.current()
    if cell.bar is not None:
        return palette.text
    ground, tint = _tints(cell)
    lumas = [0.299 * c.red() + 0.587 * c.green() + 0.114 * c.blue() for c in (ground, tint)]
    luma = lumas[0] + (lumas[1] - lumas[0]) * tint.alphaF()
    if luma > _LIGHT:
        return palette.dark_ring
    return palette.light_ring if luma > _DARK else palette.text


def _draw_tile(painter: QPainter, box: QRectF, cell: Cell) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    for colour in _tints(cell)[: 2 if cell.share > 0.0 else 1]:
        if box.width() < _LEAST_ROUNDED:
            painter.fillRect(box, colour)
        else:
            painter.setBrush(colour)
            painter.drawRoundedRect(box, 4.0, 4.0)


def _draw_bar(painter: QPainter, box: QRectF, share: float) -> None:
    palette = theme.current()
    groove = QRectF(box.left() + 4.0, box.bottom() - 4.0, box.width() - 8.0, 3.0)
    painter.fillRect(groove, QColor(palette.groove))
    groove.setWidth(groove.width() * min(max(share, 0.0), 1.0))
    painter.fillRect(groove, QColor(palette.accent))


def draw_upwards(painter: QPainter, box: QRectF, top: float, bottom: float, name: str) -> None:
    """A name above a cell, from the bottom to the top."""
    painter.save()
    painter.translate(box.center().x() - 8.0, bottom - 3.0)
    painter.rotate(-90.0)
    left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    draw_text(painter, QRectF(0.0, 0.0, bottom - top - 3.0, 16.0), name, left)
    painter.restore()


def _draw_whole(
    painter: QPainter, box: QRectF, text: str, weight: QFont.Weight, ink: str, size: int
) -> None:
    """All of a number, smaller if need be, or nothing: a part of it would be another number."""
    for tried in (size, theme.TEXT_SMALL):
        font = theme.font(tried, weight)
        if QFontMetricsF(font).horizontalAdvance(text) <= box.width() + 2.0:
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(box, _CENTRE, text)
            return


def draw_text(
    painter: QPainter,
    box: QRectF,
    text: str,
    align: Qt.AlignmentFlag,
    weight: QFont.Weight = QFont.Weight.Normal,
    ink: str = "",
) -> None:
    """Small text in a box, cut where it doesn't fit."""
    font = theme.font(theme.TEXT_SMALL, weight)
    painter.setFont(font)
    painter.setPen(QColor(ink or theme.current().muted))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideMiddle, box.width() + 0.5)
    painter.drawText(box, align, shown)
