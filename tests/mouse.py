"""Moves of the mouse that arrive at once, wherever the real pointer is."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

NO_BUTTON = Qt.MouseButton.NoButton


def hover(widget: QWidget, place: QPoint | QPointF, buttons: Qt.MouseButton = NO_BUTTON) -> None:
    """Move over `widget` to `place`, with these buttons held.

    QTest's own move sets the pointer and leaves it to the window system to tell of it, which on a
    virtual screen may take longer than the test.
    """
    there = QPointF(place)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        there,
        QPointF(widget.mapToGlobal(there)),
        NO_BUTTON,
        buttons,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(widget, event)
