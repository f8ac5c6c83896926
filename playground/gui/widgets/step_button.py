"""The button that steps, and its menu: one sample, one batch, one epoch."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from playground.gui.icons import icon

# What is stepped by, its words, its key and its help.
_STEPS = (
    ("sample", "One sample", ",", "The next sample flows through; after a batch comes the step."),
    ("batch", "One batch", ".", "One step of the optimizer, with one batch."),
    ("epoch", "One epoch", "Shift+.", "On to the end of the epoch."),
)


class StepButton(QToolButton):
    """A press steps one batch; the menu offers the others.

    Attributes:
        choices: the menu.

    Signals:
        step_requested("sample", "batch" or "epoch").
    """

    step_requested = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon("step"))
        self.setToolTip("Step one batch (.)")
        self.setAccessibleName("Step")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self.choices = QMenu(self)
        self.choices.setToolTipsVisible(True)
        group = QActionGroup(self.choices)
        for name, words, key, help_text in _STEPS:
            action = self.choices.addAction(words)
            action.setData(name)
            action.setShortcut(QKeySequence(key))
            action.setToolTip(help_text)
            group.addAction(action)
        group.setExclusive(False)
        group.triggered.connect(self._step)
        self.setMenu(self.choices)
        self.clicked.connect(self._step_batch)

    @Slot(QAction)
    def _step(self, action: QAction) -> None:
        self.step_requested.emit(action.data())

    @Slot()
    def _step_batch(self) -> None:
        self.step_requested.emit("batch")
