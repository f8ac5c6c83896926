"""The choice of the class, or the labels, of points that are put in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.plots.colours import Colour
from playground.gui.topics import mark
from playground.gui.widgets.tips import plain_tip

_SIDE = 20


class ClassChips(QWidget):
    """A coloured chip a class, of which one is chosen; or a label, of which any are.

    Signals:
        chosen_changed: another was chosen.
    """

    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: list[ColourChip] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        mark(self, "map.class")
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def chosen(self) -> list[int]:
        """The numbers of those chosen."""
        return [number for number, chip in enumerate(self.chips) if chip.isChecked()]

    def set_choices(self, choices: Sequence[tuple[str, Colour]], *, several: bool) -> None:
        """Offer these names in these colours; `several`: whether more than one can be chosen."""
        if [(chip.accessibleName(), chip.colour) for chip in self.chips] == list(choices):
            return
        for chip in self.chips:
            self._group.removeButton(chip)
            self._row.removeWidget(chip)
            chip.deleteLater()
        self._group.setExclusive(not several)
        self.chips = []
        for number, (name, colour) in enumerate(choices, 1):
            chip = ColourChip(colour)
            chip.setAccessibleName(name)
            chip.setToolTip(plain_tip(f"{name} (key {number})" if number < 10 else name))
            chip.toggled.connect(self._tell)
            self._group.addButton(chip)
            self._row.addWidget(chip)
            self.chips.append(chip)
        if self.chips:
            self.chips[0].setChecked(True)
        self.updateGeometry()

    def choose(self, number: int) -> bool:
        """Choose this one, or of several turn it over; whether there is one."""
        if not 0 <= number < len(self.chips):
            return False
        self.chips[number].click()
        return True

    @Slot(bool)
    def _tell(self, checked: bool) -> None:
        self.chosen_changed.emit()


class ColourChip(QAbstractButton):
    """A disc of one colour, ringed and ticked where it is chosen."""

    def __init__(self, colour: Colour, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.colour = colour
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.ArrowCursor)

    def sizeHint(self) -> QSize:
        """A small square."""
        return QSize(_SIDE, _SIDE + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the disc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette = theme.current()
        middle = QRectF(self.rect()).center()
        if self.isChecked() or self.hasFocus():
            ring = palette.accent if self.hasFocus() else palette.text
            painter.setPen(QPen(QColor(ring), 2.0))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(middle, 8.5, 8.5)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(*self.colour)
        painter.setBrush(colour)
        painter.drawEllipse(middle, 6.5, 6.5)
        if self.isChecked():
            light = colour.lightness() < 150
            painter.setPen(QPen(QColor("#ffffff" if light else "#1b1f24"), 1.6))
            x, y = middle.x(), middle.y()
            tick = [QPointF(x - 2.8, y), QPointF(x - 0.8, y + 2.2), QPointF(x + 3.0, y - 2.4)]
            painter.drawPolyline(tick)
