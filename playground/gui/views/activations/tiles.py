"""All activations as small pictures, to choose from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
    QTransform,
)
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.polygons import polygon_of
from playground.gui.topics import mark
from playground.gui.views.activations.curves import compared_colour, curve_of
from playground.network.activations import ACTIVATIONS, Activation

_REACH = 4.0
_LEAST_WIDTH, _HEIGHT, _GAP = 62, 42, 4
_LABEL = 14.0
_SHORT = {"silu": "SiLU", "hard_sigmoid": "Hard sigm.", "leaky_relu": "Leaky ReLU"}


class ActivationTile(QAbstractButton):
    """One activation: its curve, its slope faintly, its name.

    Attributes:
        activation: with its usual fields. in_force: whether the layer has it.
        compared: which of those that are laid over the large curve it is; −1 for none.

    Signals:
        compare_wanted(name): C was pressed.
    """

    compare_wanted = Signal(str)

    def __init__(self, activation: Activation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.activation = activation
        self.in_force = False
        self.compared = -1
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(_SHORT.get(activation.name, activation.label))
        self.setToolTip(activation.help)
        self._curve, self._slope = _unit_lines(activation)
        self.tell()

    def tell(self) -> None:
        """Say what it is to assistive tools."""
        mark(self, f"activation.{self.activation.name}")
        said = [self.activation.label]
        if self.in_force:
            said.append("in force")
        if self.compared >= 0:
            said.append("compared")
        self.setAccessibleName(", ".join(said))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """C compares."""
        if event.key() == Qt.Key.Key_C and not event.modifiers():
            self.compare_wanted.emit(self.activation.name)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, curves, name and marks."""
        painter, palette = QPainter(self), theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen, box = self.isChecked(), QRectF(self.rect()).adjusted(1.0, 1.0, -1.0, -1.0)
        ground = (
            palette.accent_soft if chosen else palette.hover if self.underMouse() else palette.card
        )
        edge = palette.accent if chosen or self.hasFocus() else palette.card_border
        painter.setBrush(QColor(ground))
        painter.setPen(QPen(QColor(edge), 2.0 if self.hasFocus() else 1.0))
        painter.drawRoundedRect(box, 6.0, 6.0)
        plot = box.adjusted(7.0, 5.0, -7.0, -_LABEL - 2.0)
        painter.setPen(QPen(QColor(palette.disabled), 0.8))
        painter.drawLine(QLineF(plot.center().x(), plot.top(), plot.center().x(), plot.bottom()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        faint = QColor(palette.validation)
        faint.setAlpha(130)
        for line, colour, width in (
            (self._slope, faint, 1.0),
            (self._curve, QColor(palette.accent), 1.6),
        ):
            painter.setPen(QPen(colour, width))
            painter.drawPolyline(_placed(line, plot))
        painter.setFont(theme.font(10))
        painter.setPen(QColor(palette.text if chosen or self.in_force else palette.muted))
        name = QRectF(box.left() + 1.0, box.bottom() - _LABEL - 1.0, box.width() - 2.0, _LABEL)
        painter.drawText(name, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.in_force:
            painter.setBrush(QColor(palette.accent))
            painter.drawEllipse(QPointF(box.left() + 7.0, box.top() + 7.0), 3.0, 3.0)
        if self.compared >= 0:
            painter.setBrush(QColor(compared_colour(self.compared)))
            painter.drawEllipse(QPointF(box.right() - 7.0, box.top() + 7.0), 3.0, 3.0)


class ActivationTiles(QWidget):
    """All of them in rows; arrow keys go from one to the next.

    Attributes:
        tiles: by name.

    Signals:
        chosen(name): one is to be looked at.
        compare_wanted(name): C was pressed on one: lay it over the large curve, or take it away.
    """

    chosen = Signal(str)
    compare_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Activations")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.tiles = {name: ActivationTile(ACTIVATIONS[name](), self) for name in ACTIVATIONS}
        self._group = QButtonGroup(self)
        for tile in self.tiles.values():
            self._group.addButton(tile)
            tile.compare_wanted.connect(self.compare_wanted)
        self._group.buttonToggled.connect(self._tell)
        theme.notifier().theme_changed.connect(self._restyle)
        self._lay_out()

    def show_state(self, looked: str, in_force: str, compared: Sequence[str]) -> None:
        """Mark these; emits nothing."""
        self._group.blockSignals(True)
        self.tiles[looked].setChecked(True)
        self._group.blockSignals(False)
        for name, tile in self.tiles.items():
            place = list(compared).index(name) if name in compared else -1
            if (tile.in_force, tile.compared) != (name == in_force, place):
                tile.in_force, tile.compared = name == in_force, place
                tile.tell()

    def columns(self) -> int:
        """How many stand side by side: rows are as even as they can be."""
        most = max(1, (self.width() + _GAP) // (_LEAST_WIDTH + _GAP))
        rows = -(-len(self.tiles) // most)
        return -(-len(self.tiles) // rows)

    def sizeHint(self) -> QSize:
        """The rows that the width makes."""
        rows = -(-len(self.tiles) // self.columns())
        return QSize(560, rows * (_HEIGHT + _GAP) - _GAP)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many side by side as fit."""
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        columns = self.columns()
        width = (self.width() - _GAP * (columns - 1)) // columns
        for number, tile in enumerate(self.tiles.values()):
            row, column = divmod(number, columns)
            tile.setGeometry(column * (width + _GAP), row * (_HEIGHT + _GAP), width, _HEIGHT)
        height = self.sizeHint().height()
        if self.height() != height or self.minimumHeight() != height:
            self.setFixedHeight(height)

    @Slot(QAbstractButton, bool)
    def _tell(self, tile: ActivationTile, checked: bool) -> None:
        if checked:
            self.chosen.emit(tile.activation.name)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self.update()


def _unit_lines(activation: Activation) -> tuple[QPolygonF, QPolygonF]:
    """The curve and its slope in a box of 1 by 1, y downwards."""
    if activation.whole_row:
        x = np.linspace(-_REACH, _REACH, 65)
        y = activation.curve(x)
        slope = np.gradient(y, x)
    else:
        found = curve_of(activation, _REACH)
        x, y, slope = found.x, found.y, found.slope
    low, high = min(float(y.min()), -0.3), max(min(float(y.max()), 2.6), 1.0)
    across = (x + _REACH) / (2.0 * _REACH)
    lines = []
    for values in (y, slope):
        down = np.clip(1.0 - (values - low) / (high - low), 0.0, 1.0)
        lines.append(polygon_of(np.stack((across, down), 1)))
    return lines[0], lines[1]


def _placed(line: QPolygonF, box: QRectF) -> QPolygonF:
    return QTransform(box.width(), 0.0, 0.0, box.height(), box.left(), box.top()).map(line)
