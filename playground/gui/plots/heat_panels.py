"""A panel a layer, side by side: its numbers' distribution over time, the shown one at the edge."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QImage,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots.axes import FOOT, Axes, Ticks, left_of
from playground.gui.plots.heat import CELLS, Heat, shades
from playground.gui.plots.layer_lines import draw_cursor, epoch_text, epoch_ticks
from playground.gui.plots.scrolled_plot import ScrolledPlot
from playground.gui.plots.ticks import linear_ticks, log_ticks

_LEAST_WIDTH = 184.0
_HEAD = 18.0
_EDGE = 34.0
_GAP = 12.0
_PX_A_TICK = 26.0


class HeatPanels(ScrolledPlot):
    """Draws `Heat`s; scrolls sideways where there are more than fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Distributions by layer")
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.heats: tuple[Heat, ...] = ()
        self._cursor, self._live = 0.0, True
        self._images: dict[str, tuple[bool, QImage]] = {}

    def show_heats(self, heats: Sequence[Heat], cursor: float, *, live: bool) -> None:
        """Draw these, and a cursor at the shown epoch where that is an earlier one."""
        self.heats, self._cursor, self._live = tuple(heats), cursor, live
        self._images = {}
        self.setAccessibleDescription(", ".join(heat.label for heat in heats))
        self.fit_bars()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """The drawer."""
        return QSize(640, 150)

    def minimumSizeHint(self) -> QSize:
        """A panel."""
        return QSize(220, 96)

    def content_size(self) -> tuple[float, float]:
        return len(self.heats) * self._panel_width() - _GAP, 0.0

    def axes(self, number: int) -> Axes:
        """Where the picture of a panel lies in the viewport."""
        heat = self.heats[number]
        left = number * self._panel_width() - self.offset.x()
        margin = left_of(self._up_ticks(heat))
        width = self._panel_width() - _GAP - margin - _EDGE
        box = QRectF(left + margin, _HEAD, width, self._height())
        edges = heat.grid.edges
        return Axes(box, heat.x_range, (float(edges[0]), float(edges[-1])))

    def edge_box(self, number: int) -> QRectF:
        """Where the shown distribution of a panel lies."""
        box = self.axes(number).box
        return QRectF(box.right() + 3.0, box.top(), _EDGE - 4.0, box.height())

    def bin_box(self, number: int, column: int, row: int) -> QRectF:
        """Where a bin of a moment is drawn, in px."""
        axes, heat = self.axes(number), self.heats[number]
        ends = np.append(heat.x, heat.x_range[1])
        left, right = axes.x(float(ends[column])), axes.x(float(ends[column + 1]))
        height = axes.box.height() / heat.grid.n
        return QRectF(left, axes.box.bottom() - (row + 1) * height, right - left, height)

    def text_at(self, place: QPointF) -> str:
        for number, heat in enumerate(self.heats):
            axes = self.axes(number)
            over = axes.box.contains(place)
            row = int((axes.box.bottom() - place.y()) / axes.box.height() * heat.grid.n)
            row = min(max(row, 0), heat.grid.n - 1)
            column = heat.column_at(axes.x_value(place.x())) if over else heat.now
            if (over or self.edge_box(number).contains(place)) and column >= 0:
                return heat.said(column, row)
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the panels that can be seen."""
        painter = QPainter(self.viewport())
        view = QRectF(self.viewport().rect())
        for number, heat in enumerate(self.heats):
            axes = self.axes(number)
            whole = QRectF(number * self._panel_width() - self.offset.x(), 0.0, 1.0, view.height())
            whole.setWidth(self._panel_width())
            if not whole.intersects(view):
                continue
            self._draw_title(painter, whole, axes, heat)
            self._draw_picture(painter, axes, heat)
            self._draw_edge(painter, number, heat)
            painter.save()
            painter.translate(whole.left(), 0.0)
            moved = Axes(axes.box.translated(-whole.left(), 0.0), axes.x_range, axes.y_range)
            name = "amount (log)" if heat.log else "value"
            moved.draw_left(painter, self._up_ticks(heat), name, lines=False)
            ticks = epoch_ticks(heat.x, axes.x_range, axes.box.width())
            moved.draw_bottom(painter, ticks, "epoch")
            painter.restore()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self.viewport().update()

    def _height(self) -> float:
        return max(self.viewport().height() - _HEAD - FOOT, 16.0)

    def _panel_width(self) -> float:
        count = max(1, len(self.heats))
        return max((self.viewport().width() + _GAP) / count, _LEAST_WIDTH)

    def _up_ticks(self, heat: Heat) -> Ticks:
        most = max(2, int(self._height() / _PX_A_TICK))
        low, high = float(heat.grid.edges[0]), float(heat.grid.edges[-1])
        make = log_ticks if heat.log else linear_ticks
        found: Ticks = make(low, high, most)
        # One number says nothing of the scale.
        return found if len(found) > 1 else make(low, high, 2 * most)

    def _image(self, heat: Heat) -> QImage:
        dark = theme.current().dark
        known = self._images.get(heat.layer)
        if known is None or known[0] is not dark:
            pixels = shades(dark)[heat.pixels]
            form = QImage.Format.Format_RGB32
            image = QImage(pixels.data, CELLS, heat.grid.n, 4 * CELLS, form).copy()
            known = self._images[heat.layer] = dark, image
        return known[1]

    def _draw_picture(self, painter: QPainter, axes: Axes, heat: Heat) -> None:
        palette = theme.current()
        painter.drawImage(axes.box, self._image(heat))
        if axes.y_range[0] < 0.0 < axes.y_range[1] and not heat.log:
            painter.setPen(QColor(palette.card_border))
            y = axes.y(0.0)
            painter.drawLine(QLineF(axes.box.left() - 3.0, y, axes.box.left(), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(palette.card_border))
        painter.drawRect(axes.box)
        draw_cursor(painter, axes, self._cursor, live=self._live)
        if heat.now >= 0 and heat.lost[heat.now]:
            self._draw_lost(painter, axes, heat)

    def _draw_lost(self, painter: QPainter, axes: Axes, heat: Heat) -> None:
        """How many numbers have no place in the picture, over it."""
        text = f"{heat.lost[heat.now]:,} of {heat.sizes[heat.now]:,} not finite"
        font = theme.font(theme.TEXT_SMALL)
        width = QFontMetricsF(font).horizontalAdvance(text) + 8.0
        box = QRectF(axes.box.left() + 2.0, axes.box.top() + 2.0, width, 16.0)
        painter.fillRect(box, QColor(theme.current().card))
        painter.setFont(font)
        painter.setPen(QColor(theme.current().error))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)

    def _draw_edge(self, painter: QPainter, number: int, heat: Heat) -> None:
        """The shown distribution, lying on its side, and which moment's it is."""
        box, palette = self.edge_box(number), theme.current()
        painter.setPen(QColor(palette.muted))
        painter.setFont(theme.font(theme.TEXT_SMALL))
        foot = QRectF(box.left(), box.bottom() + 3.0, _EDGE - 2.0, FOOT - 3.0)
        said = "now" if self._live else epoch_text(self._cursor)
        align = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(foot, align, said)
        painter.setPen(QColor(palette.card_border))
        painter.drawLine(QLineF(box.topLeft(), box.bottomLeft()))
        counts = heat.counts[heat.now] if heat.now >= 0 else np.zeros(1, np.int64)
        most = int(counts.max(initial=0))
        if most == 0:
            return
        height = box.height() / len(counts)
        points = [box.bottomLeft()]
        for row, count in enumerate((counts / most * box.width()).tolist()):
            y = box.bottom() - row * height
            points += [QPointF(box.left() + count, y), QPointF(box.left() + count, y - height)]
        points.append(box.topLeft())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.negative))
        painter.drawPolygon(QPolygonF(points))

    def _draw_title(self, painter: QPainter, whole: QRectF, axes: Axes, heat: Heat) -> None:
        palette = theme.current()
        column = heat.now if heat.now >= 0 else len(heat.x) - 1
        name = f"{heat.label} ({heat.note})" if heat.note else heat.label
        font, small = theme.font(12, QFont.Weight.DemiBold), theme.font(theme.TEXT_SMALL)
        metrics = QFontMetricsF(small)
        count = f"{heat.sizes[column]:,} {heat.kind}"
        free = whole.width() - _GAP - 16.0 - QFontMetricsF(font).horizontalAdvance(name)
        if metrics.horizontalAdvance(count) > free:
            count = f"{heat.sizes[column]:,}"
        width = metrics.horizontalAdvance(count)
        right = axes.box.right() + _EDGE
        row = QRectF(whole.left() + 4.0, 0.0, right - whole.left() - 4.0, _HEAD - 2.0)
        painter.setFont(small)
        painter.setPen(QColor(palette.muted))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(row, Qt.AlignmentFlag.AlignRight | middle, count)
        room = row.adjusted(0.0, 0.0, -width - 8.0, 0.0)
        shown = QFontMetricsF(font).elidedText(name, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(font)
        painter.setPen(QColor(palette.text))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, shown)
