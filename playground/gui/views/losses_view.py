"""The loss lab: what a mistake costs, what is sent back, and where the line is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, cast

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.names import named
from playground.gui.topics import mark
from playground.gui.views.answers import SPLIT_NAMES, Words
from playground.gui.views.judged_view import choice
from playground.gui.views.losses.mistakes_job import Met, MistakesJob
from playground.gui.views.losses.mistakes_page import MistakesPage
from playground.gui.views.losses.question import Axis
from playground.gui.views.losses.threshold_job import Answers, ThresholdJob
from playground.gui.views.losses.threshold_page import ThresholdPage
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel
from playground.gui.widgets.segmented import Segmented
from playground.lessons.noticed import NOTHING, Noticed
from playground.network.losses import Loss
from playground.training.answered import SplitName
from playground.training.thresholds import NAMES

_INVITATION = "Waiting for the network."
MISTAKES, THRESHOLD = "mistakes", "threshold"


class LossesView(View):
    """Losses of one mistake side by side; thresholds with the metrics answering.

    Attributes:
        page_tabs: which of the two. split_box: whose answers. output_box: which label or target.
        mistakes, thresholds: the two pages. message: what is said in their place.
    """

    key: ClassVar[str] = "losses"
    every_ms: ClassVar[int] = 250

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Loss lab")
        self.page_tabs = Segmented(
            [
                (MISTAKES, "Mistakes", "What losses make of one answer, and what they send back"),
                (THRESHOLD, "Threshold", "From where on an answer is taken for a yes"),
            ]
        )
        self.page_tabs.setAccessibleName("What to look at")
        self.page_tabs.explain({MISTAKES: "loss", THRESHOLD: "threshold"})
        splits = [(label, name) for name, label in SPLIT_NAMES.items()]
        self.split_box = choice("Samples to look at", "Which samples are shown", splits)
        self.output_box = CompactBox()
        self.output_box.setAccessibleName("Output to look at")
        self.output_box.setToolTip("Which label or target is judged")
        mark(self.split_box, "judged_split")
        mark(self.output_box, "label")
        self.mistakes, self.thresholds = MistakesPage(), ThresholdPage()
        self.message = MessageLabel(_INVITATION)
        self._arrange()
        self._connect()
        self.clear()

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.SPACE_1)
        head.addWidget(self.page_tabs)
        head.addWidget(self.split_box)
        head.addWidget(self.output_box)
        head.addStretch(1)
        for control in self.mistakes.controls:
            head.addWidget(control)
        self._pages = QStackedLayout()
        for page in (self.message, self.mistakes, self.thresholds):
            self._pages.addWidget(page)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(head)
        rows.addLayout(self._pages, 1)
        self.output_box.hide()

    def _connect(self) -> None:
        self.page_tabs.current_changed.connect(self._ask_anew)
        self.split_box.currentIndexChanged.connect(self._ask_anew)
        self.output_box.currentIndexChanged.connect(self._ask_anew)
        self.mistakes.changed.connect(self._ask_anew)
        self.mistakes.sample_chosen.connect(self.sample_wanted)
        self.mistakes.loss_wanted.connect(self.use)

    @property
    def split(self) -> SplitName:
        """The chosen split."""
        return cast(SplitName, self.split_box.currentData())

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(820, 640)

    def minimumSizeHint(self) -> QSize:
        """The centre of a small window."""
        return QSize(456, 380)

    @property
    def says(self) -> str:
        """The sentence that stands in place of the lab, or ""."""
        return self.message.text() if self._pages.currentWidget() is self.message else ""

    def set_data(self, prepared: Prepared) -> None:
        """What was drawn of other samples goes."""
        self.clear()
        self.stale.emit()

    def request(self, shown: Shown) -> MistakesJob | ThresholdJob:
        """What the chosen page shows."""
        frame = shown.frame
        self._list_outputs(shown)
        if self.page_tabs.current == THRESHOLD:
            return ThresholdJob(frame, self.split)
        page = self.mistakes
        return MistakesJob(
            frame,
            self.split,
            int(self.output_box.currentData() or 0),
            cast(Axis, page.axis),
            None,
            page.looked,
            page.table.drawn_names,
            dict(page.fields),
        )

    def show_result(self, result: Any) -> None:
        """Show it, or say why there is nothing; ask again while curves are missing."""
        if isinstance(result, Words):
            self.message.setText(result.text)
            self._turn_to(self.message)
        elif isinstance(result, Answers):
            self.thresholds.show_answers(result)
            self._turn_to(self.thresholds)
        elif isinstance(result, Met):
            before = self.mistakes.table.drawn_names
            self._turn_to(self.mistakes)
            self.mistakes.show_met(result)
            if result.n_missing or before != self.mistakes.table.drawn_names:
                self.stale.emit()

    @Slot()
    def clear(self) -> None:
        """The run is gone."""
        self.message.setText(_INVITATION)
        self._turn_to(self.message)

    def sheet(self) -> Sheet | None:
        """The curves that are drawn, or the metrics at every threshold."""
        if self._pages.currentWidget() is self.thresholds:
            return self._threshold_sheet()
        met = self.mistakes.met
        if met is None:
            return None
        rows: list[Sequence[object]] = []
        for (loss, yes), curve in met.curves.items():
            by = curve.by_prediction
            for place, x in enumerate(curve.x.tolist()):
                back = "" if by is None else float(by[place])
                numbers = float(curve.losses[place]), back, float(curve.by_sum[place])
                rows.append((loss.name, int(yes), x, *numbers))
        columns = ("loss", "truth", met.axis, "value", "by prediction", "by sum")
        return Sheet(columns, rows)

    def noticed(self) -> Noticed:
        """Where the threshold is, and what it finds and misses."""
        page = self.thresholds
        if self._pages.currentWidget() is not page or page.answers is None:
            return NOTHING
        verdict = page.verdict(0)
        readings = {
            "threshold": page.thresholds[0],
            "found": float(verdict.found),
            "missed": float(verdict.missed),
            "false alarms": float(verdict.alarms),
        }
        return Noticed(readings=readings)

    def part(self, name: str) -> QWidget | None:
        """The parts that lessons point at."""
        if name == "slider of losses" and self._pages.currentWidget() is self.thresholds:
            return self.thresholds.sliders[0]
        return self.page_tabs.button(THRESHOLD)

    def _turn_to(self, page: QWidget) -> None:
        """Show a page, with the choices that are about it."""
        self._pages.setCurrentWidget(page)
        if page is not self.mistakes:
            for control in self.mistakes.controls:
                control.hide()
        else:
            self.mistakes.slope_box.show()

    def _threshold_sheet(self) -> Sheet | None:
        answers = self.thresholds.answers
        if answers is None:
            return None
        rows: list[Sequence[object]] = []
        for label in answers.labels:
            if label.lines is not None:
                columns = [label.lines.of(name).tolist() for name in NAMES]
                thresholds = label.lines.thresholds.tolist()
                rows += [(label.name, *row) for row in zip(thresholds, *columns, strict=True)]
        return Sheet(("label", "threshold", *NAMES), rows)

    def _list_outputs(self, shown: Shown) -> None:
        """Labels or targets, where each output is judged by itself."""
        frame = shown.frame
        head, signature = frame.head, frame.signature
        count = head.columns(signature)
        several = count > 1 and head.final != "softmax" and self.page_tabs.current == MISTAKES
        self.output_box.setVisible(several)
        kind = {"multilabel": "label", "regression": "target"}.get(signature.task, "class")
        names = named(frame.prepared.dataset.target_names, kind, count)
        if [self.output_box.itemText(row) for row in range(self.output_box.count())] != list(names):
            entries = [(name, number) for number, name in enumerate(names)]
            self.output_box.set_entries(entries, 0)

    @Slot()
    def _ask_anew(self) -> None:
        self.stale.emit()

    @Slot(object)
    def use(self, loss: Loss) -> None:
        """Train with this loss from now on."""
        document = self.context.document
        head = document.project.head.model_copy(update={"loss": loss})
        self.mistakes.fields.pop(loss.name, None)
        document.edit(f"use the {loss.label} loss", head=head)
        self.stale.emit()
