"""A sheet of pictures, each with the answer and the truth beneath."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots.sample_pictures import SamplePictures
from playground.gui.plots.sample_plot import SamplePlot
from playground.gui.plots.told_samples import ToldSamples

_LEAST_CELL = 62.0
_LINE = 14.0
_MARK = 12.0
_PAD = 3.0
_EXCLUSIVE = ("binary", "multiclass")
_SHORT = 1  # letters of a name
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class SampleGrid(SamplePlot):
    """Pictures or sequences side by side.

    A wrong answer has a cross, a frame, and the truth beneath it.
    """

    @property
    def columns(self) -> int:
        """How many pictures stand in a row."""
        return max(1, int(self.viewport().width() // _LEAST_CELL))

    def cell_size(self) -> tuple[float, float]:
        width = float(self.viewport().width() // self.columns)
        return width, width + _LINE * (1.0 if self._in_one_line() else 2.0) + 4.0

    def picture_box(self, number: int) -> QRectF:
        """Where the picture lies in the viewport, in px."""
        box = self.cell_box(number)
        side = box.width() - 2.0 * _PAD
        return QRectF(box.left() + _PAD, box.top() + _PAD, side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the pictures that can be seen."""
        painter = QPainter(self.viewport())
        for number in self.seen():
            if self.samples is not None and self.pictures is not None:
                self._draw_sample(painter, self.samples, self.pictures, number)

    def _draw_sample(
        self, painter: QPainter, samples: ToldSamples, pictures: SamplePictures, number: int
    ) -> None:
        palette, box = theme.current(), self.picture_box(number)
        wrong = samples.wrong(number)
        pictures.draw(painter, box, samples.row(number))
        if number == self.chosen or wrong:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            chosen = number == self.chosen
            painter.setPen(QPen(QColor(palette.accent if chosen else palette.error), 2.0))
            painter.drawRect(box.adjusted(-1.0, -1.0, 1.0, 1.0))
        painter.setFont(theme.font(theme.TEXT_SMALL))
        x, y = box.left(), box.bottom() + 2.0
        if samples.judged:
            mark = ("close", "error") if wrong else ("step_done", "good")
            icon(*mark).paint(painter, QRectF(x, y + 1.0, _MARK, _MARK).toRect())
            x += _MARK + 1.0
        said, truth = samples.answer_short(number), f"true {samples.truth_words(number)}"
        if wrong and self._in_one_line():
            said = f"{said}, {truth}"
        _draw(painter, QRectF(x, y, box.right() + 2.0 - x, _LINE), said, palette.text)
        if (wrong or not samples.judged) and not self._in_one_line():
            place = QRectF(box.left(), y + _LINE, box.width(), _LINE)
            _draw(painter, place, truth, palette.muted)

    def _in_one_line(self) -> bool:
        """Whether answer and truth are so short that both have room side by side."""
        if self.samples is None or self.samples.answered.signature.task not in _EXCLUSIVE:
            return False
        return all(len(name) <= _SHORT for name in self.samples.dataset.target_names)


def _draw(painter: QPainter, box: QRectF, text: str, ink: str) -> None:
    painter.setPen(QColor(ink))
    metrics = QFontMetricsF(painter.font())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    painter.drawText(box, _LEFT, shown)
