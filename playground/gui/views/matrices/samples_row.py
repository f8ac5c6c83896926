"""The choice of what passes through the network: one sample, or a batch."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from playground.data.dataset import Dataset
from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.matrices.picture import Picture
from playground.gui.views.neurons.sample_bar import SampleBar
from playground.gui.widgets.segmented import Segmented

ONE, BATCH = "one", "batch"


class SamplesRow(QWidget):
    """One or many, and which one.

    Attributes:
        which: one sample or the batch. bar: which sample. batch_label: which batch it is.

    Signals:
        changed: something else is to pass through.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.which = Segmented(
            [
                (ONE, "One sample", "One sample passes through the network"),
                (BATCH, "Batch", "The samples of the next step pass through together"),
            ]
        )
        self.bar, self.batch_label = SampleBar(), QLabel()
        self.batch_label.setProperty("role", "muted")
        self.batch_label.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.which)
        row.addWidget(self.bar, 1)
        row.addWidget(self.batch_label, 1)
        mark(self.which, "field.batch_size")
        mark(self.bar, "sample")
        self.bar.row_chosen.connect(self._take_row)
        self.which.current_changed.connect(self.changed)

    @property
    def batch(self) -> bool:
        """Whether a batch passes through."""
        return self.which.current == BATCH

    @property
    def row(self) -> int:
        """The sample that is chosen, a row of the dataset."""
        return self.bar.row

    def set_data(self, dataset: Dataset) -> None:
        """Choose among these samples; emits nothing."""
        self.bar.set_data(dataset)

    def show_row(self, row: int) -> None:
        """Show another one, as in slow motion; emits nothing."""
        self.bar.show_row(row)

    def tell(self, picture: Picture) -> None:
        """Say which samples they are, where there are several."""
        count, frame = len(picture.rows), picture.job.frame
        upcoming = picture.job.batch and frame.upcoming is not None
        what = "of the next step" if upcoming else "of the data, the first"
        self.batch_label.setText(f"{count:,} samples {what}")
        self.bar.setVisible(not picture.job.batch)
        self.batch_label.setVisible(picture.job.batch)

    @Slot(int)
    def _take_row(self, row: int) -> None:
        self.which.set_current(ONE)
        self.changed.emit()
