"""Where a popup goes so that all of it can be seen."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget

GAP = 4


def place_by_left(popup: QWidget, widget: QWidget) -> None:
    """Move `popup` beneath `widget`, left edges together where the screen has room."""
    _place(popup, widget, 0)


def place_by_right(popup: QWidget, widget: QWidget) -> None:
    """Move `popup` beneath `widget`, right edges together where the screen has room."""
    _place(popup, widget, widget.width() - popup.width())


def _place(popup: QWidget, widget: QWidget, left: int) -> None:
    """Beneath, or above where there is no room; never beyond the sides of the screen."""
    screen = widget.screen().availableGeometry()
    corner = widget.mapToGlobal(QPoint(left, widget.height() + GAP))
    if corner.y() + popup.height() > screen.bottom():
        above = widget.mapToGlobal(QPoint(0, 0)).y() - GAP - popup.height()
        corner.setY(max(above, screen.top()))
    most = screen.right() - popup.width()
    corner.setX(max(screen.left(), min(corner.x(), most)))
    popup.move(corner)
