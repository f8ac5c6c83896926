"""What the network answers, and how good that is."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.views.catalogue import ANSWERS, CURVES, named
from playground.gui.views.slot import ViewSlot
from playground.gui.views.views import Views
from playground.network.heads import Head

_HEADER_PX = 32
_ANSWERS_SHARE = 0.56
# What is shown of such data at first; a map of everything else.
_SUITS = {"images": "samples", "sequences": "confusion", "codes": "samples"}


class OutputPanel(QWidget):
    """Two places for views: one for what the network answers, one for how good that is.

    Attributes:
        answers: the upper place; its header stands above this panel. curves: the lower one.
        lower_part: the lower place with its header.
    """

    def __init__(self, views: Views, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        names = named(ANSWERS)
        self.answers = ViewSlot(views, names, "answers", "What the network answers", _SUITS)
        self.curves = ViewSlot(
            views, [CURVES, *(name for name in names if name != CURVES)], "curves", "How it learns"
        )
        self._facts: tuple[Prepared, Head] | None = None
        self.answers.chosen.connect(self._settle_upper)
        self.curves.chosen.connect(self._settle_lower)
        self.lower_part = QWidget()
        inner = QVBoxLayout(self.lower_part)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_1)
        head = QHBoxLayout()
        head.addWidget(self.curves.header)
        head.addStretch(1)
        inner.addLayout(head)
        inner.addWidget(self.curves, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(theme.SPACE_3, theme.SPACE_2, theme.SPACE_3, theme.SPACE_2)
        rows.setSpacing(theme.SPACE_1)
        rows.addWidget(self.answers)
        rows.addWidget(self.lower_part, 1)

    def set_facts(self, prepared: Prepared, head: Head) -> None:
        """Offer what has something to say about such data under such a head."""
        self._facts = prepared, head
        self.answers.set_facts(prepared, head)
        self.curves.set_facts(prepared, head, taken=[self.answers.name])
        self.answers.set_facts(prepared, head, taken=[self.curves.name])

    @Slot(str)
    def _settle_upper(self, name: str) -> None:
        if self._facts is not None:
            self.curves.set_facts(*self._facts, taken=[name])

    @Slot(str)
    def _settle_lower(self, name: str) -> None:
        if self._facts is not None:
            self.answers.set_facts(*self._facts, taken=[name])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The upper view is about as high as it is wide, unless the lower would get too little."""
        square = event.size().width() + _HEADER_PX
        self.answers.setFixedHeight(min(square, int(event.size().height() * _ANSWERS_SHARE)))
        super().resizeEvent(event)
