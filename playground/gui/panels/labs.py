"""Experiments, each a view of its own, behind a row of tabs."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.topics import mark
from playground.gui.views.catalogue import VIEWS
from playground.gui.views.slot import ViewSlot
from playground.gui.views.views import Views
from playground.gui.widgets.segmented import Segmented
from playground.network.heads import Head


class Labs(QWidget):
    """One lab at a time, and the row to choose it from.

    Attributes:
        tabs: the choice. slot: the place of the one that is shown.
    """

    def __init__(self, views: Views, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = tuple(names)
        # A lab is not left for another because the data changes.
        self.slot = ViewSlot(views, names, "labs", "Labs", kind=lambda prepared: "any")
        self.tabs = Segmented([(name, VIEWS[name].label, VIEWS[name].help) for name in names])
        self.tabs.setAccessibleName("Lab")
        self.tabs.explain({name: f"view.{name}" for name in names})
        mark(self, "labs")
        self._row = QWidget()
        self.tabs.setParent(self._row)
        self.slot.picker.setParent(self._row)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self._row)
        rows.addWidget(self.slot, 1)
        self._fit()
        self.tabs.current_changed.connect(self.slot.choose_by_hand)
        self.slot.chosen.connect(self.tabs.set_current)

    def set_facts(self, prepared: Prepared, head: Head) -> None:
        """Offer the labs that have something to say about such data under such a head."""
        for name in self._names:
            reason = VIEWS[name].reason(prepared, head)
            self.tabs.set_available(name, not reason, reason)
        self.slot.set_facts(prepared, head)

    def changeEvent(self, event: QEvent) -> None:
        """The row is as high as its text."""
        super().changeEvent(event)
        if hasattr(self, "_row"):
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where the tabs have no room, the choice is a list."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.tabs.adjustSize()
        self._row.setFixedHeight(self.tabs.height())
        narrow = self.width() < self.tabs.width()
        self.tabs.setVisible(not narrow)
        self.slot.picker.setVisible(narrow)
        self.slot.picker.adjustSize()

    @Slot(str)
    def choose(self, name: str) -> None:
        """Show this lab."""
        self.slot.choose(name)
