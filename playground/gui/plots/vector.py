"""Whether what is painted stays lines and letters, or becomes pixels."""

from __future__ import annotations

from PySide6.QtGui import QPaintEngine, QPainter

_KINDS = (QPaintEngine.Type.SVG, QPaintEngine.Type.Picture, QPaintEngine.Type.Pdf)


def keeps_lines(painter: QPainter) -> bool:
    """Whether `painter` writes a drawing, which may be magnified: no stamps for it, no pixels."""
    return painter.paintEngine().type() in _KINDS


def magnifies(painter: QPainter, ratio: float) -> bool:
    """Whether what is painted is larger, or finer, than a stamp of `ratio` pixels to a px."""
    return keeps_lines(painter) or abs(painter.deviceTransform().m11() - ratio) > 0.01
