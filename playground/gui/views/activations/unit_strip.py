"""The units of a layer side by side: how much of the gradient passes each, and which are out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.views.activations.landing import ALL_UNITS, Landing
from playground.gui.views.activations.words import share, unit_words

_HEIGHT, _NUMBERS = 42, 14.0
_WIDEST, _GAP = 52.0, 3.0
_LEAST_FOR_TEXT = 26.0
_LEAST_FOR_CAPTION = 130.0
_CAPTION = "mean |f′| by unit: what share of the gradient passes"


@dataclass(frozen=True)
class UnitText:
    """A number that is painted.

    Attributes:
        role: "name" or "passing". unit: whose. text: as it is read. rect: where, in px.
    """

    role: str
    unit: int
    text: str
    rect: QRectF


class UnitStrip(HoverPlot):
    """A bar a unit as high as the mean |f′| there; a cross on what is dead or saturated.

    Left and right go from unit to unit, Home back to all of them.

    Attributes:
        landing: what is drawn; None before the first.

    Signals:
        unit_chosen(number): a unit, or `ALL_UNITS`.
    """

    unit_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.landing: Landing | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Units of the layer: how much of the gradient passes each")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)

    def set_landing(self, landing: Landing | None) -> None:
        """Draw the units of this."""
        self.landing = landing
        if landing is not None:
            unit = landing.unit
            self.setAccessibleDescription(
                "All units" if unit == ALL_UNITS else unit_words(landing, unit)
            )
        self.update()

    def sizeHint(self) -> QSize:
        """Low."""
        return QSize(400, _HEIGHT)

    def cell(self, unit: int) -> QRectF:
        """Where a unit is drawn, in px."""
        assert self.landing is not None
        width = min(_WIDEST, self.width() / max(1, self.landing.layer.n_units))
        gap = _GAP if width > 8.0 else 0.0
        return QRectF(unit * width, 1.0, width - gap, self.height() - 2.0)

    def texts(self) -> list[UnitText]:
        """Every number that is painted."""
        landing = self.landing
        if landing is None or self.cell(0).width() < _LEAST_FOR_TEXT:
            return []
        found = []
        for unit in range(landing.layer.n_units):
            cell = self.cell(unit)
            name = QRectF(cell.left(), cell.bottom() - _NUMBERS, cell.width(), _NUMBERS)
            value = QRectF(cell.left(), cell.top(), cell.width(), _NUMBERS)
            found.append(UnitText("name", unit, str(unit + 1), name))
            passing = share(float(landing.facts.passing[unit]))
            found.append(UnitText("passing", unit, passing, value))
        return found

    def unit_at(self, place: QPointF) -> int:
        """The unit at a place in px; `ALL_UNITS` for none."""
        landing = self.landing
        if landing is None:
            return ALL_UNITS
        width = min(_WIDEST, self.width() / max(1, landing.layer.n_units))
        unit = int(place.x() / width)
        return unit if 0 <= unit < landing.layer.n_units else ALL_UNITS

    def text_at(self, place: QPointF) -> str:
        """How the unit at a place fares."""
        unit = self.unit_at(place)
        if self.landing is None or unit == ALL_UNITS:
            return ""
        return unit_words(self.landing, unit)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the bars, then the numbers."""
        landing = self.landing
        if landing is None:
            return
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        out = landing.facts.n_out == landing.n_numbers
        passing = np.nan_to_num(landing.facts.passing)
        most = max(1.0, float(passing.max(initial=0.0)))
        for unit in range(landing.layer.n_units):
            cell = self.cell(unit)
            is_out = bool(out[unit]) and landing.facts.state is not None
            self._draw_unit(painter, cell, float(passing[unit]) / most, out=is_out)
            if unit == landing.unit:
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(palette.accent), 2.0))
                painter.drawRoundedRect(cell.adjusted(1, 0, -1, 0), 4.0, 4.0)
        self._draw_caption(painter)
        painter.setFont(theme.font(10))
        for text in self.texts():
            is_out = bool(out[text.unit]) and landing.facts.state is not None
            painter.setPen(QColor(palette.error if is_out else palette.text))
            painter.drawText(text.rect, Qt.AlignmentFlag.AlignCenter, text.text)
        if self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 1.0, Qt.PenStyle.DotLine))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))

    def _draw_caption(self, painter: QPainter) -> None:
        """What the bars are, where there is room beside them."""
        assert self.landing is not None
        left = self.cell(self.landing.layer.n_units - 1).right() + 10.0
        if self.width() - left >= _LEAST_FOR_CAPTION:
            painter.setFont(theme.font(theme.TEXT_SMALL))
            painter.setPen(QColor(theme.current().muted))
            box = QRectF(left, 0.0, self.width() - left, float(self.height()))
            flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, flags | Qt.TextFlag.TextWordWrap, _CAPTION)

    def _draw_unit(self, painter: QPainter, cell: QRectF, height: float, *, out: bool) -> None:
        palette = theme.current()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.chip))
        painter.drawRoundedRect(cell, 3.0, 3.0)
        bar = QColor(palette.validation)
        bar.setAlpha(120)
        painter.setBrush(bar)
        full = cell.height() * min(1.0, height)
        painter.drawRoundedRect(
            QRectF(cell.left(), cell.bottom() - full, cell.width(), full), 3.0, 3.0
        )
        if out:
            painter.setPen(QPen(QColor(palette.error), 1.5))
            middle, reach = cell.center(), min(5.0, cell.width() / 3.0)
            for way in (-1.0, 1.0):
                painter.drawLine(
                    QPointF(middle.x() - reach, middle.y() - way * reach),
                    QPointF(middle.x() + reach, middle.y() + way * reach),
                )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a unit; the chosen one again, all of them."""
        if event.button() != Qt.MouseButton.LeftButton or self.landing is None:
            super().mousePressEvent(event)
            return
        unit = self.unit_at(event.position())
        self.unit_chosen.emit(ALL_UNITS if unit == self.landing.unit else unit)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right: the units; Home: all."""
        landing = self.landing
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if landing is None or key not in (*steps, Qt.Key.Key_Home):
            super().keyPressEvent(event)
        elif key == Qt.Key.Key_Home:
            self.unit_chosen.emit(ALL_UNITS)
        else:
            unit = landing.unit + steps[key]
            self.unit_chosen.emit(max(ALL_UNITS, min(unit, landing.layer.n_units - 1)))
