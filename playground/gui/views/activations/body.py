"""What the activation lab is made of, and how it is laid out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QToolButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.plots.chart import Chart
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.sentence import Sentence
from playground.gui.topics import mark
from playground.gui.views.activations.card import ActivationCard
from playground.gui.views.activations.curves import SLOPE, VALUE
from playground.gui.views.activations.duel import DuelBar
from playground.gui.views.activations.landing import ALL_UNITS, Landing
from playground.gui.views.activations.row_panel import RowPanel
from playground.gui.views.activations.tiles import ActivationTiles
from playground.gui.views.activations.unit_strip import UnitStrip
from playground.network.spec import HEAD

_LAYER_HELP = "Which layer's sums are shown; selecting its card on the canvas does it too"
_ROOM_FOR_ALL = 500
_SLOPE_HELP = "Draw the slope f′, by which the gradient is multiplied on its way back"


class Body(QWidget):
    """The curve beside its card, all activations, the units, and what to make of them.

    Attributes:
        layer_box, unit_box: what is looked at. value_button, slope_button: which curves are drawn.
        chart: the curve. row_panel: in its place for what looks at whole rows. card: what there is
            to know. tiles: all activations. strip: the units. duel_bar: after a swap.
        said, passes: what dies, and what passes, in words.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer_box, self.unit_box = CompactBox(), CompactBox()
        self.layer_box.setAccessibleName("Layer to look at")
        self.layer_box.setToolTip(_LAYER_HELP)
        self.unit_box.setAccessibleName("Unit to look at")
        self.unit_box.setToolTip("All units of the layer together, or one of them")
        self.value_button = _toggle(VALUE, "Draw what leaves, f", "Draw f")
        self.slope_button = _toggle(SLOPE, _SLOPE_HELP, "Draw the slope")
        self.chart = Chart("The curve, and where the layer's sums lie on it")
        self.chart.follows = True
        self.row_panel = RowPanel()
        self.card = ActivationCard()
        self.tiles = ActivationTiles()
        self.strip = UnitStrip()
        self.said, self.passes = Sentence(1), Sentence(2)
        self.duel_bar = DuelBar()
        self._whole_row = False
        for widget, topic in (
            (self.layer_box, "lab.layer"),
            (self.unit_box, "lab.layer"),
            (self.value_button, "activation"),
            (self.chart, "activation"),
            (self.tiles, "activation"),
            (self.slope_button, "derivative"),
            (self.strip, "dead_unit"),
            (self.said, "dead_unit"),
            (self.passes, "vanishing_gradient"),
            (self.row_panel, "softmax"),
        ):
            mark(widget, topic)
        self._arrange()

    @property
    def drawn(self) -> list[str]:
        """Which of f and f′ are drawn."""
        buttons = ((VALUE, self.value_button), (SLOPE, self.slope_button))
        return [what for what, button in buttons if button.isChecked()]

    def show_curve(self, *, whole_row: bool) -> None:
        """The curve, or the panel of what looks at whole rows."""
        self._plots.setCurrentWidget(self.row_panel if whole_row else self.chart)
        for button in (self.value_button, self.slope_button, self.card.compare_button):
            button.setVisible(not whole_row)
        self._whole_row = whole_row
        self.fit()

    def fit(self) -> None:
        """Leave out what has nothing to say of whole rows, and what a low place has no room for."""
        low = self.height() < _ROOM_FOR_ALL and not self.duel_bar.isHidden()
        self.strip.setVisible(not self._whole_row)
        self.passes.setVisible(not low)
        self.said.setVisible(not (low and self._whole_row))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A low place shows less at once."""
        super().resizeEvent(event)
        self.fit()

    def list(self, landing: Landing) -> None:
        """The layers and the units there are to choose from."""
        layers: list[tuple[str, object]] = [
            (f"{'head' if each.id == HEAD else each.id} · {each.activation.label}", each.id)
            for each in landing.layers
        ]
        _fill(self.layer_box, layers, landing.layer.id)
        count = landing.layer.n_units
        units: list[tuple[str, object]] = [
            (f"all {count:,} units" if count > 1 else "its one unit", ALL_UNITS)
        ]
        units += [(f"unit {number + 1}", number) for number in range(count)]
        _fill(self.unit_box, units, landing.unit)

    def _arrange(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(theme.SPACE_1)
        top.addWidget(self.layer_box)
        top.addWidget(self.unit_box)
        top.addStretch(1)
        top.addWidget(self.value_button)
        top.addWidget(self.slope_button)
        self._plots = QStackedLayout()
        self._plots.addWidget(self.chart)
        self._plots.addWidget(self.row_panel)
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE_1)
        left.addLayout(top)
        left.addLayout(self._plots, 1)
        middle = QHBoxLayout()
        middle.setSpacing(theme.SPACE_2)
        middle.addLayout(left, 1)
        middle.addWidget(self.card)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(middle, 1)
        for widget in (self.tiles, self.strip, self.said, self.passes, self.duel_bar):
            rows.addWidget(widget)


def _toggle(text: str, help_text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setText(text)
    button.setCheckable(True)
    button.setChecked(True)
    button.setProperty("toggle", True)
    button.setToolTip(help_text)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button


def _fill(box: CompactBox, entries: Sequence[tuple[str, object]], chosen: object) -> None:
    """List these where they are others than before, and choose one; emits nothing."""
    known = [(box.itemText(row), box.itemData(row)) for row in range(box.count())]
    if known != list(entries):
        box.set_entries(entries, chosen)
    elif box.currentData() != chosen:
        box.blockSignals(True)
        box.setCurrentIndex(box.findData(chosen))
        box.blockSignals(False)
        box.updateGeometry()
