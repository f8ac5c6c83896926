"""Sliders for the features that a plane holds still."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from playground.data.dataset import Dataset
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider

_NAME_WIDTH = 148
_WIDTH = 372
_MOST_HEIGHT = 320
_PLACES = 100


class HeldFeatures(QFrame):
    """A popup with a slider a feature, at first at its mean.

    Attributes:
        sliders: one a feature, made by `make`. mean_button: all to their mean.

    Signals:
        moved: a feature is held elsewhere.
    """

    moved = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Where the other features are held")
        mark(self, "map.held")
        self.sliders: list[LabelledSlider] = []
        self.mean_button = QPushButton("All at their mean")
        self.mean_button.setToolTip("Hold every other feature at its mean over all samples")
        self._dataset: Dataset | None = None
        self._mean: NDArray[np.float64] = np.empty(0)
        self._moved: dict[int, float] = {}
        self._axes: tuple[int, ...] = ()
        self._column = QVBoxLayout()
        self._arrange()
        self.mean_button.clicked.connect(self._reset)

    @property
    def base(self) -> NDArray[np.float64] | None:
        """(F,) where the features are held; None while all are at their mean."""
        held = {number: value for number, value in self._moved.items() if number not in self._axes}
        if not held:
            return None
        base = self._mean.copy()
        base[list(held)] = list(held.values())
        return base

    def set_data(self, dataset: Dataset, *, keep: bool) -> None:
        """Hold the features of these samples; `keep` what was moved, where they are the same."""
        self._dataset = dataset
        table = len(dataset.feature_shape) == 1
        self._mean = dataset.features.mean(axis=0) if table else np.empty(0)
        if not keep:
            self._moved.clear()
            self._clear()
        elif self.sliders:
            self._show_values()

    def hide_sliders(self, axes: Collection[int]) -> None:
        """The features that go across and up are held nowhere."""
        self._axes = tuple(axes)
        for number, slider in enumerate(self.sliders):
            slider.setVisible(number not in self._axes)

    def make(self) -> None:
        """Make the sliders, unless they are there."""
        if self.sliders or self._dataset is None or len(self._mean) == 0:
            return
        features = self._dataset.features
        low, high = features.min(axis=0), features.max(axis=0)
        for number, mean in enumerate(self._mean):
            span = float(high[number] - low[number])
            slider = LabelledSlider(
                words.name_of(self._dataset.feature_names, number, "feature"),
                float(low[number]),
                float(high[number]),
                float(mean),
                step=span / _PLACES if span > 0.0 else 1.0,
                text=words.number,
                name_width=_NAME_WIDTH,
            )
            slider.setProperty("feature", number)
            slider.setEnabled(span > 0.0)
            slider.set_help(
                words.name_of(self._dataset.feature_names, number, "feature")
                + ("" if span > 0.0 else ": the same in every sample")
            )
            slider.value_changed.connect(self._move)
            self.sliders.append(slider)
            self._column.addWidget(slider)
        self._show_values()
        self.hide_sliders(self._axes)
        seen = len(self.sliders) - len(self._axes)
        self._area.setMinimumHeight(min(seen * 24 + theme.SPACE_2, _MOST_HEIGHT))

    def _arrange(self) -> None:
        title = QLabel("The other features are held at")
        title.setProperty("role", "value")
        inside = QWidget()
        inside.setLayout(self._column)
        self._column.setContentsMargins(0, 0, theme.SPACE_2, 0)
        self._column.setSpacing(theme.SPACE_1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(inside)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_3] * 4)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(title)
        rows.addWidget(self._area)
        rows.addWidget(self.mean_button)
        self.setFixedWidth(_WIDTH)

    def _clear(self) -> None:
        for slider in self.sliders:
            self._column.removeWidget(slider)
            slider.deleteLater()
        self.sliders = []

    def _show_values(self) -> None:
        for number, slider in enumerate(self.sliders):
            slider.set_value(self._moved.get(number, float(self._mean[number])))

    @Slot(object)
    def _move(self, value: float) -> None:
        slider = self.sender()
        if slider is not None:
            self._moved[int(slider.property("feature"))] = value
            self.moved.emit()

    @Slot()
    def _reset(self) -> None:
        self._moved.clear()
        self._show_values()
        self.moved.emit()
