"""What a network answers to one sample, as bars."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.data.dataset import Task
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import class_colour
from playground.gui.plots.hover_plot import HoverPlot

_LEAST_ROW, _MOST_ROW = 14.0, 26.0
_MOST_NAME_SHARE = 0.45
_GAP = 6.0


@dataclass(frozen=True, eq=False)
class Answer:
    """The answer to one sample.

    Attributes:
        task: what the numbers mean.
        names: of classes, labels or targets.
        values: (K,) the probability of each, or the value; more or less than 0 to 1 where the head
            has no probabilities.
        chosen: (K,) which of them the head decides for; of amounts, none.
        low, high: (K,) where the bars begin and end.
    """

    task: Task
    names: tuple[str, ...]
    values: NDArray[np.float64]
    chosen: NDArray[np.bool_]
    low: NDArray[np.float64]
    high: NDArray[np.float64]

    def said(self, number: int, *, whole: bool = False) -> str:
        """One value: "93%", or an amount as it is; `whole` for whole per cent only."""
        value = float(self.values[number])
        if self.task == "regression" or not 0.0 <= value <= 1.0:
            return words.number(value)
        return f"{100.0 * value:.0f}%" if whole else words.percent(value)


class AnswerBars(HoverPlot):
    """A row for each class, label or target; of more than there is room for, the strongest.

    Attributes:
        answer: what is drawn; None for nothing.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answer: Answer | None = None
        self.set_answer(None)

    def set_answer(self, answer: Answer | None) -> None:
        """Draw this."""
        self.answer = answer
        said = "" if answer is None else self._whole(answer)
        self.setAccessibleName(f"What the network answers: {said or 'nothing yet'}")
        self.update()

    def sizeHint(self) -> QSize:
        """Beside a pad."""
        return QSize(130, 160)

    def minimumSizeHint(self) -> QSize:
        """Names, short bars and numbers."""
        return QSize(104, 3 * int(_LEAST_ROW))

    def rows(self) -> list[tuple[int, QRectF]]:
        """Which of the answers are drawn, and where."""
        if self.answer is None:
            return []
        count = len(self.answer.values)
        room = max(1, int(self.height() / _LEAST_ROW))
        shown = np.arange(count)
        if count > room:
            strongest = np.argsort(-np.nan_to_num(self.answer.values), kind="stable")
            shown = strongest[: max(1, room - 1)]
        lines = len(shown) + (count > room)
        height = min(self.height() / lines, _MOST_ROW)
        return [
            (int(number), QRectF(0.0, line * height, float(self.width()), height))
            for line, number in enumerate(shown)
        ]

    def bar_of(self, number: int) -> QRectF:
        """The bar of one answer that is drawn, in px."""
        box = dict(self.rows())[number]
        return self._bar(box, self._share(number))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars and numbers."""
        if self.answer is None:
            return
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows = self.rows()
        for number, box in rows:
            self._draw_row(painter, number, box)
        left = len(self.answer.values) - len(rows)
        if left:
            painter.setFont(theme.font(theme.TEXT_SMALL))
            painter.setPen(QColor(palette.muted))
            below = rows[-1][1].translated(0.0, rows[-1][1].height())
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(below, flags, f"and {left:,} more, all less")

    def text_at(self, place: QPointF) -> str:
        """A row in full."""
        for number, box in self.rows():
            if box.contains(place) and self.answer is not None:
                return f"{self.answer.names[number]}: {self.answer.said(number)}"
        return ""

    def _whole(self, answer: Answer) -> str:
        best = np.argsort(-np.nan_to_num(answer.values), kind="stable")[:3]
        return ", ".join(f"{answer.names[number]} {answer.said(int(number))}" for number in best)

    def _share(self, number: int) -> float:
        assert self.answer is not None
        low, high = float(self.answer.low[number]), float(self.answer.high[number])
        value = float(self.answer.values[number])
        if not np.isfinite(value) or high <= low:
            return 0.0
        return float(np.clip((value - low) / (high - low), 0.0, 1.0))

    def _name_width(self) -> float:
        assert self.answer is not None
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL, QFont.Weight.DemiBold))
        widest = max((metrics.horizontalAdvance(name) for name in self.answer.names), default=0.0)
        return float(min(widest + 1.0, _MOST_NAME_SHARE * self.width()))

    def _number_width(self) -> float:
        assert self.answer is not None
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL, QFont.Weight.DemiBold))
        said = [self.answer.said(number, whole=True) for number in range(len(self.answer.values))]
        if self.answer.task != "regression":
            said.append("100%")
        return max(map(metrics.horizontalAdvance, said)) + 1.0

    def _bar(self, box: QRectF, share: float) -> QRectF:
        left = self._name_width() + _GAP
        room = max(box.width() - left - _GAP - self._number_width(), 4.0)
        height = min(box.height() - 4.0, 12.0)
        return QRectF(left, box.center().y() - height / 2.0, room * share, height)

    def _draw_row(self, painter: QPainter, number: int, box: QRectF) -> None:
        answer, palette = self.answer, theme.current()
        assert answer is not None
        chosen = bool(answer.chosen[number])
        weight = QFont.Weight.DemiBold if chosen else QFont.Weight.Normal
        font = theme.font(theme.TEXT_SMALL, weight)
        painter.setFont(font)
        painter.setPen(QColor(palette.text if chosen else palette.muted))
        width = self._name_width()
        name = QFontMetricsF(font).elidedText(
            answer.names[number], Qt.TextElideMode.ElideRight, width + 0.5
        )
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(
            QRectF(0.0, box.top(), width + 1.0, box.height()),
            Qt.AlignmentFlag.AlignLeft | middle,
            name,
        )
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, answer.said(number, whole=True))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.groove))
        painter.drawRoundedRect(self._bar(box, 1.0), 2.0, 2.0)
        colour = palette.accent
        if answer.task != "regression":
            colour = QColor(*class_colour(answer.task, number)).name()
        painter.setBrush(QColor(colour))
        bar = self._bar(box, self._share(number))
        if bar.width() > 0.0:
            painter.drawRoundedRect(bar, 2.0, 2.0)
