"""How the numbers inside the layers are spread, over the run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.gui import theme
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.heat import Heat, heat_of
from playground.gui.plots.heat_panels import HeatPanels
from playground.gui.plots.layer_lines import epoch_text
from playground.gui.plots.shade_key import ShadeKey
from playground.gui.topics import mark
from playground.gui.views.answers import Words
from playground.gui.views.inside_columns import (
    Column,
    Measured,
    Shelf,
    columns_of,
    frame_place,
    measured,
    shown_column,
)
from playground.gui.views.inside_view import InsideJob, InsideView
from playground.gui.views.inside_words import DIVERGED, label_of
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context
from playground.training.histogram import Histogram
from playground.training.instruments import What

WEIGHTS, BIASES, STATISTICS = "weights", "biases", "statistics"
GRADIENTS, ACTIVATIONS = "gradients", "activations"
_WHATS = (
    ("Weights", WEIGHTS),
    ("Biases", BIASES),
    ("Gradients", GRADIENTS),
    ("Activations", ACTIVATIONS),
    ("Running statistics", STATISTICS),
)
_NONE = {
    WEIGHTS: "No layer of this network has weights.",
    BIASES: "No layer of this network has biases.",
    GRADIENTS: "No layer of this network learns anything, so there is no gradient.",
    ACTIVATIONS: "No layer of this network makes new numbers.",
    STATISTICS: "No layer keeps running statistics; BatchNorm does.",
}
_SCALES = (("Linear", False), ("Log of amount", True))


@dataclass(frozen=True, eq=False)
class Heats:
    """What the view draws.

    Attributes:
        heats: one a layer. cursor: the shown epoch. live: whether it is the newest.
        sentence: what to make of it. alarm: whether that is a warning.
        n_missing: moments still to be measured.
    """

    heats: tuple[Heat, ...]
    cursor: float
    live: bool
    sentence: str
    alarm: bool
    n_missing: int


@dataclass(frozen=True, eq=False)
class HistogramsJob(InsideJob):
    """Counts.

    Attributes:
        what: whose numbers. log: whether by the logarithms of their amounts.
    """

    what: What
    log: bool

    def look(self, shelf: Shelf) -> Heats | Words:
        columns = columns_of(self.shown)
        now = shown_column(columns, self.shown)
        assert now is not None
        kind = f"{self.what} {'log' if self.log else 'linear'}"
        found = measured(
            shelf,
            columns,
            kind,
            lambda of: shelf.instruments(of).histograms(self.what, of.parameters, log=self.log),
            now.of,
        )
        present: dict[str, Histogram] = shelf.known(now.of, kind)
        if not present:
            return Words(_NONE[self.what])
        layers = {layer.id: layer for layer in shelf.instruments(self.shown.frame).layers}
        heats = tuple(
            self._heat(found, layer, now, frozen=layers[layer].frozen)
            for layer in present
            if layer in layers
        )
        cursor = frame_place(self.shown)
        sentence, alarm = self._sentence(present, cursor)
        return Heats(heats, cursor, self.shown.live, sentence, alarm, found.n_missing)

    def _heat(self, found: Measured, layer: str, now: Column, *, frozen: bool) -> Heat:
        having = [place for place, each in enumerate(found.readings) if layer in each]
        columns = [found.columns[place] for place in having]
        return heat_of(
            [found.readings[place][layer] for place in having],
            [column.x for column in columns],
            _reach([column.x for column in found.columns]),
            columns.index(now),
            layer=layer,
            label=label_of(layer),
            note="frozen" if frozen else "",
            kind=self.what,
            log=self.log,
        )

    def _sentence(self, present: dict[str, Histogram], cursor: float) -> tuple[str, bool]:
        for layer, each in present.items():
            if each.n_lost:
                return (
                    f"{each.n_lost:,} of {each.size:,} {self.what} of {label_of(layer)} are no "
                    f"longer finite: {DIVERGED}",
                    True,
                )
        when = "now" if self.shown.live else f"at epoch {epoch_text(cursor)}"
        text = (
            f"The stronger the colour, the more {self.what} lie there. Right: how they lie {when}."
        )
        zeros = sum(each.n_zero for each in present.values())
        if zeros:
            total = sum(each.size for each in present.values())
            text += f" {zeros:,} of {total:,} are exactly 0, which has no place on a log axis."
        return text, False


def _reach(x: list[float]) -> tuple[float, float]:
    """The axis of the epochs: the last column is as wide as most are."""
    wide = float(np.median(np.diff(x))) if len(x) > 1 else 1.0
    return x[0], x[-1] + max(wide, 1e-3)


class HistogramsView(InsideView):
    """A panel a layer: its weights, biases, gradients or activations over the epochs.

    Attributes:
        what_box: whose numbers. scale_box: linear, or by amount on a logarithmic axis.
        panels: the drawing.
    """

    key = "histograms"
    invitation = "Press Run, or step once, to see how the numbers in each layer are spread."

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, "Histograms by layer over time", parent)
        self._heats: Heats | None = None
        self.panels = HeatPanels()
        self._set_body(self.panels)
        self.what_box = _box("Numbers", "Whose distribution is shown", _WHATS)
        mark(self.what_box, "histograms.numbers")
        self.scale_box = _box(
            "Scale", "By value, or by amount on a logarithmic axis, for what gets small", _SCALES
        )
        mark(self.scale_box, "histograms.scale")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(theme.SPACE_1)
        head.addWidget(self.what_box)
        head.addWidget(self.scale_box)
        head.addStretch(1)
        head.addWidget(ShadeKey())
        self._rows.insertLayout(0, head)
        self.what_box.currentIndexChanged.connect(self._suit)
        self.scale_box.currentIndexChanged.connect(self._ask_anew)

    def request(self, shown: Shown) -> HistogramsJob:
        return HistogramsJob(shown, self.what_box.currentData(), self.scale_box.currentData())

    def draw(self, result: Heats) -> None:
        """Show the panels."""
        self._heats = result
        self.panels.show_heats(result.heats, result.cursor, live=result.live)
        self.sentence.say(result.sentence, alarm=result.alarm)

    def say(self, text: str) -> None:
        """A sentence in place of the panels."""
        self._heats = None
        super().say(text)

    def sheet(self) -> Sheet | None:
        """A row for each bin of each layer and moment that holds a number."""
        if self._heats is None:
            return None
        return Sheet(
            ("layer", "epoch", "from", "to", "count"),
            [row for heat in self._heats.heats for row in _rows(heat)],
        )

    @Slot()
    def _suit(self) -> None:
        """Gradients get small by powers of ten; the rest is seen best as it is."""
        self.scale_box.blockSignals(True)
        self.scale_box.setCurrentIndex(int(self.what_box.currentData() == GRADIENTS))
        self.scale_box.blockSignals(False)
        self.scale_box.updateGeometry()
        self.stale.emit()

    @Slot()
    def _ask_anew(self) -> None:
        self.stale.emit()


def _rows(heat: Heat) -> list[list[object]]:
    edges = 10.0**heat.grid.edges if heat.log else heat.grid.edges
    found: list[list[Any]] = [
        [heat.label, heat.x[column], edges[bin_], edges[bin_ + 1], heat.counts[column, bin_]]
        for column, bin_ in zip(*np.nonzero(heat.counts), strict=True)
    ]
    lost, zero = heat.lost.nonzero()[0], heat.zero.nonzero()[0]
    found += [[heat.label, heat.x[c], "not finite", "", heat.lost[c]] for c in lost]
    found += [[heat.label, heat.x[c], 0.0, 0.0, heat.zero[c]] for c in zero]
    return found


def _box(name: str, help_text: str, entries: tuple[tuple[str, object], ...]) -> CompactBox:
    box = CompactBox()
    box.setAccessibleName(name)
    box.setToolTip(help_text)
    box.set_entries(entries, entries[0][1])
    return box
