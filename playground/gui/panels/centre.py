"""The middle of the window: the canvas, or a view of the whole network in its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.canvas.view import Canvas
from playground.gui.views.catalogue import CENTRE, VIEWS, named
from playground.gui.views.slot import ViewSlot
from playground.gui.views.views import Views
from playground.gui.widgets.segmented import Segmented
from playground.network.heads import Head

BUILD = "build"


class Centre(QWidget):
    """Tabs that float over the canvas and over what stands in its place.

    Attributes:
        canvas: the network, to be edited. tabs: the choice. slots: the places of views, by name.

    Signals:
        present_requested(name): a view is to be shown full screen.
    """

    present_requested = Signal(str)

    def __init__(self, canvas: Canvas, views: Views, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.canvas = canvas
        names = named(CENTRE)
        segments = [(BUILD, "Build", "Edit the network")]
        segments += [(name, VIEWS[name].label, VIEWS[name].help) for name in names]
        self.slots = {
            name: ViewSlot(views, [name], f"centre {name}", VIEWS[name].label) for name in names
        }
        self._pages = QStackedWidget(self)
        self._pages.addWidget(canvas)
        for slot in self.slots.values():
            slot.picker.hide()
            slot.present_requested.connect(self.present_requested)
            self._pages.addWidget(_page(slot))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.tabs = Segmented(segments, self)
        self.tabs.setAccessibleName("Build or look")
        self.tabs.current_changed.connect(self._show)
        self._facts: tuple[Prepared, Head] | None = None
        self.tabs.move(QPoint(theme.SPACE_3, theme.SPACE_3))

    def set_facts(self, prepared: Prepared, head: Head) -> None:
        """What the data and the head are."""
        self._facts = prepared, head
        if self.tabs.current != BUILD:
            self.slots[self.tabs.current].set_facts(prepared, head)

    def show_tab(self, name: str, _checked: bool = False) -> None:
        """The canvas, or one of the views."""
        self.tabs.set_current(name)

    def changeEvent(self, event: QEvent) -> None:
        """The tabs are as large as their text."""
        super().changeEvent(event)
        if hasattr(self, "tabs"):
            self.tabs.adjustSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs stay in their corner."""
        super().resizeEvent(event)
        self.tabs.adjustSize()
        self.tabs.raise_()

    @Slot(str)
    def _show(self, name: str) -> None:
        if name == BUILD:
            self._pages.setCurrentWidget(self.canvas)
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        slot = self.slots[name]
        if self._facts is not None:
            slot.set_facts(*self._facts)
        page = slot.parentWidget()
        assert page is not None
        self._pages.setCurrentWidget(page)
        if slot.view is not None:
            slot.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tabs.raise_()


def _page(slot: ViewSlot) -> QWidget:
    """A slot with its buttons in the corner opposite the tabs."""
    page = QWidget()
    page.setProperty("role", "canvas")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    head = QHBoxLayout()
    head.addStretch(1)
    head.addWidget(slot.header)
    rows = QVBoxLayout(page)
    rows.setContentsMargins(theme.SPACE_3, theme.SPACE_3, theme.SPACE_3, theme.SPACE_2)
    rows.setSpacing(theme.SPACE_2)
    rows.addLayout(head)
    rows.addWidget(slot, 1)
    return page
