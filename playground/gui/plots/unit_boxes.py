"""The choice of a layer, and of what goes across and up in its space."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.network.spec import INPUT

_COMPONENTS = -1
# Of wider layers the first units can be chosen.
_MOST_UNITS = 256


class UnitBoxes(QWidget):
    """A layer, and two of its units or its components.

    Attributes:
        layer_box, across_box, up_box: the lists.

    Signals:
        chosen: another layer or unit was chosen by hand.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer_box, self.across_box, self.up_box = CompactBox(), CompactBox(), CompactBox()
        self.layer_box.setAccessibleName("Layer")
        mark(self, "control.hidden_units")
        mark(self.layer_box, "control.hidden_layer")
        self.layer_box.setToolTip("The layer whose values are shown")
        self.across_box.setAccessibleName("Across")
        self.across_box.setToolTip(
            "What goes across: a unit, or the two directions in which the layer's values vary "
            "most over the training samples (principal components)"
        )
        self.up_box.setAccessibleName("Up")
        self.up_box.setToolTip("The unit that goes up")
        self._layer = ""
        self._listed: tuple[object, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for box in (self.layer_box, self.across_box, self.up_box):
            row.addWidget(box)
        self.layer_box.activated.connect(self._choose_layer)
        self.across_box.activated.connect(self._choose)
        self.up_box.activated.connect(self._choose)

    @property
    def layer(self) -> str:
        """The layer that was chosen by hand; "" for none, which leaves the last."""
        return self._layer

    @property
    def pair(self) -> tuple[int, int] | None:
        """The units that were chosen; None for components, or before there is a choice."""
        across = self.across_box.currentData()
        return None if across in (None, _COMPONENTS) else (across, self.up_box.currentData())

    def forget(self) -> None:
        """Begin with the last layer again."""
        self._layer, self._listed = "", ()
        for box in (self.layer_box, self.across_box, self.up_box):
            box.set_entries([], None)

    def choose_layer(self, layer: str) -> None:
        """Take this layer, as by hand."""
        self.layer_box.setCurrentIndex(self.layer_box.findData(layer))
        self._choose_layer()

    def choose_pair(self, pair: tuple[int, int] | None) -> None:
        """Take these units, or components, as by hand."""
        across, up = (_COMPONENTS, 1) if pair is None else pair
        self.across_box.setCurrentIndex(self.across_box.findData(across))
        self.up_box.setCurrentIndex(self.up_box.findData(up))
        self._choose()

    def list(
        self, layers: Sequence[str], layer: str, width: int, pair: tuple[int, int] | None
    ) -> None:
        """What there is to choose from, and what is shown; emits nothing."""
        listed = (tuple(layers), layer, width)
        if listed == self._listed:
            return
        self._listed = listed
        self.layer_box.set_entries([(name, name) for name in layers], layer)
        word = "feature" if layer == INPUT else "unit"
        units: list[tuple[str, object]] = [
            (f"{word} {number + 1}", number) for number in range(min(width, _MOST_UNITS))
        ]
        components: list[tuple[str, object]] = [("components", _COMPONENTS)] if width > 2 else []
        across, up = (_COMPONENTS, 1) if pair is None else pair
        self.across_box.set_entries([*components, *units], across)
        self.up_box.set_entries(units, up)
        self.across_box.setVisible(width > 1)
        self._show_up()

    @Slot()
    def _choose_layer(self) -> None:
        self._layer = str(self.layer_box.currentData())
        # Which units there are is known once the layer is looked at.
        self.across_box.set_entries([], None)
        self.chosen.emit()

    @Slot()
    def _choose(self) -> None:
        across, up = self.across_box.currentData(), self.up_box.currentData()
        if across == up and self.up_box.count() > 1:
            other = self.across_box if self.sender() is self.up_box else self.up_box
            other.setCurrentIndex(other.findData((across + 1) % self.up_box.count()))
        self._show_up()
        self.chosen.emit()

    def _show_up(self) -> None:
        self.up_box.setVisible(self.pair is not None and self.up_box.count() > 1)
