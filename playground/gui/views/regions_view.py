"""The regions into which straight pieces cut the plane, counted as the network learns."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from playground.data.plane import Plane, why_no_plane
from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.editing.straightening import use_relu
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.legend import Legend, LegendEntry
from playground.gui.plots.map_words import MapWords
from playground.gui.plots.number_grid import Matrix, NumberGrid
from playground.gui.plots.number_grid.grid import NAMES_HEIGHT, TITLE_HEIGHT
from playground.gui.plots.number_grid.number_grid import CELL_HEIGHT
from playground.gui.plots.plane_picker import PlanePicker
from playground.gui.plots.point_layer import PointLayer
from playground.gui.topics import mark
from playground.gui.views.answers import Words
from playground.gui.views.map_view import OTHER_DATA
from playground.gui.views.regions.picture import (
    ANSWERS,
    REGIONS,
    UNITS,
    RegionLook,
    RegionPicture,
    edge_colour,
)
from playground.gui.views.regions.plot import RegionPlot
from playground.gui.views.regions.telling import counted, explained, hovered, outputs_of, sums
from playground.gui.views.regions.window import Window
from playground.gui.views.regions.work import Found, Going, RegionsJob
from playground.gui.views.sheet import Sheet
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.held_size import hold_size
from playground.gui.widgets.message_label import MessageLabel
from playground.lessons.noticed import NOTHING, Noticed
from playground.network.straightening import bending

_INVITATION = "Press Run, or step once, to see the regions move."
# The matrix of a region stands beneath the plane where there is so much room.
_ROOM_FOR_MATRIX = 560
_POINTS_SCALE = 0.8
_MATRIX_HEIGHT = round(TITLE_HEIGHT + NAMES_HEIGHT + 3 * CELL_HEIGHT)


class RegionsView(View):
    """The plane cut into regions, their count, and the one matrix that holds where one points.

    Attributes:
        plot: the plane. count: how many regions and units. said: what that means.
        colour_box: what the colours stand for. picker: the plane.
        matrix: of the region that is looked at.
        message: what stands in place of it all. relu_button: has every layer bend in pieces.
        found: what is shown; None before the first.
    """

    key: ClassVar[str] = "regions"
    every_ms: ClassVar[int] = 60

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.setAccessibleName("Linear regions")
        self.found: Found | None = None
        self._prepared: Prepared | None = None
        self._plane: Plane | None = None
        self.plot = RegionPlot()
        self.count = QLabel()
        self.count.setProperty("role", "value")
        self.said = QLabel()
        self.said.setProperty("role", "muted")
        self.said.setFont(theme.font(theme.TEXT_SMALL))
        self.said.setWordWrap(True)
        self.colour_box = CompactBox()
        self.colour_box.setAccessibleName("What the colours stand for")
        self.colour_box.set_entries(
            [("Regions", REGIONS), ("Answers", ANSWERS), ("Units on", UNITS)], REGIONS
        )
        self.picker = PlanePicker()
        self.legend = Legend()
        self.matrix = NumberGrid("The matrix and bias of the region")
        self.matrix.setFixedHeight(_MATRIX_HEIGHT)
        self.message = MessageLabel(_INVITATION)
        self.relu_button = QPushButton("Use ReLU in every layer")
        self._lay_out()
        mark(self, "piecewise_linear")
        mark(self.colour_box, "regions.colours")
        mark(self.relu_button, "piecewise_linear")
        self.colour_box.activated.connect(self._repaint)
        self.picker.plane_changed.connect(self._use_plane)
        self.plot.aimed.connect(self._look)
        self.plot.resized.connect(self._repaint)
        self.relu_button.clicked.connect(self._use_relu)
        theme.notifier().theme_changed.connect(self._repaint)
        self.clear()

    def _lay_out(self) -> None:
        controls = QHBoxLayout()
        controls.setContentsMargins(0, 0, 0, 0)
        controls.addWidget(self.count)
        controls.addStretch(1)
        controls.addWidget(self.picker)
        controls.addWidget(self.colour_box)
        whole, instead = QWidget(), QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(controls)
        rows.addWidget(self.plot, 1)
        rows.addWidget(self.legend)
        rows.addWidget(self.said)
        rows.addWidget(self.matrix)
        words = QVBoxLayout(instead)
        words.addStretch(1)
        words.addWidget(self.message)
        words.addWidget(self.relu_button, 0, Qt.AlignmentFlag.AlignHCenter)
        words.addStretch(1)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(instead)
        self._pages.addWidget(whole)
        self._instead, self._whole = instead, whole

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 430)

    def minimumSizeHint(self) -> QSize:
        """As small as a place for views gets."""
        return QSize(280, 220)

    @property
    def says(self) -> str:
        """The sentence that stands in place of the drawing, or ""."""
        return self.message.text() if self._pages.currentWidget() is self._instead else ""

    # What views do

    def set_data(self, prepared: Prepared) -> None:
        """What was found of other samples goes; where they were only edited by hand it stays."""
        before, self._prepared = self._prepared, prepared
        if before is not None and before.spec.drawn == prepared.spec.drawn and self._plane:
            self._show_samples(self._plane, keep=True)
            self.stale.emit()
            return
        self.clear()
        reason = why_no_plane(prepared.dataset)
        self._plane = None
        if reason:
            self._say(reason)
            return
        self.picker.set_data(prepared.dataset)
        self._use_plane()

    def request(self, shown: Shown) -> RegionsJob | None:
        """Go on cutting."""
        look = self.plot.look()
        if self._plane is None or look is None:
            return None
        if shown.frame.prepared is not self._prepared:
            if not shown.live:
                self._say(OTHER_DATA)
            return None
        wanted = RegionLook(
            str(self.colour_box.currentData()), look.side, look.ratio, theme.current().dark
        )
        return RegionsJob(shown.frame, self._plane, Window(look.extent), wanted)

    def show_result(self, result: Any) -> None:
        """Draw the regions, or ask for more time, or say why there are none."""
        if isinstance(result, Words):
            self.found = None
            self._say(result.text)
        elif isinstance(result, Going):
            if self.found is None:
                self.message.setText(f"{result.count:,} regions so far…")
            self.stale.emit()
        elif isinstance(result, Found) and result.window.extent == self.plot.extent:
            self.found = result
            self._show(result)

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.found = None
        self.plot.set_regions(None)
        self._say(_INVITATION)

    def sheet(self) -> Sheet | None:
        """A row a region: its middle, its share of the square, its map."""
        found, plane, prepared = self.found, self._plane, self._prepared
        if found is None or found.regions is None or plane is None or prepared is None:
            return None
        regions, window = found.regions, found.window
        outputs = outputs_of(prepared, regions.sums.shape[2])
        names = [f"{name} · {axis}" for name in outputs for axis in (*plane.axis_names, "bias")]
        middles = window.to_plane(regions.cells.middles)
        rows = []
        for index, (middle, area) in enumerate(zip(middles, regions.cells.areas, strict=True)):
            here = window.in_units(regions.sums[index])
            own = np.concatenate([here.matrix, here.bias[None]]).T.ravel()
            rows.append((index + 1, *middle.tolist(), float(area) / 4.0, *own.tolist()))
        return Sheet(("region", *plane.axis_names, "share of the area", *names), rows)

    def noticed(self) -> Noticed:
        """How many regions there are."""
        return NOTHING if self.found is None else Noticed(readings={"regions": self.found.count})

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The matrix stands beneath where there is room."""
        super().resizeEvent(event)
        self._make_room()
        self.stale.emit()

    # Inside

    def _show(self, found: Found) -> None:
        self.plot.set_regions(found.picture)
        self.count.setText(counted(found))
        hint = self.count.sizeHint()
        hold_size(self.count, hint.width(), hint.height(), 24, 72)
        self.said.setText(explained(found))
        bends = found.regions.bends if found.regions is not None else ()
        dark = theme.current().dark
        entries = [
            LegendEntry(edge_colour(place, dark=dark).name(), f"cut by {bend.layer}")
            for place, bend in enumerate(bends)
        ]
        if isinstance(found.picture, RegionPicture) and len(found.picture.line):
            entries.append(LegendEntry(theme.current().text, "the answer changes"))
        self.legend.set_entries(entries)
        self.legend.setVisible(bool(entries))
        self._pages.setCurrentWidget(self._whole)
        self._look()

    def _say(self, text: str) -> None:
        self.message.setText(text)
        self._pages.setCurrentWidget(self._instead)
        network = self.context.document.network if self.context is not None else None
        smooth = "is smooth" in text and network is not None and bool(bending(network))
        self.relu_button.setVisible(smooth)

    @Slot()
    def _look(self) -> None:
        """Say what holds where one points."""
        found, plane, prepared = self.found, self._plane, self._prepared
        self.plot.said = ""
        if found is None or plane is None or prepared is None:
            self.matrix.hide()
            return
        # With nothing pointed at, the matrix is that of the middle, so that nothing leaps later.
        index, place = self.plot.chosen_region, self.plot.aim or (0.0, 0.0)
        here = found.window.in_units(found.sums_at(place))
        outputs = outputs_of(prepared, here.shape[1])
        axes = plane.axis_names
        if index >= 0 and found.regions is not None:
            self.plot.said = hovered(index, found.regions, here, axes, outputs)
        elif self.plot.aim is not None:
            self.plot.said = "\n".join(sums(here, axes, outputs))
        values = np.concatenate([here.matrix, here.bias[None]])
        title = "The region here: x · W + b, before the head's last function"
        self.matrix.set_matrix(Matrix("region", title, values, (*axes, "bias"), outputs))
        self._make_room()

    def _make_room(self) -> None:
        known = self.found is not None
        self.matrix.setVisible(known and self.height() >= _ROOM_FOR_MATRIX)

    @Slot()
    def _use_plane(self) -> None:
        plane = self.picker.plane
        if self._prepared is None or plane is None:
            return
        self._plane = plane
        self._show_samples(plane, keep=False)
        self.plot.set_regions(None)
        self.stale.emit()

    def _show_samples(self, plane: Plane, *, keep: bool) -> None:
        """Draw the samples; `keep`: in the rectangle that is shown."""
        assert self._prepared is not None
        prepared, dataset = self._prepared, self._prepared.dataset
        aside = np.zeros(len(dataset.features), bool)
        aside[prepared.split.validation] = True
        layer = PointLayer(
            plane.project(dataset.features), dataset.targets, dataset.task, aside, 0, _POINTS_SCALE
        )
        read = MapWords.of(dataset, plane)
        self.plot.set_points(layer, read, self.plot.extent if keep else None, keep=keep)

    @Slot()
    def _repaint(self) -> None:
        self.stale.emit()

    @Slot()
    def _use_relu(self) -> None:
        use_relu(self.context.document)
