"""Predicted against true amounts, and what is left over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.legend import LegendEntry
from playground.gui.plots.names import named
from playground.gui.plots.residual_histogram import Bins, ResidualHistogram, binned
from playground.gui.plots.scatter_view import Scatter, ScatterView
from playground.gui.topics import mark
from playground.gui.views.answers import (
    SPLIT_NAMES,
    AnswersJob,
    Words,
    answered_of,
    why_nothing,
)
from playground.gui.views.bench import Bench
from playground.gui.views.judged_view import JudgedView, choice
from playground.gui.views.reasons import amounts_reason
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.answered import Answered, SplitName
from playground.training.judging import AmountScores, amount_scores

_BOTH = "both"
_TRUE, _LEFT, _HISTOGRAM = "true", "left", "histogram"
_PANELS = (("against true", _TRUE), ("residuals", _LEFT), ("histogram", _HISTOGRAM))


@dataclass(frozen=True, eq=False)
class Residuals:
    """One target's values.

    Attributes:
        names: of all targets. target: which is drawn.
        rows: (N,) of the data. true, predicted: (N,) in the target's units.
        validation: (N,) which are kept aside.
        scores: by split that is shown.
        against_true, against_predicted, bins: to draw.
    """

    names: tuple[str, ...]
    target: int
    rows: NDArray[np.int64]
    true: NDArray[np.float64]
    predicted: NDArray[np.float64]
    validation: NDArray[np.bool_]
    scores: Mapping[SplitName, AmountScores]
    against_true: Scatter
    against_predicted: Scatter
    bins: Bins


@dataclass(frozen=True, eq=False)
class ResidualsJob(AnswersJob):
    """Compares one target.

    Attributes:
        target: which. other: the second split, if both are shown.
    """

    target: int
    other: SplitName | None

    def run(self, bench: Bench) -> Residuals | Words:
        unfit = amounts_reason(self.frame.prepared, self.frame.head)
        if unfit:
            return Words(unfit)
        splits = [self.split] if self.other is None else [self.split, self.other]
        found = [answered_of(bench, self.frame, split) for split in splits]
        for answered in found:
            sentence = why_nothing(answered)
            if sentence:
                return Words(sentence)
        return _compared(found, self.target)


def _compared(found: list[Answered], target: int) -> Residuals:
    signature = found[0].signature
    names = named(found[0].prepared.dataset.target_names, "target", signature.outputs)
    target = target if 0 <= target < len(names) else 0
    name = names[target]
    true = np.concatenate([answered.truth[:, target] for answered in found]).astype(np.float64)
    predicted = np.concatenate([each.predictions[:, target] for each in found]).astype(np.float64)
    rows = np.concatenate([answered.rows for answered in found])
    held = np.concatenate([np.full(len(each), each.split == "validation") for each in found])
    residuals = true - predicted
    scores = {
        each.split: amount_scores(each.predictions[:, target], each.truth[:, target])
        for each in found
    }
    left = f"residual of {name}: true − predicted"
    return Residuals(
        names,
        target,
        rows,
        true,
        predicted,
        held,
        scores,
        Scatter(
            true,
            predicted,
            rows,
            held,
            (f"true {name}", f"predicted {name}"),
            ("true", "predicted"),
            "diagonal",
        ),
        Scatter(
            predicted,
            residuals,
            rows,
            held,
            (f"predicted {name}", "true − predicted"),
            ("predicted", "residual"),
            "zero",
        ),
        binned(residuals, held, left),
    )


class ResidualsView(JudgedView):
    """Three panels on what a regression leaves unexplained.

    Attributes:
        panel_box, target_box: what is drawn, of which target.
        scatter, histogram: the drawings. residuals: what is drawn; None for nothing.
    """

    key = "residuals"
    splits = (*JudgedView.splits, ("both", _BOTH))

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Residuals", parent)
        self.residuals: Residuals | None = None
        self.panel_box = choice(
            "What to draw",
            "Predicted against true, residuals against predicted, or how often they are how large",
            _PANELS,
        )
        self.target_box = choice("Target to draw", "Which target is compared", [("target", 0)])
        self.target_box.hide()
        self.scatter = ScatterView()
        mark(self.panel_box, "residuals.what")
        mark(self.target_box, "control.label")
        self.scatter.setAccessibleName("Predicted against true")
        self.histogram = ResidualHistogram()
        self.histogram.setAccessibleName("Histogram of residuals")
        self.add_choices(self.panel_box, self.target_box)
        self.add_bodies(self.scatter, self.histogram)
        self.panel_box.currentIndexChanged.connect(self._redraw)
        self.target_box.currentIndexChanged.connect(self._ask_anew)
        theme.notifier().theme_changed.connect(self._restyle)

    def request(self, shown: Shown) -> ResidualsJob:
        """Compare the chosen target on the chosen splits."""
        chosen: Any = self.split_box.currentData()
        both = chosen == _BOTH
        split: SplitName = "train" if both else chosen
        target = int(self.target_box.currentData() or 0)
        return ResidualsJob(shown.frame, split, target, "validation" if both else None)

    def draw(self, result: Residuals) -> None:
        """Show the panel."""
        self.residuals = result
        known = tuple(self.target_box.itemText(i) for i in range(self.target_box.count()))
        if known != result.names:
            entries = [(name, number) for number, name in enumerate(result.names)]
            self.target_box.set_entries(entries, result.target)
        self.target_box.setVisible(len(result.names) > 1)
        self._redraw()

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.residuals = None
        super().clear()

    @Slot()
    def _redraw(self) -> None:
        result, panel = self.residuals, self.panel_box.currentData()
        if result is None:
            return
        self._name_splits()
        if panel == _HISTOGRAM:
            self.histogram.set_bins(result.bins)
            self.show_body(self.histogram)
        else:
            against_true = panel == _TRUE
            self.scatter.setAccessibleName(
                "Predicted against true" if against_true else "Residuals against predicted"
            )
            self.scatter.set_scatter(
                result.against_true if against_true else result.against_predicted
            )
            self.show_body(self.scatter)

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._name_splits()

    def _name_splits(self) -> None:
        if self.residuals is None:
            return
        palette = theme.current()
        colours = {"train": palette.train, "validation": palette.validation}
        self.legend.set_entries(
            [
                LegendEntry(colours[split], SPLIT_NAMES[split], _scores_words(scores))
                for split, scores in self.residuals.scores.items()
            ]
        )

    def sheet(self) -> Sheet | None:
        """A row a sample."""
        found = self.residuals
        if found is None:
            return None
        name = found.names[found.target]
        rows = [
            (int(row), "validation" if held else "train", true, said, true - said)
            for row, held, true, said in zip(
                found.rows,
                found.validation,
                found.true.tolist(),
                found.predicted.tolist(),
                strict=True,
            )
        ]
        columns = ("row", "split", f"true {name}", f"predicted {name}", f"residual {name}")
        return Sheet(columns, rows)


def _scores_words(scores: AmountScores) -> str:
    r2 = "–" if np.isnan(scores.r2) else words.number(scores.r2)
    return f"R² {r2} · RMSE {words.number(scores.rmse)} · MAE {words.number(scores.mae)}"
