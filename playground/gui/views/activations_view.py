"""The activation lab: what bends, where this layer's sums lie on it, what dies and what passes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.chart import Knob
from playground.gui.plots.chart_picture import ChartBars, ChartDots
from playground.gui.views.activations.body import Body
from playground.gui.views.activations.curves import MOST_COMPARED, SLOPE, VALUE, chart_of
from playground.gui.views.activations.landing import ALL_UNITS, REACHES, Landing, LandingJob
from playground.gui.views.activations.row_panel import MOST
from playground.gui.views.activations.swap import Swap
from playground.gui.views.activations.words import factor_words, layer_words
from playground.gui.views.answers import Words
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.network.activations import ACTIVATIONS, Activation
from playground.network.activations.bends import Bend, bend

_INVITATION = "Waiting for the network, to see where its sums lie on the curve."
_CURSOR = 0.5
_COLUMNS = ("layer", "activation", "unit", "lowest sum", "highest sum", "mean |f'|", "out", "of")


class ActivationsView(View):
    """Curves to choose from, the chosen one large over this layer's sums, and the layer's units.

    Attributes:
        body: all that is shown.
        landing: where the sums lie; None before the first. swap: what was swapped.
        activation: the one that is looked at, with its fields as they are set.
    """

    key: ClassVar[str] = "activations"
    every_ms: ClassVar[int] = 200

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Activation lab")
        self.landing: Landing | None = None
        self._shown: Shown | None = None
        self._layer = ""
        self._unit = ALL_UNITS
        # What is looked at instead of what the layer has; None follows the layer.
        self._looked: Activation | None = None
        self._compared: dict[str, Activation] = {}
        self._cursor = _CURSOR
        self._sample = -1
        self.body = Body()
        self.swap = Swap(context, self.body.duel_bar, self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.body)
        self._connect()
        self._look_at(ACTIVATIONS["tanh"]())
        self.clear()

    def _connect(self) -> None:
        body = self.body
        body.layer_box.currentIndexChanged.connect(self._choose_layer)
        body.unit_box.currentIndexChanged.connect(self._choose_unit)
        body.strip.unit_chosen.connect(self._take_unit)
        body.value_button.toggled.connect(self._redraw)
        body.slope_button.toggled.connect(self._redraw)
        body.chart.cursor_moved.connect(self._move_cursor)
        body.tiles.chosen.connect(self._choose_activation)
        body.tiles.compare_wanted.connect(self._toggle_compared)
        body.card.compare_button.clicked.connect(self._compare)
        body.card.sliders.changed.connect(self._take_fields)
        body.card.use_button.clicked.connect(self.use)
        body.row_panel.sample_wanted.connect(self._take_sample)
        body.duel_bar.rerun_wanted.connect(self.rerun_wanted)
        self.swap.done.connect(self._follow_layer)
        theme.notifier().theme_changed.connect(self._recolour)

    # What every view has

    def sizeHint(self) -> QSize:
        """The centre of a window."""
        return QSize(820, 640)

    def minimumSizeHint(self) -> QSize:
        """The centre of a small window."""
        return QSize(456, 380)

    def set_data(self, prepared: Prepared) -> None:
        """What was drawn of other samples goes."""
        self.clear()
        self.stale.emit()

    def follow_selection(self, identities: Sequence[str]) -> None:
        """Look at the layer whose card was selected."""
        if len(identities) == 1 and identities[0] != self._layer:
            self._layer, self._unit, self._looked = identities[0], ALL_UNITS, None
            self.stale.emit()

    def request(self, shown: Shown) -> LandingJob:
        """Look into the chosen layer."""
        self._shown = shown
        self.swap.tell(shown)
        self.body.fit()
        reach = self.landing.reach if self.landing is not None else 0.0
        return LandingJob(shown.frame, self._layer, self._unit, self._looked, reach)

    def show_result(self, result: Any) -> None:
        """Show where the sums lie, or say why there are none; the curves need none."""
        if isinstance(result, Words):
            self._show_none(result.text)
        elif isinstance(result, Landing):
            self._show(result)

    @Slot()
    def clear(self) -> None:
        """The run is gone."""
        self._show_none(_INVITATION)

    def _show_none(self, why: str) -> None:
        self.landing, self._sample = None, -1
        self.body.strip.set_landing(None)
        self.body.said.say(why)
        self.body.passes.say("")
        self._redraw()
        self._tell_tiles()
        self._tell_use()

    def sheet(self) -> Sheet | None:
        """A row a unit of the layer that is looked at."""
        landing = self.landing
        if landing is None:
            return None
        facts, layer = landing.facts, landing.layer
        rows = [
            (layer.id, landing.activation.name, unit + 1, *numbers, landing.n_numbers)
            for unit, numbers in enumerate(
                zip(
                    facts.low.tolist(),
                    facts.high.tolist(),
                    facts.passing.tolist(),
                    facts.n_out.tolist(),
                    strict=True,
                )
            )
        ]
        return Sheet(_COLUMNS, rows)

    # Showing

    def _show(self, landing: Landing) -> None:
        if self._is_old(landing):
            return
        body, before = self.body, self.landing
        self.landing = landing
        self._layer, self._unit = landing.layer.id, landing.unit
        body.list(landing)
        if self._looked is None and landing.layer.activation != self.activation:
            self._look_at(landing.layer.activation)
        elif before is None or before.layer != landing.layer:
            self._tell_tiles()
        if landing.activation == self.activation:
            self._redraw()
            body.strip.set_landing(landing)
            text, alarm = layer_words(landing)
            if not landing.in_force:
                text = f"With {landing.activation.label} here, {text[0].lower()}{text[1:]}"
            body.said.say(text, alarm=alarm and landing.in_force)
            body.passes.say(factor_words(landing))
        self._tell_use()

    def _is_old(self, landing: Landing) -> bool:
        """Whether another layer or unit was chosen since it was asked for."""
        layer = landing.layer
        if layer.id != self._layer and self._layer in {each.id for each in landing.layers}:
            return True
        return layer.id == self._layer and landing.unit != self._unit < layer.n_units

    def _look_at(self, activation: Activation) -> None:
        """Show another activation, or the same with other fields."""
        self.activation = activation
        self.body.card.show_activation(activation)
        self.body.show_curve(whole_row=activation.whole_row)
        if activation.whole_row:
            self.body.row_panel.set_activation(activation)
        self._redraw()
        self._tell_tiles()
        self._tell_use()

    @Slot()
    def _redraw(self) -> None:
        """The curve, over the sums where they are known of it."""
        if self.activation.whole_row:
            return
        bars, dots = self._met()
        others = [each for name, each in self._compared.items() if name != self.activation.name]
        reach = self.landing.reach if self.landing is not None else REACHES[0]
        self.body.chart.set_picture(
            chart_of(
                self.activation,
                reach,
                self._learned(),
                others,
                self.body.drawn,
                theme.current(),
                bars,
                dots,
            )
        )
        self._show_cursor()

    def _met(self) -> tuple[ChartBars | None, ChartDots | None]:
        """The layer's sums; how steep the curve is there once that is known."""
        landing = self.landing
        if landing is None:
            return None, None
        met = landing.activation == self.activation
        shades = landing.shades if met else np.ones(len(landing.counts))
        bars = ChartBars(
            landing.edges, landing.counts, shades, theme.current().validation, what="sums"
        )
        return bars, landing.dots if met else None

    def _learned(self) -> float | None:
        """The slope that the layer's own PReLU has learned: its unit's, or their mean."""
        landing = self.landing
        if landing is None or landing.learned is None:
            return None
        if self.activation != landing.layer.activation:
            return None
        one = landing.unit != ALL_UNITS
        return float(landing.learned[landing.unit] if one else landing.learned.mean())

    def _show_cursor(self) -> None:
        chart, palette = self.body.chart, theme.current()
        reach = chart.picture.x_range[1] if chart.picture is not None else REACHES[0]
        self._cursor = float(np.clip(self._cursor, -reach, reach))
        at = self.reading
        x, y, slope = (float(value[0]) for value in (at.x, at.y, at.slope))
        heights = {VALUE: (y, palette.accent), SLOPE: (slope, palette.validation)}
        knobs = tuple(Knob(x, *heights[what]) for what in self.body.drawn)
        said = f"x {words.number(x)}    f {words.number(y)}    f′ {words.number(slope)}"
        chart.set_cursor(x, knobs, said)

    @property
    def reading(self) -> Bend:
        """The activation at the cursor."""
        learned = self._learned()
        slope = {} if learned is None else {"slope": learned}
        return bend(self.activation, np.array([self._cursor]), slope)

    def _tell_tiles(self) -> None:
        in_force = self.landing.layer.activation.name if self.landing is not None else ""
        self.body.tiles.show_state(self.activation.name, in_force, list(self._compared))
        self.body.card.compare_button.setChecked(self.activation.name in self._compared)

    def _tell_use(self) -> None:
        self.body.card.show_use(*self.swap.offer(self.landing, self.activation))

    # Choosing

    @Slot(int)
    def _choose_layer(self, row: int) -> None:
        self._layer = self.body.layer_box.itemData(row)
        self._unit, self._looked, self._sample = ALL_UNITS, None, -1
        self.stale.emit()

    @Slot(int)
    def _choose_unit(self, row: int) -> None:
        self._take_unit(self.body.unit_box.itemData(row))

    @Slot(int)
    def _take_unit(self, unit: int) -> None:
        self._unit = unit
        self.stale.emit()

    @Slot(str)
    def _choose_activation(self, name: str) -> None:
        own = self.landing.layer.activation if self.landing is not None else None
        is_own = own is not None and own.name == name
        chosen = own if is_own and own is not None else ACTIVATIONS[name]()
        self._looked = None if is_own else chosen
        self._look_at(chosen)
        self.stale.emit()

    @Slot(object)
    def _take_fields(self, activation: Activation) -> None:
        self._looked = activation
        if activation.name in self._compared:
            self._compared[activation.name] = activation
        self._look_at(activation)
        self.stale.emit()

    @Slot(str)
    def _toggle_compared(self, name: str) -> None:
        looked = self.activation
        activation = looked if looked.name == name else ACTIVATIONS[name]()
        if self._compared.pop(name, None) is None and not activation.whole_row:
            self._compared[name] = activation
            while len(self._compared) > MOST_COMPARED:
                del self._compared[next(iter(self._compared))]
        self._redraw()
        self._tell_tiles()

    @Slot()
    def _compare(self) -> None:
        self._toggle_compared(self.activation.name)

    @Slot(float)
    def _move_cursor(self, x: float) -> None:
        self._cursor = x
        self._show_cursor()

    @Slot()
    def _take_sample(self) -> None:
        """Put the sums of the next sample into the row."""
        landing = self.landing
        if landing is None:
            return
        self._sample = (self._sample + 1) % max(1, landing.n_rows)
        sums = landing.row_sums(self._sample)
        names = [f"x{number + 1}" for number in range(len(sums))]
        rest = f" (of {len(sums)} units the first {MOST}, alone)" if len(sums) > MOST else ""
        said = f"Row {int(landing.rows[self._sample])} at {landing.layer.id}{rest}. "
        self.body.row_panel.set_row(sums.tolist(), names, said)

    @Slot(object)
    def _recolour(self, palette: theme.Palette) -> None:
        self._redraw()

    # Swapping

    @Slot()
    def use(self) -> None:
        """Put the activation into the layer, and pin the run as it was."""
        landing, shown = self.landing, self._shown
        if landing is not None and shown is not None:
            self.swap.make(landing, self.activation, shown)

    @Slot()
    def _follow_layer(self) -> None:
        self._looked = None
        self.stale.emit()
