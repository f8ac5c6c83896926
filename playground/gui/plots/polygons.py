"""Many points for Qt at once."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice
from PySide6.QtGui import QPolygonF


def polygon_of(points: NDArray[np.float64]) -> QPolygonF:
    """(N, 2) points as a polygon, without an object for each of them.

    It is read from bytes in the form that `QDataStream` gives it: a count, and two numbers a point.
    """
    count = np.array([len(points)], ">u4").tobytes()
    data = QByteArray(count + np.ascontiguousarray(points, ">f8").tobytes())
    polygon = QPolygonF()
    stream = QDataStream(data, QIODevice.OpenModeFlag.ReadOnly)
    stream >> polygon
    return polygon
