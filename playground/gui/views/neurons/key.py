"""What colours, widths, dots and marks mean, beneath the board."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QLinearGradient,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.views.neurons.art import text
from playground.gui.views.neurons.marks import disc, triangle
from playground.gui.views.neurons.picture import Picture

Sign = Literal["scale", "wire", "thread", "bias", "disc", "triangle", "axes", "plain", "note"]
_ROW, _GAP, _BETWEEN = 18.0, 6.0, 18.0
_WIDTHS: dict[Sign, float] = {
    "scale": 56.0,
    "wire": 34.0,
    "thread": 20.0,
    "bias": 10.0,
    "disc": 10.0,
    "triangle": 10.0,
    "axes": 12.0,
    "plain": 0.0,
    "note": 0.0,
}


class Entry(NamedTuple):
    """A sign and what it means."""

    sign: Sign
    words: str


class Key(QWidget):
    """Signs and words, in as many rows as they need."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.entries: tuple[Entry, ...] = ()
        self._places: list[tuple[Entry, QRectF]] = []
        self._rows = 1
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.notifier().theme_changed.connect(self._restyle)

    def sizeHint(self) -> QSize:
        """The rows that the entries need."""
        return QSize(400, round(self._rows * _ROW))

    def minimumSizeHint(self) -> QSize:
        """As high, and narrow."""
        return QSize(120, round(self._rows * _ROW))

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Say these."""
        if tuple(entries) != self.entries:
            self.entries = tuple(entries)
            self.setAccessibleName("; ".join(entry.words for entry in entries))
            self.setToolTip("\n".join(entry.words for entry in entries))
            self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the rows out anew."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the signs and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, small = theme.current(), theme.font(theme.TEXT_SMALL)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        for entry, box in self._places:
            _draw_sign(painter, entry.sign, box.left(), box.center().y())
            start = _WIDTHS[entry.sign] + (_GAP if _WIDTHS[entry.sign] else 0.0)
            colour = palette.warning if entry.sign == "note" else palette.muted
            text(painter, box.adjusted(start, 0, 0, 0), entry.words, small, colour, left)

    def _arrange(self) -> None:
        metrics = QFontMetricsF(theme.font(theme.TEXT_SMALL))
        x, row, width = 0.0, 0, float(self.width())
        self._places = []
        for entry in self.entries:
            needed = _WIDTHS[entry.sign] + _GAP + metrics.horizontalAdvance(entry.words) + 2.0
            needed = min(needed, width)
            if x > 0.0 and x + needed > width:
                x, row = 0.0, row + 1
            self._places.append((entry, QRectF(x, row * _ROW, needed, _ROW)))
            x += needed + _BETWEEN
        if row + 1 != self._rows:
            self._rows = row + 1
            self.updateGeometry()
        self.update()

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()


def _draw_sign(painter: QPainter, sign: Sign, x: float, y: float) -> None:
    palette, width = theme.current(), _WIDTHS[sign]
    if sign == "scale":
        bar = QRectF(x, y - 4.0, width, 8.0)
        gradient = QLinearGradient(bar.topLeft(), bar.topRight())
        gradient.setColorAt(0.0, QColor(palette.negative))
        gradient.setColorAt(0.5, QColor(palette.card))
        gradient.setColorAt(1.0, QColor(palette.positive))
        painter.setBrush(gradient)
        painter.setPen(QColor(palette.card_border))
        painter.drawRoundedRect(bar, 3.0, 3.0)
    elif sign == "wire":
        for start, colour, thick in ((x, palette.negative, 1.2), (x + 18.0, palette.positive, 3.4)):
            painter.setPen(QPen(QColor(colour), thick))
            painter.drawLine(QPointF(start, y), QPointF(start + 15.0, y))
    elif sign == "thread":
        painter.setPen(QPen(QColor(palette.disabled), 1.2))
        painter.drawLine(QPointF(x, y), QPointF(x + width, y))
    elif sign == "bias":
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.positive))
        painter.drawEllipse(QPointF(x + 5.0, y), 3.6, 3.6)
    elif sign == "disc":
        disc(painter, x + 5.0, y, 1.0, 1.0)
    elif sign == "triangle":
        triangle(painter, x + 5.0, y, -1.0, 1.0)
    elif sign == "axes":
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.muted), 1.2))
        corner = [QPointF(x + 1.0, y - 5.0), QPointF(x + 1.0, y + 4.0), QPointF(x + 10.0, y + 4.0)]
        painter.drawPolyline(corner)


def entries_of(picture: Picture) -> list[Entry]:
    """What there is to explain of a picture."""
    plan, job = picture.plan, picture.job
    if plan is None:
        return []
    found = [_what_units_show(picture)]
    if job.plane is not None:
        found.append(Entry("axes", _plane_words(picture)))
        if job.plane.note:
            found.append(Entry("plain", job.plane.note))
    if picture.strips:
        found.append(Entry("wire", "weight below 0, above 0; wider where stronger in its layer"))
    if any(wiring.run != "weights" for wiring in plan.wirings):
        found.append(Entry("thread", "passed on, with no weight between two units"))
    if picture.biases:
        found.append(Entry("bias", "bias"))
    if picture.passing is not None:
        where = f"sample {picture.passing.row}"
        found.append(Entry("disc", f"activation of {where} →"))
        found.append(Entry("triangle", "← gradient of the loss at the unit"))
    return found + _notes(picture)


def _what_units_show(picture: Picture) -> Entry:
    plan = picture.plan
    assert plan is not None
    if not plan.by_sample:
        return Entry(
            "scale", "what a unit answers, below 0 to above 0; full colour from half its largest on"
        )
    kinds = {layer.kind for layer in plan.layers}
    parts = [f"what a unit answers to sample {picture.job.row}, below 0 to above 0"]
    if any(layer.filters for layer in plan.layers):
        parts.append("left: filters" if "image" in kinds else "left: filters, step by step")
    if "steps" in kinds:
        parts.append("steps from left to right")
    return Entry("scale", "; ".join(parts))


def _plane_words(picture: Picture) -> str:
    job = picture.job
    assert job.plane is not None
    x0, x1, y0, y1 = job.extent
    across, up = job.plane.axis_names
    if (x0, x1) == (y0, y1):
        said = f"{across} across, {up} up, both {words.coordinate(x0, x1 - x0)} to "
        said += words.coordinate(x1, x1 - x0)
        return said
    return (
        f"{across} across, {words.coordinate(x0, x1 - x0)} to {words.coordinate(x1, x1 - x0)}; "
        f"{up} up, {words.coordinate(y0, y1 - y0)} to {words.coordinate(y1, y1 - y0)}"
    )


def _notes(picture: Picture) -> list[Entry]:
    notes = []
    left_out = sum(strip.left_out for strip in picture.strips)
    if left_out:
        notes.append(Entry("note", f"{left_out:,} weaker wires are not drawn"))
    if not picture.finite:
        notes.append(
            Entry("note", "Grey is no number: training diverged. Reset, and lower the rate.")
        )
    return notes
