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
        self._closed = self._gives_way = False
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
        close.clicked.connect(self.put_away)
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
        self._closed = False
        self._settle()

    @Slot(bool)
    def make_room(self, room: bool) -> None:
        """Give way to a view that takes much room, and come back."""
        self._gives_way = room
        self._settle()

    @Slot()
    def put_away(self) -> None:
        """Say nothing until there is something else to say."""
        self._closed = True
        self._settle()

    def _settle(self) -> None:
        hidden = self._closed or self._gives_way
        self.setVisible(bool(self._notes.text()) and not hidden)

    @Slot()
    def _follow(self) -> None:
        """Other notes are shown, whether the earlier ones were closed or not."""
        if self._notes.text() != self._document.project.notes:
            self.refresh()
