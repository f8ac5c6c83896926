"""The line at the bottom: what is wrong, what happens, how fast."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from playground.gui import theme
from playground.gui.device_words import executor_words
from playground.gui.document import Document
from playground.gui.frame import Frame
from playground.gui.icons import icon
from playground.gui.panels.problem_list import ProblemList, mark_of
from playground.gui.topics import mark
from playground.gui.widgets.held_size import hold_size
from playground.gui.widgets.tips import plain_tip
from playground.network.problems import Problem

_PREPARING = ", compiling"
_PREPARING_HELP = (
    "Faster code for this network is being compiled. The run moves over to it when it is ready, "
    "with the same numbers. It is kept, so the next start has it at once."
)
# Narrower than this, the words make room for the timeline.
_ROOMY_PX = 1360
# The timeline's share of the room that is left, so large that nothing else gets any.
_STRETCH = 1000
# Labels are as wide as so many px or a multiple, so that the timeline rests beside numbers that
# change; one is narrowed when it has this many px too much.
_GRAIN_PX, _SPARE_PX = 16, 64


class StatusBar(QFrame):
    """The run's numbers, the timeline, problems, device and pace.

    Attributes:
        problems_button: how many problems there are; opens `problem_list`.
        problem_list: every problem, with its fix.
        setup_button: says that a teacher has hidden or locked something; there only then.

    Signals:
        node_chosen(id): a problem was clicked.
        setup_requested: the teacher's set-up is to be shown.
    """

    node_chosen = Signal(str)
    setup_requested = Signal()

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "panel")
        self._document = document
        self._frame: Frame | None = None
        self.problems_button = QToolButton()
        mark(self.problems_button, "problems")
        self.problems_button.setProperty("flat", True)
        self.problems_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.problems_button.clicked.connect(self.open_problems)
        self.problem_list = ProblemList(document, self)
        self.problem_list.node_chosen.connect(self.node_chosen)
        self.setup_button = self._make_setup_button()
        self._run = QLabel()
        self._run.setProperty("role", "muted")
        self._run.setAccessibleName("Run")
        mark(self._run, "status")
        self._pace = QLabel()
        self._pace.setProperty("role", "muted")
        self._pace.setAccessibleName("Device and pace")
        mark(self._pace, "device")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_3, 2, theme.SPACE_3, 2)
        row.setSpacing(theme.SPACE_4)
        row.addWidget(self._run)
        row.addStretch(1)
        self._row = row
        row.addWidget(self.setup_button)
        row.addWidget(self.problems_button)
        row.addWidget(self._pace)
        document.changed.connect(self._show_problems)
        document.replaced.connect(self._show_problems)
        document.setup_changed.connect(self._show_setup)
        document.replaced.connect(self._show_setup)
        theme.notifier().theme_changed.connect(self._restyle)
        self._show_problems()
        self._show_setup()

    def add_timeline(self, timeline: QWidget) -> None:
        """Put the timeline between the run's words and the others; it takes the room there is."""
        self._row.insertWidget(1, timeline, _STRETCH)

    def show_frame(self, frame: Frame) -> None:
        """The run's numbers."""
        self._frame = frame
        loss = f"batch loss {frame.batch_loss:.4g}" if isfinite(frame.batch_loss) else ""
        words = _run_words(frame)
        if loss and self.width() >= _ROOMY_PX and not frame.in_batch[1]:
            words = f"{words} · {loss}"
        _say(self._run, words)
        self._run.setToolTip(loss)
        _say(self._pace, _pace_words(frame, self.width() >= _ROOMY_PX))
        self._pace.setToolTip(_PREPARING_HELP if frame.preparing else "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Say as much as there is room for."""
        super().resizeEvent(event)
        if self._frame is not None:
            self.show_frame(self._frame)
        narrow = self.width() < _ROOMY_PX
        self.setup_button.setText("Set-up" if narrow else "Set-up by a teacher")

    @Slot()
    def open_problems(self) -> None:
        """Show the list above the button."""
        self.problem_list.refresh()
        self.problem_list.adjustSize()
        size = self.problem_list.sizeHint()
        corner = self.problems_button.mapToGlobal(QPoint(self.problems_button.width(), 0))
        self.problem_list.move(corner.x() - size.width(), corner.y() - size.height() - 4)
        self.problem_list.show()

    def _make_setup_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("chip", True)
        button.setIcon(icon("teacher", "accent"))
        button.setText("Set-up by a teacher")
        button.setAccessibleName("Set-up by a teacher")
        mark(button, "setup")
        button.setToolTip("Parts of the window are hidden or locked. Click to see which.")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(self.setup_requested)
        return button

    @Slot()
    def _show_setup(self) -> None:
        self.setup_button.setVisible(bool(self._document.project.setup))

    @Slot()
    def _show_problems(self) -> None:
        problems = self._document.problems
        name, tint = mark_of(problems[0].severity) if problems else ("ok", "good")
        self.problems_button.setIcon(icon(name, tint))
        self.problems_button.setText(_counted(problems))
        self.problems_button.setAccessibleName(self.problems_button.text())
        self.problems_button.setToolTip(
            plain_tip(problems[0].message) if problems else "The network can run as it is."
        )

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._show_problems()


def _run_words(frame: Frame) -> str:
    """What it does, and how far it is."""
    sample, of = frame.in_batch
    if of:
        return f"step {frame.steps:,} · sample {sample} of {of} in this batch"
    state = "running" if frame.running else "paused" if frame.steps else "ready"
    return f"{state} · step {frame.steps:,}"


def _pace_words(frame: Frame, roomy: bool) -> str:
    """What it runs on, and how fast."""
    where = executor_words(frame.executor, ", ")
    preparing = _PREPARING if frame.preparing else ""
    pace = frame.steps_per_second
    if not pace:
        return f"{where}{preparing} · at rest"
    if pace < 20.0:
        return f"{where}{preparing} · {pace:.1f} steps/s"
    thousands = not roomy and pace >= 10_000.0
    amount = f"{pace / 1000.0:,.0f}k" if thousands else f"{pace:,.0f}"
    return f"{where}{preparing} · {amount} steps/s"


def _say(label: QLabel, text: str) -> None:
    """Write `text`, keeping the label's size where it can."""
    if text == label.text():
        return
    label.setText(text)
    label.ensurePolished()
    metrics = label.fontMetrics()
    width, height = metrics.horizontalAdvance(text) + 2, metrics.height() + 2
    hold_size(label, width, height, _GRAIN_PX, _SPARE_PX)


def _counted(problems: list[Problem]) -> str:
    """ "2 problems", "1 note", "1 problem, 2 notes"."""
    notes = sum(problem.severity == "note" for problem in problems)
    counts = {"problem": len(problems) - notes, "note": notes}
    said = [f"{count} {word}{'s' * (count != 1)}" for word, count in counts.items() if count]
    return ", ".join(said) or "no problems"
