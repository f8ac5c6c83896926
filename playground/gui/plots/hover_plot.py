"""A drawing that says what is under the pointer."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.readout import Readout


class HoverPlot(QWidget):
    """Fills its place, repaints with the theme, and shows `text_at` beside the pointer.

    Attributes:
        readout: the label beside the pointer.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.readout = Readout(self)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        theme.notifier().theme_changed.connect(self._restyle)

    def text_at(self, place: QPointF) -> str:
        """What to say of a place in px; "" for nothing."""
        raise NotImplementedError

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say what is under the pointer."""
        text = self.text_at(event.position())
        if text:
            self.readout.show_at(text, event.position().toPoint(), self.rect())
        else:
            self.readout.hide()

    def leaveEvent(self, event: QEvent) -> None:
        """Hide the read-out."""
        self.readout.hide()
        super().leaveEvent(event)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()
