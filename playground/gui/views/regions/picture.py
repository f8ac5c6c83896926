"""Regions as they are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, QDataStream, QIODevice, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from playground.gui import theme
from playground.gui.plots.colours import CLASS_COLOURS
from playground.gui.segments import draw_segments
from playground.network.affine.cells import Cells, Floats

_ELEMENT = np.dtype([("kind", ">i4"), ("x", ">f8"), ("y", ">f8")])
# What the colours of regions stand for.
REGIONS, ANSWERS, UNITS = "regions", "answers", "units"
_WIDTHS = (1.4, 1.1, 0.9)


@dataclass(frozen=True)
class RegionLook:
    """How regions are drawn.

    Attributes:
        colouring: `REGIONS`: a tint for each, to tell neighbours apart; `ANSWERS`: what the network
            says in its middle; `UNITS`: how many units are on.
        side: of the square in px, at `ratio` device pixels each.
        dark: whether it is drawn on the dark ground.
    """

    colouring: str
    side: float
    ratio: float
    dark: bool


@dataclass(frozen=True, eq=False)
class RegionPicture:
    """Filled regions, the edges of each bend, and the line where the answer changes.

    Attributes:
        cells: the regions.
        fills: (R, 4) uint8 RGBA of each.
        bends: how many bends have made edges.
        line: (S, 2, 2) where the answer changes; empty where there is no such line.
        look: how it is drawn.
    """

    cells: Cells
    fills: NDArray[np.uint8]
    bends: int
    line: Floats
    look: RegionLook

    def prepare(self) -> RegionPicture:
        """Make the picture now, in whatever thread this is; itself."""
        self.image  # noqa: B018
        return self

    @cached_property
    def image(self) -> QImage:
        """All of it at the size on the screen."""
        pixels = max(1, round(self.look.side * self.look.ratio))
        image = QImage(pixels, pixels, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(self.look.ratio)
        painter = QPainter(image)
        self.draw(painter, QRectF(0.0, 0.0, self.look.side, self.look.side))
        painter.end()
        return image

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw it into a square."""
        palette = theme.DARK if self.look.dark else theme.LIGHT
        painter.save()
        painter.setClipRect(box)
        painter.fillRect(box, QColor(palette.card))
        # Without smoothing neighbours meet with no seam; the edges are drawn over it.
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, path in self._paths(box):
            painter.fillPath(path, colour)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        for bend in reversed(range(self.bends)):
            pen = QPen(edge_colour(bend, dark=self.look.dark))
            pen.setWidthF(_WIDTHS[min(bend, len(_WIDTHS) - 1)])
            painter.setPen(pen)
            draw_segments(painter, in_box(self.cells.edges(bend), box))
        if len(self.line):
            painter.setPen(QPen(QColor(palette.text), 2.4))
            draw_segments(painter, in_box(self.line, box))
        painter.restore()

    def _paths(self, box: QRectF) -> list[tuple[QColor, QPainterPath]]:
        """A path of all regions of one colour: a few calls, however many there are."""
        packed = np.ascontiguousarray(self.fills).view(np.uint32)[:, 0]
        colours, which = np.unique(packed, return_inverse=True)
        corners = in_box(self.cells.corners, box)
        found = []
        for number in range(len(colours)):
            rows = np.flatnonzero(which == number)
            red, green, blue, _ = self.fills[rows[0]].tolist()
            found.append((QColor(red, green, blue), _path(corners[rows])))
        return found


@dataclass(frozen=True, eq=False)
class GridPicture:
    """Squares of a grid, each in the tint of the pattern that was met in its middle.

    Attributes:
        tints: (G, G, 4) uint8 RGBA; the first row lies at the bottom.
        look: how it is drawn.
    """

    tints: NDArray[np.uint8]
    look: RegionLook

    @cached_property
    def image(self) -> QImage:
        """A pixel a square."""
        upright = np.ascontiguousarray(self.tints[::-1])
        side = len(upright)
        return QImage(upright.tobytes(), side, side, 4 * side, QImage.Format.Format_RGBX8888).copy()

    def draw(self, painter: QPainter, box: QRectF) -> None:
        """Draw it into a square."""
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(box, self.image)


def edge_colour(bend: int, *, dark: bool) -> QColor:
    """The colour of the edges that a bend makes: a grey for the first."""
    if bend == 0:
        return QColor((theme.DARK if dark else theme.LIGHT).muted)
    return QColor(*CLASS_COLOURS[(5, 3, 2, 0)[(bend - 1) % 4]])


def in_box(places: Floats, box: QRectF) -> Floats:
    """(…, 2) places in the square from −1 to 1 as px."""
    scale = np.array((box.width() / 2.0, -box.height() / 2.0))
    middle = np.array((box.center().x(), box.center().y()))
    return np.asarray(places * scale + middle)


def _path(polygons: Floats) -> QPainterPath:
    """(n, V, 2) polygons as one path, without an object for each of their points.

    It is read from bytes in the form that `QDataStream` gives it: a count; of each element its
    kind, 0 to move and 1 to draw a line, and its place; where the last part begins; the fill rule.
    """
    count, corners, _ = polygons.shape
    elements = np.empty((count, corners), _ELEMENT)
    elements["kind"] = 1
    elements["kind"][:, 0] = 0
    elements["x"], elements["y"] = polygons[..., 0], polygons[..., 1]
    head = np.array([count * corners], ">i4").tobytes()
    tail = np.array([(count - 1) * corners, 0], ">i4").tobytes()
    path = QPainterPath()
    data = QByteArray(head + elements.tobytes() + tail)
    stream = QDataStream(data, QIODevice.OpenModeFlag.ReadOnly)
    stream >> path
    return path
