"""The choice of what the horizontal axis counts."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItemModel
from PySide6.QtWidgets import QWidget

from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import TOPIC_ROLE
from playground.gui.views.shown import RunCurves

EPOCH, STEP, SECONDS = "epoch", "step", "seconds"
_HELP = {
    EPOCH: "Times that the run has been through the training samples",
    STEP: "Updates of the weights, one a batch",
    SECONDS: "Seconds spent training, pauses left out",
}
_TOPICS = {EPOCH: "epoch", STEP: "step", SECONDS: "curves.across"}
_UNKNOWN = {
    STEP: "This run was saved without its steps: they were not counted then.",
    SECONDS: "This run was saved without its times: they were not kept then.",
}
_TIP = "What the horizontal axis counts. The wheel zooms, a drag moves along it, a double-click "


class XBox(CompactBox):
    """Epoch, step or seconds; what a run doesn't know of itself can't be chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Horizontal axis")
        self.setToolTip(f"{_TIP}shows all.")
        self.set_entries([(unit, unit) for unit in _HELP], EPOCH)
        for row, unit in enumerate(_HELP):
            self.setItemData(row, _HELP[unit], Qt.ItemDataRole.ToolTipRole)
            self.setItemData(row, _TOPICS[unit], TOPIC_ROLE)
        self._known = {EPOCH: True, STEP: True, SECONDS: True}

    @property
    def unit(self) -> str:
        """What is counted: the choice, or epochs while a run doesn't know that of itself."""
        chosen = str(self.currentData() or EPOCH)
        return chosen if self._known[chosen] else EPOCH

    @property
    def topic(self) -> str:
        """What explains it in the glossary."""
        return _TOPICS[self.unit]

    def offer(self, curves: RunCurves | None) -> None:
        """Offer what this run knows of itself."""
        known = {EPOCH: True, STEP: True, SECONDS: True}
        if curves is not None and len(curves.epochs):
            known[STEP] = bool(np.isfinite(curves.steps).any())
            known[SECONDS] = bool(np.isfinite(curves.seconds).any())
        if known == self._known:
            return
        self._known = known
        model = self.model()
        assert isinstance(model, QStandardItemModel)
        for row, unit in enumerate(_HELP):
            item = model.item(row)
            item.setEnabled(known[unit])
            item.setToolTip(_HELP[unit] if known[unit] else _UNKNOWN[unit])


def column_of(curves: RunCurves, unit: str) -> np.ndarray:
    """(E,) the column of a run that the axis counts."""
    return {EPOCH: curves.epochs, STEP: curves.steps, SECONDS: curves.seconds}[unit]
