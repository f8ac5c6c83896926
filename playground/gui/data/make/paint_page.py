"""Painting points on the plane."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Slot
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QWidget

from playground.data.painting import MOST_CLASSES, Painting, Stroke, points_of
from playground.errors import UserError
from playground.gui.data.make.beside import controls_beside
from playground.gui.data.make.easel import Brush, Easel
from playground.gui.document import Document
from playground.gui.plots.class_chips import ClassChips
from playground.gui.plots.colours import class_colour
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider
from playground.gui.widgets.segmented import Segmented

_TOOLS = (
    ("spray", "Spray", "Points around the brush's way"),
    ("fill", "Region", "Draw around a region: it fills with points"),
    ("point", "Point", "One point where you click"),
    ("erase", "Erase", "Takes points away"),
)
_VALUES = MOST_CLASSES + 1  # what the box of kinds holds for values
_FEWEST = 2


class PaintPage(QWidget):
    """Tools on the left, the plane on the right. Each stroke is an edit of the document.

    What can't be data yet, a single point say, is kept here until it can.

    Attributes:
        easel: the plane. tools: what the brush does. chips: the classes.
        kind: classes or values. reach, density, noise, value: of the brush.
        empty_button: begins anew.
    """

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._draft: Painting | None = None
        self.easel = Easel()
        self.tools = Segmented(_TOOLS)
        self.tools.set_compact(True)
        self.kind = QComboBox()
        self.kind.addItem("2 classes", 2)
        for count in range(3, MOST_CLASSES + 1):
            self.kind.addItem(f"{count} classes", count)
        self.kind.addItem("Values", _VALUES)
        self.kind.setAccessibleName("What the points have: classes or values")
        self.chips = ClassChips()
        self.value = LabelledSlider("Value", -1.0, 1.0, 1.0, step=0.1)
        self.value.set_help("What the points that you paint are worth.")
        self.reach = LabelledSlider("Size", 0.02, 0.6, 0.15, step=0.01)
        self.reach.set_help("How far the brush reaches, in the plane's own units.")
        self.density = LabelledSlider("Density", 20, 2000, 150, step=10, logarithmic=True)
        self.density.set_help("How many points come into a square of side 1.")
        self.noise = LabelledSlider("Noise", 0.0, 0.5, 0.0, step=0.01)
        self.noise.set_help(
            "The share of points with another class; of values, how far they stray."
        )
        self.empty_button = QPushButton("Start empty")
        self.empty_button.setAccessibleName("Begin with an empty plane")
        self.told = QLabel()
        self.told.setProperty("role", "muted")
        self.told.setWordWrap(True)
        self._mark()
        self._arrange()
        self._connect()
        self.refresh()

    @property
    def painting(self) -> Painting:
        """What there is, in the document or only here so far."""
        data = self._document.project.data
        if self._draft is not None:
            return self._draft
        return data.painting if data.painting is not None else Painting()

    @Slot()
    def refresh(self) -> None:
        """Show what is painted."""
        painting = self.painting
        self._show_kind(painting)
        places, targets = points_of(painting, self._document.project.data.seed)
        self.easel.show_points(places, targets, self._hint(painting, len(places)))
        self._take_brush()
        self.told.setText(_counted(painting, targets))

    # What the person does

    @Slot(object)
    def _stroke(self, stroke: Stroke) -> None:
        before = self.painting
        painting = before.model_copy(update={"strokes": (*before.strokes, stroke)})
        try:
            places, _ = points_of(painting, self._document.project.data.seed)
        except UserError as error:
            self._document.refused.emit(str(error))
            return
        if len(places) < _FEWEST:
            self._draft = painting
            self.refresh()
            return
        self._draft = None
        self._document.set_painting(painting, "erase" if stroke.tool == "erase" else "paint")

    @Slot()
    def _start_empty(self) -> None:
        self._draft = self.painting.model_copy(update={"strokes": ()})
        self.refresh()
        self.easel.setFocus()

    @Slot()
    def _choose_kind(self) -> None:
        wanted = int(self.kind.currentData())
        before = self.painting
        if wanted == _VALUES:
            task, classes = "regression", 2
        else:
            task, classes = ("binary" if wanted == 2 else "multiclass"), wanted
        kept = tuple(
            _fitting(stroke, classes, values=wanted == _VALUES) for stroke in before.strokes
        )
        painting = Painting.model_validate(
            {"task": task, "classes": classes, "strokes": [s.model_dump() for s in kept]}
        )
        if self._document.project.data.painting is None or self._draft is not None:
            self._draft = painting
            self.refresh()
        else:
            self._document.set_painting(painting, "change what is painted")

    @Slot()
    def _take_brush(self) -> None:
        tool = self.tools.current
        painting = self.painting
        values = painting.task == "regression"
        self.reach.setEnabled(tool in ("spray", "erase"))
        self.density.setEnabled(tool in ("spray", "fill"))
        self.noise.setEnabled(tool != "erase")
        self.chips.setVisible(not values)
        self.value.setVisible(values)
        chosen = self.chips.chosen
        target = float(self.value.value) if values else float(chosen[0] if chosen else 0)
        self.easel.set_brush(
            Brush(
                tool=tool,  # type: ignore[arg-type]
                target=target,
                radius=float(self.reach.value),
                density=float(self.density.value),
                noise=float(self.noise.value),
                task=painting.task,
            )
        )

    # Showing

    def _show_kind(self, painting: Painting) -> None:
        wanted = _VALUES if painting.task == "regression" else painting.classes
        self.kind.blockSignals(True)
        self.kind.setCurrentIndex(self.kind.findData(wanted))
        self.kind.blockSignals(False)
        chosen = self.chips.chosen
        names = [
            (f"class {number}", class_colour(painting.task, number))
            for number in range(painting.classes)
        ]
        self.chips.set_choices(names, several=False)
        if not self.chips.chosen:
            keep = chosen[0] if chosen and chosen[0] < len(names) else 0
            self.chips.chips[keep].setChecked(True)

    def _hint(self, painting: Painting, n_points: int) -> str:
        if n_points >= _FEWEST:
            return ""
        other = self._document.project.data.source != "painted"
        gives_way = (
            " It takes the place of the data in use; undo brings that back." if other else ""
        )
        return f"Drag here to paint points.{gives_way}"

    def _mark(self) -> None:
        mark(self, "data.painted")
        mark(self.easel, "paint.plane")
        mark(self.tools, "paint.tools")
        mark(self.kind, "paint.kind")
        mark(self.chips, "map.class")
        mark(self.value, "paint.value")
        mark(self.reach, "paint.size")
        mark(self.density, "paint.density")
        mark(self.noise, "paint.noise")
        mark(self.empty_button, "paint.empty")

    def _arrange(self) -> None:
        column = controls_beside(self.easel, self)
        column.addWidget(self.tools)
        column.addWidget(self.kind)
        column.addWidget(self.chips)
        for slider in (self.value, self.reach, self.density, self.noise):
            column.addWidget(slider)
        column.addWidget(self.empty_button)
        column.addWidget(self.told)
        column.addStretch(1)

    def _connect(self) -> None:
        self.easel.stroke_made.connect(self._stroke)
        self.tools.current_changed.connect(self._take_brush)
        self.chips.chosen_changed.connect(self._take_brush)
        for slider in (self.value, self.reach, self.density, self.noise):
            slider.value_changed.connect(self._take_brush)
        self.kind.activated.connect(self._choose_kind)
        self.empty_button.clicked.connect(self._start_empty)
        self._document.data_changed.connect(self._follow)
        self._document.replaced.connect(self._follow)

    @Slot()
    def _follow(self) -> None:
        """The document has other data: what was begun here is over."""
        self._draft = None
        self.refresh()


def _fitting(stroke: Stroke, classes: int, *, values: bool) -> Stroke:
    """A stroke with a target that there is."""
    if values:
        target = -1.0 if stroke.target == 0 else 1.0
    else:
        target = float(min(max(round(stroke.target), 0), classes - 1))
    return stroke.model_copy(update={"target": target})


def _counted(painting: Painting, targets: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    """ "186 points: 90 of class 0, 96 of class 1"."""
    if not len(targets):
        return "No points yet."
    if painting.task == "regression":
        return f"{len(targets):,} points, from {targets.min():.2g} to {targets.max():.2g}.".replace(
            "-", "−"
        )
    counts = np.bincount(targets.astype(np.int64), minlength=painting.classes)
    parts = ", ".join(f"{count:,} of class {number}" for number, count in enumerate(counts))
    only = ""
    if (counts > 0).sum() == 1:
        only = " Only one class so far: pick another colour and paint on."
    return f"{len(targets):,} points: {parts}.{only}"
