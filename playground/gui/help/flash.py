"""A ring about a control, for a moment."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtWidgets import QWidget

from playground.gui.lessons.ring import Ring

_MS = 2600


class Flash(Ring):
    """The ring that lessons point with; it goes by itself."""

    def __init__(self, widget: QWidget) -> None:
        window = widget.window()
        super().__init__(window)
        self.setAccessibleName("Here it is")
        self.go(QRect(widget.mapTo(window, QPoint(0, 0)), widget.size()))
        self.pulse()
        QTimer.singleShot(_MS, self, self.deleteLater)
