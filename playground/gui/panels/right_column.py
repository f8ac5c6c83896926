"""The right side of the window: what the network answers, what it is as code, lessons."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.gui import theme
from playground.gui.document import Document
from playground.gui.panels.output_panel import OutputPanel
from playground.gui.views.views import Views
from playground.gui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from playground.gui.lessons.learn_panel import LearnPanel
    from playground.gui.panels.code_panel import CodePanel

OUTPUT, CODE, LEARN = "output", "code", "learn"
TABS = (OUTPUT, CODE, LEARN)


class RightColumn(QWidget):
    """Three panels behind tabs.

    Attributes:
        tabs: the choice. output: maps, predictions and curves.

    Signals:
        node_chosen(id): a layer was clicked in the code.
        learn_shown: the lessons are to be seen.
    """

    node_chosen = Signal(str)
    learn_shown = Signal()

    def __init__(self, document: Document, views: Views, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document = document
        self._code: CodePanel | None = None
        self._learn: LearnPanel | None = None
        self._selected: list[str] = []
        self.output = OutputPanel(views)
        self.tabs = Segmented(
            [
                (OUTPUT, "Output", "What the network answers, and how its loss falls"),
                (CODE, "Code", "The network as a program, in four dialects (Ctrl+K)"),
                (LEARN, "Learn", "Short lessons, here in the window (Ctrl+Shift+L)"),
            ]
        )
        self.tabs.setAccessibleName("Output, code or lessons")
        self.tabs.set_compact(True)  # a picker stands beside them
        self.tabs.explain({OUTPUT: "panel.output", CODE: "code", LEARN: "lessons"})
        self._pages = QStackedWidget()
        self._pages.addWidget(self.output)
        self.tabs.current_changed.connect(self._show)
        head = QHBoxLayout()
        head.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, 0)
        head.addWidget(self.tabs)
        head.addStretch(1)
        # The row has no room for them: F1, and the menu of the points, do the same.
        self.output.answers.question.hide()
        self.output.answers.present_button.hide()
        head.addWidget(self.output.answers.header)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(head)
        rows.addWidget(self._pages, 1)
        self._hold_width()

    def changeEvent(self, event: QEvent) -> None:
        """Its least width is that of its text."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._hold_width()

    def _hold_width(self) -> None:
        """Wide enough for the longest name in the picker, so that a choice moves nothing."""
        slot = self.output.answers
        beside = slot.header.sizeHint().width() - slot.picker.sizeHint().width()
        tabs = self.tabs.sizeHint().width() + 2 * theme.SPACE_3
        self.setMinimumWidth(tabs + beside + slot.picker.widest)

    @property
    def code(self) -> CodePanel:
        """The network as a program; made when it is first looked at, as it takes a while."""
        if self._code is None:
            panel = import_module("playground.gui.panels.code_panel").CodePanel
            self._code = panel(self._document)
            self._code.node_chosen.connect(self.node_chosen)
            self._code.show_selection(self._selected)
            self._pages.addWidget(self._code)
        return self._code

    @property
    def learn(self) -> LearnPanel:
        """The lessons; made when they are first looked at."""
        if self._learn is None:
            self._learn = import_module("playground.gui.lessons.learn_panel").LearnPanel()
            self._pages.addWidget(self._learn)
        return self._learn

    @Slot(list)
    def show_selection(self, identities: list[str]) -> None:
        """Mark these layers in the code."""
        self._selected = identities
        if self._code is not None:
            self._code.show_selection(identities)

    def offer(self, *, output: bool, code: bool, learn: bool) -> None:
        """Show these panels and no other; the whole column goes with the output and the code."""
        offered = {OUTPUT: output, CODE: code, LEARN: learn and (output or code)}
        those = [key for key, shown in offered.items() if shown]
        for key, shown in offered.items():
            self.tabs.button(key).setVisible(shown)
        self.setVisible(bool(those))
        self.tabs.setVisible(len(those) > 1)
        if those and self.tabs.current not in those:
            self.tabs.set_current(those[0])

    @Slot()
    def switch(self) -> None:
        """From the output to the code and back, where there are both."""
        if self.tabs.button(OUTPUT).isHidden() or self.tabs.button(CODE).isHidden():
            return
        self.tabs.set_current(CODE if self.tabs.current != CODE else OUTPUT)

    @Slot()
    def show_learn(self) -> None:
        """The lessons, unless they are hidden."""
        if not self.tabs.button(LEARN).isHidden():
            self.tabs.set_current(LEARN)

    @Slot(str)
    def _show(self, key: str) -> None:
        pages: dict[str, Callable[[], QWidget]] = {
            OUTPUT: lambda: self.output,
            CODE: lambda: self.code,
            LEARN: lambda: self.learn,
        }
        self._pages.setCurrentWidget(pages[key]())
        shows_answers = key == OUTPUT and not self.output.answers.isHidden()
        self.output.answers.header.setVisible(shows_answers)
        if key == LEARN:
            self.learn_shown.emit()
