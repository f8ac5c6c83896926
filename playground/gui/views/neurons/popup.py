"""A unit, enlarged: what it answers over the plane or to a sample, with axes and numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import class_colour, value_colour
from playground.gui.plots.plot_area import PlotArea
from playground.gui.views.neurons.aim import Aim, incoming, number_of
from playground.gui.views.neurons.art import text
from playground.gui.views.neurons.kernels import said
from playground.gui.views.neurons.picture import Picture

_WIDTH, _MAP = 236, 204
_PICTURE = 150
_LINE = 16
_PAD = 10
_MOST_POINTS = 300
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class UnitPopup(QWidget):
    """A card beside a unit. The pointer passes through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAccessibleName("The unit, enlarged")
        self._picture: Picture | None = None
        self._aim: Aim | None = None
        self._lines: list[str] = []
        self._dots: QPixmap | None = None
        self._dots_of: tuple[object, ...] = ()
        self.hide()

    def show_unit(self, picture: Picture, aim: Aim, card: QRect, within: QRect) -> None:
        """Show a unit beside its card, on the side where there is room.

        Args:
            card, within: in the parent's px.
        """
        self._picture, self._aim = picture, aim
        self._lines = facts(picture, aim)
        inner = self._inner_height(picture, aim)
        height = 2 * _PAD + 20 + inner + 6 + len(self._lines) * _LINE
        self.setFixedSize(_WIDTH, height)
        left = card.right() + 8
        if left + _WIDTH > within.right():
            left = card.left() - 8 - _WIDTH
        left = max(within.left(), min(left, within.right() - _WIDTH))
        assert picture.board is not None
        middle = round(picture.board.stand(aim.layer).height_of(aim.unit))
        middle += card.top() - round(picture.board.stand(aim.layer).card.top)
        top = max(within.top() + 2, min(middle - height // 2, within.bottom() - height - 2))
        self.move(QPoint(left, top))
        self.setAccessibleDescription(". ".join(self._lines))
        self.show()
        self.raise_()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        picture, aim = self._picture, self._aim
        if picture is None or aim is None or picture.plan is None:
            return
        palette = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(palette.card))
        painter.setPen(QPen(QColor(palette.card_border), 1.0))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS, theme.RADIUS)
        layer = picture.plan.layer(aim.layer)
        title = QRectF(_PAD, _PAD - 2, _WIDTH - 2 * _PAD, 18)
        bold = theme.font(theme.TEXT_BODY, QFont.Weight.DemiBold)
        words_ = f"{layer.title} · {layer.unit_name(aim.unit)}"
        text(painter, title, words_, bold, palette.text, _LEFT)
        painter.save()
        painter.translate(_PAD, _PAD + 20)
        if layer.kind == "map":
            self._draw_map(painter, picture, aim)
        else:
            self._draw_picture(painter, picture, aim)
        painter.restore()
        y = float(_PAD + 20 + self._inner_height(picture, aim) + 6)
        for line in self._lines:
            row = QRectF(_PAD, y, _WIDTH - 2 * _PAD, _LINE)
            text(painter, row, line, theme.font(theme.TEXT_SMALL), palette.muted, _LEFT)
            y += _LINE

    def _inner_height(self, picture: Picture, aim: Aim) -> int:
        assert picture.plan is not None
        layer = picture.plan.layer(aim.layer)
        if layer.kind == "map":
            return _MAP
        if layer.kind == "image":
            return _PICTURE if not layer.filters else _PICTURE + 74
        return 34

    def _draw_map(self, painter: QPainter, picture: Picture, aim: Aim) -> None:
        job = picture.job
        assert job.plane is not None
        assert picture.sheets is not None
        wide = float(_WIDTH - 2 * _PAD)
        area = PlotArea.fitted(wide, float(_MAP), job.extent, job.plane.axis_names)
        sheet = picture.sheets[aim.layer]
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(area.box, sheet.image, sheet.source(aim.unit))
        painter.drawPixmap(0, 0, self._points(picture, area))
        area.draw_frame(painter, theme.current().card)
        area.draw_axes(painter)

    def _points(self, picture: Picture, area: PlotArea) -> QPixmap:
        """The samples, faint, drawn once for all units."""
        job, palette, ratio = picture.job, theme.current(), self.devicePixelRatioF()
        prepared = job.frame.prepared
        key = (prepared, job.plane, job.extent, palette.name, ratio, area)
        if self._dots is None or self._dots_of != key:
            dots = QPixmap(round(_WIDTH * ratio), round(_MAP * ratio))
            dots.setDevicePixelRatio(ratio)
            dots.fill(Qt.GlobalColor.transparent)
            painter = QPainter(dots)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setClipRect(area.box)
            draw_samples(painter, picture, area)
            painter.end()
            self._dots, self._dots_of = dots, key
        return self._dots

    def _draw_picture(self, painter: QPainter, picture: Picture, aim: Aim) -> None:
        """A feature map and its filter, a row of steps, or a bar, as large as there is room."""
        assert picture.sheets is not None
        assert picture.plan is not None
        wide, layer = float(_WIDTH - 2 * _PAD), picture.plan.layer(aim.layer)
        sheet = picture.sheets[aim.layer]
        if layer.kind == "image":
            box = _kept_shape(sheet.image.width(), sheet.height, QRectF(0, 0, wide, _PICTURE))
        else:
            box = QRectF(0, 4, wide, 26)
        painter.drawImage(box, sheet.image, sheet.source(aim.unit))
        _frame(painter, box)
        filters = (picture.filters or {}).get(aim.layer)
        if filters is not None and layer.kind == "image":
            room = QRectF(0, _PICTURE + 8, wide, 66)
            box = _kept_shape(filters.image.width(), filters.height, room)
            painter.drawImage(box, filters.image, filters.source(aim.unit))
            _frame(painter, box)


