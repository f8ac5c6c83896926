"""One picture a task head: what kind of question it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from playground.gui import theme
from playground.gui.plots.colours import CLASS_COLOURS

# Places are on a sheet of this size, y downwards, scaled to the box that is drawn in.
WIDTH, HEIGHT = 96.0, 64.0
_CORNER = 6.0

Place = tuple[float, float]

_NO_CLOUD: Sequence[Place] = ((16, 38), (22, 50), (27, 33), (32, 45), (39, 53), (13, 49), (37, 37))
_YES_CLOUD: Sequence[Place] = ((60, 12), (67, 24), (73, 14), (80, 28), (84, 16), (57, 26), (71, 35))
_SAMPLES: Sequence[Place] = (
    (10, 47),
    (20, 42),
    (29, 27),
    (38, 24),
    (48, 29),
    (57, 34),
    (67, 27),
    (77, 17),
    (86, 13),
)
_SHARES = (0.72, 0.28)
_BY_ITSELF = (True, False, True)


def draw_head(painter: QPainter, box: QRectF, name: str) -> None:
    """Draw the picture of the head called `name` within `box`, in the theme's colours."""
    palette = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    sheet = QPainterPath()
    sheet.addRoundedRect(box, _CORNER, _CORNER)
    painter.setClipPath(sheet)
    painter.fillRect(box, QColor(palette.canvas))
    painter.translate(box.topLeft())
    painter.scale(box.width() / WIDTH, box.height() / HEIGHT)
    if name in _PICTURES:  # a head that nobody has drawn yet has an empty sheet
        _PICTURES[name](painter, palette)
    painter.restore()


def _binary(painter: QPainter, palette: theme.Palette) -> None:
    """Two clouds and the line between."""
    _wash(painter, [(0, 0), (64, 0), (32, 64), (0, 64)], QColor(palette.negative))
    _wash(painter, [(64, 0), (96, 0), (96, 64), (32, 64)], QColor(palette.positive))
    _line(painter, [(64, 0), (32, 64)], palette.text)
    _dots(painter, _NO_CLOUD, QColor(palette.negative), palette)
    _dots(painter, _YES_CLOUD, QColor(palette.positive), palette)


def _two_outputs(painter: QPainter, palette: theme.Palette) -> None:
    """Two bars that share 1: what one gains the other loses."""
    top, bottom = 10.0, 54.0
    for left, share, colour in zip(
        (20.0, 54.0), _SHARES, (palette.negative, palette.positive), strict=True
    ):
        whole = QRectF(left, top, 22.0, bottom - top)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.groove))
        painter.drawRoundedRect(whole, 3, 3)
        painter.setBrush(QColor(colour))
        filled = whole.adjusted(0, (1.0 - share) * whole.height(), 0, 0)
        painter.drawRoundedRect(filled, 3, 3)
    _line(painter, [(12, bottom + 1), (84, bottom + 1)], palette.muted)


def _multiclass(painter: QPainter, palette: theme.Palette) -> None:
    """Three regions that meet: each place belongs to one."""
    regions: Sequence[Sequence[Place]] = (
        [(0, 0), (46, 0), (48, 30), (0, 50)],
        [(46, 0), (96, 0), (96, 48), (48, 30)],
        [(0, 50), (48, 30), (96, 48), (96, 64), (0, 64)],
    )
    inside: Sequence[Sequence[Place]] = (
        [(14, 14), (28, 22), (31, 10), (13, 31)],
        [(66, 11), (80, 24), (62, 25), (84, 11)],
        [(40, 50), (55, 44), (66, 55), (26, 55)],
    )
    for region, points, colour in zip(regions, inside, _class_colours(), strict=True):
        _wash(painter, region, colour)
        _dots(painter, points, colour, palette)
    for end in ((46, 0), (0, 50), (96, 48)):
        _line(painter, [(48, 30), end], palette.text)


def _multilabel(painter: QPainter, palette: theme.Palette) -> None:
    """Circles that overlap, and a yes or no beside each."""
    circles = (QPointF(25, 24), QPointF(43, 24), QPointF(34, 40))
    for centre, colour in zip(circles, _class_colours(), strict=True):
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(_see_through(colour, 0.28))
        painter.drawEllipse(centre, 16, 16)
    for row, (colour, yes) in enumerate(zip(_class_colours(), _BY_ITSELF, strict=True)):
        box = QRectF(72, 10 + 17 * row, 11, 11)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if yes else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 2.5, 2.5)
        if yes:
            x, y = box.left(), box.top()
            _line(painter, [(x + 2.5, y + 5.5), (x + 4.7, y + 8), (x + 8.7, y + 3.2)], "#ffffff")


def _regression(painter: QPainter, palette: theme.Palette) -> None:
    """A curve through points."""
    _axes(painter, palette)
    _curve(painter, _smooth((6, 52), (34, -8), (54, 64), (91, 8)), palette.accent)
    _dots(painter, _SAMPLES, QColor(palette.positive), palette)


def _bounded(painter: QPainter, palette: theme.Palette) -> None:
    """A curve that bends before two lines which it can't cross."""
    _axes(painter, palette)
    for height in (13.0, 49.0):
        pen = QPen(QColor(palette.muted), 1.2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(6, height), QPointF(92, height))
    _curve(painter, _smooth((6, 46.5), (52, 46.5), (44, 15.5), (92, 15.5)), palette.accent)


_PICTURES: dict[str, Callable[[QPainter, theme.Palette], None]] = {
    "binary": _binary,
    "binary_softmax": _two_outputs,
    "multiclass": _multiclass,
    "multilabel": _multilabel,
    "regression": _regression,
    "bounded_regression": _bounded,
}


def _class_colours() -> list[QColor]:
    return [QColor(*colour) for colour in CLASS_COLOURS[:3]]


def _see_through(colour: QColor, share: float) -> QColor:
    result = QColor(colour)
    result.setAlphaF(share)
    return result


def _wash(painter: QPainter, corners: Sequence[Place], colour: QColor) -> None:
    """A region in a light tint of its colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_see_through(colour, 0.22))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def _dots(
    painter: QPainter, places: Sequence[Place], colour: QColor, palette: theme.Palette
) -> None:
    painter.setPen(QPen(QColor(palette.card), 0.8))
    painter.setBrush(colour)
    for place in places:
        painter.drawEllipse(QPointF(*place), 2.6, 2.6)


def _line(painter: QPainter, places: Sequence[Place], colour: str) -> None:
    pen = QPen(QColor(colour), 1.5)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolyline([QPointF(*place) for place in places])


def _axes(painter: QPainter, palette: theme.Palette) -> None:
    _line(painter, [(5, 6), (5, 58), (92, 58)], palette.disabled)


def _smooth(start: Place, first: Place, second: Place, end: Place) -> QPainterPath:
    path = QPainterPath(QPointF(*start))
    path.cubicTo(QPointF(*first), QPointF(*second), QPointF(*end))
    return path


def _curve(painter: QPainter, path: QPainterPath, colour: str) -> None:
    painter.setPen(QPen(QColor(colour), 2.2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(path)
