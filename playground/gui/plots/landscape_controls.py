"""What slice of the loss is computed, and the button that starts and cancels it."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.landscape_survey import PATH, RANDOM
from playground.gui.topics import mark

COUNTS, REACHES = (15, 25, 41), (0.5, 1.0, 2.0)


class LandscapeControls(QWidget):
    """A row of choices, the button, and how much is done.

    Attributes:
        along_box, count_box, reach_box: which slice, how many points, how far it goes.
        other_button: other random directions. compute_button: starts, and cancels.
        progress: how much is done.

    Signals:
        chosen: another slice was chosen.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.along_box, self.count_box, self.reach_box = CompactBox(), CompactBox(), CompactBox()
        self.along_box.set_entries([("random", RANDOM), ("path", PATH)], RANDOM)
        self.along_box.setAccessibleName("Directions of the slice")
        self.along_box.setToolTip(
            "Random: two random directions, each filter scaled to the norm of that filter of the "
            "weights.\nPath: the two directions in which training has moved most."
        )
        self.count_box.set_entries([(f"{count}×{count}", count) for count in COUNTS], 25)
        self.count_box.setAccessibleName("Points")
        self.count_box.setToolTip("How many points are computed")
        self.reach_box.set_entries([(f"±{reach:g}", reach) for reach in REACHES], 1.0)
        self.reach_box.setAccessibleName("Range")
        self.reach_box.setToolTip("How far the slice goes, in norms of the weights")
        self.other_button = QToolButton()
        self.other_button.setIcon(icon("shuffle", "muted"))
        self.other_button.setProperty("flat", True)
        self.other_button.setToolTip("Other directions: compute along two other random ones")
        self.other_button.setAccessibleName("Other directions")
        self.compute_button = QPushButton("Compute")
        self.compute_button.setAccessibleName("Compute the landscape, or cancel")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName("How much of the landscape is computed")
        mark(self.along_box, "landscape.directions")
        mark(self.other_button, "landscape.directions")
        mark(self.count_box, "landscape.points")
        mark(self.reach_box, "landscape.range")
        mark(self.compute_button, "landscape.compute")
        mark(self.progress, "landscape.compute")
        policy = self.progress.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.progress.setSizePolicy(policy)
        self._lay_out()
        for box in (self.along_box, self.count_box, self.reach_box):
            box.activated.connect(self._choose)
        self.tell(None)

    def _lay_out(self) -> None:
        choices = QHBoxLayout()
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(0)
        for each in (self.along_box, self.count_box, self.reach_box, self.other_button):
            choices.addWidget(each)
        choices.addStretch(1)
        choices.addWidget(self.compute_button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(choices)
        rows.addWidget(self.progress)

    @property
    def along(self) -> str:
        """`RANDOM` or `PATH`."""
        return str(self.along_box.currentData())

    @property
    def count(self) -> int:
        """Points along a side."""
        return cast(int, self.count_box.currentData())

    @property
    def reach(self) -> float:
        """How far a random slice goes, in norms of the weights."""
        return cast(float, self.reach_box.currentData())

    def tell(self, done: float | None) -> None:
        """Show how much is done, from 0 to 1; None while nothing is computed."""
        random = self.along == RANDOM
        self.reach_box.setVisible(random)
        self.other_button.setVisible(random)
        self.compute_button.setText("Compute" if done is None else "Cancel")
        self.compute_button.setToolTip(
            "Compute the loss around the weights that are shown"
            if done is None
            else "Stop computing; what there is stays"
        )
        self.progress.setVisible(done is not None)
        self.progress.setValue(round(1000 * (done or 0.0)))

    @Slot()
    def _choose(self) -> None:
        self.chosen.emit()
