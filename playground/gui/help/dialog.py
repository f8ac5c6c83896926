"""The glossary in a window of its own."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.help.panel import GlossaryPanel

_SIZE = QSize(760, 560)


class GlossaryDialog(QDialog):
    """Stays beside the work; Escape closes it, and it opens where it was left.

    Attributes:
        panel: the glossary.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle("Glossary")
        self.setProperty("role", "sheet")
        self.resize(_SIZE)
        self.setMinimumSize(360, 420)
        self.panel = GlossaryPanel(window)
        self.panel.place_shown.connect(self._make_way)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(*[theme.SPACE_3] * 4)
        rows.addWidget(self.panel)

    def open_at(self, topic: str) -> None:
        """Open, at a topic; at what was read last for ""."""
        if topic:
            self.panel.show_topic(topic)
        self.show()
        self.raise_()
        self.activateWindow()
        self.panel.begin_search()

    @Slot()
    def _make_way(self) -> None:
        """What is pointed out is to be seen."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowActive)
        self.lower()
