"""The line at the bottom: what is wrong, what happens, how fast."""

from __future__ import annotations

from math import isfinite

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from playground.gui import theme
from playground.gui.device_words import executor_words
from playground.gui.document import Document
from playground.gui.frame import Frame
from playground.gui.icons import icon
from playground.gui.panels.problem_list import ProblemList, mark_of
from playground.network.problems import Problem

_PREPARING = ", compiling"
_PREPARING_HELP = (
    "Faster code for this network is being compiled. The run moves over to it when it is ready, "
    "with the same numbers. It is kept, so the next start has it at once."
)


class StatusBar(QFrame):
    """Problems, the run's numbers, device and pace.

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
        self.problems_button = QToolButton()
        self.problems_button.setProperty("flat", True)
        self.problems_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.problems_button.clicked.connect(self.open_problems)
        self.problem_list = ProblemList(document, self)
        self.problem_list.node_chosen.connect(self.node_chosen)
        self.setup_button = self._make_setup_button()
        self._run = QLabel()
        self._run.setProperty("role", "muted")
        self._run.setAccessibleName("Run")
        self._pace = QLabel()
        self._pace.setProperty("role", "muted")
        self._pace.setAccessibleName("Device and pace")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.SPACE_3, 2, theme.SPACE_3, 2)
        row.setSpacing(theme.SPACE_4)
        row.addWidget(self._run)
        row.addStretch(1)
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

    def show_frame(self, frame: Frame) -> None:
        """The run's numbers."""
        loss = f" · batch loss {frame.batch_loss:.4g}" if isfinite(frame.batch_loss) else ""
        state = "running" if frame.running else "paused" if frame.steps else "ready"
        self._run.setText(f"{state} · step {frame.steps:,}{loss}")
        pace = f"{frame.steps_per_second:,.0f} steps/s" if frame.steps_per_second else "at rest"
        where = executor_words(frame.executor, ", ")
        self._pace.setText(f"{where}{_PREPARING if frame.preparing else ''} · {pace}")
        self._pace.setToolTip(_PREPARING_HELP if frame.preparing else "")

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
            problems[0].message if problems else "The network can run as it is."
        )

    @Slot(object)
    def _restyle(self, palette: theme.Palette) -> None:
        self._show_problems()


def _counted(problems: list[Problem]) -> str:
    """ "2 problems", "1 note", "1 problem, 2 notes"."""
    notes = sum(problem.severity == "note" for problem in problems)
    counts = {"problem": len(problems) - notes, "note": notes}
    said = [f"{count} {word}{'s' * (count != 1)}" for word, count in counts.items() if count]
    return ", ".join(said) or "no problems"
