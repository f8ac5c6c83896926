"""A report as a PDF on A4."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter

from playground.gui import theme
from playground.gui.exporting.contents import Contents
from playground.gui.exporting.pdf_rows import (
    WIDTH,
    FactRow,
    HeadingRow,
    Ink,
    Row,
    grid_rows,
    opening_rows,
    paired,
    space,
)
from playground.gui.exporting.piecework import Work

_MARGINS_MM = QMarginsF(18.0, 16.0, 18.0, 12.0)
# About one dot a px of ours: pens that are so many dots wide are as wide as in the window.
_DOTS_PER_INCH = 102
_FOOTER = 34.0
_FOOT = Ink(10, colour=theme.LIGHT.muted)
Page = list[tuple[Row, float]]


def pdf_report(contents: Contents) -> Work:
    """Work that returns the file's bytes. Text stays text, lines stay lines."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Portrait,
            _MARGINS_MM,
            QPageLayout.Unit.Millimeter,
        )
    )
    writer.setResolution(_DOTS_PER_INCH)
    writer.setTitle(contents.title)
    writer.setCreator("Playground")
    scale = writer.width() / WIDTH
    height = writer.height() / scale - _FOOTER
    pages = _paged(_rows(contents, height), height)
    painter = QPainter(writer)
    try:
        painter.scale(scale, scale)
        for number, page in enumerate(pages, 1):
            if number > 1:
                writer.newPage()
            for row, top in page:
                painter.save()
                row.draw(painter, top)
                painter.restore()
                yield None
            _draw_foot(painter, height, contents.title, f"{number} / {len(pages)}")
    finally:
        painter.end()
    return bytes(buffer.data().data())


def _rows(contents: Contents, most: float) -> list[Row]:
    rows = opening_rows(contents.title, contents.about, contents.notes, contents.tiles)
    for part in contents.parts:
        rows.append(HeadingRow(part.title))
        rows += paired(part.figures, most - HeadingRow.height)
        if part.grid is not None:
            rows += grid_rows(part.grid)
        if part.facts:
            rows += [*map(FactRow, part.facts), space(8.0)]
    return rows


def _paged(rows: Sequence[Row], most: float) -> list[Page]:
    """Rows on pages of this height, each with its place; those that keep together do."""
    pages: list[Page] = [[]]
    top = 0.0
    for number, row in enumerate(rows):
        if pages[-1] and top + _kept(rows, number) > most:
            pages.append([])
            top = 0.0
            if row.head is not None:
                pages[-1].append((row.head, 0.0))
                top = row.head.height
        pages[-1].append((row, top))
        top += row.height
    return pages


def _kept(rows: Sequence[Row], first: int) -> float:
    """How high a row is together with those that have to stand on its page."""
    height = 0.0
    for row in rows[first:]:
        height += row.height
        if not row.keeps:
            break
    return height


def _draw_foot(painter: QPainter, height: float, title: str, number: str) -> None:
    box = QRectF(0.0, height + 16.0, WIDTH, _FOOTER - 16.0)
    metrics = QFontMetricsF(_FOOT.font)
    shown = metrics.elidedText(title, Qt.TextElideMode.ElideRight, 0.7 * WIDTH)
    _FOOT.draw(painter, box, shown)
    _FOOT.draw(painter, box, number, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
