"""A list of samples from near: picture or features, the truth, the answer and the loss."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots import words
from playground.gui.plots.sample_plot import SamplePlot
from playground.gui.plots.told_samples import ToldSamples

ROW = 48.0
_MARK = 16.0
_PICTURE = 40.0
_LOSS = 62.0
_GAP = 6.0
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class SampleList(SamplePlot):
    """One sample a row: right or wrong, its picture, the answer and the truth, and its loss."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._most = 1.0

    def set_samples(self, samples: ToldSamples) -> None:
        """List these; the loss that fills a bar is the largest among them."""
        losses = samples.answered.losses[samples.places]
        self._most = float(losses[np.isfinite(losses)].max(initial=0.0)) or 1.0
        super().set_samples(samples)

    def cell_size(self) -> tuple[float, float]:
        return float(self.viewport().width()), ROW

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that can be seen."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number in self.seen():
            if self.samples is not None:
                self._draw_row(painter, self.samples, number)

    def _draw_row(self, painter: QPainter, samples: ToldSamples, number: int) -> None:
        palette, box = theme.current(), self.cell_box(number)
        if number == self.chosen:
            painter.fillRect(box, QColor(palette.accent_soft))
        painter.fillRect(box.adjusted(0.0, ROW - 1.0, 0.0, 0.0), QColor(palette.card_border))
        x = box.left() + 2.0
        if samples.judged:
            mark = ("close", "error") if samples.wrong(number) else ("step_done", "good")
            square = QRectF(x, box.center().y() - 8.0, _MARK, _MARK).toRect()
            icon(*mark).paint(painter, square)
            x += _MARK + _GAP
        if self.pictures is not None:
            picture = QRectF(x, box.top() + 4.0, _PICTURE, _PICTURE)
            self.pictures.draw(painter, picture, samples.row(number))
            x += _PICTURE + _GAP
        self._draw_loss(painter, box, samples.loss(number))
        width = box.right() - _LOSS - _GAP - x
        self._draw_words(painter, QRectF(x, box.top(), width, ROW), samples, number)

    def _draw_words(
        self, painter: QPainter, box: QRectF, samples: ToldSamples, number: int
    ) -> None:
        palette, heavy = theme.current(), QFont.Weight.Medium
        middle = box.center().y()
        said = f"{samples.answer_words(number)}"
        truth = f"true {samples.truth_words(number)}"
        under = samples.features_words(number)
        line = QRectF(box.left(), middle - 18.0, box.width(), 17.0)
        half = box.width() / 2.0
        taken = min(_advance(said, heavy), max(half, box.width() - _advance(truth) - 8.0))
        _draw(painter, QRectF(line.left(), line.top(), taken, 17.0), said, palette.text, heavy)
        rest = QRectF(line.left() + taken + 8.0, line.top(), box.width() - taken - 8.0, 17.0)
        _draw(painter, rest, truth, palette.text)
        _draw(painter, QRectF(box.left(), middle, box.width(), 16.0), under, palette.muted)

    def _draw_loss(self, painter: QPainter, box: QRectF, loss: float) -> None:
        palette, middle = theme.current(), box.center().y()
        left = box.right() - _LOSS
        painter.setFont(theme.font(theme.TEXT_SMALL))
        painter.setPen(QColor(palette.text))
        text = words.number(loss) if not np.isnan(loss) else "NaN"
        painter.drawText(QRectF(left, middle - 18.0, _LOSS - 4.0, 17.0), _RIGHT, text)
        groove = QRectF(left, middle + 5.0, _LOSS - 4.0, 4.0)
        painter.fillRect(groove, QColor(palette.groove))
        share = min(max(loss / self._most, 0.0), 1.0) if np.isfinite(loss) else 1.0
        groove.setLeft(groove.right() - share * groove.width())
        painter.fillRect(groove, QColor(palette.positive))


def _advance(text: str, weight: QFont.Weight = QFont.Weight.Normal) -> float:
    return QFontMetricsF(theme.font(theme.TEXT_SMALL, weight)).horizontalAdvance(text) + 1.0


def _draw(
    painter: QPainter,
    box: QRectF,
    text: str,
    ink: str,
    weight: QFont.Weight = QFont.Weight.Normal,
) -> None:
    font = theme.font(theme.TEXT_SMALL, weight)
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    painter.drawText(box, _LEFT, shown)
