"""A sheet of paper to draw on with the mouse."""

from __future__ import annotations

from typing import cast

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.pad_ink import Drawing, Ink, Manner

_MOST_UNDONE = 30
# The pen's soft edge: widths as shares of the pen's, and how strong each is, from 0 to 255.
_SOFT = ((1.2, 50), (1.1, 110), (1.0, 165), (0.9, 215), (0.8, 255))
_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}
_CLEARING = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class PadCanvas(QWidget):
    """Strokes with the left button, rubbing out with the right; Ctrl+Z takes the last back.

    Attributes:
        drawing: what is on it; a stroke under way included.
        manner: how the images are drawn that it is for; None before there are some.
        hint: what an empty sheet says.

    Signals:
        changed: there is something else on it.
        stepped(way): an arrow key asks for the next sample, or the one before.
    """

    changed = Signal()
    stepped = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Drawing pad")
        self.setToolTip(
            "Draw with the left button, rub out with the right. Ctrl+Z takes the last stroke back, "
            "Delete clears; the arrow keys show one sample after the other."
        )
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.manner: Manner | None = None
        self.drawing = Drawing()
        self.hint = ""
        self._before: list[Drawing] = []
        self._under = Drawing()
        self._stroke: QImage | None = None
        self._rubbing = False
        self._points: list[QPointF] = []
        self._picture: QImage | None = None
        theme.notifier().theme_changed.connect(self._restyle)

    def set_manner(self, manner: Manner | None) -> None:
        """An empty sheet for images of this manner."""
        self.manner = manner
        self._before.clear()
        self._stroke = None
        self._show(Drawing())

    def put(self, drawing: Drawing) -> None:
        """Put something else on it; it can be undone."""
        self._keep()
        self._show(drawing)

    @Slot()
    def clear(self) -> None:
        """Take everything off; it can be undone."""
        if not self.drawing.is_empty:
            self.put(Drawing())

    @Slot()
    def undo(self) -> None:
        """Take the last stroke, or what else was last, back."""
        if self._before and self._stroke is None:
            self._show(self._before.pop())

    @property
    def box(self) -> QRectF:
        """The sheet, in px."""
        rows, columns = (1, 1) if self.manner is None else self.manner.shape
        scale = min((self.width() - 2.0) / columns, (self.height() - 2.0) / rows)
        width, height = columns * scale, rows * scale
        return QRectF((self.width() - width) / 2.0, 1.0, width, height)

    def place_of(self, row: float, column: float) -> QPointF:
        """Where a place of the image lies, in px; (0, 0) is its top left."""
        assert self.manner is not None
        box, (rows, columns) = self.box, self.manner.shape
        return QPointF(
            box.left() + column / columns * box.width(), box.top() + row / rows * box.height()
        )

    def sizeHint(self) -> QSize:
        """A square as high as there is room for beside the answers."""
        return QSize(210, 210)

    def minimumSizeHint(self) -> QSize:
        """Large enough to draw on."""
        return QSize(110, 110)

    # Drawing

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Put the pen, or the rubber, down."""
        buttons = (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton)
        if self.manner is None or event.button() not in buttons or self._stroke is not None:
            return
        self._rubbing = event.button() == Qt.MouseButton.RightButton
        self._keep()
        self._under = self.drawing
        rows, columns = self.manner.fine_shape
        self._stroke = QImage(columns, rows, QImage.Format.Format_Grayscale8)
        self._stroke.fill(0)
        place = self._fine(event.position())
        self._points = [place]
        path = QPainterPath(place)
        path.lineTo(place + QPointF(0.01, 0.0))
        self._draw(path)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw on, round the corners that the pointer's reports leave."""
        if self._stroke is None:
            return
        self._points.append(self._fine(event.position()))
        *earlier, last = self._points[-3:]
        path = QPainterPath((earlier[0] + earlier[-1]) / 2.0)
        path.quadTo(earlier[-1], (earlier[-1] + last) / 2.0)
        path.lineTo(last)
        self._draw(path)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The stroke is done."""
        self._stroke = None
        self._points = []

    def event(self, event: QEvent) -> bool:
        """Keep the keys that mean something here from the window's own."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo)
            if undo or event.key() in _STEPS or event.key() in _CLEARING:
                event.accept()
                return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo, clear, or ask for another sample."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo()
        elif event.key() in _CLEARING:
            self.clear()
        elif event.key() in _STEPS:
            self.stepped.emit(_STEPS[cast(Qt.Key, event.key())])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the ring."""
        self.update()
        super().focusOutEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sheet and what is on it."""
        painter, palette, box = QPainter(self), theme.current(), self.box
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(box, QColor(palette.card))
        if self.manner is not None and not self.drawing.is_empty:
            painter.drawImage(box, self._inked(self.manner))
        elif self.hint:
            painter.setFont(theme.font(theme.TEXT_SMALL))
            painter.setPen(QColor(palette.muted))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(box.adjusted(12, 12, -12, -12), flags, self.hint)
        focus = self.hasFocus()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = QColor(palette.accent if focus else palette.card_border)
        painter.setPen(QPen(ring, 2.0 if focus else 1.0))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._picture = None
        self.update()

    def _keep(self) -> None:
        """Remember what is on it, to come back to."""
        self._before = [*self._before[-_MOST_UNDONE + 1 :], self.drawing]

    def _show(self, drawing: Drawing) -> None:
        self.drawing, self._picture = drawing, None
        self.update()
        self.changed.emit()

    def _fine(self, place: QPointF) -> QPointF:
        """A place on the widget in px of the pad."""
        assert self.manner is not None
        box, (rows, columns) = self.box, self.manner.fine_shape
        x = (place.x() - box.left()) / box.width() * columns
        y = (place.y() - box.top()) / box.height() * rows
        return QPointF(x, y)

    def _draw(self, path: QPainterPath) -> None:
        """A soft line along a path, added to the stroke under way."""
        assert self._stroke is not None
        assert self.manner is not None
        painter = QPainter(self._stroke)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Lighten)
        for width, strength in _SOFT:
            pen = QPen(QColor(strength, strength, strength), width * self.manner.pen)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
            painter.setPen(pen)
            painter.drawPath(path)
        painter.end()
        stroke = _values(self._stroke)
        self._show(self._under.marked(self.manner, stroke, rubbing=self._rubbing))

    def _inked(self, manner: Manner) -> QImage:
        """The ink in the text's colour on clear paper."""
        if self._picture is None:
            ink = self.drawing.shown(manner)
            colour = QColor(theme.current().text)
            pixels = np.empty((*ink.shape, 4), np.uint8)
            pixels[..., :3] = (colour.red(), colour.green(), colour.blue())
            pixels[..., 3] = np.clip(ink, 0.0, 1.0) * 255.0 + 0.5
            rows, columns = ink.shape
            form = QImage.Format.Format_RGBA8888
            self._picture = QImage(pixels.tobytes(), columns, rows, 4 * columns, form).copy()
        return self._picture


def _values(image: QImage) -> Ink:
    """The shades of a grey image, from 0 to 1."""
    rows, columns, stride = image.height(), image.width(), image.bytesPerLine()
    bits = np.frombuffer(image.constBits(), np.uint8, rows * stride)
    return bits.reshape(rows, stride)[:, :columns].astype(np.float32) / np.float32(255.0)
