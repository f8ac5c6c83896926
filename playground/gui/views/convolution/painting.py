"""Draws scenes."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen

from playground.gui import theme
from playground.gui.plots.number_grid import GridPainter, Text
from playground.gui.views.convolution.scene import Piece, Scene

_QUIET = ("operator", "small")


class ScenePainter:
    """Paints scenes; what stays the same of one is not worked out again."""

    def __init__(self) -> None:
        self._grids = GridPainter()

    def draw(self, painter: QPainter, scene: Scene) -> None:
        """Draw all of it."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for piece in scene.pieces:
            self._draw_piece(painter, piece)
        for each in scene.words:
            _draw_word(painter, each)

    def _draw_piece(self, painter: QPainter, piece: Piece) -> None:
        texts = tuple(each for each in piece.texts if each.role not in ("zero", "partial"))
        self._grids.draw_base(painter, piece.grid, texts)
        painter.save()
        painter.setClipRect(piece.grid.box.adjusted(-2.0, -2.0, 2.0, 2.0))
        _draw_texts(painter, piece, "zero", theme.current().disabled)
        _draw_hatched(painter, piece)
        _draw_veiled(painter, piece)
        _draw_texts(painter, piece, "partial", theme.current().accent)
        _draw_marks(painter, piece)
        painter.restore()


def _draw_texts(painter: QPainter, piece: Piece, role: str, colour: str) -> None:
    painter.setFont(theme.font(theme.TEXT_SMALL))
    painter.setPen(QColor(colour))
    for each in piece.texts:
        if each.role == role:
            painter.drawText(each.box, each.align, each.text)


def _draw_hatched(painter: QPainter, piece: Piece) -> None:
    colour = QColor(theme.current().muted)
    colour.setAlphaF(0.35)
    brush = QBrush(colour, Qt.BrushStyle.BDiagPattern)
    for box in piece.hatched:
        painter.fillRect(box, brush)


def _draw_veiled(painter: QPainter, piece: Piece) -> None:
    if not piece.veiled:
        return
    palette = theme.current()
    for box in piece.veiled:
        painter.fillRect(box.toAlignedRect(), QColor(palette.chip))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(palette.card_border), 1.0))
    painter.drawRect(QRectF(piece.grid.box.toAlignedRect()).adjusted(0.5, 0.5, -0.5, -0.5))


def _draw_marks(painter: QPainter, piece: Piece) -> None:
    accent = QColor(theme.current().accent)
    if piece.lit:
        fill = QColor(accent)
        fill.setAlphaF(0.28)
        painter.setBrush(fill)
        painter.setPen(QPen(accent, 1.0))
        painter.drawRects(list(piece.lit))
    if piece.framed:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, 2.0))
        painter.drawRects(list(piece.framed))


def _draw_word(painter: QPainter, word: Text) -> None:
    quiet = word.role in _QUIET
    palette = theme.current()
    sizes = {"operator": theme.TEXT_TITLE, "small": theme.TEXT_SMALL}
    painter.setFont(theme.font(sizes.get(word.role, theme.TEXT_BODY)))
    painter.setPen(QColor(palette.muted if quiet else palette.text))
    painter.drawText(word.box, word.align, word.text)
