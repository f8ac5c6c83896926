"""A combo box as a small heading, as wide as what it says."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QWidget

_ARROW = 30


class CompactBox(QComboBox):
    """A flat combo box; its list is as wide as its longest entry."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("small", True)
        self.currentIndexChanged.connect(self._fit)

    def sizeHint(self) -> QSize:
        """The width of the current entry."""
        return QSize(self._width_of(self.currentText()), super().sizeHint().height())

    @property
    def widest(self) -> int:
        """Its width with the longest of its entries, in px."""
        return max(self._width_of(self.itemText(row)) for row in range(self.count()))

    def _width_of(self, text: str) -> int:
        self.ensurePolished()
        return QFontMetrics(self.font()).horizontalAdvance(text) + _ARROW

    def minimumSizeHint(self) -> QSize:
        """No narrower than its entry."""
        return self.sizeHint()

    def set_entries(self, entries: Sequence[tuple[str, object]], chosen: object) -> None:
        """List (label, value) pairs and choose the value `chosen`, or the first; emits nothing."""
        self.blockSignals(True)
        self.clear()
        for label, value in entries:
            self.addItem(label, value)
        self.setCurrentIndex(max(0, self.findData(chosen)))
        self.blockSignals(False)
        self.view().setMinimumWidth(self.view().sizeHintForColumn(0) + 32)
        self._fit()

    @Slot()
    def _fit(self) -> None:
        self.updateGeometry()
