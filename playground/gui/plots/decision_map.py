"""What the network answers everywhere on the plane, and the samples it learns from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.data.dataset import Task
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import class_colour
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.map_canvas import MapCanvas
from playground.gui.plots.map_picture import MapLook, MapPicture
from playground.gui.plots.point_layer import PointLayer
from playground.gui.plots.save_menu import SaveMenu


class DecisionMap(QWidget):
    """A square of predictions with the samples on it, and a legend beneath.

    Attributes:
        canvas: the square.
        legend: the row beneath.
        save_menu: the right-click menu.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Decision map")
        self.canvas = MapCanvas(self)
        self.canvas.setAccessibleName("What the network answers, everywhere")
        self.legend = Legend(self)
        self.save_menu = SaveMenu(self, "decision-map")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.canvas)
        rows.addWidget(self.legend)
        rows.addStretch(1)

    def set_points(
        self,
        features: NDArray[np.float64],
        targets: NDArray[np.int64] | NDArray[np.float64],
        task: Task,
        target_names: Sequence[str],
        validation_rows: NDArray[np.bool_],
        feature_names: Sequence[str],
    ) -> None:
        """Show these samples; the map of earlier ones goes, and so does any message.

        Args:
            features: (N, 2), in the units of the axes.
            targets: as in `Dataset`.
            task: what the targets mean.
            target_names: class, label or target names.
            validation_rows: (N,) which samples are kept aside; they get a dark ring.
            feature_names: the names of the two axes.
        """
        layer = PointLayer(features, targets, task, np.asarray(validation_rows, bool))
        axis_names = (
            words.name_of(feature_names, 0, "feature"),
            words.name_of(feature_names, 1, "feature"),
        )
        self.canvas.set_points(layer, axis_names, tuple(target_names))
        self._set_legend(layer, target_names)

    def look(self) -> MapLook | None:
        """Where a map is to be evaluated and how it is drawn; None where there is none to draw."""
        return self.canvas.look()

    def set_map(self, picture: MapPicture) -> None:
        """Show predictions under the samples."""
        self.canvas.set_map(picture)

    def set_message(self, text: str) -> None:
        """Say `text` in place of the map, as for data with more than two features."""
        self.canvas.set_message(text)
        self.legend.setVisible(not text)

    def set_score(self, text: str) -> None:
        """Say `text` at the right of the legend: "validation accuracy 98.4%"."""
        self.legend.set_remark(text)

    @Slot()
    def clear_map(self) -> None:
        """Take the predictions away, as after a change of the network."""
        self.canvas.clear_map()

    def _set_legend(self, layer: PointLayer, names: Sequence[str]) -> None:
        self.legend.setVisible(True)
        if layer.task == "regression":
            low, high = layer.value_range
            name = words.name_of(names, 0, "target")
            self.legend.set_scale(name, words.number(low), words.number(high))
            return
        kind = "label" if layer.task == "multilabel" else "class"
        self.legend.set_entries(
            [
                LegendEntry(
                    QColor(*class_colour(layer.task, index)).name(),
                    words.name_of(names, index, kind),
                )
                for index in range(len(names))
            ]
        )
