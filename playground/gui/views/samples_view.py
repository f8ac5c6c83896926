"""Every sample of a split with what the network says of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.data.prepare import Prepared
from playground.gui.plots.names import named
from playground.gui.plots.sample_grid import SampleGrid
from playground.gui.plots.sample_table import SampleTable
from playground.gui.plots.told_samples import ToldSamples
from playground.gui.topics import mark
from playground.gui.views.answers import SPLIT_NAMES, AnswersJob, Words, answered_of, why_nothing
from playground.gui.views.bench import Bench
from playground.gui.views.classes_view import is_of
from playground.gui.views.judged_view import JudgedView, choice
from playground.gui.views.sample_sheets import sheet_of
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context

_ALL, _WRONG = "all", "wrong"
_FIRST: tuple[tuple[str, object], ...] = (("all", _ALL), ("wrong", _WRONG))


@dataclass(frozen=True, eq=False)
class SamplesJob(AnswersJob):
    """Answers to the samples that a filter lets through, in the order of the data.

    Attributes:
        filter: "all", "wrong", or the number of the class or label that they truly have.
    """

    filter: str | int

    def run(self, bench: Bench) -> ToldSamples | Words:
        answered = answered_of(bench, self.frame, self.split)
        if len(answered) == 0:
            return Words(why_nothing(answered))
        order = np.argsort(answered.rows, kind="stable")
        if answered.signature.task == "regression" or self.filter == _ALL:
            return ToldSamples(answered, order)
        if isinstance(self.filter, int):
            known = self.filter < answered.signature.outputs
            kept = is_of(answered, self.filter) if known else np.ones(len(order), bool)
        else:
            kept = answered.wrong
        return ToldSamples(answered, order[kept[order]])


class SamplesView(JudgedView):
    """Pictures on a sheet; other data in a table.

    Attributes:
        filter_box: which samples are shown.
        grid, table: the drawings; one of them is shown.
        samples: what is shown; None for nothing.

    Signals:
        row_chosen(row): the sample that was chosen, as a row of the data; −1: none.
    """

    key = "samples"
    row_chosen = Signal(int)
    invitation = "Press Run, or step once, to see the samples with what the network says of them."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Samples", parent)
        self.samples: ToldSamples | None = None
        self.filter_box = choice("Samples to show", "All, the wrong ones, or one class", _FIRST)
        mark(self.filter_box, "samples.which")
        self.grid = SampleGrid()
        self.grid.setAccessibleName("Samples: arrow keys move from one to the next")
        self.table = SampleTable()
        self.table.setAccessibleName("Table of samples")
        self.add_choices(self.filter_box)
        self.add_bodies(self.grid, self.table)
        self.filter_box.currentIndexChanged.connect(self._ask_anew)
        for each in (self.grid, self.table):
            each.row_chosen.connect(self.row_chosen)

    def set_data(self, prepared: Prepared) -> None:
        """Offer a filter for each class of these samples."""
        super().set_data(prepared)
        dataset = prepared.dataset
        self.filter_box.setVisible(dataset.task != "regression")
        if dataset.task == "multilabel":
            names, what = named(dataset.target_names, "label", dataset.targets.shape[1]), "with"
        elif dataset.task == "regression":
            names, what = (), ""
        else:
            names, what = tuple(dataset.target_names), "true"
        classes = [(f"{what} {name}", number) for number, name in enumerate(names)]
        self.filter_box.set_entries([*_FIRST, *classes], _ALL)

    def request(self, shown: Shown) -> SamplesJob:
        """Answers to the samples that the filter lets through."""
        return SamplesJob(shown.frame, self.split, self.filter_box.currentData())

    def draw(self, result: ToldSamples) -> None:
        """Show them, or say that there is none."""
        self.samples = result
        total = len(result.answered)
        if len(result) == 0:
            self.say(self._none(result))
            return
        pictured = result.kind in ("pictures", "sequences")
        body: SampleGrid | SampleTable = self.grid if pictured else self.table
        body.set_samples(result)
        wrong = int(result.answered.wrong.sum())
        shown = f"{len(result):,} of {total:,}" if len(result) < total else f"{total:,}"
        judged = f" · wrong: {wrong:,}" if result.judged else ""
        self.legend.set_remark(f"{shown} samples{judged}")
        self.show_body(body)

    def whole_size(self) -> QSize:
        """So high that no row is cut."""
        body = self.grid if self.grid.isVisible() else self.table
        return self.size() + QSize(0, body.cut_off())

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.samples = None
        self.grid.forget()
        self.table.set_empty()
        super().clear()

    def sheet(self) -> Sheet | None:
        """A row a sample."""
        return None if self.samples is None else sheet_of(self.samples)

    def _none(self, result: ToldSamples) -> str:
        split = SPLIT_NAMES[result.answered.split]
        if self.filter_box.currentData() == _WRONG:
            return f"No {split} sample is answered wrongly."
        return f"No {split} sample is “{self.filter_box.currentText()}”."
