"""Which colour stands for which class."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.data.dataset import Task
from playground.gui import theme
from playground.gui.plots.colours import class_colour

_SIDE, _GAP, _HEIGHT = 9.0, 14.0, 18.0
_MOST = 12
_WIDEST = 110.0


class ClassKey(QWidget):
    """A square of its colour and a name for each class, in a row.

    Attributes:
        names: of the classes.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self._task: Task = "binary"
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Colours of the classes")
        theme.notifier().theme_changed.connect(self.update)

    @property
    def any(self) -> bool:
        """Whether there are classes."""
        return bool(self.names)

    def set_classes(self, names: tuple[str, ...], task: Task) -> None:
        """Show these."""
        self.names, self._task = names[:_MOST], task
        self.setVisible(self.any)
        self.setAccessibleDescription(", ".join(self.names))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(int(sum(self._width(name) for name in self.names)), int(_HEIGHT))

    def minimumSizeHint(self) -> QSize:
        return QSize(0, int(_HEIGHT))

    def _width(self, name: str) -> float:
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        return _SIDE + 5.0 + min(metrics.horizontalAdvance(name), _WIDEST) + _GAP

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme.font(theme.TEXT_SMALL))
        metrics = QFontMetricsF(painter.font())
        x = 0.0
        for number, name in enumerate(self.names):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(*class_colour(self._task, number)))
            painter.drawRoundedRect(QRectF(x, (_HEIGHT - _SIDE) / 2, _SIDE, _SIDE), 2.0, 2.0)
            painter.setPen(QColor(theme.current().muted))
            shown = metrics.elidedText(name, Qt.TextElideMode.ElideRight, _WIDEST)
            room = QRectF(x + _SIDE + 5.0, 0, _WIDEST + 2.0, _HEIGHT)
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
            x += self._width(name)
