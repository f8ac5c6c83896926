"""Every layer's number at the shown moment: a list of bars that is the legend of the lines, too."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots.layer_picture import LayerLine, LayerPicture, grey, line_colours
from playground.gui.plots.scrolled_plot import ScrolledPlot
from playground.gui.topics import mark

_ROW, _MOST_ROW = 18.0, 26.0
_DOT = 8.0
_GAP = 6.0
_NAME_SHARE = 0.34
_LEAST_BAR = 24.0
_BAR = 6.0
_MOVES = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_PICKS = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class LayerBars(ScrolledPlot):
    """A row a layer: colour, name, bar and number.

    A click, or Enter on the row that the arrows chose, brings a layer to the fore.

    Attributes:
        current: the row that keys act on.

    Signals:
        picked(id): a layer was clicked.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Layers")
        mark(self, "inside.layers")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setToolTip("Click a layer to bring its line to the fore, and to choose it")
        self.current = 0
        self._picture: LayerPicture | None = None
        self._chosen: frozenset[str] = frozenset()

    def show_picture(self, picture: LayerPicture, chosen: frozenset[str]) -> None:
        """Draw `picture`."""
        self._picture, self._chosen = picture, chosen
        self.current = min(self.current, max(0, len(picture.lines) - 1))
        self.setAccessibleDescription(
            ", ".join(f"{line.label} {line.text}" for line in picture.lines)
        )
        self.fit_bars()
        self.viewport().update()

    def sizeHint(self) -> QSize:
        """The narrower part of the drawer."""
        return QSize(260, 140)

    def minimumSizeHint(self) -> QSize:
        """Narrow: names give way first."""
        return QSize(150, 72)

    def content_size(self) -> tuple[float, float]:
        count = 0 if self._picture is None else len(self._picture.lines)
        return 0.0, count * self._row()

    def row_box(self, row: int) -> QRectF:
        """Where a row lies in the viewport, in px."""
        height = self._row()
        top = row * height - self.offset.y()
        return QRectF(0.0, top, self.viewport().width(), height)

    def bar_box(self, row: int) -> QRectF:
        """Where the bar of a row is drawn, in px."""
        assert self._picture is not None
        track = self._track(row)
        share = float(self._picture.height(self._picture.lines[row].now))
        share = min(max(share, 0.0), 1.0) if share == share else 0.0
        return QRectF(track.left(), track.top(), share * track.width(), track.height())

    def text_at(self, place: QPointF) -> str:
        row = self._row_at(place)
        if row is None or self._picture is None:
            return ""
        line = self._picture.lines[row]
        note = f" ({line.note})" if line.note else ""
        return f"{line.label}{note}: {line.text}"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows that can be seen."""
        picture = self._picture
        if picture is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colours = line_colours([line.layer for line in picture.lines], self._chosen)
        height = self.viewport().height()
        for row, line in enumerate(picture.lines):
            box = self.row_box(row)
            if box.bottom() > 0.0 and box.top() < height:
                self._draw_row(painter, row, line, colours.get(line.layer, grey()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Pick a layer."""
        row = self._row_at(event.position())
        if event.button() != Qt.MouseButton.LeftButton or row is None:
            super().mousePressEvent(event)
            return
        self._pick(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move, Enter picks."""
        key = Qt.Key(event.key())
        count = 0 if self._picture is None else len(self._picture.lines)
        if key in _MOVES and count:
            self.current = min(max(self.current + _MOVES[key], 0), count - 1)
            self._bring_into_view()
            self.viewport().update()
        elif key in _PICKS and count:
            self._pick(self.current)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring comes."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ring goes."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay out anew."""
        super().resizeEvent(event)
        self.viewport().update()

    def _pick(self, row: int) -> None:
        assert self._picture is not None
        self.current = row
        self.picked.emit(self._picture.lines[row].layer)

    def _bring_into_view(self) -> None:
        bar, row = self.verticalScrollBar(), self._row()
        top = self.current * row
        if top < bar.value():
            bar.setValue(int(top))
        elif top + row > bar.value() + self.viewport().height():
            bar.setValue(int(top + row - self.viewport().height() + 1))

    def _row_at(self, place: QPointF) -> int | None:
        if self._picture is None:
            return None
        row = int((place.y() + self.offset.y()) // self._row())
        return row if 0 <= row < len(self._picture.lines) else None

    def _row(self) -> float:
        count = 1 if self._picture is None else max(1, len(self._picture.lines))
        return min(max(self.viewport().height() / count, _ROW), _MOST_ROW)

    def _columns(self) -> tuple[float, float]:
        """Where bars begin and end: as much as names and numbers leave."""
        assert self._picture is not None
        width = float(self.viewport().width())
        names, numbers = QFontMetricsF(_font()), QFontMetricsF(_font(QFont.Weight.DemiBold))
        lines = self._picture.lines
        name = max((names.horizontalAdvance(line.label) for line in lines), default=0.0)
        number = max((numbers.horizontalAdvance(line.text) for line in lines), default=0.0)
        left = _DOT + 2.0 * _GAP + min(name, _NAME_SHARE * width) + _GAP
        right = width - number - 3.0 * _GAP
        return left, max(right, left)

    def _track(self, row: int) -> QRectF:
        left, right = self._columns()
        middle = self.row_box(row).center().y()
        return QRectF(left, middle - _BAR / 2.0, right - left, _BAR)

    def _draw_row(self, painter: QPainter, row: int, line: LayerLine, colour: str) -> None:
        palette, box = theme.current(), self.row_box(row)
        left, right = self._columns()
        if line.layer in self._chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.chip))
            painter.drawRoundedRect(box.adjusted(0.5, 1.0, -0.5, -1.0), 4.0, 4.0)
        if row == self.current and self.hasFocus():
            painter.setPen(QPen(QColor(palette.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(1.0, 1.0, -1.0, -1.0), 4.0, 4.0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(_GAP + _DOT / 2.0, box.center().y()), _DOT / 2.0, _DOT / 2.0)
        name = QRectF(_DOT + 2.0 * _GAP, box.top(), left - _DOT - 3.0 * _GAP, box.height())
        ink = palette.muted if line.note == "frozen" else palette.text
        _draw(painter, name, line.label, _font(), ink, Qt.AlignmentFlag.AlignLeft)
        if right - left >= _LEAST_BAR:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.groove))
            painter.drawRoundedRect(self._track(row), _BAR / 2.0, _BAR / 2.0)
            painter.setBrush(QColor(colour))
            bar = self.bar_box(row)
            if bar.width() > 0.0:
                painter.drawRoundedRect(bar, min(_BAR, bar.width()) / 2.0, _BAR / 2.0)
        number = QRectF(left, box.top(), self.viewport().width() - left - _GAP, box.height())
        heavy = _font(QFont.Weight.DemiBold)
        _draw(painter, number, line.text, heavy, palette.text, Qt.AlignmentFlag.AlignRight)


def _font(weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    return theme.font(12, weight)


def _draw(
    painter: QPainter, box: QRectF, text: str, font: QFont, ink: str, align: Qt.AlignmentFlag
) -> None:
    painter.setFont(font)
    painter.setPen(QColor(ink))
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 0.5)
    painter.drawText(box, align | Qt.AlignmentFlag.AlignVCenter, shown)
