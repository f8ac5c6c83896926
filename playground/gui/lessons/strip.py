"""The step of a lesson that one is at: what it tells, what to do, and the way on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.icons import icon
from playground.gui.lessons.dots import Dots
from playground.gui.lessons.numbers import Spoken
from playground.gui.lessons.told import Told
from playground.gui.topics import mark

_ICON_PX = 18
_SHOW_ME, _BRING_BACK = "Show me", "Bring it back"
_ASTRAY = "The project of this lesson is not open."


class LessonStrip(QFrame):
    """Stands above the canvas while a lesson is in progress.

    It needs its parent from the start: shown without one it would be a window of its own.

    Attributes:
        heading, place: the step's heading; the lesson's name, and which step of how many.
        dots: the same at a glance. body: what the step tells. task: what to do, or that it is done.
        back, next, show_me, close_button: the ways on.

    Signals:
        back_wanted, next_wanted, show_wanted, end_wanted.
        topic_wanted(str): a word is to be explained.
    """

    back_wanted = Signal()
    next_wanted = Signal()
    show_wanted = Signal()
    end_wanted = Signal()
    topic_wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.setAccessibleName("Lesson")
        mark(self, "lessons")
        self.heading, self.place = QLabel(), QLabel()
        for label, role in ((self.heading, "value"), (self.place, "muted")):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setProperty("role", role)
        self.dots = Dots()
        self.body, self.task = Told(), Told(strong=True)
        self.body.setAccessibleDescription("What this step of the lesson tells")
        self.task.setAccessibleDescription("What to do in this step")
        self._mark = QLabel()
        self._mark.setFixedSize(_ICON_PX, _ICON_PX)
        self._marked = ("", "")
        self.show_me = _button(_SHOW_ME, "Bring what is meant in sight, and mark it")
        self.back = _button("Back", "The step before (Ctrl+Backspace)")
        self.next = _button("Next", "The next step (Ctrl+Enter)")
        self.next.setMinimumWidth(72)
        self.close_button = QToolButton()
        self.close_button.setProperty("flat", True)
        self.close_button.setIcon(icon("close", "muted"))
        self.close_button.setToolTip("End the lesson; how far you came is remembered")
        self.close_button.setAccessibleName("End the lesson")
        self._arrange()
        for told in (self.body, self.task):
            told.topic_wanted.connect(self.topic_wanted)
        self.show_me.clicked.connect(self.show_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.next.clicked.connect(self.next_wanted)
        self.close_button.clicked.connect(self.end_wanted)
        # Not the buttons' own: one that gets another text forgets its keys.
        self._connect_key(Qt.Key.Key_Return, self.next)
        self._connect_key(Qt.Key.Key_Enter, self.next)
        self._connect_key(Qt.Key.Key_Backspace, self.back)
        self.hide()

    def _connect_key(self, key: Qt.Key, button: QPushButton) -> None:
        shortcut = QShortcut(QKeySequence(Qt.Modifier.CTRL | key), self)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(button.click)

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_3)
        head.addWidget(self.heading)
        head.addWidget(self.place, 1)
        head.addWidget(self.dots)
        head.addWidget(self.close_button)
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE_2)
        foot.addWidget(self._mark)
        foot.addWidget(self.task, 1)
        for button in (self.show_me, self.back, self.next):
            foot.addWidget(button)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_4, theme.SPACE_1, theme.SPACE_2, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(head)
        rows.addWidget(self.body)
        rows.addLayout(foot)

    def show_place(
        self, lesson: str, heading: str, at: int, count: int, done: frozenset[int]
    ) -> None:
        """Which step of which lesson this is; `at` counts from 0."""
        if heading != self.heading.text():
            self.task.setMinimumHeight(0)
        self.heading.setText(heading)
        self.place.setText(f"{lesson}, step {at + 1} of {count}")
        self.dots.show_steps(count, at, done)
        self.setAccessibleDescription(f"{self.place.text()}: {heading}")
        self.back.setEnabled(at > 0)

    def show_words(self, paragraphs: Sequence[Spoken], task: Spoken, *, done: bool) -> None:
        """What the step tells, and what to do; or that it was done."""
        self.body.tell(paragraphs)
        self.body.setVisible(bool(paragraphs))
        self.task.tell([task] if task else [], "good" if done else "text")
        self._hold_height()
        self._show_mark("ok" if done else "task", "good" if done else "accent")
        self._mark.setVisible(bool(task))

    def say_astray(self) -> None:
        """Another project is open than the lesson's own."""
        self.task.tell([(("plain", _ASTRAY),)])
        self._show_mark("warning", "warning")
        self._mark.show()
        self._name_show_me(_BRING_BACK)
        self.show_me.show()

    def _hold_height(self) -> None:
        """What is pressed next stays where it is when the task gives way to a shorter word."""
        needed = self.task.heightForWidth(self.task.width())
        if needed > self.task.minimumHeight():
            self.task.setMinimumHeight(needed)

    def _show_mark(self, name: str, colour: str) -> None:
        """Draw the mark before the task, where it is another than there is."""
        wanted = name, str(getattr(theme.current(), colour))
        if wanted != self._marked:
            self._marked = wanted
            self._mark.setPixmap(icon(*wanted).pixmap(_ICON_PX, _ICON_PX))

    def _name_show_me(self, label: str) -> None:
        if self.show_me.text() != label:
            self.show_me.setText(label)
            self.show_me.setAccessibleName(label)

    def show_way(self, label: str, *, ready: bool, can_show: bool) -> None:
        """What leads on is called so, and stands out once one is ready for it."""
        self._name_show_me(_SHOW_ME)
        self.show_me.setVisible(can_show)
        if self.next.text() == label and self.next.property("primary") is ready:
            return
        self.next.setText(label)
        self.next.setAccessibleName(label)
        self.next.setProperty("primary", ready)
        self.next.style().unpolish(self.next)
        self.next.style().polish(self.next)


def _button(label: str, help_text: str) -> QPushButton:
    button = QPushButton(label)
    button.setToolTip(help_text)
    button.setAccessibleName(label)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys where they were
    return button
