"""The empty place between input and head."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QGraphicsObject, QStyleOptionGraphicsItem, QWidget

from playground.gui import theme
from playground.gui.canvas.card_geometry import choice_font
from playground.gui.canvas.card_painter import Mark

GHOST = "<ghost>"
GHOST_SIZE = (152.0, 72.0)


class Ghost(QGraphicsObject):
    """A dashed card that says what to do where no layer is yet."""

    def __init__(self) -> None:
        super().__init__()
        self._mark: Mark | None = None
        self.setObjectName("Drag a layer here")
        self.setCacheMode(QGraphicsItem.CacheMode.DeviceCoordinateCache)
        self.setZValue(1.8)

    def mark(self, mark: Mark | None) -> None:
        """Show whether what is dragged may be dropped here."""
        self._mark = mark
        self.update()

    def boundingRect(self) -> QRectF:
        return QRectF(0, 0, *GHOST_SIZE).adjusted(-2, -2, 2, 2)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionGraphicsItem,
        widget: QWidget | None = None,
    ) -> None:
        palette = theme.current()
        rim = {"legal": palette.accent, "illegal": palette.error}.get(
            self._mark or "", palette.disabled
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(rim), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(QColor(palette.accent_soft if self._mark == "legal" else palette.canvas))
        box = QRectF(0, 0, *GHOST_SIZE).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        painter.setFont(choice_font())
        painter.setPen(QColor(palette.muted))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "Drag a layer here")
