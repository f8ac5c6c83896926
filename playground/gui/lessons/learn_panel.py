"""The lessons there are, with how far one came in each."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.lessons.lesson_tile import LessonTile
from playground.gui.lessons.progress import Progress
from playground.gui.topics import mark
from playground.lessons.lesson import Lesson
from playground.lessons.library import Library, own_folder

_OTHERS = "More"


class LearnPanel(QWidget):
    """A search and a list, by parts.

    Attributes:
        search: what is looked for. glossary_button: the way to the words.
        tiles: the lessons that match it, in their order.
        faults: what is wrong with files that are no sound lessons.

    Signals:
        lesson_chosen(Lesson): a lesson was clicked. again_chosen(Lesson): it is to begin anew.
        glossary_wanted: a word is to be looked up.
    """

    lesson_chosen = Signal(object)
    again_chosen = Signal(object)
    glossary_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Lessons")
        mark(self, "lessons")
        self._library = Library()
        self._progress: dict[str, Progress] = {}
        self.tiles: list[LessonTile] = []
        self.search = QLineEdit()
        self.search.setPlaceholderText("Search lessons")
        self.search.setAccessibleName("Search lessons")
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._fill)
        self.glossary_button = QToolButton()
        mark(self.glossary_button, "glossary")
        self.glossary_button.setText("Glossary")
        self.glossary_button.setIcon(icon("glossary"))
        self.glossary_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.glossary_button.setToolTip("Look a word up")
        self.glossary_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.glossary_button.clicked.connect(self.glossary_wanted)
        self.faults = QLabel()
        self.faults.setProperty("role", "error")
        self.faults.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._own = QLabel(
            "A teacher's own lessons are Markdown files, in the folder “lessons” beside a project "
            f"or in {own_folder()}."
        )
        self._own.setProperty("role", "caption")
        for label in (self.faults, self._own):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._nothing = QLabel("No lesson has these words.")
        self._nothing.setProperty("role", "muted")
        self._list = QWidget()
        self._rows = QVBoxLayout(self._list)
        self._rows.setContentsMargins(0, 0, theme.SPACE_1, 0)
        self._rows.setSpacing(theme.SPACE_2)
        scroll = QScrollArea()
        scroll.setWidget(self._list)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.viewport().setAutoFillBackground(False)
        self._list.setAutoFillBackground(False)
        self._scroll = scroll
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_2, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_2)
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_2)
        top.addWidget(self.search, 1)
        top.addWidget(self.glossary_button)
        rows.addLayout(top)
        rows.addWidget(scroll, 1)

    def show_library(self, library: Library, progress: Callable[[Lesson], Progress]) -> None:
        """List these lessons, with how far one came in each."""
        self._library = library
        self._progress = {str(each.path): progress(each) for each in library.lessons}
        self._fill()

    @Slot()
    def _fill(self) -> None:
        self._clear()
        part = ""
        for lesson in self._found():
            heading = lesson.part or _OTHERS
            if heading != part:
                self._rows.addWidget(_heading(heading))
                part = heading
            progress = self._progress[str(lesson.path)]
            tile = LessonTile(lesson, progress, self._list, self._missing(lesson))
            tile.clicked.connect(self._choose)
            tile.again.triggered.connect(partial(self._choose_again, lesson))
            self.tiles.append(tile)
            self._rows.addWidget(tile)
        self._nothing.setVisible(not self.tiles)
        self._rows.addWidget(self._nothing)
        self.faults.setText("\n".join(self._library.faults))
        self.faults.setVisible(bool(self._library.faults))
        self._rows.addWidget(self.faults)
        self._rows.addWidget(self._own)
        self._rows.addStretch(1)

    def _clear(self) -> None:
        """Take all rows out; those that stay are put in again."""
        staying = (self._nothing, self.faults, self._own)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None and widget not in staying:
                widget.hide()
                widget.deleteLater()
        self.tiles = []

    def _found(self) -> list[Lesson]:
        words = self.search.text().lower().split()
        return [
            lesson
            for lesson in self._library.lessons
            if all(word in f"{lesson.title} {lesson.seen} {lesson.part}".lower() for word in words)
        ]

    def _missing(self, lesson: Lesson) -> list[str]:
        """The titles of the lessons that it builds on and that were not done yet."""
        return [
            each.title
            for each in self._library.lessons
            if each.name in lesson.requires and not self._progress[str(each.path)].finished
        ]

    @Slot()
    def _choose(self) -> None:
        tile = self.sender()
        assert isinstance(tile, LessonTile)
        self.lesson_chosen.emit(tile.lesson)

    def _choose_again(self, lesson: Lesson, checked: bool = False) -> None:
        self.again_chosen.emit(lesson)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down lead from lesson to lesson."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        focused = self.focusWidget()
        if step is None or not self.tiles:
            super().keyPressEvent(event)
            return
        at = self.tiles.index(focused) + step if isinstance(focused, LessonTile) else 0
        if 0 <= at < len(self.tiles):
            self.tiles[at].setFocus(Qt.FocusReason.TabFocusReason)
            self._scroll.ensureWidgetVisible(self.tiles[at], 0, theme.SPACE_2)


def _heading(text: str) -> QLabel:
    label = QLabel(text.upper())
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setProperty("role", "heading")
    return label