def facts(picture: Picture, aim: Aim) -> list[str]:
    """What there is to say of a unit: the range of its answers, its bias, its weights."""
    assert picture.values is not None
    assert picture.plan is not None
    layer = picture.plan.layer(aim.layer)
    lines = [_answers(picture, aim)]
    number = number_of(picture, aim)
    if number is not None:
        lines.insert(0, f"{said(aim.entry)}: {words.number(number.value)}")
    if layer.filters:
        place = picture.job.frame.layout[layer.filters].shape
        lines.append(f"beneath: its filter, {'×'.join(map(str, place[1:]))} weights")
    held = incoming(picture, aim.layer, aim.unit)
    if held and held[0].kind == "bias":
        number = number_of(picture, held[0])
        if number is not None:
            lines.append(f"bias {words.number(number.value)}")
    wires = [(a, number_of(picture, a)) for a in held if a.kind == "wire"]
    amounts = [(abs(n.value), a, n.value) for a, n in wires if n is not None]
    if amounts:
        _, strongest, value = max(amounts, key=lambda found: found[0])
        source = picture.plan.layer(strongest.source).full_name(strongest.source_unit)
        lines.append(f"strongest weight: {source}, {words.number(value)}")
    return lines + _passes(picture, aim)


def _answers(picture: Picture, aim: Aim) -> str:
    assert picture.values is not None
    values = np.ravel(picture.values[aim.layer][aim.unit])
    finite = values[np.isfinite(values)]
    if len(finite) == 0:
        return "its answers are no numbers: training diverged"
    if len(values) == 1:
        return f"answers {words.number(float(values[0]))}"
    low, high = words.number(float(finite.min())), words.number(float(finite.max()))
    return f"answers from {low} to {high}"


def _passes(picture: Picture, aim: Aim) -> list[str]:
    passing = picture.passing
    if passing is None:
        return []
    value = float(passing.values[aim.layer][aim.unit])
    lines = [f"sample {passing.row}: activation {words.number(value)}"]
    if aim.layer in passing.slopes:
        slope = float(passing.slopes[aim.layer][aim.unit])
        lines.append(f"slope of the loss here: {words.number(slope)}")
    return lines


def draw_samples(painter: QPainter, picture: Picture, area: PlotArea) -> None:
    """Some of the samples, evenly chosen, as faint dots in the colours of their targets."""
    job = picture.job
    assert job.plane is not None
    dataset = job.frame.prepared.dataset
    count = len(dataset.features)
    rows = np.unique(np.linspace(0, count - 1, min(count, _MOST_POINTS)).astype(int))
    places = area.to_pixels(job.plane.project(dataset.features[rows]))
    palette = theme.current()
    ring = QColor(palette.card)
    ring.setAlphaF(0.6)
    painter.setPen(QPen(ring, 0.8))
    first = dataset.targets.reshape(count, -1)[:, 0].astype(float)
    low, high = float(np.nanmin(first)), float(np.nanmax(first))
    for (x, y), value, labels in zip(places, first[rows], dataset.targets[rows], strict=True):
        if dataset.task == "regression":
            colour = QColor(*value_colour(value, low, high))
        elif dataset.task == "multilabel":
            on = np.flatnonzero(labels)
            shade = class_colour(dataset.task, int(on[0])) if len(on) else None
            colour = QColor(*shade) if shade else QColor(palette.muted)
        else:
            colour = QColor(*class_colour(dataset.task, int(value)))
        colour.setAlphaF(0.6)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x, y), 2.0, 2.0)


def _kept_shape(width: int, height: int, room: QRectF) -> QRectF:
    """The largest box of this shape in the middle of the room there is."""
    scale = min(room.width() / width, room.height() / height)
    box = QRectF(0, 0, width * scale, height * scale)
    box.moveCenter(room.center())
    return box


def _frame(painter: QPainter, box: QRectF) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(theme.current().card_border), 1.0))
    painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
