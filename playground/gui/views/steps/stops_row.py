"""Where to stop: at a NaN, at a dead unit, at a layer; and the search over whole steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QWidget

from playground.gui import theme
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.watch import Sighting

_NO_LAYER = "layer: none"


class StopsRow(QWidget):
    """Choices of breakpoints.

    Attributes:
        nan_box, dead_box, layer_box: what stops a run. watch_button: takes whole steps until then.

    Signals:
        changed(Breakpoints): by hand.
        watch_wanted(bool): begin to take whole steps, or stop it.
    """

    changed = Signal(object)
    watch_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.breakpoints = Breakpoints()
        self._layers: tuple[str, ...] = ()
        self._watching = False
        self.nan_box, self.dead_box = QCheckBox("NaN"), QCheckBox("dead unit")
        self.nan_box.setToolTip("Stop where a result holds a NaN or an infinity")
        self.dead_box.setToolTip(
            "Stop where a ReLU unit is 0, or passes a gradient of 0, for the whole batch"
        )
        self.layer_box = CompactBox()
        self.layer_box.setAccessibleName("Stop at a layer")
        self.layer_box.setToolTip("Stop where a layer's instructions of a phase begin")
        self.watch_button = QPushButton("Search ahead")
        self.watch_button.setAccessibleName("Take whole steps until then")
        caption = QLabel("Stop at")
        caption.setProperty("role", "muted")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        for each in (caption, self.nan_box, self.dead_box, self.layer_box):
            row.addWidget(each)
            mark(each, "breakpoint")
        mark(self.watch_button, "breakpoint")
        row.addStretch(1)
        row.addWidget(self.watch_button)
        self.nan_box.toggled.connect(self._tell)
        self.dead_box.toggled.connect(self._tell)
        self.layer_box.activated.connect(self._tell)
        self.watch_button.clicked.connect(self._watch)
        self.set_layers(())
        self._offer()

    def set_layers(self, layers: Sequence[str]) -> None:
        """The layers that can be stopped at."""
        self._layers = tuple(layers)
        chosen = next(iter(self.breakpoints.layers & set(layers)), "")
        entries = [(_NO_LAYER, ""), *((f"layer: {layer}", layer) for layer in layers)]
        self.layer_box.set_entries(entries, chosen)

    def set_breakpoints(self, breakpoints: Breakpoints) -> None:
        """Show these; emits nothing."""
        self.breakpoints = breakpoints
        self.set_layers(self._layers)

    def show_watch(self, sighting: Sighting | None) -> None:
        """How far the search is; None: it has ended."""
        self._watching = sighting is not None
        self._offer()
        if sighting is not None:
            self.watch_button.setText(f"Cancel ({sighting.steps:,} steps)")

    @Slot()
    def _tell(self) -> None:
        layer = str(self.layer_box.currentData() or "")
        self.breakpoints = replace(
            self.breakpoints,
            not_finite=self.nan_box.isChecked(),
            dead=self.dead_box.isChecked(),
            layers=frozenset({layer} if layer else ()),
        )
        self._offer()
        self.changed.emit(self.breakpoints)

    def _offer(self) -> None:
        able = self._watching or self.nan_box.isChecked() or self.dead_box.isChecked()
        self.watch_button.setEnabled(able)
        self.watch_button.setText("Cancel" if self._watching else "Search ahead")
        self.watch_button.setToolTip(
            "Take whole steps on a copy of the run until it happens, and stop in the instruction "
            "that did it"
            if able
            else "Choose NaN or dead unit first: what to search for"
        )

    @Slot()
    def _watch(self) -> None:
        begin = not self._watching
        if begin:
            self._watching = True
            self._offer()
        self.watch_wanted.emit(begin)
