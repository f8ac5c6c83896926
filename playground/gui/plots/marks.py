"""Marks on the samples that a network gets wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.dataset import Task

RIGHT, WRONG, TOO_HIGH, TOO_LOW = 0, 1, 2, 3
# Dark on light, so that a mark is seen on every colour.
_LIGHT, _DARK = QColor(255, 255, 255), QColor(20, 22, 26)
_SMALLEST, _LARGEST = 1.7, 2.8  # how far marks reach, in px


@dataclass(frozen=True, eq=False)
class Mistakes:
    """Which samples are answered wrongly.

    Attributes:
        kinds: (N,) int8, one of RIGHT, WRONG, TOO_HIGH, TOO_LOW.
        beyond: for a regression, the residual from which one counts; NaN otherwise.
    """

    kinds: NDArray[np.int8]
    beyond: float = np.nan

    @property
    def count(self) -> int:
        """How many there are."""
        return int(np.count_nonzero(self.kinds))


def mistakes_of(
    task: Task, decided: NDArray[np.generic], targets: NDArray[np.generic], output: int = 0
) -> Mistakes:
    """The samples whose answer is not their target; of several labels all have to be right.

    Of values: those off by more than the root mean squared error of them all.

    Args:
        decided: what the head decides: class numbers (N,), zeros and ones (N, L), or values (N, T).
        targets: likewise.
        output: the target that is looked at, of a regression.
    """
    if task == "regression":
        residual = np.asarray(decided[:, output], float) - np.asarray(targets[:, output], float)
        finite = residual[np.isfinite(residual)]
        if not len(finite):
            return Mistakes(np.zeros(len(residual), np.int8))
        with np.errstate(over="ignore"):
            rmse = float(np.sqrt(np.square(finite).mean()))
        kinds = np.where(residual > rmse, TOO_HIGH, np.where(residual < -rmse, TOO_LOW, RIGHT))
        return Mistakes(kinds.astype(np.int8), rmse)
    wrong = np.asarray(decided != targets).reshape(len(targets), -1)
    return Mistakes(np.asarray(wrong.any(axis=1), np.int8))


def reach_of(radius: float) -> float:
    """How far a mark reaches on dots of this radius, in px: what is around it stays to be seen."""
    return float(np.clip(0.85 * radius, _SMALLEST, _LARGEST))


def marks_image(
    kinds: NDArray[np.int8],
    places: NDArray[np.float64],
    side: float,
    ratio: float,
    reach: float = _LARGEST,
) -> QImage | None:
    """The marks as a clear picture of a square of `side` px; None where there are none.

    May be called in any thread. Each kind is drawn once and stamped, which for thousands takes a
    tenth of the time.

    Args:
        kinds: (n,) as in `Mistakes`.
        places: (n, 2) px from the top left of the square.
    """
    if not kinds.any():
        return None
    image = _clear(side, ratio)
    painter = QPainter(image)
    for kind in (WRONG, TOO_HIGH, TOO_LOW):
        chosen = places[(kinds == kind) & np.isfinite(places).all(axis=1)]
        if len(chosen):
            stamp = _stamp(kind, reach, ratio)
            half = stamp.width() / ratio / 2.0
            for x, y in (chosen - half).tolist():
                painter.drawImage(QPointF(x, y), stamp)
    painter.end()
    return image


def draw_marks(
    painter: QPainter,
    kinds: NDArray[np.int8],
    places: NDArray[np.float64],
    reach: float = _LARGEST,
) -> None:
    """Crosses for what is wrong, triangles for values too high and too low, at (n, 2) px."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    finite = np.isfinite(places).all(axis=1)
    crosses = places[finite & (kinds == WRONG)]
    lines = [
        QLineF(x - reach, y + way * reach, x + reach, y - way * reach)
        for x, y in crosses.tolist()
        for way in (1.0, -1.0)
    ]
    if lines:
        for colour, width in ((_LIGHT, 2.8), (_DARK, 1.4)):
            painter.setPen(QPen(colour, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawLines(lines)
    painter.setPen(QPen(_LIGHT, 1.0))
    painter.setBrush(_DARK)
    for kind, way in ((TOO_HIGH, -1.0), (TOO_LOW, 1.0)):
        path = QPainterPath()
        for x, y in places[finite & (kinds == kind)].tolist():
            _add_triangle(path, x, y, reach + 0.6, way)
        painter.drawPath(path)


def _clear(side: float, ratio: float) -> QImage:
    pixels = max(1, round(side * ratio))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _stamp(kind: int, reach: float, ratio: float) -> QImage:
    """One mark in the middle of a picture."""
    image = _clear(2.0 * np.ceil(reach + 2.0) + 1.0, ratio)
    painter = QPainter(image)
    middle = image.width() / ratio / 2.0
    draw_marks(painter, np.array([kind], np.int8), np.array([[middle, middle]]), reach)
    painter.end()
    return image


def draw_sample(painter: QPainter, kind: int, box: QRectF) -> None:
    """One mark in the middle of `box`, for a legend."""
    middle = box.center()
    draw_marks(painter, np.array([kind], np.int8), np.array([[middle.x(), middle.y()]]), 3.2)


def _add_triangle(path: QPainterPath, x: float, y: float, reach: float, way: float) -> None:
    path.moveTo(QPointF(x, y + way * reach))
    path.lineTo(QPointF(x + reach * 0.9, y - way * reach * 0.7))
    path.lineTo(QPointF(x - reach * 0.9, y - way * reach * 0.7))
    path.closeSubpath()
