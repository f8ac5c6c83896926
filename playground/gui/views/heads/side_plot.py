"""One side of an experiment: its head, what it has come to, its map and its answers."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.data.extent import extent_of
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.card_ground import draw_card
from playground.gui.plots.colours import class_colour
from playground.gui.plots.hover_plot import HoverPlot
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.point_layer import Dots, PointLayer
from playground.gui.plots.vector import keeps_lines
from playground.gui.views.heads import words as lab_words
from playground.gui.views.heads.frame import DuelFrame
from playground.gui.views.heads.sample_bars import Bar, Text, laid_out

_TITLE, _LINE = 19.0, 15.0
_PAD = 9.0
_MAP_SHARE = 0.6
_LEAST_SAMPLES = 128.0
_TICKS = 3
_DOT_SCALE = 0.7
# One dot in so many px² at most, or they hide the map.
_DOT_ROOM = 160.0
# Of the title's row, for the button in the corner.
_BUTTON = 62.0


class SidePlot(HoverPlot):
    """A card that is painted from a frame.

    Attributes:
        number: 0 for the head that does not fit, 1 for the one that does.
        frame: what is drawn; None for nothing yet.
        texts: everything that is written. bars: of the samples.
    """

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = number
        self.frame: DuelFrame | None = None
        self.texts: tuple[Text, ...] = ()
        self.bars: tuple[Bar, ...] = ()
        self._dots = Dots()
        self._points: tuple[object, PointLayer] | None = None
        self._drawn: tuple[tuple[object, ...], QPixmap] | None = None

    def sizeHint(self) -> QSize:
        """Half of the centre."""
        return QSize(400, 300)

    def minimumSizeHint(self) -> QSize:
        """Half of a small centre."""
        return QSize(240, 170)

    def set_frame(self, frame: DuelFrame | None) -> None:
        """Draw this."""
        self.frame = frame
        self._lay_out()

    def map_side(self, *, on_plane: bool) -> float:
        """How large the map is, in px; 0 for samples that lie on no plane."""
        return self._area().box.width() if on_plane else 0.0

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        self._lay_out()

    def text_at(self, place: QPointF) -> str:
        """What this side answers there, or a sample in full."""
        frame = self.frame
        if frame is None:
            return ""
        picture, area = frame.maps[self.number], self._area()
        if picture is not None and area.box.contains(place):
            x, y = area.to_data(place)
            outputs = picture.at(x, y)
            if outputs is None:
                return ""
            dataset = frame.standing.prepared.dataset
            span = area.extent[1] - area.extent[0]
            where = f"{words.coordinate(x, span)}, {words.coordinate(y, span)}"
            said = words.prediction(outputs, dataset.task, dataset.target_names)
            return f"at {where}: {said}"
        for text in self.texts:
            if text.role == "sample" and text.rect.contains(place):
                return f"validation sample {text.text}"
        return ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card, its words, the map and the bars."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_card(painter, QRectF(self.rect()))
        if self.frame is None:
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(side_colour(self.frame, self.number)))
        painter.drawEllipse(QPointF(_PAD + 4.0, _PAD + _TITLE / 2.0), 4.0, 4.0)
        for text in self.texts:
            self._write(painter, text)
        for bar in self.bars:
            self._draw_bar(painter, bar)
        self._draw_map(painter, self.frame)

    def _lay_out(self) -> None:
        frame = self.frame
        if frame is None:
            self.texts, self.bars = (), ()
            self.setAccessibleName("One side of the experiment: nothing yet")
            self.update()
            return
        side = frame.standing.sides[self.number]
        width = self.width() - 2.0 * _PAD
        title = Text(
            "title",
            (0, -1),
            lab_words.title(frame, self.number),
            QRectF(_PAD + 14.0, _PAD, width - 14.0 - _BUTTON, _TITLE),
            strong=True,
        )
        measured = Text(
            "measured",
            (0, -1),
            lab_words.measured(frame, side),
            QRectF(_PAD, _PAD + _TITLE, width, _LINE),
        )
        texts, bars = laid_out(frame.samples[self.number], self._samples_box(frame))
        self.texts, self.bars = (title, measured, *texts), tuple(bars)
        self.setAccessibleName(f"{title.text}. {measured.text}")
        self.update()

    def _content(self) -> QRectF:
        top = _PAD + _TITLE + _LINE + 6.0
        return QRectF(_PAD, top, self.width() - 2.0 * _PAD, self.height() - top - _PAD)

    def _samples_box(self, frame: DuelFrame) -> QRectF:
        content = self._content()
        if not frame.standing.prepared.dataset.on_plane:
            return content
        left = self._area().box.right() + theme.SPACE_3
        return QRectF(left, content.top(), content.right() - left, content.height())

    def _area(self) -> PlotArea:
        """Where the map is."""
        content = self._content()
        widest = content.width() - _LEAST_SAMPLES - theme.SPACE_3
        width = max(min(_MAP_SHARE * content.width(), widest), 40.0)
        extent, names = (-1.0, 1.0, -1.0, 1.0), ("", "")
        if self.frame is not None:
            dataset = self.frame.standing.prepared.dataset
            if dataset.on_plane:
                extent = extent_of(dataset.features)
                names = (dataset.feature_names[0], dataset.feature_names[1])
        fitted = PlotArea.fitted(width, content.height(), extent, names)
        left = min(fitted.box.left(), 40.0)
        place = QRectF(QPointF(content.left() + left, content.top()), fitted.box.size())
        return PlotArea(place, extent, names, _TICKS)

    def _draw_map(self, painter: QPainter, frame: DuelFrame) -> None:
        dataset = frame.standing.prepared.dataset
        if not dataset.on_plane:
            return
        area, palette = self._area(), theme.current()
        picture = frame.maps[self.number]
        painter.fillRect(area.box, QColor(palette.canvas))
        if picture is not None:
            picture.draw(painter, area)
        if keeps_lines(painter):
            self._draw_points(painter, frame, area)
        else:
            painter.drawPixmap(area.box.topLeft(), self._dotted(frame, area))
        area.draw_frame(painter, palette.card)
        area.draw_axes(painter)

    def _draw_points(self, painter: QPainter, frame: DuelFrame, area: PlotArea) -> None:
        layer = self._layer(frame)
        painter.save()
        painter.setClipRect(area.box)
        layer.draw(painter, area.to_pixels(layer.features), _thinned(layer, area), self._dots)
        painter.restore()

    def _dotted(self, frame: DuelFrame, area: PlotArea) -> QPixmap:
        """The dots on their own, drawn anew only where they lie elsewhere or look different."""
        ratio = self.devicePixelRatioF()
        prepared = frame.standing.prepared
        key = (id(prepared), area.box.width(), area.box.height(), ratio, theme.current().name)
        if self._drawn is None or self._drawn[0] != key:
            pixmap = QPixmap((area.box.size() * ratio).toSize())
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            moved = replace(area, box=QRectF(QPointF(0.0, 0.0), area.box.size()))
            self._draw_points(painter, frame, moved)
            painter.end()
            self._drawn = key, pixmap
        return self._drawn[1]

    def _layer(self, frame: DuelFrame) -> PointLayer:
        prepared = frame.standing.prepared
        if self._points is None or self._points[0] is not prepared:
            dataset = prepared.dataset
            aside = np.zeros(len(dataset.features), bool)
            aside[prepared.split.validation] = True
            layer = PointLayer(
                dataset.features, dataset.targets, dataset.task, aside, scale=_DOT_SCALE
            )
            self._points = prepared, layer
        return self._points[1]

    def _write(self, painter: QPainter, text: Text) -> None:
        palette = theme.current()
        title = text.role == "title"
        weight = QFont.Weight.DemiBold if text.strong else QFont.Weight.Normal
        font = theme.font(theme.TEXT_BODY if title else theme.TEXT_SMALL, weight)
        painter.setFont(font)
        plain = text.role in ("name", "measured", "total") and not text.strong
        painter.setPen(QColor(palette.muted if plain else palette.text))
        shown, size = text.text, theme.TEXT_BODY if title else theme.TEXT_SMALL
        if theme.text_width(shown, size, weight) > text.rect.width() + 0.5:
            shown = QFontMetricsF(font).elidedText(
                shown, Qt.TextElideMode.ElideRight, text.rect.width() + 0.5
            )
        side = Qt.AlignmentFlag.AlignRight if text.right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(text.rect, side | Qt.AlignmentFlag.AlignVCenter, shown)

    def _draw_bar(self, painter: QPainter, bar: Bar) -> None:
        assert self.frame is not None
        palette, task = theme.current(), self.frame.standing.prepared.dataset.task
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.groove))
        painter.drawRoundedRect(bar.groove, 2.0, 2.0)
        colour = QColor(palette.accent)
        if task != "regression":
            colour = QColor(*class_colour(task, bar.number))
        painter.setBrush(colour)
        if bar.filled.width() > 0.0:
            painter.drawRoundedRect(bar.filled, 2.0, 2.0)
        if bar.is_true or task == "regression":
            painter.setPen(QPen(QColor(palette.text), 1.5))
            x = bar.mark if task == "regression" else bar.groove.right()
            painter.drawLine(
                QPointF(x, bar.groove.top() - 1.5), QPointF(x, bar.groove.bottom() + 1.5)
            )


def _thinned(layer: PointLayer, area: PlotArea) -> NDArray[np.intp]:
    """The validation samples that are drawn: of many, evenly chosen ones."""
    rows = layer.drawn_rows("validation")
    most = max(20, int(area.box.width() ** 2 / _DOT_ROOM))
    if len(rows) > most:
        rows = rows[np.linspace(0, len(rows) - 1, most).astype(int)]
    return rows


def side_colour(frame: DuelFrame, number: int) -> str:
    """Of a side's dot and curve: a warning for the head that does not fit."""
    palette = theme.current()
    if number == 1:
        return palette.good
    return palette.accent if frame.setup.experiment.alike else palette.warning
