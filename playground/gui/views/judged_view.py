"""What the views that judge answers have in common: a choice of split, a message, a legend."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from PySide6.QtCore import QSize, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.plots.compact_box import CompactBox
from playground.gui.plots.legend import Legend
from playground.gui.topics import mark
from playground.gui.views.answers import SPLIT_NAMES, AnswersJob, Words
from playground.gui.views.shown import Shown
from playground.gui.views.view import Context, View
from playground.gui.widgets.message_label import MessageLabel
from playground.training.answered import SplitName


class JudgedView(View):
    """A row of choices, what is drawn or a sentence in its place, and a legend.

    Attributes:
        split_box: which samples are judged.
        legend: the row beneath. message: the sentence that stands in place of a drawing.
    """

    every_ms = 200
    invitation = "Press Run, or step once, to see how good the answers are."
    splits: tuple[tuple[str, str], ...] = tuple(
        (label, name) for name, label in SPLIT_NAMES.items()
    )

    def __init__(self, context: Context, name: str, parent: QWidget | None = None) -> None:
        """Args: name: what it is, for assistive tools."""
        super().__init__(context, parent)
        self.setAccessibleName(name)
        self.split_box = choice("Samples to judge", "Which samples are judged", self.splits)
        mark(self.split_box, "judged_split")
        self.message = MessageLabel(self.invitation)
        self.legend = Legend()
        self._pages = QStackedLayout()
        self._pages.addWidget(self.message)
        self._choices = QHBoxLayout()
        self._choices.setContentsMargins(0, 0, 0, 0)
        self._choices.setSpacing(theme.SPACE_1)
        self._choices.addWidget(self.split_box)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_1)
        rows.addLayout(self._choices)
        rows.addLayout(self._pages, 1)
        rows.addWidget(self.legend)
        self.split_box.currentIndexChanged.connect(self._ask_anew)

    @property
    def split(self) -> SplitName:
        """The chosen split."""
        return cast(SplitName, self.split_box.currentData())

    def sizeHint(self) -> QSize:
        """The right column's width."""
        return QSize(345, 300)

    def minimumSizeHint(self) -> QSize:
        """As small as a place for views gets."""
        return QSize(240, 160)

    def set_data(self, prepared: Prepared) -> None:
        """What was drawn of other samples goes."""
        self.clear()

    def request(self, shown: Shown) -> AnswersJob:
        raise NotImplementedError

    def show_result(self, result: Any) -> None:
        """Draw, or say why not."""
        if result is None:
            return
        if isinstance(result, Words):
            self.say(result.text)
        else:
            self.draw(result)

    def draw(self, result: Any) -> None:
        """Draw what the job has found."""
        raise NotImplementedError

    @Slot()
    def clear(self) -> None:
        """Invite to run."""
        self.say(self.invitation)

    def say(self, text: str) -> None:
        """A sentence in place of the drawing."""
        self.legend.set_entries([])
        self.legend.set_remark("")
        self.message.setText(text)
        self._pages.setCurrentWidget(self.message)

    def show_body(self, body: QWidget) -> None:
        """The drawing in place of the sentence."""
        self._pages.setCurrentWidget(body)

    @property
    def says(self) -> str:
        """The sentence that is shown, or ""."""
        return self.message.text() if self._pages.currentWidget() is self.message else ""

    def add_bodies(self, *bodies: QWidget) -> None:
        """What may be drawn, one at a time."""
        for body in bodies:
            self._pages.addWidget(body)

    def add_choices(self, *boxes: QWidget) -> None:
        """More choices beside that of the split."""
        for box in boxes:
            self._choices.addWidget(box)
        self._choices.addStretch(1)

    @Slot()
    def _ask_anew(self) -> None:
        self.stale.emit()


def choice(name: str, help_text: str, entries: Sequence[tuple[str, object]]) -> CompactBox:
    """A small list to choose from; the first is chosen.

    Args:
        name: for assistive tools. help_text: the tool tip.
        entries: (label, value) pairs.
    """
    box = CompactBox()
    box.setAccessibleName(name)
    box.setToolTip(help_text)
    box.set_entries(entries, entries[0][1] if entries else None)
    return box
