"""The network as code, beside the canvas."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from playground.errors import UserError
from playground.formats.code import DIALECTS, Code, Design, write_code
from playground.gui import theme
from playground.gui.document import Document
from playground.gui.icons import icon
from playground.gui.topics import mark
from playground.gui.widgets.code_view import CodeView
from playground.gui.widgets.segmented import Segmented

_COPIED_MS = 1500
_NOTHING = Code("")


class CodePanel(QWidget):
    """A program of the document's network in a dialect of choice, as it is being built.

    While the network has errors, the code of the last sound one stays, greyed.

    Attributes:
        dialects: the choice.
        view: the code.
        copy_button: copies all of it.

    Signals:
        node_chosen(id): a line of a node's (or "head"'s) was clicked.
    """

    node_chosen = Signal(str)

    def __init__(self, document: Document, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Code of the network")
        mark(self, "code")
        self._document = document
        self._code = _NOTHING
        self._last_sound: Design | None = None
        self._shown: list[str] = []
        self._is_old = True
        self.dialects = Segmented(
            [(each.name, each.label, each.help) for each in DIALECTS.values()]
        )
        self.dialects.setAccessibleName("Dialect")
        self.dialects.explain({name: f"code.{name}" for name in DIALECTS})
        self.dialects.current_changed.connect(self._change_dialect)
        self.copy_button = self._make_copy_button()
        self.view = CodeView()
        self.view.line_clicked.connect(self._choose_line)
        self._problem = _sentence("warning", "What is to be mended first")
        self._notes = _sentence("muted", "Notes on the code")
        self._copied = QTimer(self)
        self._copied.setSingleShot(True)
        self._copied.setInterval(_COPIED_MS)
        self._copied.timeout.connect(self._label_copy)
        self._lay_out()
        document.changed.connect(self._note_change)
        document.replaced.connect(self._forget)

    @property
    def code(self) -> Code:
        """The code that is shown."""
        return self._code

    @property
    def problem(self) -> str:
        """What is to be mended before the code can follow, or ""."""
        return self._problem.text()

    @property
    def notes(self) -> str:
        """What is said of the code, or ""."""
        return self._notes.text()

    @Slot(list)
    def show_selection(self, identities: Iterable[str]) -> None:
        """Mark the lines of these nodes, and bring the first of them into view."""
        self._shown = list(identities)
        lines = self._mark()
        if lines:
            self.view.scroll_to(lines[0])

    @Slot()
    def refresh(self) -> None:
        """Write the code anew."""
        self._is_old = False
        design = _design_of(self._document)
        problem = ""
        try:
            self._code = write_code(self.dialects.current, design)
            self._last_sound = design
        except UserError as error:
            problem = str(error)
            self._code = self._last_sound_code()
        before = "This is the code from before. " if problem and self._code.text else ""
        _say(self._problem, f"{before}To be mended first: {problem}" if problem else "")
        _say(self._notes, " ".join(self._code.notes))
        self.view.show_code(self._code.text, faded=bool(problem))
        self.copy_button.setEnabled(bool(self._code.text))
        self._mark()

    def showEvent(self, event: QShowEvent) -> None:
        """Catch up with what was edited meanwhile."""
        super().showEvent(event)
        if self._is_old:
            self.refresh()
            self.show_selection(self._shown)

    @Slot()
    def copy_all(self) -> None:
        """Put the whole code on the clipboard, and say so for a moment."""
        QGuiApplication.clipboard().setText(self._code.text)
        self.copy_button.setText("Copied")
        self._copied.start()

    # Inside

    def _last_sound_code(self) -> Code:
        """The code of the last sound network; there may be none that this dialect can write."""
        if self._last_sound is None:
            return _NOTHING
        try:
            return write_code(self.dialects.current, self._last_sound)
        except UserError:
            return _NOTHING

    def _mark(self) -> list[int]:
        """Mark the lines of the nodes that are shown; which they are."""
        parts = [part for each in self._shown for part in self._code.lines.get(each, ())]
        lines = sorted(line for part in parts for line in part)
        self.view.mark(lines)
        return lines

    def _make_copy_button(self) -> QToolButton:
        button = QToolButton()
        button.setIcon(icon("copy", "text"))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setText("Copy")
        button.setToolTip("Copy the whole code")
        button.setAccessibleName("Copy the whole code")
        mark(button, "code")
        button.clicked.connect(self.copy_all)
        return button

    def _lay_out(self) -> None:
        # Beside the copy button, so that the panel can be as narrow as the choice above.
        foot = QHBoxLayout()
        foot.setSpacing(theme.SPACE_3)
        foot.addWidget(self._notes, 1)
        foot.addStretch()
        foot.addWidget(self.copy_button, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_3)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.dialects)
        column.addWidget(self._problem)
        column.addWidget(self.view, 1)
        column.addLayout(foot)

    @Slot()
    def _label_copy(self) -> None:
        self.copy_button.setText("Copy")

    @Slot()
    def _change_dialect(self) -> None:
        """The same nodes in another program; or else its beginning."""
        self.refresh()
        self.view.scroll_to(min(self.view.marked, default=0))

    @Slot()
    def _note_change(self) -> None:
        self._is_old = True
        if self.isVisible():
            self.refresh()

    @Slot()
    def _forget(self) -> None:
        """Another project: nothing of the one before is shown."""
        self._last_sound, self._shown = None, []
        self._note_change()

    @Slot(int)
    def _choose_line(self, line: int) -> None:
        owner = self._code.owner(line)
        if owner is not None:
            self.node_chosen.emit(owner)


def _design_of(document: Document) -> Design:
    project = document.project
    parts = (project.data, project.network, project.head, project.training)
    return Design(project.name, *parts, document.signature)


def _sentence(role: str, name: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setAccessibleName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.hide()
    return label


def _say(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))
