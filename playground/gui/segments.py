"""Many straight lines, drawn at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pyqtgraph.Qt.internals import PrimitiveArray
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter


def draw_segments(painter: QPainter, segments: NDArray[np.float64]) -> None:
    """Draw (S, 2, 2) segments, each two points (x, y) in px.

    Qt is given the numbers as they lie in memory: making an object for each line takes five times
    as long as drawing them.
    """
    if len(segments):
        lines = PrimitiveArray(QLineF, 4)
        lines.resize(len(segments))
        lines.ndarray()[:] = segments.reshape(-1, 4)
        painter.drawLines(*lines.drawargs())
