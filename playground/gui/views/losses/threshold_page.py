"""The threshold from which an answer is taken for a yes, and the metrics that answer to it."""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.plots.chart import Chart, Knob
from playground.gui.plots.chart_picture import ChartLine, ChartPicture
from playground.gui.plots.colours import CLASS_COLOURS
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.sentence import Sentence
from playground.gui.topics import mark
from playground.gui.views.losses.threshold_job import IN_FORCE, Answers
from playground.gui.widgets.labelled_slider import LabelledSlider
from playground.training.metrics import in_words, metrics
from playground.training.thresholds import NAMES, Verdict, verdict

_LABELS = {"accuracy": "accuracy", "precision": "precision", "recall": "recall", "f1": "F1"}
_COUNTS = (
    ("found", "a yes, taken for a yes"),
    ("alarms", "a no, taken for a yes"),
    ("missed", "a yes, taken for a no"),
    ("rejected", "a no, taken for a no"),
)
_TOPICS = {"accuracy": "metric.accuracy", "f1": "metric.f1"}
_SHORT = {"found": "found", "alarms": "false alarms", "missed": "missed", "rejected": "rejected"}
_CARD_PX = 232
_MOST_ROWS = 5
# Of more thresholds, so many are drawn.
_MOST_POINTS = 240
_ROW, _LINE, _COUNT_PX = 26, 18, 84


