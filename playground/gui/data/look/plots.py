"""The drawings: spreads, correlations, clouds of points, counts of sides."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from playground.data.dataset import Task
from playground.data.looking import SIDES, Correlations, Spread
from playground.gui import theme
from playground.gui.data.look.work import Cloud
from playground.gui.plots import words
from playground.gui.plots.colours import class_colour, diverging_lut, value_colour
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.save_menu import SaveMenu
from playground.gui.plots.wide_area import wide_area

_DOT = 2.6
_NEAR_PX = 8.0
_ROW = 22.0
_MOST_NAME = 150.0


class LookPlot(HoverPlot):
    """A drawing of data, with the right-click menu of every plot."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.save_menu = SaveMenu(self, name)
        self.setAccessibleName(name)

    def sizeHint(self) -> QSize:
        return QSize(480, 360)

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 120)

    def say(self, painter: QPainter, text: str) -> None:
        """A sentence where there is nothing to draw."""
        painter.setPen(QColor(theme.current().muted))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(self.rect().adjusted(24, 24, -24, -24), flags, text)


def class_ink(task: Task, number: int) -> QColor:
    """The colour of a class; of a sample without any label a grey."""
    return QColor(*class_colour(task, number)) if number >= 0 else QColor("#8c929a")


class SpreadPlot(LookPlot):
    """Bars of one column, the classes on top of one another.

    Attributes:
        name, spread: what is drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Spread of a column", parent)
        self.name = ""
        self.spread: Spread | None = None
        self._task: Task = "regression"
        self._classes: tuple[str, ...] = ()

    def show_spread(self, name: str, spread: Spread, task: Task, classes: tuple[str, ...]) -> None:
        """Draw these bars; `classes` are the names of their parts."""
        self.name, self.spread, self._task, self._classes = name, spread, task, classes
        self.update()

    def _area(self) -> PlotArea:
        spread = self.spread
        assert spread is not None
        most = max(1.0, float(spread.counts.sum(axis=0).max(initial=0)))
        if spread.edges is None:
            extent = (0.0, float(max(1, len(spread.words))), 0.0, 1.06 * most)
        else:
            extent = (float(spread.edges[0]), float(spread.edges[-1]), 0.0, 1.06 * most)
        return wide_area(self.width(), self.height(), extent, (self.name, "rows"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        spread, palette = self.spread, theme.current()
        if spread is None:
            return
        if not spread.counts.sum():
            self.say(painter, "Nothing is in this column.")
            return
        if spread.edges is None:
            self._draw_words(painter, spread)
            return
        area = self._area()
        painter.fillRect(area.box, QColor(palette.card))
        foot = np.zeros(spread.counts.shape[1])
        for number, counts in enumerate(spread.counts):
            colour = self._ink(number)
            painter.setPen(QPen(QColor(palette.card), 0.8))
            painter.setBrush(colour)
            for bar in np.flatnonzero(counts).tolist():
                left, right = float(spread.edges[bar]), float(spread.edges[bar + 1])
                low, high = float(foot[bar]), float(foot[bar] + counts[bar])
                painter.drawRect(area.rect_of((left, right, low, high)))
            foot += counts
        area.draw_frame(painter, palette.panel)
        area.draw_axes(painter)

    def _ink(self, number: int) -> QColor:
        return class_ink(self._task, number) if self._classes else QColor(theme.current().accent)

    def _rows(self, spread: Spread) -> tuple[float, float]:
        """Where bars of words begin, and how high each is, in px."""
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        widest = max(metrics.horizontalAdvance(word) for word in spread.words)
        return min(widest, _MOST_NAME) + 12.0, min(_ROW, self.height() / len(spread.words))

    def _draw_words(self, painter: QPainter, spread: Spread) -> None:
        left, high = self._rows(spread)
        palette = theme.current()
        painter.setFont(theme.font(theme.TEXT_SMALL))
        metrics = QFontMetricsF(painter.font())
        room = self.width() - left - 60.0
        most = float(spread.counts.sum(axis=0).max())
        for row, word in enumerate(spread.words):
            y = row * high
            shown = metrics.elidedText(word, Qt.TextElideMode.ElideRight, left - 10.0)
            painter.setPen(QColor(palette.text))
            name = QRectF(0, y, left - 8.0, high)
            painter.drawText(
                name, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown
            )
            x = left
            painter.setPen(Qt.PenStyle.NoPen)
            for number, counts in enumerate(spread.counts):
                width = float(counts[row]) / most * room
                painter.setBrush(self._ink(number))
                painter.drawRect(QRectF(x, y + 2.0, width, high - 4.0))
                x += width
            painter.setPen(QColor(palette.muted))
            total = QRectF(x + 6.0, y, 60.0, high)
            painter.drawText(
                total, Qt.AlignmentFlag.AlignVCenter, f"{int(spread.counts[:, row].sum()):,}"
            )

    def text_at(self, place: QPointF) -> str:
        spread = self.spread
        if spread is None or not spread.counts.sum():
            return ""
        if spread.edges is None:
            _, high = self._rows(spread)
            bar = int(place.y() // high)
            if not 0 <= bar < len(spread.words):
                return ""
            head = spread.words[bar]
        else:
            area = self._area()
            if not area.box.contains(place):
                return ""
            x = area.to_data(place)[0]
            last = len(spread.edges) - 2
            bar = int(np.clip(np.searchsorted(spread.edges, x, side="right") - 1, 0, last))
            low, high_ = (words.number(float(v)) for v in spread.edges[bar : bar + 2])
            head = f"from {low} to {high_}"
        lines = [head]
        for number, counts in enumerate(spread.counts):
            of = f" of {self._classes[number]}" if self._classes else " rows"
            if counts[bar] or not self._classes:
                lines.append(f"{int(counts[bar]):,}{of}")
        return "\n".join(lines[:12])


class CorrelationPlot(LookPlot):
    """Every two columns in a square of squares, blue to orange.

    Attributes:
        found: what is drawn.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Correlations", parent)
        self.found: Correlations | None = None

    def show_correlations(self, found: Correlations) -> None:
        """Draw these."""
        self.found = found
        self.update()

    def cells(self) -> tuple[QRectF, float]:
        """The square, and the side of a cell, in px."""
        assert self.found is not None
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        names = self.found.names
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
        left = min(widest, _MOST_NAME) + 10.0
        side = min(self.width() - left - 8.0, self.height() - 12.0)
        cell = max(2.0, min(float(np.floor(side / max(1, len(names)))), 56.0))
        return QRectF(left, 4.0, cell * len(names), cell * len(names)), cell

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        found, palette = self.found, theme.current()
        if found is None:
            return
        if len(found.names) < 2:
            self.say(painter, "There are not two columns of numbers to compare.")
            return
        box, cell = self.cells()
        painter.setFont(theme.font(theme.TEXT_SMALL))
        metrics = QFontMetricsF(painter.font())
        lut = diverging_lut(palette.dark)
        for row, name in enumerate(found.names):
            if cell >= metrics.height() - 2.0:
                painter.setPen(QColor(palette.text))
                shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, box.left() - 8.0)
                where = QRectF(0, box.top() + row * cell, box.left() - 6.0, cell)
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(where, flags, shown)
            for column in range(len(found.names)):
                value = float(found.values[row, column])
                where = QRectF(box.left() + column * cell, box.top() + row * cell, cell, cell)
                colour = QColor(palette.chip)
                if np.isfinite(value):
                    colour = QColor(*lut[round(127.5 * (value + 1.0))][:3].tolist())
                painter.fillRect(where.adjusted(0.5, 0.5, -0.5, -0.5), colour)
                if cell >= 32.0 and np.isfinite(value):
                    painter.setPen(QColor(palette.text))
                    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, _signed(value))

    def pair_at(self, place: QPointF) -> tuple[str, str] | None:
        """The two columns whose cell is there."""
        if self.found is None or len(self.found.names) < 2:
            return None
        box, cell = self.cells()
        if not box.contains(place):
            return None
        column, row = ((place - box.topLeft()) / cell).toTuple()
        last = len(self.found.names) - 1
        return self.found.names[min(int(row), last)], self.found.names[min(int(column), last)]

    def text_at(self, place: QPointF) -> str:
        pair = self.pair_at(place)
        if pair is None or self.found is None:
            return ""
        row, column = (self.found.names.index(name) for name in pair)
        value = float(self.found.values[row, column])
        said = _signed(value) if np.isfinite(value) else "one of them does not vary"
        return f"{pair[0]} and {pair[1]}\ncorrelation {said}"


