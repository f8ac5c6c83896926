"""What the network answers, and how its loss falls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.frame import Frame
from playground.gui.plots.curves import CurvesPlot
from playground.gui.plots.decision_map import DecisionMap
from playground.gui.plots.predicted import PredictedPlot
from playground.gui.renderer import Picture, Request
from playground.gui.trainer import Curves
from playground.gui.widgets.segmented import Segmented
from playground.training.metrics import MAIN, in_words, label_of

if TYPE_CHECKING:
    from playground.data.dataset import Dataset
    from playground.gui.plots.curve_picture import CurveRequest

RESOLUTION = 100
MAP, TABLE = "map", "table"
_LEGEND_PX = 12
_MAP_SHARE = 0.55


class OutputPanel(QWidget):
    """The map (for data on the plane) or the predictions, and the curves.

    Attributes:
        map: the decision map. predicted: predictions against the truth. curves: loss and metrics.
        views: the choice between map and predictions. answers: the part above the curves.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._prepared: Prepared | None = None
        self.map = DecisionMap()
        self.predicted = PredictedPlot()
        self.curves = CurvesPlot()
        self.views = Segmented(
            [
                (MAP, "Map", "What the network answers everywhere on the plane"),
                (TABLE, "Samples", "Predictions against the truth"),
            ]
        )
        self._pages = QStackedWidget()
        self._pages.addWidget(self.map)
        self._pages.addWidget(self.predicted)
        self.views.current_changed.connect(self._show_view)
        self.answers = QWidget()
        self._arrange()

    def set_data(self, prepared: Prepared) -> None:
        """Show other samples; what was drawn of earlier ones goes."""
        before, self._prepared = self._prepared, prepared
        dataset = prepared.dataset
        self.map.set_score("")
        self.predicted.clear()
        if dataset.on_plane:
            self.map.set_points(
                dataset.features,
                dataset.targets,
                dataset.task,
                dataset.target_names,
                self._validation_rows(),
                dataset.feature_names,
            )
        self.views.set_available(
            MAP,
            dataset.on_plane,
            _why_no_map(dataset),
        )
        if before is None or before.dataset.on_plane != dataset.on_plane:
            self.views.set_current(MAP if dataset.on_plane else TABLE)

    def clear_run(self) -> None:
        """Take away what a run has drawn."""
        self.map.clear_map()
        self.map.set_score("")
        self.predicted.clear()
        self.curves.clear()

    def request(self, frame: Frame) -> Request | None:
        """What of a frame the present view needs evaluated."""
        if not self._shows(frame):
            return None
        on_map = self.views.current == MAP
        look = self.map.look() if on_map else None
        return Request(frame, look, RESOLUTION, samples=not on_map)

    def show_picture(self, picture: Picture) -> None:
        """Draw what was evaluated."""
        if self._prepared is None or not self._shows(picture.request.frame):
            return
        dataset = self._prepared.dataset
        if picture.map is not None:
            self.map.set_map(picture.map)
        if picture.request.samples and picture.answers is None:
            self.predicted.say_diverged()
        elif picture.answers is not None:
            self.predicted.set_answers(
                picture.answers,
                dataset.targets,
                dataset.task,
                dataset.target_names,
                self._validation_rows(),
            )

    def show_frame(self, frame: Frame) -> None:
        """The score beneath the map."""
        metric = MAIN[frame.signature.task]
        if metric in frame.last:
            value = in_words(metric, frame.last[metric][1])
            self.map.set_score(f"validation {label_of(metric)} {value}")

    def take_curves(self, curves: Curves) -> CurveRequest | None:
        """The history from now on; what of it is to be laid out, if anything can be seen."""
        epochs, series = curves
        if not len(epochs):
            self.curves.clear()
            return None
        self.curves.set_series(epochs, series)
        return self.curves.request()

    def _shows(self, frame: Frame) -> bool:
        """Whether a frame is of the samples that are shown."""
        return self._prepared is not None and frame.prepared.spec == self._prepared.spec

    def _validation_rows(self) -> np.ndarray:
        assert self._prepared is not None
        kept = np.zeros(len(self._prepared.dataset.features), bool)
        kept[self._prepared.split.validation] = True
        return kept

    def _arrange(self) -> None:
        upper = QVBoxLayout(self.answers)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(theme.SPACE_1)
        upper.addWidget(self._pages)
        upper.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.answers)
        rows.addWidget(self.curves, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The map is a square as wide as the column, unless the curves would get too little."""
        square = event.size().width() + _LEGEND_PX
        self._pages.setFixedHeight(min(square, int(event.size().height() * _MAP_SHARE)))
        super().resizeEvent(event)

    @Slot(str)
    def _show_view(self, key: str) -> None:
        self._pages.setCurrentWidget(self.map if key == MAP else self.predicted)


def _why_no_map(dataset: Dataset) -> str:
    if dataset.coded:
        return "A map needs features that are amounts; these are numbers of users, items or words."
    count = int(np.prod(dataset.feature_shape))
    return f"A map needs samples with exactly two features; these have {count}."