class ThresholdPage(QWidget):
    """Lines of the metrics over the threshold, counts at it, and a slider a label.

    Attributes:
        chart, legend: the lines. sliders: one a label. numbers: labels with the counts and metrics,
            by name. best_button: goes to the best F1. said: what there is to see.
        answers: what is cut; None before the first. label: the one whose lines are drawn.
        thresholds: in the labels' order.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.answers: Answers | None = None
        self.thresholds: list[float] = []
        self.label = 0
        self.sliders: list[LabelledSlider] = []
        self.numbers: dict[str, QLabel] = {}
        self.chart = Chart("Metrics at every threshold")
        self.legend = Legend()
        self.best_button = QPushButton("Best F1")
        self.said = Sentence(2)
        self._arrange()
        self.chart.cursor_moved.connect(self._move)
        self.best_button.clicked.connect(self._go_to_best)
        theme.notifier().theme_changed.connect(self._recolour)

    def show_answers(self, answers: Answers) -> None:
        """Cut these, where they were cut before."""
        before, self.answers = self.answers, answers
        names = [label.name for label in answers.labels]
        known = [label.name for label in before.labels] if before is not None else None
        ends = (answers.low, answers.high)
        if names != known or before is None or ends != (before.low, before.high):
            if names != known:
                self.thresholds, self.label = [IN_FORCE] * len(names), 0
            self._make(answers)
        self._draw()

    def set_threshold(self, label: int, threshold: float) -> None:
        """Cut a label's answers elsewhere."""
        self.thresholds[label] = threshold
        self.sliders[label].set_value(threshold)
        self._look_at(label)
        self._tell()

    def verdict(self, label: int) -> Verdict:
        """How a label's answers fall."""
        assert self.answers is not None
        of = self.answers.labels[label]
        return verdict(of.truth, of.scores, self.thresholds[label])

    # Building

    def _arrange(self) -> None:
        card = QFrame()
        card.setProperty("role", "card")
        card.setFixedWidth(_CARD_PX)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_1)
        self.title = QLabel()
        self.title.setProperty("role", "amount")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.title.setFixedSize(_CARD_PX - 2 * theme.SPACE_3, _LINE)
        rows.addWidget(self.title)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE_1)
        for place, (name, help_text) in enumerate(_COUNTS):
            grid.addWidget(self._count(name, help_text), place // 2, place % 2)
        rows.addLayout(grid)
        table = QGridLayout()
        table.setSpacing(2)
        for row, name in enumerate(NAMES):
            what, value = QLabel(_LABELS[name]), QLabel()
            what.setProperty("role", "muted")
            value.setProperty("role", "amount")
            value.setAlignment(Qt.AlignmentFlag.AlignRight)
            value.setFixedSize(72, _LINE)
            for part in (what, value):
                mark(part, _TOPICS.get(name, name))
            self.numbers[name] = value
            table.addWidget(what, row, 0)
            table.addWidget(value, row, 1)
        rows.addLayout(table)
        rows.addStretch(1)
        rows.addWidget(self.best_button)
        self.best_button.setFixedSize(_CARD_PX - 2 * theme.SPACE_3, 32)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_1)
        left.addWidget(self.chart, 1)
        left.addWidget(self.legend)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addLayout(left, 1)
        top.addWidget(card)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, theme.SPACE_2, 0)
        self._column.setSpacing(0)
        holder = QWidget()
        holder.setLayout(self._column)
        self._scroll = QScrollArea()
        self._scroll.setWidget(holder)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        holder.setAutoFillBackground(False)
        self._scroll.viewport().setAutoFillBackground(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(theme.SPACE_2)
        whole.addLayout(top, 1)
        whole.addWidget(self._scroll)
        whole.addWidget(self.said)
        mark(self, "threshold")
        mark(self.best_button, "metric.f1")
        mark(self.legend, "metric")

    def _count(self, name: str, help_text: str) -> QWidget:
        box = QFrame()
        box.setProperty("role", "card")
        box.setToolTip(help_text)
        number, what = QLabel(), QLabel(_SHORT[name])
        number.setProperty("role", "title")
        number.setFixedSize(_COUNT_PX, 22)
        what.setProperty("role", "caption")
        rows = QVBoxLayout(box)
        rows.setContentsMargins(theme.SPACE_2, theme.SPACE_1, theme.SPACE_2, theme.SPACE_1)
        rows.setSpacing(0)
        rows.addWidget(number)
        rows.addWidget(what)
        mark(box, "confusion_matrix")
        self.numbers[name] = number
        return box

    def _make(self, answers: Answers) -> None:
        for slider in self.sliders:
            self._column.removeWidget(slider)
            slider.hide()
            slider.deleteLater()
        self.sliders = []
        for number, label in enumerate(answers.labels):
            name = label.name if len(answers.labels) > 1 else "threshold"
            slider = LabelledSlider(
                name,
                answers.low,
                answers.high,
                self.thresholds[number],
                step=0.01,
                text=partial(self._slider_text, number),
                name_width=96,
            )
            slider.setFixedHeight(_ROW)
            slider.slider.setAccessibleName(f"Threshold of {label.name}")
            slider.value_changed.connect(partial(self._slide, number))
            self._column.addWidget(slider)
            self.sliders.append(slider)
        shown = min(len(self.sliders), _MOST_ROWS)
        self._scroll.setFixedHeight(shown * _ROW + 4)

    # Showing

    def _draw(self) -> None:
        """The lines of the label that was touched last."""
        answers, palette = self.answers, theme.current()
        if answers is None:
            return
        label = answers.labels[self.label]
        lines: list[ChartLine] = []
        if label.lines is not None:
            count = len(label.lines.thresholds)
            kept = np.unique(np.linspace(0, count - 1, min(count, _MOST_POINTS)).astype(int))
            thresholds = np.concatenate(([answers.low], label.lines.thresholds[kept]))
            for name in NAMES:
                values = label.lines.of(name)[kept]
                # A value holds down to the next lower score; that of the lowest, for all beneath.
                y = np.concatenate((values, values[-1:]))
                lines.append(
                    ChartLine(
                        name,
                        _LABELS[name],
                        _colour(name, palette),
                        thresholds,
                        y,
                        thick=name == "f1",
                        steps=True,
                    )
                )
        span = answers.high - answers.low
        self.chart.set_picture(
            ChartPicture(
                (answers.low - 0.01 * span, answers.high + 0.01 * span),
                (-0.03, 1.05),
                ("threshold", ""),
                tuple(lines),
                guides=(IN_FORCE,),
            )
        )
        self._tell()

    def _tell(self) -> None:
        answers, palette = self.answers, theme.current()
        if answers is None:
            return
        label, at = answers.labels[self.label], self.thresholds[self.label]
        found = self.verdict(self.label)
        self.title.setText(f"{label.name} from {at:.2f}")
        for name, _ in _COUNTS:
            self.numbers[name].setText(f"{getattr(found, name):,}")
        values = {name: float(getattr(found, name)) for name in NAMES}
        for name, value in values.items():
            self.numbers[name].setText(in_words("f1", value))
        knobs = tuple(
            Knob(at, value, _colour(name, palette))
            for name, value in values.items()
            if np.isfinite(value)
        )
        self.chart.set_cursor(at, knobs)
        self.legend.set_entries(
            [LegendEntry(_colour(name, palette), _LABELS[name]) for name in NAMES]
        )
        for number, slider in enumerate(self.sliders):
            slider.set_value(self.thresholds[number])
        self._tell_best()
        self.said.say(self._words())

    def _slider_text(self, label: int, value: float) -> str:
        """The threshold; of several labels, with what it comes to."""
        if self.answers is None or len(self.answers.labels) == 1:
            return f"{value:.2f}"
        of = self.answers.labels[label]
        return f"{value:.2f} · F1 {in_words('f1', verdict(of.truth, of.scores, value).f1)}"

    def _tell_best(self) -> None:
        best = self._best()
        known = best is not None
        self.best_button.setEnabled(known)
        if best is not None:
            self.best_button.setText(f"Best F1 {in_words('f1', best[1])} at {best[0]:.2f}")
            self.best_button.setToolTip("Put the threshold there")
        else:
            self.best_button.setText("Best F1")
            self.best_button.setToolTip("None of these samples is a yes")

    def _best(self) -> tuple[float, float] | None:
        """The best threshold as it can be set, with two decimals where that is as good."""
        assert self.answers is not None
        label = self.answers.labels[self.label]
        if label.lines is None:
            return None
        threshold, value = label.lines.best()
        if not np.isfinite(threshold):
            return None
        rounded = round(threshold, 2)
        near = verdict(label.truth, label.scores, rounded).f1
        return (rounded if near == value else threshold), value

    def _words(self) -> str:
        """What the thresholds come to, and what the run itself does."""
        answers = self.answers
        assert answers is not None
        run = "The run itself draws the line at 0.5, and goes on doing so."
        if answers.task != "multilabel":
            n = len(answers.labels[0].truth)
            return f"{n:,} {_split(answers)} samples. {run}"
        truth = np.stack([label.truth for label in answers.labels], 1)
        said = np.stack(
            [
                (label.scores >= at).astype(np.int64)
                for label, at in zip(answers.labels, self.thresholds, strict=True)
            ],
            1,
        )
        found = metrics("multilabel", said, truth, [label.name for label in answers.labels])
        return (
            f"With these thresholds all labels are right for "
            f"{in_words('subset_accuracy', found['subset_accuracy'])} of the {len(truth):,} "
            f"{_split(answers)} samples; mean F1 {in_words('f1', found['f1'])}. {run}"
        )

    # Choosing

    def _slide(self, label: int, value: float) -> None:
        self.thresholds[label] = float(value)
        self._look_at(label)
        self._tell()

    def _look_at(self, label: int) -> None:
        if label != self.label:
            self.label = label
            self._draw()

    @Slot(float)
    def _move(self, threshold: float) -> None:
        if self.answers is not None:
            self.set_threshold(self.label, round(threshold, 2))

    @Slot()
    def _go_to_best(self) -> None:
        best = self._best()
        if best is not None:
            self.set_threshold(self.label, best[0])

    @Slot(object)
    def _recolour(self, palette: theme.Palette) -> None:
        self._draw()


def _split(answers: Answers) -> str:
    return "training" if answers.split == "train" else "validation"


def _colour(name: str, palette: theme.Palette) -> str:
    if name == "f1":
        return palette.accent
    place = {"accuracy": 7, "precision": 2, "recall": 3}[name]
    return "#{:02x}{:02x}{:02x}".format(*CLASS_COLOURS[place])
