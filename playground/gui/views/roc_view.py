"""ROC and precision–recall curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.gui.plots.colours import class_colour
from playground.gui.plots.legend import LegendEntry
from playground.gui.plots.names import named
from playground.gui.plots.rate_plot import RateCurve, RatePlot
from playground.gui.topics import mark
from playground.gui.views.answers import SPLIT_NAMES, ClassesAnswersJob, Words
from playground.gui.views.classes_view import is_of
from playground.gui.views.judged_view import JudgedView, choice
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.answered import Answered
from playground.training.judging import mean_curve, precision_recall, rates_at, roc

_ROC, _PR, _BOTH = "roc", "precision_recall", "both"
_CURVES = (("ROC", _ROC), ("precision–recall", _PR), ("side by side", _BOTH))
_ALL = -1
THRESHOLD = 0.5
_EMPTY = np.empty(0)
_DIAGONAL = ((0.0, 0.0), (1.0, 1.0))


@dataclass(frozen=True, eq=False)
class ClassRates:
    """The curves of one class or label against the rest.

    Attributes:
        number, name: which. share: of the samples that are of it.
        roc, pr: its curves, and what is drawn of them; None where it or the rest has no sample.
        auc, precision: areas under them; NaN where there are none.
    """

    number: int
    name: str
    share: float
    roc: tuple[RateCurve, QPolygonF] | None
    pr: tuple[RateCurve, QPolygonF] | None
    auc: float
    precision: float


@dataclass(frozen=True, eq=False)
class Rates:
    """Curves of a split.

    Attributes:
        classes: one each; of two classes that of the second alone.
        macro: the mean of the ROC curves, where there are several.
        missing: names of classes without a curve, since the split has none of them.
        split: its name.
    """

    classes: tuple[ClassRates, ...]
    macro: tuple[RateCurve, QPolygonF] | None
    missing: tuple[str, ...]
    split: str


@dataclass(frozen=True, eq=False)
class RatesJob(ClassesAnswersJob):
    """Follows the rates over all thresholds."""

    def judge(self, answered: Answered) -> Rates | Words:
        signature, split = answered.signature, SPLIT_NAMES[answered.split]
        kind = "label" if signature.task == "multilabel" else "class"
        names = named(answered.prepared.dataset.target_names, kind, signature.outputs)
        numbers = [1] if signature.task == "binary" else list(range(signature.outputs))
        classes = [_class_rates(answered, number, names[number]) for number in numbers]
        curves = [found for found in classes if found.roc is not None]
        missing = tuple(found.name for found in classes if found.roc is None)
        if not curves:
            return Words(_why_none(answered, names, split))
        macro = _macro(curves) if len(curves) > 1 else None
        return Rates(tuple(classes), macro, missing, split)


def _class_rates(answered: Answered, number: int, name: str) -> ClassRates:
    task = answered.signature.task
    truth, scores = is_of(answered, number), answered.scores(number)
    colour = QColor(*class_colour(task, number)).name()
    share = float(truth.mean())
    found, pr = roc(truth, scores), precision_recall(truth, scores)
    if found is None or pr is None:
        return ClassRates(number, name, share, None, None, np.nan, np.nan)
    marks: tuple[tuple[float, float] | None, tuple[float, float] | None] = None, None
    if task != "multiclass":  # of several classes the largest score wins, whatever it is
        alarms, recall, precision = rates_at(truth, scores, THRESHOLD)
        marks = (alarms, recall), (recall, precision)
    first = RateCurve(name, colour, found.x, found.y, found.thresholds, mark=marks[0])
    second = RateCurve(name, colour, pr.x, pr.y, pr.thresholds, steps=True, mark=marks[1])
    return ClassRates(
        number,
        name,
        share,
        (first, first.polygon()),
        (second, second.polygon()),
        found.area,
        pr.area,
    )


def _macro(classes: list[ClassRates]) -> tuple[RateCurve, QPolygonF]:
    curves = [roc_of[0] for found in classes if (roc_of := found.roc) is not None]
    x, y = mean_curve([(curve.x, curve.y) for curve in curves])
    mean = RateCurve("macro mean", "", x, y, _EMPTY, dashed=True)
    return mean, mean.polygon()


def _why_none(answered: Answered, names: tuple[str, ...], split: str) -> str:
    if answered.signature.task == "multilabel":
        return (
            f"No label is both there and missing among the {len(answered):,} {split} samples. "
            "A curve needs samples with it and without."
        )
    only = names[int(answered.truth[0])]
    return (
        f"All {len(answered):,} {split} samples are {only}. A curve needs samples of "
        "another class too: draw more samples, or change the validation share."
    )


class RocView(JudgedView):
    """Curves over all thresholds, one a class.

    Attributes:
        curve_box: ROC, precision–recall or both. class_box: all classes or one.
        roc_plot, pr_plot: the drawings. rates: what is drawn; None for nothing.
    """

    key = "roc"

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "ROC and precision–recall", parent)
        self.rates: Rates | None = None
        self.curve_box = choice("Curves to draw", "ROC, precision–recall, or both", _CURVES)
        self.class_box = choice(
            "Class to draw", "Which class is told from the rest", [("all classes", _ALL)]
        )
        self.class_box.hide()
        self.roc_plot = RatePlot(
            ("false positive rate", "true positive rate"),
            ("false positive rate", "true positive rate"),
        )
        self.roc_plot.setAccessibleName("ROC curve")
        mark(self.curve_box, "roc.curves")
        mark(self.class_box, "control.label")
        mark(self.roc_plot, "roc")
        self.pr_plot = RatePlot(("recall", "precision"), ("recall", "precision"))
        self.pr_plot.setAccessibleName("Precision–recall curve")
        mark(self.pr_plot, "precision_recall_curve")
        self._body = QWidget()
        columns = QHBoxLayout(self._body)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.addWidget(self.roc_plot)
        columns.addWidget(self.pr_plot)
        self.pr_plot.hide()
        self.add_choices(self.curve_box, self.class_box)
        self.add_bodies(self._body)
        self.curve_box.currentIndexChanged.connect(self._redraw)
        self.class_box.currentIndexChanged.connect(self._redraw)

    def request(self, shown: Shown) -> RatesJob:
        """Follow the rates on the chosen split."""
        return RatesJob(shown.frame, self.split)

    def draw(self, result: Rates) -> None:
        """Show the curves."""
        self.rates = result
        entries: list[tuple[str, object]] = [("all", _ALL)]
        entries += [(found.name, found.number) for found in result.classes if found.roc]
        known = [self.class_box.itemText(i) for i in range(self.class_box.count())]
        if known != [name for name, _ in entries]:
            self.class_box.set_entries(entries, self.class_box.currentData())
        self.class_box.setVisible(len(result.classes) > 1)
        self._redraw()
        self.show_body(self._body)

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.rates = None
        super().clear()

    @Slot()
    def _redraw(self) -> None:
        result, kind = self.rates, self.curve_box.currentData()
        self.roc_plot.setVisible(kind != _PR)
        self.pr_plot.setVisible(kind != _ROC)
        if result is None:
            return
        only = self.class_box.currentData() if len(result.classes) > 1 else _ALL
        seen = [f for f in result.classes if f.roc and only in (_ALL, f.number)]
        rocs = [found.roc for found in seen if found.roc is not None]
        if result.macro is not None and only == _ALL:
            rocs.append(result.macro)
        self.roc_plot.set_curves([c for c, _ in rocs], [p for _, p in rocs], _DIAGONAL)
        prs = [found.pr for found in seen if found.pr is not None]
        chance = ((0.0, seen[0].share), (1.0, seen[0].share)) if len(seen) == 1 else None
        self.pr_plot.set_curves([c for c, _ in prs], [p for _, p in prs], chance)
        self._tell(seen, result, kind)

    def _tell(self, seen: list[ClassRates], result: Rates, kind: str) -> None:
        of_pr = kind == _PR
        values = [found.precision if of_pr else found.auc for found in seen]
        measure = "average precision" if of_pr else "AUC"
        entries = [
            LegendEntry(found.pr[0].colour, found.name, f"{value:.3f}")
            for found, value in zip(seen, values, strict=True)
            if found.pr is not None
        ]
        if kind == _BOTH and len(seen) == 1:
            remark = f"AUC {seen[0].auc:.3f}, average precision {seen[0].precision:.3f}"
            entries = [LegendEntry(entry.colour, entry.text) for entry in entries]
        elif len(seen) > 1:
            remark = f"macro {measure} {np.mean(values):.3f}"
        else:
            remark = f"{measure} {values[0]:.3f}"
            entries = [LegendEntry(entry.colour, entry.text) for entry in entries]
        self.legend.set_entries(entries)
        missing = f"no sample of {', '.join(result.missing)} · " if result.missing else ""
        self.legend.set_remark(missing + remark)

    def sheet(self) -> Sheet | None:
        """Every point of the curves that are drawn."""
        result = self.rates
        if result is None:
            return None
        rows: list[tuple[object, ...]] = []
        for plot, what in ((self.roc_plot, "ROC"), (self.pr_plot, "precision-recall")):
            if plot.isHidden():
                continue
            for curve in plot.curves:
                thresholds = curve.thresholds.tolist() or [""] * len(curve.x)
                points = zip(thresholds, curve.x.tolist(), curve.y.tolist(), strict=True)
                rows += [(what, curve.name, *point) for point in points]
        return Sheet(("curve", "class", "threshold", "x", "y"), rows)


__all__ = ["THRESHOLD", "ClassRates", "Rates", "RatesJob", "RocView"]
