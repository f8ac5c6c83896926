"""The views of one window: made when they are first chosen, kept until it closes."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from playground.data.prepare import Prepared
from playground.gui.views.catalogue import VIEWS
from playground.gui.views.view import Context, View


class Views(QObject):
    """Makes views, and tells all of them what concerns all.

    Signals:
        stale(name): a view is to be asked anew.
        node_chosen(id), card_wanted(id), place_shown(id, phase): said by one of them.
        present_requested(name): one is to be shown full screen.
        rerun_wanted: the run is to start over, from the same first weights, and go on.
    """

    stale = Signal(str)
    node_chosen = Signal(str)
    card_wanted = Signal(str)
    place_shown = Signal(str, str)
    present_requested = Signal(str)
    rerun_wanted = Signal()

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self._made: dict[str, View] = {}
        self._prepared: Prepared | None = None
        self._selection: tuple[str, ...] = ()
        self._sample: int | None = None

    def view(self, name: str) -> View:
        """The view of this name; made at first use."""
        if name not in self._made:
            view = VIEWS.find(name).make(self._context)
            # Until a place takes it in: one that is nobody's would outlive the window in part.
            home = self.parent()
            if isinstance(home, QWidget):
                view.setParent(home)
            self._made[name] = view
            view.stale.connect(self._tell_stale)
            view.node_chosen.connect(self.node_chosen)
            view.rerun_wanted.connect(self.rerun_wanted)
            view.sample_wanted.connect(self._follow_sample)
            view.card_wanted.connect(self.card_wanted)
            view.place_shown.connect(self.place_shown)
            view.save_menu.present_requested.connect(self._tell_present)
            if self._prepared is not None:
                view.set_data(self._prepared)
            view.follow_selection(self._selection)
            if self._sample is not None:
                view.follow_sample(self._sample)
        return self._made[name]

    def made(self, name: str) -> View | None:
        """The view of this name, if it was chosen before."""
        return self._made.get(name)

    def visible(self) -> list[View]:
        """Those that can be seen."""
        return [view for view in self._made.values() if view.isVisible()]

    def set_data(self, prepared: Prepared) -> None:
        """All show other samples from now on."""
        self._prepared, self._sample = prepared, None
        for view in self._made.values():
            view.set_data(prepared)

    def finish(self) -> None:
        """The window closes."""
        for view in self._made.values():
            view.finish()

    @Slot(list)
    def follow_selection(self, identities: list[str]) -> None:
        """These nodes are selected on the canvas; nothing selected leaves all as it is."""
        if identities:
            self._selection = tuple(identities)
            for view in self._made.values():
                view.follow_selection(self._selection)

    @Slot(int)
    def _follow_sample(self, row: int) -> None:
        self._sample = row
        for view in self._made.values():
            view.follow_sample(row)

    def clear(self) -> None:
        """The run is gone, and with it what was drawn of it."""
        for view in self._made.values():
            view.clear()

    @Slot()
    def _tell_stale(self) -> None:
        view = self.sender()
        if isinstance(view, View):
            self.stale.emit(view.key)

    @Slot()
    def _tell_present(self) -> None:
        menu = self.sender()
        view = menu.parent() if menu is not None else None
        if isinstance(view, View):
            self.present_requested.emit(view.key)
