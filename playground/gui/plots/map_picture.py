"""A map of predictions: its picture, its contour lines, and what it says at a place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QPainter,
    QPen,
)

from playground.gui import theme
from playground.gui.plots.colours import (
    Bytes,
    class_colour,
    diverging,
    paint,
    paint_decided,
    paint_share,
)
from playground.gui.plots.map_lines import MapLine, label_places, levels_of, map_lines
from playground.gui.plots.map_look import MapLook
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.vector import keeps_lines
from playground.gui.segments import draw_segments

__all__ = ["MapLook", "MapPicture"]

# In a drawing, a smooth picture has so many pixels a px.
_MAGNIFIED = 3.0


@dataclass(frozen=True, eq=False)
class MapPicture:
    """Predictions over a rectangle of the plane. May be made, and prepared, in any thread.

    Attributes:
        values: (H, W, outputs) float32 final predictions at the centres of the cells; the first
            row lies at the bottom.
        look: where they are and how they are drawn.
        decided: (H, W) class numbers or (H, W, L) zeros and ones, what the head decides from them;
            None for a half being the line and the likeliest being the class.
    """

    values: NDArray[np.float32]
    look: MapLook
    decided: NDArray[np.integer] | None = None

    def at(self, x: float, y: float) -> NDArray[np.float32] | None:
        """The (outputs,) predictions of the cell at (x, y); None outside."""
        x0, x1, y0, y1 = self.look.extent
        height, width = self.values.shape[:2]
        column = int(np.floor((x - x0) / (x1 - x0) * width))
        row = int(np.floor((y - y0) / (y1 - y0) * height))
        if 0 <= row < height and 0 <= column < width:
            outputs: NDArray[np.float32] = self.values[row, column]
            return outputs
        return None

    @cached_property
    def diverged(self) -> bool:
        """Whether no prediction is a number."""
        return not np.isfinite(self.values).any()

    def prepare(self) -> MapPicture:
        """Make what drawing needs now, in whatever thread this is; itself."""
        if self.look.side > 0.0:
            self._whole  # noqa: B018
        else:
            self._image, self._lines  # noqa: B018
        return self

    def draw(self, painter: QPainter, area: PlotArea) -> None:
        """Draw the picture and its contour lines into `area`."""
        painter.save()
        painter.setClipRect(area.box)
        if not keeps_lines(painter) and self.look.side == area.box.width():
            painter.drawImage(area.box.topLeft(), self._whole)
        else:
            self._draw_on(painter, area.box)
        painter.restore()

    def draw_numbers(self, painter: QPainter, area: PlotArea) -> None:
        """Write on the lines what they stand for."""
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        painter.setFont(theme.font(theme.TEXT_SMALL))
        ground = QColor(theme.current().card)
        ground.setAlpha(190)
        for line, x, y in self._numbers:
            middle = _place(area.box, x, y)
            width, height = metrics.horizontalAdvance(line.level) + 6.0, 14.0
            box = QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(box, 4.0, 4.0)
            painter.setPen(QColor(theme.current().text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, line.level)

    @property
    def line_levels(self) -> list[str]:
        """What the lines stand for, each once."""
        return list(dict.fromkeys(line.level for line in self._lines if line.level))

    @cached_property
    def _whole(self) -> QImage:
        """Picture and lines at the size on the screen: drawing it is one copy."""
        side, ratio = self.look.side, self.look.ratio
        pixels = max(1, round(side * ratio))
        whole = QImage(pixels, pixels, QImage.Format.Format_RGB32)
        whole.setDevicePixelRatio(ratio)
        painter = QPainter(whole)
        self._draw_on(painter, QRectF(0.0, 0.0, side, side))
        painter.end()
        return whole

    def _draw_on(self, painter: QPainter, box: QRectF) -> None:
        smooth = not (self.look.sharp and self.look.task != "regression")
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
        painter.drawImage(
            box, self._magnified(box) if smooth and keeps_lines(painter) else self._image
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for line in self._lines:
            painter.setPen(QPen(QColor(*line.colour), line.width))
            draw_segments(painter, _in_pixels(line, box))

    def _magnified(self, box: QRectF) -> QImage:
        """So large that a reader of drawings that shows cells as squares shows none."""
        size = (box.size() * _MAGNIFIED).toSize()
        smooth = Qt.TransformationMode.SmoothTransformation
        return self._image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)

    @cached_property
    def _image(self) -> QImage:
        upright = np.ascontiguousarray(self._rgba()[::-1])
        height, width = upright.shape[:2]
        return QImage(
            upright.tobytes(), width, height, 4 * width, QImage.Format.Format_RGBX8888
        ).copy()

    def _rgba(self) -> Bytes:
        look, values = self.look, self.values
        if look.task == "regression":
            drawn = values[..., min(look.output, values.shape[-1] - 1)]
            shown = _banded(drawn, look.value_range) if look.sharp else drawn
            return diverging(shown, *look.value_range, look.dark)
        if look.sharp:
            return self._sharp()
        if look.task != "binary" and look.chosen is not None and look.chosen < values.shape[-1]:
            colour = class_colour(look.task, look.chosen)
            return paint_share(values[..., look.chosen], colour, look.dark)
        return paint(values, look.task, *look.value_range, look.dark)

    def _sharp(self) -> Bytes:
        look = self.look
        decided = self._decided
        finite = np.asarray(np.isfinite(self.values).all(axis=-1))
        if look.task == "binary" or look.chosen is None:
            return paint_decided(decided, finite, look.task, look.dark)
        if look.task == "multilabel":
            yes = decided[..., min(look.chosen, decided.shape[-1] - 1)]
        else:
            yes = decided == look.chosen
        shown = np.where(finite, yes.astype(np.float64), np.nan)
        return paint_share(shown, class_colour(look.task, look.chosen), look.dark)

    @cached_property
    def _decided(self) -> NDArray[np.integer]:
        if self.decided is not None:
            return self.decided
        if self.look.task == "multilabel":
            return (self.values >= 0.5).astype(np.int64)
        if self.values.shape[-1] == 1:
            return (self.values[..., 0] >= 0.5).astype(np.int64)
        likeliest: NDArray[np.integer] = self.values.argmax(axis=-1)
        return likeliest

    @cached_property
    def _lines(self) -> list[MapLine]:
        return map_lines(self.values, self.look)

    @cached_property
    def _numbers(self) -> list[tuple[MapLine, float, float]]:
        return label_places(self._lines)


def _banded(values: NDArray[np.float32], value_range: tuple[float, float]) -> NDArray[np.float64]:
    """Each value as the middle of its band between two tidy values."""
    low, high = value_range
    edges = np.array([low, *(level for level, _ in levels_of(value_range)), high])
    middles = np.concatenate(([low], (edges[:-1] + edges[1:]) / 2.0, [high]))
    finite = np.isfinite(values)
    band = np.digitize(np.where(finite, values, low), edges)
    return np.where(finite, middles[band], np.nan)


def _place(box: QRectF, x: float, y: float) -> QPointF:
    return QPointF(box.left() + x * box.width(), box.bottom() - y * box.height())


def _in_pixels(line: MapLine, box: QRectF) -> NDArray[np.float64]:
    scale = np.array((box.width(), -box.height()))
    places: NDArray[np.float64] = line.segments * scale + (box.left(), box.bottom())
    return places
