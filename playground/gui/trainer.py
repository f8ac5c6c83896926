"""The thread that trains."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, Qt, Signal, Slot

from playground.data.prepare import prepare
from playground.errors import UserError
from playground.gui.background_thread import BackgroundThread
from playground.gui.frame import Frame, frame_of
from playground.gui.kept_words import kept_words
from playground.gui.pulse import Pulse
from playground.project.spec import ProjectSpec
from playground.training.diverged import Diverged
from playground.training.run_state import RunState
from playground.training.session import Session

SLICE_S = 0.008
PIECE_S = 0.0005
HISTORY_EVERY_S = 0.1
PACE_OVER_S = 0.5

Curves = tuple[NDArray[np.float64], Mapping[str, tuple[NDArray[np.float64], NDArray[np.float64]]]]


class Trainer(QObject):
    """Runs a session in slices; lives in a thread of its own.

    Between two slices the thread's event loop turns, so whatever was asked is done then. It
    overwrites one newest frame, and the curves now and then; nothing is sent a batch.

    Attributes:
        newest: the newest frame, or None before the first; replaced, never changed.
        curves: epochs and the series of the history, copies; replaced, never changed.

    Signals:
        configured: an edited project is in force.
        kept(words): what an edit has left of what was learned.
        refused(message): the project can't be trained, and why.
        stopped(message): a run has ended by itself: diverged ("…") or done ("").
        noticed(message): something has happened to the device; told once.
        state_taken(RunState or None): the answer to `take_state`; None when there is no run.
    """

    configured = Signal()
    kept = Signal(str)
    refused = Signal(str)
    stopped = Signal(str)
    noticed = Signal(str)
    state_taken = Signal(object)
    # Asks for the next slice, behind whatever was asked for in the meantime.
    _again = Signal()

    def __init__(self, pulse: Pulse) -> None:
        super().__init__()
        self._pulse = pulse
        self.newest: Frame | None = None
        self.curves: Curves | None = None
        self._session: Session | None = None
        self._device = "auto"
        self._running = False
        self._noticed = ""
        self._refusal = ""  # why the document's project can't be trained, if it can't
        self._asked = False  # whether a slice waits in the queue; there is never more than one
        self._until_epoch_end = False
        self._curves_at = 0.0
        self._curves_of = -1
        self._pace = _Pace()
        self._again.connect(self._slice, Qt.ConnectionType.QueuedConnection)

    @Slot(object, bool)
    def configure(self, project: ProjectSpec, keep: bool) -> None:
        """Train this project from now on; `keep` what was learned, or start over."""
        try:
            prepared = prepare(project.data)
            parts = (project.network, project.head, project.training, prepared)
            before = self.newest if keep else None
            if self._session is None:
                self._session = Session(*parts, device=self._device)
            elif keep:
                self._session.adopt(*parts)
            else:
                self._session.adopt(*parts)
                self._session.reset(project.training.seed)
        except UserError as error:
            self._halt()
            if not keep:
                self._forget()
            self._refusal = str(error)
            self.refused.emit(self._refusal)
            return
        self._refusal = ""
        self._curves_of = -1
        self._publish()
        self.configured.emit()
        self._tell_kept(before)

    def _tell_kept(self, before: Frame | None) -> None:
        """Say what an edit has left of what was learned before it."""
        if before is None or self.newest is None or self._session is None:
            return
        words = kept_words(self._session.adopted, before, self.newest)
        if words:
            self.kept.emit(words)

    @Slot(object)
    def restore(self, state: RunState) -> None:
        """Go on from a saved run of the project in force."""
        if self._session is None:
            return
        try:
            self._session.restore(state)
        except UserError as error:
            self.refused.emit(str(error))
        self._publish()

    @Slot()
    def run(self) -> None:
        """Go on until paused."""
        self._start(until_epoch_end=False)

    @Slot()
    def pause(self) -> None:
        """Rest after the slice in progress."""
        self._halt()
        self._publish()

    @Slot()
    def step_batch(self) -> None:
        """Take one step."""
        self._halt()
        self._advance(1)
        self._publish()

    @Slot()
    def step_epoch(self) -> None:
        """Go on to the end of the epoch."""
        self._start(until_epoch_end=True)

    @Slot(object)
    def reset(self, seed: int | None) -> None:
        """Start over, with the same first weights or those of another seed."""
        if self._session is None:
            return
        self._session.reset(seed)
        self._pace.clear()
        self._publish()

    @Slot(float)
    def set_learning_rate(self, rate: float) -> None:
        """The rate of the next step."""
        if self._session is not None:
            self._session.learning_rate = rate

    @Slot(object)
    def use_device(self, device: str) -> None:
        """Train on another device, keeping everything."""
        if self._session is None:
            return
        try:
            self._session.use_device(device)
        except UserError as error:
            self.refused.emit(str(error))
        self._device = self._session.device
        self._publish()

    @Slot()
    def take_state(self) -> None:
        """Copy everything that training goes on from."""
        self.state_taken.emit(self.state())

    def state(self) -> RunState | None:
        """Everything that training goes on from; for others, when the thread has ended."""
        return self._session.state() if self._session is not None else None

    @Slot()
    def _slice(self) -> None:
        self._asked = False
        session = self._session
        if session is None or not self._running:
            return
        epoch = session.epoch
        self._advance_slice()
        if self._until_epoch_end and session.epoch != epoch:
            self._halt()
            self._publish()
            self.stopped.emit("")
        else:
            self._publish()
        if self._running:
            self._ask()

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self._again.emit()

    def _advance_slice(self) -> None:
        """A slice of training, in pieces between which the window goes first."""
        assert self._session is not None
        epoch, end = self._session.epoch, perf_counter() + SLICE_S
        whole = self._until_epoch_end
        try:
            while perf_counter() < end and not (whole and self._session.epoch != epoch):
                self._pulse.give_way()
                self._pace.add(self._session.advance_for(PIECE_S, to_epoch_end=whole))
        except Diverged as error:
            self._halt()
            self.stopped.emit(str(error))

    def _advance(self, steps: int) -> None:
        if self._refusal:
            self.refused.emit(self._refusal)
        if self._session is None or self._refusal:
            return
        try:
            if not self._session.history:
                self._session.measure()
            self._session.advance(steps)
        except Diverged as error:
            self._halt()
            self.stopped.emit(str(error))

    def _start(self, *, until_epoch_end: bool) -> None:
        if self._refusal:
            # What there is to run is not what the window shows.
            self.refused.emit(self._refusal)
        if self._session is None or self._refusal:
            self.stopped.emit("")
            return
        if not self._session.history:
            self._session.measure()
        self._pace.clear()
        self._until_epoch_end = until_epoch_end
        self._running = True
        self._ask()

    def _halt(self) -> None:
        self._running = False

    def _forget(self) -> None:
        """Nothing of the project before is left to go on with."""
        self._session = self.newest = self.curves = None

    def _publish(self) -> None:
        session = self._session
        if session is None:
            return
        if session.notice not in ("", self._noticed):
            self._noticed = session.notice
            self.noticed.emit(session.notice)
        now = perf_counter()
        if not self._running or now - self._curves_at > HISTORY_EVERY_S:
            self._curves_at = now
            history = session.history
            if len(history) != self._curves_of:
                self._curves_of = len(history)
                self.curves = (
                    history.epochs(),
                    {name: history.series(name) for name in history.names},
                )
        self.newest = frame_of(session, self._pace.per_second(self._running), self._running)


class _Pace:
    """Steps a second over the last moments."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        self._marks: list[tuple[float, int]] = [(perf_counter(), 0)]

    def add(self, steps: int) -> None:
        now = perf_counter()
        self._marks.append((now, self._marks[-1][1] + steps))
        while now - self._marks[0][0] > PACE_OVER_S and len(self._marks) > 2:
            del self._marks[0]

    def per_second(self, running: bool) -> float:
        (first, before), (last, after) = self._marks[0], self._marks[-1]
        return (after - before) / (last - first) if running and last > first else 0.0


