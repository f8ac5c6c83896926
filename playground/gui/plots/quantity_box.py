"""The choice of loss or metric, shortened where there is little room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QStyle, QStyleOptionComboBox, QStylePainter, QWidget

from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.quantities import label_of, topic_of
from playground.gui.topics import TOPIC_ROLE

_LEAST = 56
_ARROW = 26


class QuantityBox(CompactBox):
    """A compact box that may be narrower than what it says, which then ends in "…"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Quantity to draw")
        self.setMinimumWidth(_LEAST)

    def set_quantities(self, names: Sequence[str], chosen: object) -> None:
        """List quantities by their names, and choose one."""
        self.set_entries([(label_of(name), name) for name in names], chosen)
        for row, name in enumerate(names):
            self.setItemData(row, topic_of(name), TOPIC_ROLE)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the box with as much of the entry as fits."""
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        room = self.width() - _ARROW
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
