"""The parts of the step debugger, and where they stand."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.steps.bar import Bar
from playground.gui.views.steps.check_page import CheckPage
from playground.gui.views.steps.instruction_page import InstructionPage
from playground.gui.views.steps.listing import InstructionList
from playground.gui.views.steps.rate_page import RatePage
from playground.gui.views.steps.stops_row import StopsRow
from playground.gui.views.steps.strip import NetworkStrip
from playground.gui.views.view import Context
from playground.gui.widgets.message_label import MessageLabel
from playground.gui.widgets.segmented import Segmented

INSTRUCTION, CHECK, RATE = "instruction", "check", "rate"
_PAGES = [
    (INSTRUCTION, "Instruction", "The current instruction with its numbers"),
    (CHECK, "Check a gradient", "Nudge a weight and compare the slope with backpropagation"),
    (RATE, "Learning rate", "Where this step would land at another rate"),
]


class Desk(QWidget):
    """Instructions on the left; on the right the present one, a gradient check, the rate.

    Attributes:
        bar, stops, strip, instructions, tabs, page, check_page, rate_page: the parts.
        note: what there is to say; note_button: what can be done about it.
        message: what stands in place of all of them.
    """

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._build(context)

    def show_whole(self, whole: bool) -> None:
        """The parts, or the message in their place."""
        self._whole.setCurrentIndex(1 if whole else 0)

    def say(self, text: str, *, offer: bool) -> None:
        """Say something beneath, and offer to begin at the present step, or not."""
        self.note.setText(text)
        self._foot.setVisible(bool(text))
        self.note_button.setVisible(offer)

    @Slot(str)
    def _turn_to(self, page: str) -> None:
        self._stack.setCurrentWidget(self._pages[page])

    def _build(self, context: Context) -> None:
        self.bar, self.stops, self.strip = Bar(), StopsRow(), NetworkStrip()
        self.instructions = InstructionList()
        mark(self.instructions, "instruction")
        self.page = InstructionPage()
        self.check_page = CheckPage(context.jobs)
        self.rate_page = RatePage(context.document, context.jobs)
        self.tabs = Segmented(_PAGES)
        self.tabs.setAccessibleName("What to look at")
        self.tabs.explain(
            {INSTRUCTION: "instruction", CHECK: "gradient_check", RATE: "learning_rate"}
        )
        self._stack = QStackedWidget()
        self._pages = {INSTRUCTION: self.page, CHECK: self.check_page, RATE: self.rate_page}
        for each in self._pages.values():
            self._stack.addWidget(each)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.SPACE_2, 0, 0, 0)
        column.setSpacing(theme.SPACE_2)
        column.addWidget(self.tabs)
        card = QFrame()
        card.setProperty("role", "card")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(1, 1, 1, 1)
        inside.addWidget(self._stack)
        column.addWidget(card, 1)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        legend = QLabel("● held for later   ○ no longer needed")
        legend.setProperty("role", "caption")
        legend.setToolTip("Of a result without a mark, the memory was given to another")
        mark(legend, "buffer")
        left = QWidget()
        stack = QVBoxLayout(left)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(theme.SPACE_1)
        stack.addWidget(self.instructions, 1)
        stack.addWidget(legend)
        self._split.addWidget(left)
        self._split.addWidget(right)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([180, 640])
        self.note, self.note_button = QLabel(), QPushButton()
        mark(self.note_button, "step_debugger")
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setWordWrap(True)
        self.note.setAccessibleName("What there is to say")
        self.note.setProperty("role", "muted")
        foot = QHBoxLayout()
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.note, 1)
        foot.addWidget(self.note_button)
        self._foot = QWidget()
        self._foot.setLayout(foot)
        self._foot.setFixedHeight(38)
        self._foot.hide()
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.bar)
        rows.addWidget(self.strip)
        rows.addWidget(self._split, 1)
        rows.addWidget(self.stops)
        rows.addWidget(self._foot)
        self.message = MessageLabel("Getting ready…")
        self._whole = QStackedWidget()
        self._whole.addWidget(self.message)
        self._whole.addWidget(whole)
        self.note_button.setText("Begin at the present step")
        self.tabs.current_changed.connect(self._turn_to)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)
        self.setFocusProxy(self.instructions)