class CloudPlot(LookPlot):
    """Samples as points, in the colours of their targets.

    Attributes:
        cloud: what is drawn.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.cloud: Cloud | None = None
        self._classes: tuple[str, ...] = ()
        self._picture: QPixmap | None = None
        self._drawn_in = ""  # the theme

    def show_cloud(self, cloud: Cloud, classes: tuple[str, ...]) -> None:
        """Draw these points."""
        self.cloud, self._classes = cloud, classes
        self._picture = None
        self.update()

    def area(self) -> PlotArea:
        """The axes."""
        cloud = self.cloud
        assert cloud is not None
        ends = []
        for column in range(2):
            values = cloud.places[:, column]
            low, high = float(values.min(initial=np.inf)), float(values.max(initial=-np.inf))
            if not low <= high:
                low, high = 0.0, 1.0
            margin = 0.05 * (high - low) or 0.5
            ends += [low - margin, high + margin]
        return wide_area(
            self.width(), self.height(), (ends[0], ends[1], ends[2], ends[3]), cloud.names
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The points are drawn anew."""
        self._picture = None
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        cloud, palette = self.cloud, theme.current()
        if cloud is None:
            return
        if not len(cloud.places):
            self.say(painter, cloud.note or "There is nothing to draw.")
            return
        area = self.area()
        if self._picture is None or self._drawn_in != palette.name:
            self._drawn_in = palette.name
            ratio = self.devicePixelRatioF()
            self._picture = QPixmap(self.size() * ratio)
            self._picture.setDevicePixelRatio(ratio)
            self._picture.fill(Qt.GlobalColor.transparent)
            inner = QPainter(self._picture)
            inner.setRenderHint(QPainter.RenderHint.Antialiasing)
            inner.fillRect(area.box, QColor(palette.card))
            inner.setClipRect(area.box)
            inner.setPen(QPen(QColor(255, 255, 255, 150), 0.5))
            spots = area.to_pixels(cloud.places)
            for (x, y), value in zip(spots.tolist(), cloud.colours.tolist(), strict=True):
                inner.setBrush(self._ink(value))
                inner.drawEllipse(QPointF(x, y), _DOT, _DOT)
            inner.setClipping(False)
            area.draw_frame(inner, palette.panel)
            area.draw_axes(inner)
            inner.end()
        painter.drawPixmap(0, 0, self._picture)

    def _ink(self, value: float) -> QColor:
        cloud = self.cloud
        assert cloud is not None
        if cloud.task == "regression":
            return QColor(
                *value_colour(min(max(value, cloud.low), cloud.high), cloud.low, cloud.high)
            )
        return class_ink(cloud.task, int(value))

    def text_at(self, place: QPointF) -> str:
        cloud = self.cloud
        if cloud is None or not len(cloud.places):
            return ""
        spots = self.area().to_pixels(cloud.places)
        away = np.hypot(spots[:, 0] - place.x(), spots[:, 1] - place.y())
        nearest = int(away.argmin())
        if away[nearest] > _NEAR_PX:
            return ""
        lines = [f"sample {int(cloud.rows[nearest]) + 1:,}"]
        for column in range(2):
            value, known = float(cloud.places[nearest, column]), cloud.words[column]
            said = words.number(value)
            if known and 0 <= int(value) < len(known):
                said = known[int(value)]
            lines.append(f"{cloud.names[column]}: {said}")
        target = float(cloud.colours[nearest])
        if cloud.task == "regression":
            lines.append(f"target: {words.number(target)}")
        elif self._classes and target >= 0:
            lines.append(self._classes[int(target)])
        return "\n".join(lines)


