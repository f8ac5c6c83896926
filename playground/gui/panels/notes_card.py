"""What a project has to say to whoever opens it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.icons import icon
from playground.gui.topics import mark


class NotesCard(QFrame):
    """The project's name and notes, until they are closed or there are others.

    It needs its parent from the start: shown without one it would be a window of its own.
    """

    def __init__(self, document: Document, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self.setAccessibleName("Notes of the project")
        mark(self, "notes_card")
        self._document = document
        self._name = QLabel()
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._name.setProperty("role", "value")
        self._notes = QLabel()
        self._notes.setProperty("role", "muted")
        self._notes.setTextFormat(Qt.TextFormat.PlainText)
        self._notes.setWordWrap(True)
        close = QToolButton()
        close.setProperty("flat", True)
        close.setIcon(icon("close", "muted"))
        close.setToolTip("Close the notes")
        close.setAccessibleName("Close the notes")
        close.clicked.connect(self.hide)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._notes)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_4, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        row.addLayout(words, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        document.replaced.connect(self.refresh)
        document.changed.connect(self._follow)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show the document's notes, if it has any."""
        project = self._document.project
        self._name.setText(project.name)
        self._notes.setText(project.notes)
        self.setVisible(bool(project.notes))

    @Slot()
    def _follow(self) -> None:
        """Other notes are shown, whether the earlier ones were closed or not."""
        if self._notes.text() != self._document.project.notes:
            self.refresh()
