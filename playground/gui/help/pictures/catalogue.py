"""Which picture is drawn by what."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

Draw = Callable[[QPainter, QRectF], None]


def is_known(name: str) -> bool:
    """Whether there is a picture called `name`."""
    return bool(name) and _drawer(name) is not None


def draw(name: str, painter: QPainter, box: QRectF) -> None:
    """Draw a picture into a box, in the theme's colours."""
    drawer = _drawer(name)
    if drawer is not None:
        painter.save()
        drawer(painter, box)
        painter.restore()


def _drawer(name: str) -> Draw | None:
    return None
