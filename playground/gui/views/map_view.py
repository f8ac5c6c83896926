"""What the network answers everywhere, over the samples, which can be edited there."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QLayout, QWidget

from playground.data.plane import Plane, why_no_plane
from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.plots import words
from playground.gui.plots.decision_map import DecisionMap
from playground.gui.plots.map_controls import MapControls
from playground.gui.plots.map_editor import MapEditor
from playground.gui.plots.map_job import MapJob, MapResult
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, Job, View
from playground.network.heads import Head
from playground.training.metrics import MAIN, in_words, label_of

OTHER_DATA = "This moment was trained on other data. Go to a later one to see its map."
# A place so much wider than high has the controls beside the map; a low one hides some in a card,
# the lowest the key of its signs as well.
_WIDE = 1.5
_LOW, _LOWEST = 380, 280


class MapView(View):
    """A decision map with its controls.

    Attributes:
        map: the square and its legend.
        controls: its parts are `tools`, `picker`, `options` and `caption`.
    """

    key: ClassVar[str] = "map"
    every_ms: ClassVar[int] = 50

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Decision map")
        self._prepared: Prepared | None = None
        self._plane: Plane | None = None
        self._aside: NDArray[np.bool_] = np.empty(0, bool)
        self.map = DecisionMap()
        self.controls = MapControls()
        self.tools, self.picker = self.controls.tools, self.controls.picker
        self.options, self.caption = self.controls.options, self.controls.caption
        self._rows = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        # `minimumSizeHint` says what is needed: the rows may stand the other way then.
        self._rows.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(theme.SPACE_1)
        self._rows.addWidget(self.controls)
        self._rows.addWidget(self.map, 1)
        self._editor = MapEditor(self.map.canvas, self.tools, context.document)
        self.options.changed.connect(self._switch)
        self.picker.plane_changed.connect(self._use_plane)

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 430)

    def minimumSizeHint(self) -> QSize:
        """Controls, and a map that can still be read."""
        return QSize(300, 170)

    def set_data(self, prepared: Prepared) -> None:
        """Show other samples; where they were only edited by hand, the map stays."""
        before, self._prepared = self._prepared, prepared
        dataset = prepared.dataset
        reason = why_no_plane(dataset)
        self.controls.setVisible(not reason)
        if reason:
            self._plane = None
            self.map.set_message(reason)
            return
        edited = before is not None and before.spec.drawn == prepared.spec.drawn
        self._aside = np.zeros(len(dataset.features), bool)
        self._aside[prepared.split.validation] = True
        self.options.set_data(dataset)
        self.tools.setVisible(dataset.on_plane)
        self.tools.set_data(dataset, self._output)
        self._editor.set_data(prepared)
        self.picker.set_data(dataset)
        self._take_options()
        self._show_samples(keep=edited)
        if not edited:
            self.map.set_score("")

    def request(self, shown: Shown) -> Job | None:
        """The map of this moment, at the present size."""
        frame, prepared = shown.frame, self._prepared
        look = self.map.look()
        points = self.map.canvas.points
        if prepared is None or self._plane is None or look is None or points is None:
            return None
        if frame.prepared is not prepared and frame.prepared.spec.drawn != prepared.spec.drawn:
            self.map.clear_map()
            self.map.canvas.set_note("" if shown.live else OTHER_DATA)
            return None
        self.map.canvas.set_note("")
        self._show_score(shown)
        split = self.options.split
        return MapJob(
            frame,
            self._plane,
            look,
            prepared.dataset,
            points.features,
            points.radius,
            points.drawn_rows(split),
            split,
            self.options.marked,
        )

    def show_result(self, result: Any) -> None:
        """Draw a map that came; one of other samples or of another plane is left out."""
        if not isinstance(result, MapResult) or self._plane is None:
            return
        canvas = self.map.canvas
        if result.picture.look.extent != canvas.extent:
            return
        self.map.set_map(result.picture)
        if result.mistakes is not None:
            same = result.split == self.options.split
            canvas.set_mistakes(result.mistakes, result.answers, result.marks if same else None)
        self._explain()

    @Slot()
    def clear(self) -> None:
        """Leave the samples alone."""
        self.map.clear_map()
        self.map.set_score("")

    def sheet(self) -> Sheet | None:
        """The predictions at the middles of the cells, by their places on the plane."""
        picture, plane, prepared = self.map.canvas.picture, self._plane, self._prepared
        if picture is None or plane is None or prepared is None:
            return None
        height, width, outputs = picture.values.shape
        places = plane.project(plane.points(picture.look.extent, height, width))
        names = prepared.dataset.target_names
        if prepared.dataset.task == "binary" and outputs == 1:
            names = names[1:]
        columns = [words.name_of(names, index, "output") for index in range(outputs)]
        rows = np.column_stack((places, picture.values.reshape(-1, outputs)))
        return Sheet((*plane.axis_names, *columns), rows.tolist())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the controls above or beside the map, and draw it for its new size."""
        wide = event.size().width() > _WIDE * event.size().height()
        way = QBoxLayout.Direction
        self._rows.setDirection(way.RightToLeft if wide else way.TopToBottom)
        self._rows.setSpacing(theme.SPACE_3 if wide else theme.SPACE_1)
        low, lowest = (not wide and event.size().height() < most for most in (_LOW, _LOWEST))
        self.controls.place(self.map, wide=wide, low=low, lowest=lowest)
        super().resizeEvent(event)
        self.stale.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """1 to 9 choose the class of new points."""
        number = event.key() - Qt.Key.Key_1
        if self.tools.isVisible() and 0 <= number < 9 and self.tools.chips.choose(number):
            return
        super().keyPressEvent(event)

    @property
    def _output(self) -> int:
        """The target that is drawn, of a regression."""
        prepared = self._prepared
        regression = prepared is not None and prepared.dataset.task == "regression"
        return (self.options.chosen or 0) if regression else 0

    def _show_samples(self, *, keep: bool) -> None:
        prepared, plane = self._prepared, self.picker.plane
        if prepared is None or plane is None:
            return
        canvas = self.map.canvas
        keep = keep and self._plane is not None and self._plane.pair == plane.pair
        self._plane = plane
        extent = canvas.extent if keep and plane.pair is not None else None
        self.map.set_samples(prepared.dataset, plane, self._aside, extent, keep=keep)
        self.controls.say_held(plane.note)

    def _show_score(self, shown: Shown) -> None:
        metric = MAIN[shown.frame.signature.task]
        if metric in shown.frame.last:
            value = in_words(metric, shown.frame.last[metric][1])
            self.map.set_score(f"validation {label_of(metric)} {value}")

    def _take_options(self) -> None:
        canvas = self.map.canvas
        canvas.sharp, canvas.chosen = self.options.sharp, self.options.chosen
        canvas.marked = self.options.marked
        canvas.set_split(self.options.split)

    def _explain(self) -> None:
        mistakes = self.map.canvas.mistakes
        self.map.explain(marked=self.options.marked and mistakes is not None)

    @Slot()
    def _switch(self) -> None:
        self._take_options()
        points = self.map.canvas.points
        if self._prepared is not None and points is not None and points.output != self._output:
            self.tools.set_data(self._prepared.dataset, self._output)
            self._show_samples(keep=True)
        self._explain()
        self.stale.emit()

    @Slot(object)
    def _use_plane(self, plane: Plane) -> None:
        self._show_samples(keep=False)
        self.stale.emit()


def reason(prepared: Prepared, head: Head) -> str:
    """Why there is no map of this data, in words, or ""."""
    return why_no_plane(prepared.dataset)
