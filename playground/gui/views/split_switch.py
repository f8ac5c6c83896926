"""The choice between what is measured on validation and on training samples."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark

_CHOICES = [("validation", "validation"), ("train", "train")]


class SplitSwitch(CompactBox):
    """Validation or train.

    Signals:
        split_changed: the other was chosen.
    """

    split_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Samples that runs are compared on")
        mark(self, "judged_split")
        self.setToolTip("Compare on samples kept aside, or on those that were trained on")
        self.set_entries(_CHOICES, "validation")
        self.currentIndexChanged.connect(self._tell)

    @property
    def split(self) -> str:
        """ "validation" or "train"."""
        return str(self.currentData())

    @Slot()
    def _tell(self) -> None:
        self.split_changed.emit()