class SidesPlot(LookPlot):
    """How many samples each class has, before the split and on each side of it.

    Attributes:
        names, counts: what is drawn; see `looking.side_counts`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Class counts before and after the split", parent)
        self.names: tuple[str, ...] = ()
        self.counts = np.zeros((4, 0), np.int64)

    def show_sides(self, names: tuple[str, ...], counts: np.ndarray) -> None:
        """Draw these counts."""
        self.names, self.counts = names, counts
        self.setMinimumHeight(int(self._high() * len(names)) + 30)
        self.update()

    def _kinds(self) -> list[tuple[int, str, QColor]]:
        palette = theme.current()
        grey = QColor(palette.muted)
        grey.setAlpha(110)
        kinds = [(0, "all", grey), (1, "training", QColor(palette.train))]
        kinds.append((2, "validation", QColor(palette.validation)))
        if self.counts[3].any():
            kinds.append((3, "test", QColor(palette.warning)))
        return kinds

    def _high(self) -> float:
        """How high the bars of one class are, in px."""
        return 14.0 * len(self._kinds()) + 10.0

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.names:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        palette = theme.current()
        metrics = QFontMetricsF(painter.font())
        left = min(max(metrics.horizontalAdvance(n) for n in self.names), _MOST_NAME) + 14.0
        room = max(20.0, self.width() - left - 150.0)
        most = float(self.counts[0].max(initial=1)) or 1.0
        totals = self.counts.sum(axis=1)
        for row, name in enumerate(self.names):
            y = row * self._high()
            painter.setPen(QColor(palette.text))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, left - 10.0)
            where = QRectF(0, y, left - 8.0, self._high() - 10.0)
            flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(where, flags, shown)
            for place, (kind, label, colour) in enumerate(self._kinds()):
                count = int(self.counts[kind, row])
                bar = QRectF(left, y + 14.0 * place, max(1.0, count / most * room), 11.0)
                painter.fillRect(bar, colour)
                painter.setPen(QColor(palette.muted))
                # Of samples without classes the share of them all; else that of the class.
                whole = totals[0 if len(self.names) == 1 else kind]
                share = f" ({100 * count / whole:.0f}%)" if whole else ""
                painter.drawText(
                    QPointF(bar.right() + 6.0, bar.bottom() - 1.0), f"{count:,} {label}{share}"
                )

    def text_at(self, place: QPointF) -> str:
        row = int(place.y() // self._high()) if self.names else -1
        if not 0 <= row < len(self.names):
            return ""
        parts = [f"{int(self.counts[0, row]):,} samples in all"]
        for number, side in enumerate(SIDES, 1):
            if self.counts[number].any():
                parts.append(f"{int(self.counts[number, row]):,} {side}")
        return "\n".join([self.names[row], *parts])


def _signed(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def scrolled(widget: QWidget) -> QScrollArea:
    """A drawing that is as high as it needs, in a place of any height."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    # The ground of the page shows through.
    area.viewport().setAutoFillBackground(False)
    widget.setAutoFillBackground(False)
    return area
