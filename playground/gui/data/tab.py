"""The tab Data: the data in use, looked through, prepared, split, looked at and made."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from playground.data.prepare import Prepared, prepare
from playground.gui import theme
from playground.gui.data.pages import LOOK, PAGES, TABLE, DataPage, Surroundings
from playground.gui.data.review.background import Background
from playground.gui.topics import mark
from playground.gui.turns import Turns
from playground.gui.widgets.segmented import Segmented


class DataTab(QWidget):
    """One page at a time, and the row to choose it from. Pages are made when they are first seen.

    Attributes:
        pages: the choice.
    """

    def __init__(self, surroundings: Surroundings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._surroundings = surroundings
        self._made: dict[str, DataPage] = {}
        self._prepared: Prepared | None = None
        self._background = Background(self)
        self._turns = Turns(self)
        surroundings.review.changed.connect(self._look)
        self.setProperty("role", "canvas")
        mark(self, "data_tab")
        self.pages = Segmented([(page.key, page.label, page.help) for page in PAGES.values()])
        self.pages.setAccessibleName("Pages about the data")
        self.pages.explain({page.key: page.topic for page in PAGES.values()})
        self._stack = QStackedWidget()
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(theme.SPACE_2)
        rows.addWidget(self.pages)
        rows.addWidget(self._stack, 1)
        self.pages.current_changed.connect(self._show)

    def set_data(self, prepared: Prepared) -> None:
        """The data in use is other data."""
        self._prepared = prepared
        for key, page in self._made.items():
            if key != LOOK:
                page.set_data(prepared)
        self._look()

    def page(self, key: str) -> DataPage:
        """The page of this key, made if need be."""
        if key not in self._made:
            page = PAGES[key].make(self._surroundings)
            self._made[key] = page
            self._stack.addWidget(page)
            if self._prepared is not None and key != LOOK:
                page.set_data(self._prepared)
        return self._made[key]

    def prepare(self) -> None:
        """Make the page that a dropped file is first seen on, a part at a time."""

        def parts() -> None:
            page = self.page(TABLE)
            page.resize(self._stack.size())
            self._turns.begin(page.parts_to_prepare())

        if TABLE not in self._made:
            self._turns.begin([parts])

    def show_page(self, key: str) -> DataPage:
        """Turn to a page."""
        self.pages.set_current(key)
        page = self.page(key)
        self._stack.setCurrentWidget(page)
        return page

    def finish(self) -> None:
        """The window closes."""
        self._turns.stop()
        self._background.finish()
        for page in self._made.values():
            page.finish()

    def showEvent(self, event: QShowEvent) -> None:
        """What is seen first is made then."""
        super().showEvent(event)
        self._show(self.pages.current)

    @Slot(str)
    def _show(self, key: str) -> None:
        self._stack.setCurrentWidget(self.page(key))
        self._look()

    @Slot()
    def _look(self) -> None:
        """The page Look shows the file that is looked through, before it is in use.

        What it is prepared for is kept, so that using it is quicker afterwards.
        """
        if LOOK not in self._made or (
            self.pages.current != LOOK and self._surroundings.review.active
        ):
            return
        page, known = self._made[LOOK], self._surroundings.review.known
        if self._surroundings.review.active and known is not None and known.usable:
            self._background.start(partial(prepare, known.data), page.set_data, page.tell)
        elif self._prepared is not None:
            self._background.cancel()
            page.set_data(self._prepared)
