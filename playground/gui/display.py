"""Shows what the threads have that is newest, or an earlier moment, at display rate."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from playground.gui.frame import Frame, frame_at
from playground.gui.panels.status_bar import StatusBar
from playground.gui.panels.timeline_bar import TimelineBar
from playground.gui.panels.transport import Transport
from playground.gui.pulse import Pulse
from playground.gui.renderer import RendererThread
from playground.gui.trainer import Trainer
from playground.gui.views.shown import Shown
from playground.gui.views.view import View
from playground.gui.views.views import Views
from playground.training.moment import Moment

REFRESH_MS = 16
# Refreshes between two updates of numbers that are read.
PACE_EVERY = 12
# A number that changes is read no faster than this, and each painting of the window has its price.
COUNT_EVERY = 3


class Display(QObject):
    """Pulls the newest frame, curves and moments, and asks for what visible views need of them.

    Attributes:
        frame: the newest frame that was told of.
        shown: what views show now; None while nothing can be trained.

    Signals:
        numbers_wanted(Frame): it is time to update numbers that are read.
    """

    numbers_wanted = Signal(object)

    def __init__(
        self,
        trainer: Trainer,
        pulse: Pulse,
        renderer: RendererThread,
        views: Views,
        transport: Transport,
        status: StatusBar,
        timeline: TimelineBar,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._trainer = trainer
        self._pulse = pulse
        self._renderer = renderer
        self._views = views
        self._transport = transport
        self._status = status
        self._timeline = timeline
        self.frame: Frame | None = None
        self.shown: Shown | None = None
        self._away: Moment | None = None
        self._asked: dict[str, Shown] = {}  # what each view was last asked to show
        self._asked_at: dict[str, float] = {}
        self._came: dict[str, Any] = {}  # what came, and is not drawn yet; the oldest first
        self._refreshes = 0
        self._timer = QTimer(self)
        self._timer.setInterval(REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        renderer.done.connect(self._take)
        views.stale.connect(self._forget)
        self._timer.start()

    def finish(self) -> None:
        """Show nothing more."""
        self._timer.stop()

    @property
    def is_away(self) -> bool:
        """Whether an earlier moment is shown in place of the newest."""
        return self._away is not None

    @Slot(object)
    def travel(self, moment: Moment | None) -> None:
        """Show an earlier moment from now on; None shows the newest."""
        self._away = moment

    def newest_shown(self) -> Shown | None:
        """The newest moment, whatever is shown."""
        newest = self._trainer.newest
        if newest is None:
            return None
        return Shown(newest, True, self._trainer.curves, self._trainer.moments)

    @property
    def settled(self) -> bool:
        """Whether the newest moment is one of rest, and all of what is shown is on screen."""
        newest, shown = self._trainer.newest, self._current()
        if newest is None or newest.running or shown is None or shown is not self.shown:
            return False
        drawn = all(self._asked.get(view.key) is shown for view in self._views.visible())
        return drawn and not self._renderer.busy and not self._came

    @Slot()
    def _refresh(self) -> None:
        newest = self._trainer.newest
        if newest is None:
            self._show_no_run()
            return
        self._refreshes += 1
        if newest is not self.frame:
            self._show_frame(newest)
        self.shown = self._current()
        if not self._show_what_came():
            self._ask()

    def _current(self) -> Shown | None:
        """What is to be shown; the same object as before where nothing has changed."""
        newest = self._trainer.newest
        if newest is None:
            return None
        before, curves, moments = self.shown, self._trainer.curves, self._trainer.moments
        frame = newest if self._away is None else self._frame_of(self._away, newest)
        live = self._away is None
        same = (
            before is not None
            and before.live == live
            and before.frame is frame
            and before.curves is curves
            and before.moments is moments
        )
        return before if same else Shown(frame, live, curves, moments)

    def _frame_of(self, moment: Moment, newest: Frame) -> Frame:
        before = self.shown
        if before is not None and before.frame.parameters is moment.parameters:
            return before.frame
        return frame_at(moment, newest)

    def _show_what_came(self) -> bool:
        """One thing a refresh, so that none takes longer than there is from one to the next.

        Returns:
            Whether there was one. Nothing is asked for then: the renderer would begin as the window
            paints, and Python lets only one of them run.
        """
        if not self._came:
            return False
        key = next(iter(self._came))
        result = self._came.pop(key)
        view = self._views.made(key)
        if view is not None:
            self._pulse.begin()
            view.show_result(result)
        return True

    def _ask(self) -> None:
        """Ask the view that has waited longest, for its pace, while the renderer rests."""
        if self.shown is None or self._renderer.busy:
            return
        now = perf_counter()
        waiting = [view for view in self._views.visible() if self._wants(view, now)]
        for view in sorted(waiting, key=lambda view: self._waited(view, now), reverse=True):
            self._asked[view.key], self._asked_at[view.key] = self.shown, now
            job = view.request(self.shown)
            if job is not None:
                self._renderer.ask(view.key, job)
                return

    def _wants(self, view: View, now: float) -> bool:
        if self._asked.get(view.key) is self.shown:
            return False
        at_rest = self.shown is not None and not self.shown.frame.running
        return at_rest or view.key not in self._asked or self._waited(view, now) >= 1.0

    def _waited(self, view: View, now: float) -> float:
        """How long since it was asked, in its own intervals."""
        return (now - self._asked_at.get(view.key, 0.0)) * 1000.0 / view.every_ms

    def _show_frame(self, frame: Frame) -> None:
        self.frame = frame
        if self._refreshes % COUNT_EVERY == 0 or not frame.running:
            self._transport.show_frame(frame)
        self._timeline.show_newest(frame)
        if self._refreshes % PACE_EVERY == 0 or not frame.running:
            self._transport.set_pace(frame)
            self._status.show_frame(frame)
            self._timeline.set_moments(self._trainer.moments)
            self._timeline.set_best(self._trainer.best)
            self.numbers_wanted.emit(frame)

    def _show_no_run(self) -> None:
        """Nothing can be trained: what was there of another run goes."""
        if self.frame is not None:
            self.frame = self.shown = self._away = None
            self._asked.clear()
            self._transport.set_epoch(0)
            self._transport.set_running(False)
            self._timeline.set_moments(())
            self._timeline.set_best(None)

    @Slot(str, object)
    def _take(self, key: str, result: Any) -> None:
        self._came[key] = result

    @Slot(str)
    def _forget(self, key: str) -> None:
        self._asked.pop(key, None)
