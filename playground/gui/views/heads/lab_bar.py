"""What stands above an experiment: which, on what, and how it goes on."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.plots.compact_box import CompactBox
from playground.gui.topics import mark
from playground.gui.widgets.segmented import Segmented
from playground.training.experiments import EXPERIMENTS

PROJECT, EXAMPLE = "project", "example"
_STATUS_PX = 128


class LabBar(QWidget):
    """A row of controls.

    Attributes:
        box: the choice of experiment. source: on the project or on the example.
        run_button, step_button, reset_button: how it goes on. status: how far it is.

    Signals:
        run_pressed, step_pressed, reset_pressed, experiment_chosen, source_chosen.
    """

    run_pressed = Signal()
    step_pressed = Signal()
    reset_pressed = Signal()
    experiment_chosen = Signal()
    source_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = CompactBox()
        self.box.setAccessibleName("Experiment")
        self.box.set_entries([(e.label, name) for name, e in EXPERIMENTS.items()], "")
        for place, experiment in enumerate(EXPERIMENTS.values()):
            self.box.setItemData(place, experiment.question, Qt.ItemDataRole.ToolTipRole)
        self.source = Segmented(
            [
                (PROJECT, "My project", "The network and data of this window, under two heads"),
                (EXAMPLE, "Example", "A small network and data that show it well"),
            ]
        )
        self.source.setAccessibleName("What it is tried on")
        self.run_button = _tool("run", "Run the experiment", "Run the experiment")
        self.step_button = _tool("step", "One batch on both sides", "Step the experiment")
        self.reset_button = _tool("reset", "Back to the same start", "Reset the experiment")
        self.status = QLabel()
        self.status.setProperty("role", "muted")
        self.status.setFixedWidth(_STATUS_PX)
        self.status.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        mark(self, "lab.controls")
        mark(self.box, "head")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_1)
        row.addWidget(self.box)
        row.addWidget(self.source)
        row.addStretch(1)
        row.addWidget(self.status)
        for button in (self.reset_button, self.run_button, self.step_button):
            row.addWidget(button)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.activated.connect(self.experiment_chosen)
        self.source.current_changed.connect(self.source_chosen)
        self.run_button.clicked.connect(self.run_pressed)
        self.step_button.clicked.connect(self.step_pressed)
        self.reset_button.clicked.connect(self.reset_pressed)

    @property
    def experiment(self) -> str:
        """The name of the one that is chosen."""
        return str(self.box.currentData())

    def set_running(self, running: bool) -> None:
        """Show what a press of the button will do."""
        word = "Pause" if running else "Run"
        self.run_button.setIcon(icon("pause" if running else "run"))
        self.run_button.setToolTip(f"{word} the experiment")
        self.run_button.setAccessibleName(f"{word} the experiment")

    def set_able(self, able: bool) -> None:
        """Whether there is an experiment to go on with."""
        for button in (self.run_button, self.step_button, self.reset_button):
            button.setEnabled(able)

    def say(self, text: str, tip: str) -> None:
        """How far it is."""
        if (self.status.text(), self.status.toolTip()) != (text, tip):
            self.status.setText(text)
            self.status.setToolTip(tip)


def _tool(icon_name: str, help_text: str, name: str) -> QToolButton:
    button = QToolButton()
    button.setIcon(icon(icon_name))
    button.setToolTip(help_text)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return button
