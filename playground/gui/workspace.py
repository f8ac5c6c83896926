"""The middle of the window: the canvas, what is said above it, and the drawer beneath."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from playground.gui.canvas.view import Canvas
from playground.gui.data.tab import DataTab
from playground.gui.document import Document
from playground.gui.inspector.panel import Inspector
from playground.gui.lessons.offer import LessonOffer
from playground.gui.lessons.strip import LessonStrip
from playground.gui.panels.analysis_panel import AnalysisPanel
from playground.gui.panels.centre import Centre
from playground.gui.panels.drawer import Drawer
from playground.gui.panels.history_panel import HistoryPanel
from playground.gui.panels.notes_card import NotesCard
from playground.gui.undoing import Undoing
from playground.gui.views.catalogue import INSIDE, named
from playground.gui.views.slot import ViewSlot
from playground.gui.views.views import Views
from playground.gui.widgets.banner import Banner

LAYER, ANALYSIS, HISTORY, INSTRUMENTS = "layer", "analysis", "history", "instruments"
_DRAWER_PX = 216


class Workspace(QWidget):
    """Where the network is built.

    Attributes:
        banner: what threads and files have to say. notes: what the project has to say.
        lesson: the step of a lesson that one is at. offer: the way into one, and on from it.
        canvas: the network. centre: it, or a view in its place. drawer: panels about it.
        inspector: the fields of what is selected. analysis: what each layer costs.
        history: every edit made. instruments: what happens inside the layers.
    """

    def __init__(
        self,
        document: Document,
        undoing: Undoing,
        views: Views,
        data: DataTab,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.banner = Banner()
        self.notes = NotesCard(document, self)
        self.lesson = LessonStrip(self)
        self.offer = LessonOffer(self)
        self.canvas = Canvas(document)
        self.centre = Centre(self.canvas, views, data)
        self.inspector = Inspector(document)
        self.analysis = AnalysisPanel(document)
        self.history = HistoryPanel(document, undoing.go_to)
        self.instruments = ViewSlot(views, named(INSIDE), "inside", "Inside the layers")
        self.drawer = Drawer(
            [
                (LAYER, "Properties", "The fields of what is selected", self.inspector),
                (ANALYSIS, "Analysis", "What each layer costs and sees", self.analysis),
                (
                    INSTRUMENTS,
                    "Inside",
                    "Weights, gradients and activations of every layer as it learns",
                    self.instruments,
                ),
                (HISTORY, "History", "Every edit made, to go back to", self.history),
            ],
            {INSTRUMENTS: self.instruments.header},
        )
        self.drawer.tabs.explain(
            {
                LAYER: "inspector",
                ANALYSIS: "panel.analysis",
                INSTRUMENTS: "panel.inside",
                HISTORY: "panel.history",
            }
        )
        self._split = QSplitter(Qt.Orientation.Vertical)
        self._split.setObjectName("drawer")
        self._split.setHandleWidth(1)
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self.centre)
        self._split.addWidget(self.drawer)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._split.setSizes([600, self._drawer_height(self.drawer.is_open)])
        self.drawer.opened.connect(self._make_room)
        for part in (self.drawer, self.notes):
            self.centre.room_wanted.connect(part.make_room)
        self.canvas.selection_changed.connect(self.inspector.show_selection)
        self.canvas.selection_changed.connect(self.analysis.show_selection)
        self.canvas.card_opened.connect(self._open_properties)
        self.analysis.node_chosen.connect(self.canvas.center_on_node)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        # A message that comes and goes moves nothing that is read or pressed next.
        for strip in (self.offer, self.lesson, self.banner, self.notes):
            column.addWidget(strip)
        column.addWidget(self._split, 1)

    @Slot(str)
    def _open_properties(self, identity: str) -> None:
        self.drawer.show_panel(LAYER)

    @Slot(bool)
    def _make_room(self, is_open: bool) -> None:
        """An opened drawer gets its height back; the canvas has that of a closed one."""
        whole = sum(self._split.sizes()) or self.height()
        height = self._drawer_height(is_open)
        self._split.setSizes([max(200, whole - height), height])

    def _drawer_height(self, is_open: bool) -> int:
        return _DRAWER_PX if is_open else self.drawer.maximumHeight()
