"""The buttons that move through a step."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.training.stepping.stepper import Stepper

_BUTTONS = (
    ("restart", "to_start", "Restart", "Before the first instruction (Ctrl+F10 goes there too)"),
    ("back", "one_back", "Back", "One instruction back (Shift+F10)"),
    ("next", "caret_right", "Next", "Run the next instruction (F10)"),
    ("next_layer", "next_layer", "Layer", "On to the next layer"),
    ("next_phase", "next_phase", "Phase", "On to the next phase: forward, loss, backward, update"),
    ("run", "to_breakpoint", "Run", "On to the next breakpoint, or to the end (F5)"),
    ("end", "to_end", "End", "On to the end of the step"),
)


class Bar(QWidget):
    """A row of buttons, and how far the step is.

    Attributes:
        buttons: by what they ask for. place: how far it is. take_button: the run takes this step.

    Signals:
        wanted(str): a button was pressed, by its name.
        take_wanted: the run is to take the same step.
    """

    wanted = Signal(str)
    take_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2)
        self.buttons: dict[str, QToolButton] = {}
        for name, glyph, label, help_text in _BUTTONS:
            button = QToolButton()
            button.setIcon(icon(glyph))
            button.setToolTip(f"{label}: {help_text}")
            button.setAccessibleName(label)
            if name == "next":
                button.setText(label)
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(lambda _=False, name=name: self.wanted.emit(name))
            mark(button, "view.steps")
            self.buttons[name] = button
            row.addWidget(button)
        self.place = QLabel()
        self.place.setProperty("role", "muted")
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setMinimumWidth(116)
        self.take_button = QPushButton("Take this step in the run")
        self.take_button.setAccessibleName("Take this step in the run")
        self.take_button.clicked.connect(self.take_wanted)
        mark(self.take_button, "view.steps")
        row.addSpacing(theme.SPACE_2)
        row.addWidget(self.place)
        row.addStretch(1)
        row.addWidget(self.take_button)

    def show_place(self, stepper: Stepper | None) -> None:
        """How far it is, and what can be pressed."""
        if stepper is None:
            self.place.setText("")
            for button in self.buttons.values():
                button.setEnabled(False)
            return
        whole = len(stepper.instructions)
        self.place.setText(f"{stepper.position} of {whole} · step {stepper.step.number:,}")
        for name, button in self.buttons.items():
            behind = name in ("restart", "back")
            button.setEnabled(stepper.position > 0 if behind else not stepper.finished)

    def set_taking(self, reason: str) -> None:
        """Whether the run can take this step; "" if it can, or why not."""
        self.take_button.setEnabled(not reason)
        self.take_button.setToolTip(
            reason or "The run takes this very step; then its weights are compared with these"
        )
