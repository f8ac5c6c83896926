"""What stands above the race: the button, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QWidget

from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.race import words

_PROGRESS_PX = 120


class RaceBar(QWidget):
    """A row of controls.

    Attributes:
        button: measure, cancel, go on, or measure anew. progress, status: how far it is.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton("Measure")
        self.progress = QProgressBar()
        self.progress.setFixedWidth(_PROGRESS_PX)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName("How much of the race is measured")
        self.status = QLabel()
        self.status.setProperty("role", "muted")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.status.setToolTip(words.REST)
        mark(self, "race.measure")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_2)
        row.addWidget(self.button)
        row.addWidget(self.progress)
        row.addWidget(self.status, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def tell(self, label: str, status: str, done: int, total: int) -> None:
        """Show what a press will do, and how far it is; `total` 0 where nothing is under way."""
        self.button.setText(label)
        self.button.setAccessibleName(label)
        self.status.setText(status)
        self.progress.setVisible(total > 0)
        self.progress.setRange(0, max(total, 1))
        self.progress.setValue(done)
