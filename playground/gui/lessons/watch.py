"""Reads from the window what lessons want to know."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from playground.gui.workspace import ANALYSIS, HISTORY, INSTRUMENTS, LAYER
from playground.lessons.noticed import NOTHING
from playground.lessons.situation import Situation
from playground.training.carry import parts

if TYPE_CHECKING:
    from playground.gui.main_window import MainWindow

# What lessons call the tabs of the drawer.
DRAWER_TABS = {
    "properties": LAYER,
    "analysis": ANALYSIS,
    "inside": INSTRUMENTS,
    "history": HISTORY,
}
_DRAWER_NAMES = {key: name for name, key in DRAWER_TABS.items()}


class Watch(QObject):
    """Tells how the window stands."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._diverged = False
        trainer = window.trainer
        trainer.trainer.stopped.connect(self._note_stop)
        for begun in (trainer.run, trainer.step_epoch, trainer.step_batch, trainer.reset):
            begun.connect(self._note_start)

    def now(self) -> Situation:
        """The window as it is."""
        window = self._window
        document, frame = window.document, window.trainer.trainer.newest
        visible = window.views.visible()
        about = Situation(
            project=document.project,
            learned=document.traced.parameter_counts(),
            live=not window.display.is_away,
            diverged=self._diverged,
            device=str(window.transport.device.value),
            pinned=len(window.runs.all),
            views=frozenset(view.key for view in visible),
            tabs=self._tabs(),
            selected=tuple(window.canvas.selection()),
            noticed=reduce(or_, (view.noticed() for view in visible), NOTHING),
        )
        if frame is None:
            return about
        return replace(
            about,
            values=parts(frame.parameters, frame.layout),
            epoch=frame.epoch,
            steps=frame.steps,
            batch_loss=frame.batch_loss,
            running=frame.running,
            measured=frame.last,
        )

    def _tabs(self) -> frozenset[str]:
        window = self._window
        found = {window.centre.tabs.current}
        if window.right.isVisible():
            found.add(window.right.tabs.current)
        if window.drawer.is_open:
            found.add(_DRAWER_NAMES[window.drawer.tabs.current])
        return frozenset(found)

    @Slot(str)
    def _note_stop(self, message: str) -> None:
        self._diverged = bool(message)

    @Slot()
    def _note_start(self) -> None:
        self._diverged = False