class TrainerThread(QObject):
    """The trainer and its thread, from the window's side: each signal asks the trainer.

    Signals: configure(ProjectSpec, keep), restore(RunState), run, pause, step_batch, step_epoch,
    reset(seed or None), set_learning_rate(rate), use_device(name), take_state.
    """

    configure = Signal(object, bool)
    restore = Signal(object)
    run = Signal()
    pause = Signal()
    step_batch = Signal()
    step_epoch = Signal()
    reset = Signal(object)
    set_learning_rate = Signal(float)
    use_device = Signal(object)
    take_state = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.pulse = Pulse(self)
        self.trainer = Trainer(self.pulse)
        self._thread = BackgroundThread("trainer", self)
        self.trainer.moveToThread(self._thread)
        for name in (
            "configure",
            "restore",
            "run",
            "pause",
            "step_batch",
            "step_epoch",
            "reset",
            "set_learning_rate",
            "use_device",
            "take_state",
        ):
            signal: Any = getattr(self, name)
            signal.connect(getattr(self.trainer, name), Qt.ConnectionType.QueuedConnection)
        self._thread.start()

    def finish(self) -> RunState | None:
        """End the thread, after the slice in progress; where the run stands."""
        self.pause.emit()
        self._thread.quit()
        self._thread.wait()
        return self.trainer.state()
