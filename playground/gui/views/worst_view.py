"""The samples that a network is most wrong about."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.gui.plots import words
from playground.gui.plots.sample_list import SampleList
from playground.gui.plots.told_samples import ToldSamples
from playground.gui.views.answers import AnswersJob
from playground.gui.views.judged_view import JudgedView
from playground.gui.views.sample_sheets import sheet_of
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.answered import Answered
from playground.training.judging import worst_first


@dataclass(frozen=True, eq=False)
class WorstJob(AnswersJob):
    """Orders the samples of a split by their loss."""

    def judge(self, answered: Answered) -> ToldSamples:
        return ToldSamples(answered, worst_first(answered.losses))


class WorstView(JudgedView):
    """All samples of a split, the largest loss first.

    Attributes:
        listing: the drawing.

    Signals:
        row_chosen(row): the sample under the pointer or the keys, as a row of the data; −1: none.
    """

    key = "worst"
    row_chosen = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Worst samples", parent)
        self.listing = SampleList()
        self.listing.setAccessibleName("Samples, the largest loss first")
        self.listing.row_chosen.connect(self.row_chosen)
        self.add_choices()
        self.add_bodies(self.listing)

    def request(self, shown: Shown) -> WorstJob:
        """Order the chosen split."""
        return WorstJob(shown.frame, self.split)

    def draw(self, result: ToldSamples) -> None:
        """Show the list."""
        self.listing.set_samples(result)
        losses = result.answered.losses
        name = result.answered.head.loss_part.label.lower()
        with np.errstate(all="ignore"):
            mean = words.number(float(losses.mean()))
        self.legend.set_remark(f"{len(result):,} samples, by {name}; mean {mean}")
        self.show_body(self.listing)

    def whole_size(self) -> QSize:
        """So high that no row is cut."""
        return self.size() + QSize(0, self.listing.cut_off())

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.listing.forget()
        super().clear()

    def sheet(self) -> Sheet | None:
        """A row a sample, the largest loss first."""
        samples = self.listing.samples
        return None if samples is None else sheet_of(samples)
