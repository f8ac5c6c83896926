"""The network as a strip: where in it the current instruction is, and which way it goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)

from playground.engine.graph import Phase
from playground.gui import theme
from playground.gui.plots.hover_plot import HoverPlot

_HEIGHT = 30.0
_BOX = 22.0
_GAP = 16.0
# Room for an arrow before the first layer and behind the last.
_END = 14.0
_LEAST, _MOST = 34.0, 112.0
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Stop:
    """A layer in the strip.

    Attributes:
        identity: its id. text: its name as it fits. box: where it stands.
        current: whether the current instruction is its. done: whether the pass has been there.
    """

    identity: str
    text: str
    box: QRectF
    current: bool
    done: bool


class NetworkStrip(HoverPlot):
    """The layers in order, the present one marked, with an arrow for the direction.

    Attributes:
        stops: what is drawn. phase: of the current instruction, or None before the first.

    Signals:
        layer_chosen(str): a layer was clicked.
    """

    layer_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Where in the network")
        self.setFixedHeight(round(_HEIGHT))
        self.stops: tuple[Stop, ...] = ()
        self.phase: Phase | None = None
        self._layers: tuple[str, ...] = ()
        self._current, self._done = "", frozenset[str]()

    def set_layers(self, layers: Sequence[str]) -> None:
        """Show these, from the input to the head."""
        self._layers = tuple(layers)
        self._lay_out()

    def show_place(self, current: str, phase: Phase | None, done: frozenset[str]) -> None:
        """Mark a layer; `done` are those that the phase has been through."""
        self._current, self.phase, self._done = current, phase, done
        if phase is None:
            words = "Before the first instruction"
        else:
            words = f"{phase.value} in {current}" if current else f"{phase.value}"
        self.setAccessibleDescription(words)
        self._lay_out()

    def sizeHint(self) -> QSize:
        """A line across the view."""
        return QSize(420, round(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """A few marks."""
        return QSize(120, round(_HEIGHT))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The boxes share the width."""
        super().resizeEvent(event)
        self._lay_out()

    def text_at(self, place: QPointF) -> str:
        stop = self._stop_at(place)
        return "" if stop is None else f"{stop.identity}: click to see it on the canvas"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose a layer."""
        stop = self._stop_at(event.position())
        if stop is not None and event.button() == Qt.MouseButton.LeftButton:
            self.layer_chosen.emit(stop.identity)

    def _stop_at(self, place: QPointF) -> Stop | None:
        return next((stop for stop in self.stops if stop.box.contains(place)), None)

    def _lay_out(self) -> None:
        count = len(self._layers)
        found = []
        if count:
            room = (self.width() - 2.0 * _END - (count - 1) * _GAP) / count
            width, gap = min(room, _MOST), _GAP
            if width < _LEAST:
                # Too many for names: marks beside one another.
                gap = 3.0
                width = max(2.0, (self.width() - 2.0 * _END - (count - 1) * gap) / count)
            top = (_HEIGHT - _BOX) / 2.0
            for place, layer in enumerate(self._layers):
                box = QRectF(_END + place * (width + gap), top, width, _BOX)
                text = ""
                if width >= _LEAST:
                    font = theme.TEXT_SMALL
                    text = layer
                    while text and theme.text_width(text, font) > width - 8.0:
                        text = text[:-2] + "…" if len(text) > 2 else ""
                current, done = layer == self._current, layer in self._done
                found.append(Stop(layer, text, box, current, done))
        self.stops = tuple(found)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw boxes, the wires between them, and the direction."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        for before, after in zip(self.stops, self.stops[1:], strict=False):
            painter.setPen(QPen(QColor(palette.disabled), 1.2))
            y = before.box.center().y()
            painter.drawLine(QLineF(before.box.right(), y, after.box.left(), y))
        for stop in self.stops:
            self._draw(painter, stop)

    def _draw(self, painter: QPainter, stop: Stop) -> None:
        palette = theme.current()
        fill = palette.accent if stop.current else palette.accent_soft
        painter.setBrush(QColor(fill if stop.current or stop.done else palette.card))
        edge = palette.accent if stop.current or stop.done else palette.card_border
        painter.setPen(QPen(QColor(edge), 1.0))
        painter.drawRoundedRect(stop.box, 6.0, 6.0)
        weight = QFont.Weight.DemiBold if stop.current else QFont.Weight.Normal
        painter.setFont(theme.font(theme.TEXT_SMALL, weight))
        painter.setPen(QColor(palette.on_accent if stop.current else palette.text))
        painter.drawText(stop.box, _CENTRE, stop.text)
        if stop.current and self.phase is not None and self.phase is not Phase.UPDATE:
            self._draw_arrow(painter, stop.box, backward=self.phase is Phase.BACKWARD)

    def _draw_arrow(self, painter: QPainter, box: QRectF, *, backward: bool) -> None:
        sign = -1.0 if backward else 1.0
        tip = QPointF((box.left() if backward else box.right()) + sign * 12.0, box.center().y())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().accent))
        wing = [QPointF(-8.0 * sign, -5.0), QPointF(-8.0 * sign, 5.0)]
        painter.drawPolygon(QPolygonF([tip, *(tip + each for each in wing)]))
