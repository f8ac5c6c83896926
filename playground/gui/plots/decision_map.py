"""What the network answers everywhere on the plane, and the samples it learns from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import Slot
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from playground.data.dataset import Dataset, Task
from playground.data.extent import Extent
from playground.data.plane import Plane
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.colours import class_colour
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.map_canvas import MapCanvas
from playground.gui.plots.map_key import MapKey, Sign
from playground.gui.plots.map_picture import MapLook, MapPicture
from playground.gui.plots.map_words import MapWords
from playground.gui.plots.marks import TOO_HIGH, TOO_LOW, WRONG
from playground.gui.plots.plot_area import PlotArea
from playground.gui.plots.point_layer import PointLayer
from playground.gui.plots.save_menu import SaveMenu

# The least height of the plot, in px.
_LEAST = 120


class DecisionMap(QWidget):
    """A square of predictions with the samples on it, and a legend beneath.

    Attributes:
        canvas: the square.
        legend: the classes, labels or values. key: the rings, marks and lines.
        save_menu: the right-click menu.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Decision map")
        self.canvas = MapCanvas(self)
        self.canvas.setAccessibleName("What the network answers, everywhere")
        self.legend = Legend(self)
        self.key = MapKey(self)
        self.save_menu = SaveMenu(self, "decision-map")
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_1)
        self._rows.addWidget(self.canvas, 1000)
        self._rows.addWidget(self.legend)
        self._rows.addWidget(self.key)
        self._rows.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The plot is a square: more height than it takes is left beneath the legend."""
        self.canvas.setMaximumHeight(max(PlotArea.height_for(event.size().width()), _LEAST))
        super().resizeEvent(event)

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
        names = tuple(words.name_of(feature_names, place, "feature") for place in (0, 1))
        dataset = Dataset(features, targets, task, names, tuple(target_names))
        self.set_samples(dataset, Plane.of(dataset), validation_rows)

    def set_samples(
        self,
        dataset: Dataset,
        plane: Plane,
        validation_rows: NDArray[np.bool_],
        extent: Extent | None = None,
        *,
        keep: bool = False,
    ) -> None:
        """Show samples of any number of features on a plane through them.

        Args:
            extent: the rectangle of the plane; None for one that holds all samples.
            keep: whether the map stays, since only samples were put in or taken out.
        """
        output = (self.canvas.chosen or 0) if dataset.task == "regression" else 0
        layer = PointLayer(
            plane.project(dataset.features),
            dataset.targets,
            dataset.task,
            np.asarray(validation_rows, bool),
            output,
        )
        read = MapWords.of(dataset, plane)
        self.canvas.set_points(layer, read, extent, keep=keep)
        self._set_legend(layer, dataset.target_names)
        self.explain(marked=False)

    def look(self) -> MapLook | None:
        """Where a map is to be evaluated and how it is drawn; None where there is none to draw."""
        return self.canvas.look()

    def set_map(self, picture: MapPicture) -> None:
        """Show predictions under the samples."""
        self.canvas.set_map(picture)

    def set_message(self, text: str) -> None:
        """Say `text` in place of the map."""
        self.canvas.set_message(text)
        self.legend.setVisible(not text)
        self.key.setVisible(not text)

    def set_score(self, text: str) -> None:
        """Say `text` at the right of the legend: "validation accuracy 98.4%"."""
        self.legend.set_remark(text)

    @Slot()
    def clear_map(self) -> None:
        """Take the predictions away, as after a change of the network."""
        self.canvas.clear_map()
        self.explain(marked=False)

    def place_legend(self, beside: QVBoxLayout | None, key_in: QLayout | None) -> None:
        """Put the legend and the key elsewhere; None is beneath the map.

        Args:
            beside: a column that takes both, before the stretch at its end.
            key_in: a card that takes the key alone.
        """
        if beside is not None:
            for part in (self.legend, self.key):
                beside.insertWidget(beside.count() - 1, part)
            return
        self._rows.insertWidget(1, self.legend)
        if key_in is None:
            self._rows.insertWidget(2, self.key)
        else:
            key_in.addWidget(self.key)

    def explain(self, *, marked: bool) -> None:
        """Say what the signs on the map mean; `marked`: whether mistakes are."""
        points = self.canvas.points
        if points is None:
            return
        signs = []
        if self.canvas.split != "validation":
            signs.append(Sign("train", "training"))
        if self.canvas.split != "train" and points.validation_rows.any():
            signs.append(Sign("validation", "validation"))
        if self.canvas.picture is not None:
            signs += _line_signs(points.task, self.canvas.chosen)
        if marked:
            signs += _mark_signs(points.task)
        self.key.set_signs(signs)

    def _set_legend(self, layer: PointLayer, names: Sequence[str]) -> None:
        self.legend.setVisible(True)
        self.key.setVisible(True)
        if layer.task == "regression":
            low, high = layer.value_range
            name = words.name_of(names, layer.output, "target")
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


def _line_signs(task: Task, chosen: int | None) -> list[Sign]:
    if task == "regression":
        return [Sign("faint", "equal values")]
    if task == "binary" or chosen is not None:
        return [Sign("line", "0.5"), Sign("faint", "0.1, 0.25, 0.75, 0.9")]
    return [Sign("line", "0.5" if task == "multilabel" else "border")]


def _mark_signs(task: Task) -> list[Sign]:
    if task == "regression":
        return [
            Sign("mark", "too high", TOO_HIGH),
            Sign("mark", "too low, by over 1 RMSE", TOO_LOW),
        ]
    return [Sign("mark", "mistake", WRONG)]
