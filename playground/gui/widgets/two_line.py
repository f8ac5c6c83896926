"""The look of the transport bar's controls: a small caption above a value."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from playground.gui import theme
from playground.gui.icons import icon

HEIGHT = 42
PADDING = 11
_TIGHT_PADDING = 8
_LEAST = 34.0
CAPTION_TOP = 5.0
VALUE_TOP = 20.0
VALUE_HEIGHT = 18.0
_MARK = 13


class Density(IntEnum):
    """How much room there is: for everything, for short words, for short words close together."""

    ROOMY = 0
    SHORT = 1
    TIGHT = 2

    @property
    def padding(self) -> int:
        """Left and right of the words, in px."""
        return _TIGHT_PADDING if self is Density.TIGHT else PADDING


def caption_font() -> QFont:
    """The font of the caption."""
    return theme.font(theme.TEXT_SMALL)


def value_font() -> QFont:
    """The font of the value."""
    return theme.font(theme.TEXT_BODY, QFont.Weight.Medium)


def size_for(
    caption: str, value: str, with_caret: bool, with_mark: bool, padding: int = PADDING
) -> QSize:
    """The size in px that shows both lines whole."""
    top = theme.text_width(caption, theme.TEXT_SMALL)
    top += _MARK + 4 if with_mark else 0
    bottom = theme.text_width(value, theme.TEXT_BODY, QFont.Weight.Medium)
    bottom += 16 if with_caret else 0
    return QSize(round(max(top, bottom, _LEAST)) + 2 * padding + 1, HEIGHT)


def draw_box(painter: QPainter, box: QRectF, hovered: bool, ringed: bool, warned: bool) -> None:
    """Draw the card behind the two lines, with a ring where the keyboard's focus is."""
    palette = theme.current()
    border = palette.warning if warned else palette.card_border
    painter.setPen(QPen(QColor(palette.accent), 2.0) if ringed else QPen(QColor(border), 1.0))
    painter.setBrush(QColor(palette.hover if hovered else palette.card))
    inset = 1.0 if ringed else 0.5
    painter.drawRoundedRect(box.adjusted(inset, inset, -inset, -inset), theme.RADIUS, theme.RADIUS)


def draw_caption(
    painter: QPainter, width: int, text: str, enabled: bool, padding: int = PADDING
) -> None:
    """Draw the upper line."""
    palette = theme.current()
    font = caption_font()
    painter.setFont(font)
    painter.setPen(QColor(palette.muted if enabled else palette.disabled))
    box = QRectF(padding, CAPTION_TOP, width - 2 * padding, 15.0)
    shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width() + 1.0)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def draw_value(
    painter: QPainter,
    width: int,
    text: str,
    enabled: bool,
    caret: bool,
    padding: int = PADDING,
) -> None:
    """Draw the lower line, with a caret after it where it opens a list."""
    palette = theme.current()
    font = value_font()
    painter.setFont(font)
    painter.setPen(QColor(palette.text if enabled else palette.disabled))
    metrics = QFontMetricsF(font)
    room = width - 2.0 * padding - (16.0 if caret else 0.0)
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room + 1.0)
    box = QRectF(padding, VALUE_TOP, room + 1.0, VALUE_HEIGHT)
    painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
    if caret:
        _draw_caret(painter, padding + metrics.horizontalAdvance(shown) + 7.0, box.center().y())


def draw_mark(painter: QPainter, width: int, padding: int = PADDING) -> None:
    """Draw the warning mark in the upper right corner."""
    mark = icon("warning", "warning")
    place = QRectF(width - padding - _MARK + 4, CAPTION_TOP, _MARK, _MARK)
    mark.paint(painter, place.toRect())


def _draw_caret(painter: QPainter, left: float, middle: float) -> None:
    pen = QPen(QColor(theme.current().muted), 1.4)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    points = ((0.0, -1.5), (3.5, 2.0), (7.0, -1.5))
    painter.drawPolyline([QPointF(left + x, middle + y) for x, y in points])
