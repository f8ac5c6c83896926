"""Softmax, and whatever else looks at a whole row: sliders for the row, bars for what it makes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import diverging
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.sentence import Sentence
from playground.gui.widgets.labelled_slider import LabelledSlider
from playground.network.activations import Activation
from playground.network.activations.bends import RowBend, bend_row

MOST = 12
_START = (2.0, 1.0, 0.0, -1.0)
_LOW, _HIGH, _STEP = -8.0, 8.0, 0.1
_ROW = 22
_NAME = 24


@dataclass(frozen=True)
class RowText:
    """A number that is painted.

    Attributes:
        role: "result" or "slope". index: (i,), or (i, j) of ∂yᵢ/∂xⱼ.
        text: as it is read. rect: where, in px.
    """

    role: str
    index: tuple[int, ...]
    text: str
    rect: QRectF


class RowPicture(HoverPlot):
    """A bar a result, and the table of how each answers to each number of the row.

    Attributes:
        bent: what is drawn; None before the first. texts: every number that is painted.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Results, and how each answers to each number of the row")
        self.bent: RowBend | None = None

    def set_row(self, bent: RowBend) -> None:
        """Draw this."""
        self.bent = bent
        self.setAccessibleDescription(", ".join(words.number(float(y)) for y in bent.y))
        self.update()

    def sizeHint(self) -> QSize:
        """Beside eight sliders."""
        return QSize(240, 8 * _ROW)

    def minimumSizeHint(self) -> QSize:
        """The bars alone."""
        return QSize(150, 3 * _ROW)

    @property
    def _bars(self) -> QRectF:
        """Where the bars are."""
        return QRectF(4.0, 0.0, max(72.0, 0.34 * self.width()), self.height())

    def _cell(self, row: int, column: int) -> QRectF:
        assert self.bent is not None
        left = self._bars.right() + 8.0
        width = min(52.0, (self.width() - left) / len(self.bent.y))
        return QRectF(left + column * width, row * _ROW + 1.0, width - 1.0, _ROW - 2.0)

    @property
    def texts(self) -> list[RowText]:
        if self.bent is None:
            return []
        found = []
        bars = self._bars
        for i, y in enumerate(self.bent.y):
            box = QRectF(bars.left(), i * _ROW, bars.width(), _ROW)
            found.append(RowText("result", (i,), words.number(float(y)), box))
        if self._cell(0, 0).width() >= 30.0:
            for (i, j), slope in np.ndenumerate(self.bent.slopes):
                text = words.coordinate(float(slope), 1.0)
                found.append(RowText("slope", (i, j), text, self._cell(i, j)))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bars, cells and numbers."""
        bent = self.bent
        if bent is None:
            return
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        bars = self._bars
        painter.setPen(Qt.PenStyle.NoPen)
        for i, y in enumerate(bent.y):
            row = QRectF(bars.left(), i * _ROW + 4.0, bars.width(), _ROW - 8.0)
            painter.setBrush(QColor(palette.groove))
            painter.drawRoundedRect(row, 4.0, 4.0)
            row.setWidth(max(1.0, bars.width() * min(1.0, max(0.0, float(y)))))
            painter.setBrush(QColor(palette.accent))
            painter.drawRoundedRect(row, 4.0, 4.0)
        colours = diverging(bent.slopes, -0.25, 0.25, palette.dark)
        for (i, j), _ in np.ndenumerate(bent.slopes):
            painter.fillRect(self._cell(i, j), QColor(*colours[i, j][:3].tolist()))
        for text in self.texts:
            on_bar = text.role == "result"
            painter.setFont(theme.font(theme.TEXT_SMALL if on_bar else 10))
            painter.setPen(QPen(QColor(palette.text)))
            align = Qt.AlignmentFlag.AlignRight if on_bar else Qt.AlignmentFlag.AlignHCenter
            box = text.rect.adjusted(0.0, 0.0, -4.0, 0.0) if on_bar else text.rect
            painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, text.text)

    def text_at(self, place: object) -> str:
        """The slope at a place, in words."""
        bent = self.bent
        if bent is None:
            return ""
        for (i, j), slope in np.ndenumerate(bent.slopes):
            if self._cell(i, j).contains(place):  # type: ignore[call-overload]
                return f"∂y{i + 1}/∂x{j + 1} = {words.number(float(slope))}"
        return ""


class RowPanel(QWidget):
    """Sliders for a row of numbers; beside them what the activation makes of it.

    Attributes:
        sliders: one a number. picture: what is made of them. sample_button: puts in the sums of the
            next real sample. said: what to see in it.

    Signals:
        sample_wanted: the sums of the next sample are wanted.
    """

    sample_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders: list[LabelledSlider] = []
        self.picture = RowPicture()
        self.sample_button = QPushButton("Take the sums of a sample")
        self.sample_button.setToolTip("What this layer gives its activation for one real sample")
        self.sample_button.clicked.connect(self.sample_wanted)
        self.said = Sentence(3)
        self._activation: Activation | None = None
        self._source = ""
        self._column = QVBoxLayout()
        self._right = QVBoxLayout()
        self._right.addWidget(self.picture)
        content = QWidget()
        middle = QHBoxLayout(content)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(theme.SPACE_2)
        for column, stretch in ((self._column, 2), (self._right, 3)):
            column.setSpacing(0)
            column.setAlignment(Qt.AlignmentFlag.AlignTop)
            middle.addLayout(column, stretch)
        scroll = QScrollArea()
        scroll.setWidget(content)
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        content.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_1, 0, theme.SPACE_1, 0)
        rows.setSpacing(theme.SPACE_1)
        heads = QHBoxLayout()
        for text, stretch in (("the row x", 2), ("results y, and ∂yᵢ/∂xⱼ: row i, column j", 3)):
            head = QLabel(text)
            head.setProperty("role", "caption")
            heads.addWidget(head, stretch)
        rows.addLayout(heads)
        rows.addWidget(scroll, 1)
        rows.addWidget(self.said)
        row = QHBoxLayout()
        row.addWidget(self.sample_button)
        row.addStretch(1)
        rows.addLayout(row)
        self.set_row(_START, tuple(f"x{n}" for n in range(1, 1 + len(_START))))

    @property
    def values(self) -> list[float]:
        """The row as the sliders have it."""
        return [float(slider.value) for slider in self.sliders]

    def set_activation(self, activation: Activation) -> None:
        """What is made of the row."""
        self._activation = activation
        self._show()

    def set_row(self, values: Sequence[float], names: Sequence[str], said: str = "") -> None:
        """Put another row in: at most `MOST` numbers of it."""
        values, names = list(values)[:MOST], list(names)[:MOST]
        if len(values) != len(self.sliders):
            self._make(len(values))
        for slider, value, name in zip(self.sliders, values, names, strict=True):
            slider.set_name(name)
            slider.set_value(value)
        self._source = said
        self._show()

    def _make(self, count: int) -> None:
        for slider in self.sliders:
            self._column.removeWidget(slider)
            slider.hide()
            slider.deleteLater()
        self.sliders = []
        for number in range(count):
            slider = LabelledSlider(
                f"x{number + 1}", _LOW, _HIGH, 0.0, step=_STEP, text=_said, name_width=_NAME
            )
            slider.setFixedHeight(_ROW)
            slider.value_changed.connect(partial(self._moved, number))
            self.sliders.append(slider)
            self._column.addWidget(slider)
        self.picture.setFixedHeight(count * _ROW)

    def _moved(self, number: int, value: object) -> None:
        self._source = ""
        self._show()

    def _show(self) -> None:
        if self._activation is None or not self.sliders:
            return
        bent = bend_row(self._activation, np.array(self.values))
        self.picture.set_row(bent)
        best = int(bent.y.argmax())
        own = words.number(float(bent.slopes[best, best]))
        self.said.say(
            f"{self._source}The results share one 1 (their sum is "
            f"{words.number(float(bent.y.sum()))}): raising one number lowers all other results. "
            f"The largest, y{best + 1} = {words.number(float(bent.y[best]))}, answers to its own "
            f"number with {own} = y (1 − y)."
        )


def _said(value: float) -> str:
    return words.number(value)
