"""The widget that draws the network: its picture, its scrolling, and the pulse of slow motion."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHideEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.vector import keeps_lines
from playground.gui.views.neurons.painting import Accent, Painting
from playground.gui.views.neurons.picture import Picture

_PULSE_MS, _PULSE_TICKS = 40, 26


class Surface(QWidget):
    """Draws what is set, or says in words why there is nothing to draw.

    Attributes:
        picture: what is drawn; None before the first.
        message: what is said in its place, or "".
        accent: what stands out.
        offset: how far it is scrolled, in px.

    Signals:
        resized: it is to be laid out anew.
    """

    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.picture: Picture | None = None
        self.message = "Waiting for the network."
        self.accent = Accent()
        self.offset = QPoint(0, 0)
        self._painting = Painting()
        self._framed = False  # whether keys come here, by the tab key
        self._ticks = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_PULSE_MS)
        self._timer.timeout.connect(self._tick)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(796, 540)

    def minimumSizeHint(self) -> QSize:
        """A few small columns."""
        return QSize(240, 180)

    def set_picture(self, picture: Picture) -> None:
        """Draw this moment; a sample that has just come goes through with a pulse."""
        before, self.picture = self.picture, picture
        self.message = picture.message
        self._bound_offset()
        row = picture.passing.row if picture.passing is not None else None
        earlier = before.passing.row if before is not None and before.passing is not None else None
        if row is None:
            self._end_pulse()
        elif row != earlier:
            self._ticks = 0
            self._timer.start()
        self.update()

    def set_message(self, words: str) -> None:
        """Say why there is nothing to see."""
        self.picture, self.message = None, words
        self._end_pulse()
        self.update()

    @property
    def reach(self) -> QSize:
        """How far it can be scrolled, in px."""
        board = self.picture.board if self.picture is not None else None
        if board is None:
            return QSize(0, 0)
        wide, high = board.width - self.width(), board.height - self.height()
        return QSize(max(0, round(wide)), max(0, round(high)))

    def scroll_to(self, x: int, y: int) -> None:
        """Show another part of a network that is too wide."""
        self.offset = QPoint(x, y)
        self._bound_offset()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the picture, or why there is none."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        picture = self.picture
        if self.message or picture is None or picture.board is None:
            self._draw_message(painter)
            return
        painter.save()
        painter.translate(-self.offset)
        vector = keeps_lines(painter)
        ratio = self.devicePixelRatioF()
        self._painting.draw(painter, picture, self.accent, ratio, vector=vector)
        painter.restore()
        if self._framed and self.accent.aim is None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QColor(theme.current().accent))
            box = QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5)
            painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)

    def _draw_message(self, painter: QPainter) -> None:
        painter.setFont(theme.font())
        painter.setPen(QColor(theme.current().muted))
        box = QRectF(self.rect())
        side = max(16.0, (box.width() - 460.0) / 2.0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(box.adjusted(side, 16, -side, -16), flags, self.message)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show that keys come here."""
        super().focusInEvent(event)
        tabs = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
        self._framed = event.reason() in tabs
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """They no longer do."""
        super().focusOutEvent(event)
        self._framed = False
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay it out anew."""
        super().resizeEvent(event)
        self._bound_offset()
        self.resized.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing moves where nobody looks."""
        super().hideEvent(event)
        self._end_pulse()

    def _bound_offset(self) -> None:
        reach = self.reach
        x = max(0, min(self.offset.x(), reach.width()))
        self.offset = QPoint(x, max(0, min(self.offset.y(), reach.height())))

    def _end_pulse(self) -> None:
        self._timer.stop()
        self.accent = replace(self.accent, pulse=-1.0)

    @Slot()
    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks > _PULSE_TICKS:
            self._end_pulse()
        else:
            self.accent = replace(self.accent, pulse=2.0 * self._ticks / _PULSE_TICKS)
        self.update()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.resized.emit()
        self.update()
