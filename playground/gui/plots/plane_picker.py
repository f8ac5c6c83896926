"""The choice of the plane that a map is drawn of, for data of more than two features."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from playground.data.dataset import Dataset
from playground.data.plane import Plane, why_no_plane
from playground.gui.icons import icon
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.held_features import HeldFeatures
from playground.gui.topics import mark
from playground.gui.widgets.popup_place import place_by_right

_COMPONENTS = -1
# A name longer than this is cut in the boxes; their lists show it whole.
_LONGEST = 18


class PlanePicker(QWidget):
    """Two components, or one feature across and one up; the others where their sliders hold them.

    Hidden where there is nothing to choose: data on the plane, or none.

    Attributes:
        across_box, up_box: the axes. others_button: opens the sliders, `held`.

    Signals:
        plane_changed(Plane): another plane was chosen by hand.
    """

    plane_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Plane of the map")
        mark(self, "map.plane")
        self._dataset: Dataset | None = None
        self._plane: Plane | None = None
        self.across_box, self.up_box = CompactBox(), CompactBox()
        self.across_box.setAccessibleName("Across")
        self.across_box.setToolTip(
            "What goes across: a feature, or the two directions in which the samples vary most"
        )
        self.up_box.setAccessibleName("Up")
        self.up_box.setToolTip("The feature that goes up")
        self._times = QLabel("×")
        self._times.setProperty("role", "muted")
        self.others_button = QToolButton()
        self.others_button.setProperty("flat", True)
        self.others_button.setIcon(icon("layer_norm", "muted"))
        self.others_button.setAccessibleName("Where the other features are held")
        mark(self.others_button, "map.held")
        self.others_button.setToolTip("Hold the other features elsewhere than at their mean")
        self.held = HeldFeatures(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for each in (self.across_box, self._times, self.up_box, self.others_button):
            row.addWidget(each)
        row.addStretch(1)
        self.across_box.activated.connect(self._choose)
        self.up_box.activated.connect(self._choose)
        self.others_button.clicked.connect(self._open)
        self.held.moved.connect(self._choose)
        self.hide()

    @property
    def plane(self) -> Plane | None:
        """The plane that is chosen; None where the data has none, or before there is any."""
        return self._plane

    def set_data(self, dataset: Dataset) -> None:
        """Choose among planes of these samples.

        What was chosen stays where the data still has such features; emits nothing.
        """
        before, self._dataset = self._dataset, dataset
        if why_no_plane(dataset):
            self._plane = None
            self.hide()
            return
        same = before is not None and _kind(before) == _kind(dataset)
        if not (same and self._plane is not None):
            self._list(dataset)
        self.held.set_data(dataset, keep=same)
        self.setVisible(not dataset.on_plane and dataset.feature_shape != (1,))
        self._plane = self._chosen()
        self._show()

    def choose(self, first: int, second: int) -> None:
        """Take these two features, as by hand."""
        self.across_box.setCurrentIndex(self.across_box.findData(first))
        self.up_box.setCurrentIndex(self.up_box.findData(second))
        self._choose()

    def _list(self, dataset: Dataset) -> None:
        features = [(_short(dataset, number), number) for number in _features(dataset)]
        on_plane = dataset.feature_shape in ((1,), (2,))
        components = [] if on_plane else [("components 1 × 2", _COMPONENTS)]
        start = Plane.of(dataset).pair or (_COMPONENTS, 1)
        self.across_box.set_entries([*components, *features], start[0])
        self.up_box.set_entries(features, start[1])
        for box, first in ((self.across_box, len(components)), (self.up_box, 0)):
            for row, name in enumerate(dataset.feature_names[: len(features)]):
                box.setItemData(first + row, name, Qt.ItemDataRole.ToolTipRole)

    def _chosen(self) -> Plane | None:
        dataset, first = self._dataset, self.across_box.currentData()
        if dataset is None:
            return None
        if first in (None, _COMPONENTS):
            return Plane.of_components(dataset)
        return Plane.of_features(dataset, first, self.up_box.currentData(), self.held.base)

    def _show(self) -> None:
        pair = None if self._plane is None else self._plane.pair
        for each in (self._times, self.up_box, self.others_button):
            each.setVisible(pair is not None)
        self.held.hide_sliders(pair or ())
        self.others_button.setVisible(pair is not None and self.up_box.count() > 2)

    @Slot()
    def _choose(self) -> None:
        first, second = self.across_box.currentData(), self.up_box.currentData()
        if first == second:
            # The same twice is no plane: the other axis takes what this one had, or a neighbour.
            before = None if self._plane is None else self._plane.pair
            count = self.up_box.count()
            other = (first + 1) % count
            if self.sender() is self.up_box:
                other = before[1] if before and before[1] != first else other
                self.across_box.setCurrentIndex(self.across_box.findData(other))
            else:
                other = before[0] if before and before[0] != first else other
                self.up_box.setCurrentIndex(self.up_box.findData(other))
        self._plane = self._chosen()
        self._show()
        self.plane_changed.emit(self._plane)

    @Slot()
    def _open(self) -> None:
        self.held.make()
        self.held.adjustSize()
        place_by_right(self.held, self.others_button)
        self.held.show()


def _kind(dataset: Dataset) -> tuple[object, ...]:
    """What planes there are to choose from, not where the samples lie."""
    return dataset.feature_shape, dataset.feature_names, dataset.coded


def _features(dataset: Dataset) -> range:
    """The features that can be axes: of a table all, of images and sequences none."""
    return range(dataset.feature_shape[0] if len(dataset.feature_shape) == 1 else 0)


def _short(dataset: Dataset, number: int) -> str:
    names = dataset.feature_names
    name = names[number] if number < len(names) else f"feature {number + 1}"
    return name if len(name) <= _LONGEST else name[: _LONGEST - 1].rstrip() + "…"
