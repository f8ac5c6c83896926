"""What is done to pictures at training time."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from playground.data.augment import Augment
from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.widgets.labelled_slider import LabelledSlider


class AugmentCard(QFrame):
    """Switches and sliders of an `Augment`.

    Attributes:
        flip, flip_down, shift, rotate, noise: as there.

    Signals:
        chosen(Augment): it is to be another.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        mark(self, "field.augment")
        self._augment = Augment()
        self.flip = QCheckBox("Mirror")
        self.flip_down = QCheckBox("Upside down")
        self.shift = LabelledSlider(
            "Shift", 0.0, 0.3, 0.0, step=0.02, text=lambda share: f"{100 * share:.0f}%"
        )
        self.rotate = LabelledSlider("Rotate", 0, 90, 0, text=lambda angle: f"{angle:.0f}°")
        self.noise = LabelledSlider("Noise", 0.0, 1.0, 0.0, step=0.05)
        for name, widget in (("flip", self.flip), ("flip_down", self.flip_down)):
            widget.setToolTip(str(Augment.model_fields[name].description))
        for name in ("shift", "rotate", "noise"):
            getattr(self, name).set_help(str(Augment.model_fields[name].description))
        title = QLabel("At training time")
        title.setProperty("role", "value")
        about = QLabel("Anew in every epoch; pictures that judge stay as they are.")
        about.setProperty("role", "muted")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addWidget(about, 1)
        switches = QHBoxLayout()
        switches.addWidget(self.flip)
        switches.addWidget(self.flip_down)
        switches.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*(theme.SPACE_3,) * 4)
        rows.setSpacing(theme.SPACE_2)
        rows.addLayout(head)
        rows.addLayout(switches)
        for slider in (self.shift, self.rotate, self.noise):
            rows.addWidget(slider)
            slider.editing_finished.connect(self._tell)
        self.flip.toggled.connect(self._tell)
        self.flip_down.toggled.connect(self._tell)

    def show_augment(self, augment: Augment) -> None:
        """Show this; emits nothing."""
        self._augment = augment
        for box, value in ((self.flip, augment.flip), (self.flip_down, augment.flip_down)):
            with QSignalBlocker(box):
                box.setChecked(value)
        self.shift.set_value(augment.shift)
        self.rotate.set_value(round(augment.rotate))
        self.noise.set_value(augment.noise)

    @Slot()
    def _tell(self) -> None:
        chosen = Augment(
            flip=self.flip.isChecked(),
            flip_down=self.flip_down.isChecked(),
            shift=float(self.shift.value),
            rotate=float(self.rotate.value),
            noise=float(self.noise.value),
        )
        if chosen != self._augment:
            self.chosen.emit(chosen)
