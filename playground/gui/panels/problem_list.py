"""Everything that is wrong, each with a way to it and, where there is one, a way out."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QPushButton, QWidget

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.editing.mending import apply_fix
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.network.problems import Problem, Severity

_WIDTH = 420


class ProblemList(QFrame):
    """A popup with a row a problem: its mark, its sentence, its place, its fix.

    Signals:
        node_chosen(id): the place of a problem was clicked.
        matrix_wanted(LinearStack): the one matrix that layers in a row equal was asked for.
    """

    node_chosen = Signal(str)
    matrix_wanted = Signal(object)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("role", "card")
        self.setAccessibleName("Problems")
        mark(self, "problems")
        self._document = document
        self._problems: list[Problem] = []
        self._rows = QGridLayout(self)
        self._rows.setContentsMargins(*[theme.SPACE_3] * 4)
        self._rows.setSpacing(theme.SPACE_2)
        self._rows.setColumnStretch(1, 1)

    @Slot()
    def refresh(self) -> None:
        """Show the document's problems as they are now."""
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self._problems = self._document.problems
        for row, problem in enumerate(self._problems):
            self._add(row, problem)
        if not self._problems:
            self._rows.addWidget(QLabel("No problems: the network can run as it is."), 0, 1)

    def _add(self, row: int, problem: Problem) -> None:
        mark = QLabel()
        mark.setPixmap(icon(*mark_of(problem.severity)).pixmap(18, 18))
        sentence = QLabel(problem.message)
        sentence.setWordWrap(True)
        sentence.setTextFormat(Qt.TextFormat.PlainText)
        sentence.setFixedWidth(_WIDTH)
        top = Qt.AlignmentFlag.AlignTop
        self._rows.addWidget(mark, row, 0, top)
        self._rows.addWidget(sentence, row, 1, top)
        if problem.stack is not None:
            self._rows.addWidget(
                self._button("Show the matrix", row, self._show_matrix), row, 2, top
            )
        if problem.node is not None:
            self._rows.addWidget(self._button("Show", row, self._go), row, 3, top)
        if problem.fix is not None:
            button = self._button(problem.fix.label, row, self._mend)
            button.setProperty("primary", True)
            self._rows.addWidget(button, row, 4, top)

    def _button(self, label: str, row: int, slot: object) -> QPushButton:
        button = QPushButton(label)
        button.setProperty("row", row)
        button.clicked.connect(slot)
        return button

    @Slot()
    def _go(self) -> None:
        node = self._problems[int(self.sender().property("row"))].node
        self.hide()
        if node is not None:
            self.node_chosen.emit(node)

    @Slot()
    def _mend(self) -> None:
        fix = self._problems[int(self.sender().property("row"))].fix
        self.hide()
        if fix is not None:
            apply_fix(self._document, fix)

    @Slot()
    def _show_matrix(self) -> None:
        stack = self._problems[int(self.sender().property("row"))].stack
        self.hide()
        if stack is not None:
            self.matrix_wanted.emit(stack)


def mark_of(severity: Severity) -> tuple[str, str]:
    """The icon of a severity, and the palette's colour that it is drawn in."""
    return severity, {"error": "error", "warning": "warning", "note": "accent"}[severity]
