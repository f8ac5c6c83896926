"""The middle of the window: the canvas, or a view of the whole network in its place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from playground.data.prepare import Prepared
from playground.gui import theme
from playground.gui.canvas.step_mark import StepMarker
from playground.gui.canvas.view import Canvas
from playground.gui.data.tab import DataTab
from playground.gui.panels.labs import Labs
from playground.gui.views.catalogue import CENTRE, COMPARE, LABS, NEURONS, VIEWS, named
from playground.gui.views.slot import ViewSlot
from playground.gui.views.views import Views
from playground.gui.widgets.segmented import Segmented
from playground.network.heads import Head

BUILD, DATA = "build", "data"
# Tabs that leave the drawer as it is beneath the canvas; the others take its room.
_TABS_PX = 60  # the tabs that float, and the space around them
_NARROW = (BUILD, NEURONS, COMPARE)
_DATA_HELP = "Your own data and the data in use: looked through, prepared, split, made"
_LABS_HELP = "Experiments: what folds into one, what bends, what is lost, what is fast"


class Centre(QWidget):
    """Tabs that float over the canvas and over what stands in its place.

    Attributes:
        step_marker: where the step debugger is, on the canvas.
        canvas: the network, to be edited. tabs: the choice. slots: the places of views, by tab.
        data: the tab Data; None where there is none.
        labs: what stands behind the tab Labs; None where there are none.

    Signals:
        present_requested(name): a view is to be shown full screen.
        room_wanted(bool): whether what is shown takes much room.
    """

    present_requested = Signal(str)
    room_wanted = Signal(bool)

    def __init__(
        self,
        canvas: Canvas,
        views: Views,
        data: DataTab | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.canvas, self.data = canvas, data
        names, labs = named(CENTRE), named(LABS)
        segments = [(BUILD, "Build", "Edit the network")]
        if data is not None:
            segments.append((DATA, "Data", _DATA_HELP))
        segments += [(name, VIEWS[name].label, VIEWS[name].help) for name in names]
        self.slots = {
            name: ViewSlot(views, [name], f"centre {name}", VIEWS[name].label) for name in names
        }
        pages: dict[str, QWidget] = dict(self.slots)
        self.labs = Labs(views, labs) if labs else None
        if self.labs is not None:
            before = [key for key, _, _ in segments].index(COMPARE)
            segments.insert(before, (LABS, "Labs", _LABS_HELP))
            self.slots[LABS], pages[LABS] = self.labs.slot, self.labs
        self._pages = QStackedWidget(self)
        self._pages.addWidget(canvas)
        self._page_of: dict[str, QWidget] = {BUILD: canvas}
        for name, slot in self.slots.items():
            slot.picker.hide()
            slot.present_requested.connect(self.present_requested)
            self._page_of[name] = _page(slot, pages[name])
            self._pages.addWidget(self._page_of[name])
        if data is not None:
            self._page_of[DATA] = _beneath_tabs(data)
            self._pages.addWidget(self._page_of[DATA])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._pages)
        self.tabs = Segmented(segments, self)
        self.tabs.setAccessibleName("Build or look")
        self.tabs.explain({name: f"view.{name}" for name in names} | {BUILD: "canvas"})
        if self.labs is not None:
            self.tabs.explain({LABS: "labs"})
        if data is not None:
            self.tabs.explain({DATA: "data_tab"})
        self.tabs.current_changed.connect(self._show)
        self._facts: tuple[Prepared, Head] | None = None
        self.step_marker = StepMarker(canvas.network_scene, self)
        views.place_shown.connect(self.step_marker.show_place)
        views.card_wanted.connect(self.show_card)
        self.tabs.move(QPoint(theme.SPACE_3, theme.SPACE_3))

    def set_facts(self, prepared: Prepared, head: Head) -> None:
        """What the data and the head are."""
        self._facts = prepared, head
        if self.tabs.current != BUILD:
            self._tell_facts(self.tabs.current)

    def show_tab(self, name: str, _checked: bool = False) -> None:
        """The canvas, or one of the views."""
        self.tabs.set_current(name)

    def show_lab(self, name: str) -> None:
        """One of the labs."""
        assert self.labs is not None
        self.tabs.set_current(LABS)
        self.labs.choose(name)

    @Slot(str)
    def show_card(self, identity: str) -> None:
        """The canvas, with the card that shows a node in the middle."""
        self.show_tab(BUILD)
        self.canvas.center_on_node(identity)

    def changeEvent(self, event: QEvent) -> None:
        """The tabs are as large as their text."""
        super().changeEvent(event)
        if hasattr(self, "tabs"):
            self.tabs.adjustSize()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The tabs stay in their corner, and leave the other one to the buttons of a view."""
        super().resizeEvent(event)
        self.tabs.set_compact(False)
        header = max((slot.header.sizeHint().width() for slot in self.slots.values()), default=0)
        around = header + 2 * theme.SPACE_3 + theme.SPACE_2
        self.tabs.set_compact(self.tabs.sizeHint().width() + around > self.width())
        self.tabs.adjustSize()
        self.tabs.raise_()

    @Slot(str)
    def _show(self, name: str) -> None:
        self.room_wanted.emit(name not in _NARROW)
        if name == BUILD:
            self._pages.setCurrentWidget(self.canvas)
            self.canvas.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._tell_facts(name)
        self._pages.setCurrentWidget(self._page_of[name])
        self.tabs.raise_()
        if name == DATA:
            return
        slot = self.slots[name]
        if slot.view is not None:
            slot.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tabs.raise_()

    def _tell_facts(self, name: str) -> None:
        if self._facts is None:
            return
        if name == DATA and self.data is not None:
            self.data.set_data(self._facts[0])
        elif name == LABS and self.labs is not None:
            self.labs.set_facts(*self._facts)
        else:
            self.slots[name].set_facts(*self._facts)


def _beneath_tabs(content: QWidget) -> QWidget:
    """What a tab shows, with room for the tabs that float above it."""
    page = QWidget()
    page.setProperty("role", "canvas")
    page.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    rows = QVBoxLayout(page)
    rows.setContentsMargins(theme.SPACE_3, _TABS_PX, theme.SPACE_3, theme.SPACE_2)
    rows.addWidget(content)
    return page


def _page(slot: ViewSlot, content: QWidget) -> QWidget:
    """What a tab shows, with the buttons of its slot in the corner opposite the tabs."""
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
    rows.addWidget(content, 1)
    return page
