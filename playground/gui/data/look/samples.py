"""Some samples of each class, as pictures, curves, words or rows."""

from __future__ import annotations

from math import ceil

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from playground.data.dataset import Dataset
from playground.data.prepare import Prepared
from playground.data.tables.table import Table, Words
from playground.gui import theme
from playground.gui.data.look.plots import LookPlot
from playground.gui.plots import words
from playground.gui.plots.sample_pictures import SamplePictures

_TITLE, _GAP, _LINE = 22.0, 14.0, 18.0
_PICTURE = 64.0
_MOST_LINES = 6
_MOST_CELLS = 8


class SamplesPlot(LookPlot):
    """A heading a class, and its samples beneath.

    Attributes:
        groups: names and the rows of each.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Samples of each class", parent)
        self.groups: list[tuple[str, NDArray[np.int64]]] = []
        self._prepared: Prepared | None = None
        self._pictures: SamplePictures | None = None

    def show_samples(self, prepared: Prepared, groups: list[tuple[str, NDArray[np.int64]]]) -> None:
        """Draw these rows of some data."""
        self.groups, self._prepared = groups, prepared
        pictured = len(prepared.dataset.feature_shape) > 1
        self._pictures = SamplePictures(prepared.dataset) if pictured else None
        self.setMinimumHeight(int(sum(self._high(len(rows)) for _, rows in groups)))
        self.update()

    def _columns(self) -> int:
        return max(1, int((self.width() + 6.0) // (_PICTURE + 6.0)))

    def _high(self, count: int) -> float:
        """How high a class is, in px."""
        if self._pictures is None:
            return _TITLE + _LINE * max(1, min(count, _MOST_LINES)) + _GAP
        lines = min(2, ceil(max(1, count) / self._columns()))
        return _TITLE + lines * (_PICTURE + 6.0) + _GAP

    def places(self) -> list[tuple[QRectF, int]]:
        """Where each sample lies, and its row."""
        found, y = [], 0.0
        for _, rows in self.groups:
            top = y + _TITLE
            columns = self._columns()
            for number, row in enumerate(rows.tolist()):
                if self._pictures is None:
                    if number >= _MOST_LINES:
                        break
                    box = QRectF(0, top + number * _LINE, self.width(), _LINE)
                else:
                    if number >= 2 * columns:
                        break
                    x, line = (number % columns) * (_PICTURE + 6.0), number // columns
                    box = QRectF(x, top + line * (_PICTURE + 6.0), _PICTURE, _PICTURE)
                found.append((box, row))
            y += self._high(len(rows))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        prepared, palette = self._prepared, theme.current()
        if prepared is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        y = 0.0
        for name, rows in self.groups:
            painter.setFont(theme.font(theme.TEXT_BODY))
            painter.setPen(QColor(palette.text))
            painter.drawText(QPointF(0, y + 15.0), name)
            if not len(rows):
                painter.setPen(QColor(palette.muted))
                painter.drawText(QPointF(0, y + _TITLE + 13.0), "none to train on")
            y += self._high(len(rows))
        painter.setFont(theme.font(theme.TEXT_SMALL))
        metrics = QFontMetricsF(painter.font())
        for box, row in self.places():
            if self._pictures is not None:
                self._pictures.draw(painter, box, row)
                continue
            painter.setPen(QColor(palette.muted))
            text = metrics.elidedText(told(prepared, row), Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)

    def text_at(self, place: QPointF) -> str:
        if self._prepared is None:
            return ""
        for box, row in self.places():
            if box.contains(place):
                return f"sample {row + 1:,}"
        return ""


def told(prepared: Prepared, row: int) -> str:
    """A sample in words: "age 31, town Ulm, income 2,310"."""
    if prepared.table is not None and len(prepared.table) == len(prepared.dataset.features):
        return _row_of(prepared.table, row)
    return _features_of(prepared.dataset, row)


def _row_of(table: Table, row: int) -> str:
    parts = []
    for column in table.columns[: _MOST_CELLS + 1]:
        if column.kind == "picture":
            continue
        if isinstance(column.values, Words):
            code = int(column.values.codes[row])
            said = column.values.distinct[code] if code >= 0 else "–"
            parts.append(said if column.kind == "text" else f"{column.name} {said}")
        else:
            value = float(column.numbers[row])
            parts.append(f"{column.name} {'–' if np.isnan(value) else words.number(value)}")
    more = ", …" if len(table.columns) > _MOST_CELLS + 1 else ""
    return ", ".join(parts) + more


def _features_of(dataset: Dataset, row: int) -> str:
    values = dataset.features[row].tolist()
    if dataset.vocabulary:
        known = [
            dataset.vocabulary[int(v)] for v in values if 0 <= int(v) < len(dataset.vocabulary)
        ]
        return " ".join(word for word in known if word != dataset.vocabulary[0])
    shown = [
        f"{name} {words.number(value)}"
        for name, value in zip(dataset.feature_names, values, strict=True)
    ]
    return ", ".join(shown[:_MOST_CELLS]) + (", …" if len(shown) > _MOST_CELLS else "")
