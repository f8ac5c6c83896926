"""The thread that trains."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from queue import SimpleQueue
from time import perf_counter
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from playground.data.prepare import prepare
from playground.errors import UserError
from playground.gui.frame import Frame, frame_of
from playground.gui.kept_standing import KeptStanding
from playground.gui.kept_words import kept_words
from playground.gui.pace_meter import PaceMeter
from playground.gui.pulse import Pulse
from playground.gui.views.shown import RunCurves
from playground.project.spec import ProjectSpec
from playground.training.diverged import Diverged
from playground.training.moment import Moment
from playground.training.pace import FULL_SPEED, Pace
from playground.training.run_state import RunState
from playground.training.session import Session
from playground.training.stepping.upcoming import Present
from playground.training.stopping import StopSpec
from playground.training.timeline import Timeline

SLICE_S = 0.012
PIECE_S = 0.004
HISTORY_EVERY_S = 0.1


@dataclass(frozen=True)
class Taken:
    """A run, and the document that it is of; both None before there is a run.

    Attributes:
        number: of the question that this answers.
    """

    number: int = 0
    spec: ProjectSpec | None = None
    run: RunState | None = None


class Trainer(QObject):
    """Runs a session in slices; lives in a thread of its own.

    Between two slices the thread's event loop turns, so whatever was asked is done then. It
    overwrites one newest frame, and the curves now and then; nothing is sent a batch.

    Attributes:
        newest: the newest frame, or None before the first; replaced, never changed.
        curves: the history, copies; replaced, never changed.
        moments: those kept of the run, oldest first; replaced, never changed.
        best: the one with the lowest validation loss, or None.

    Signals:
        configured: an edited project is in force.
        kept(words): what an edit has left of what was learned.
        refused(message): the project can't be trained, and why.
        stopped(message): a run has ended by itself: diverged ("…") or done ("").
        finished(message): a stop condition was met, and which.
        noticed(message): something has happened to the device; told once.
        state_taken(Taken): the answer to `take_state`.
        present_taken(Present): the answer to `take_present`; None while there is no run.
    """

    configured = Signal()
    kept = Signal(str)
    refused = Signal(str)
    stopped = Signal(str)
    finished = Signal(str)
    noticed = Signal(str)
    state_taken = Signal(object)
    present_taken = Signal(object)
    # Asks for the next slice, behind whatever was asked for in the meantime.
    _again = Signal()

    def __init__(self, pulse: Pulse) -> None:
        super().__init__()
        self._pulse = pulse
        self.newest: Frame | None = None
        self.curves: RunCurves | None = None
        self.moments: tuple[Moment, ...] = ()
        self.best: Moment | None = None
        self._timeline = Timeline()
        self._session: Session | None = None
        self._project: ProjectSpec | None = None  # what the session was configured with
        self._device = "auto"
        self._running = False
        self._noticed: set[str] = set()  # what was told, each once
        self._refusal = ""  # why the document's project can't be trained, if it can't
        self._asked = False  # whether a slice waits in the queue; there is never more than one
        self._until_epoch_end = False
        self._last_epoch = 0  # at whose end it rests then
        self._curves_at = 0.0
        self._curves_of = -1
        self._pace = PaceMeter()
        self._speed = FULL_SPEED
        self._flowing = 0  # which sample of the next batch flows, from 1; 0 for none
        self._ticks = QTimer(self)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._tick)
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
                self._session.timeline = self._timeline
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
        self._project = project
        self._refusal = ""
        self._curves_of = -1
        self._flowing = 0
        self._count_on()
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
        self._flowing = 0
        self._advance(1)
        self._publish()

    @Slot()
    def step_sample(self) -> None:
        """Let the next sample of the batch flow; after the last of them, take the step."""
        self._halt()
        self._flow_on()
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
        self._flowing = 0
        self._count_on()
        self._publish()

    @Slot()
    def forget_start(self) -> None:
        """Draw all first weights from the next start on: another project comes."""
        if self._session is not None:
            self._session.forget_start()

    @Slot(object)
    def start_from(self, parameters: Mapping[str, Any]) -> None:
        """Rest, and begin a new run from these parameters; the others stay."""
        self._change_run(lambda session: session.start_from(parameters))

    @Slot(object)
    def keep_standing(self, kept: KeptStanding) -> None:
        """Keep where the run stands."""
        if self._session is not None:
            kept.standing = self._session.standing()

    @Slot(object)
    def stand_at(self, kept: KeptStanding) -> None:
        """Rest, and be wholly as the run was when this was kept."""
        if kept.standing is not None:
            standing = kept.standing
            self._change_run(lambda session: session.stand_at(standing))

    def _change_run(self, change: Callable[[Session], None]) -> None:
        self._halt()
        if self._session is None:
            return
        try:
            change(self._session)
        except UserError as error:
            self.refused.emit(str(error))
        self._flowing = 0
        self._curves_of = -1
        self._session.note_start()
        self._publish()

    @Slot(float)
    def set_learning_rate(self, rate: float) -> None:
        """The rate of the next step."""
        if self._session is not None:
            self._session.learning_rate = rate

    @Slot(object)
    def set_stop(self, stop: StopSpec) -> None:
        """What ends the run from now on; what has counted up to now still does."""
        if self._session is not None:
            training = self._session.training.model_copy(update={"stop": stop})
            self._session.training = training
            self._count_on()

    @Slot(object)
    def set_pace(self, pace: Pace) -> None:
        """How fast to go on, at once."""
        self._speed = pace
        if pace.unit != "sample":
            self._flowing = 0
        if self._running:
            self._pace.clear()
            self._go()
        self._publish()

    @Slot(object)
    def go_to(self, moment: Moment) -> None:
        """Rest, and go on from an earlier moment; what came after it is forgotten."""
        self._halt()
        if self._session is None:
            return
        try:
            self._session.go_to(moment)
        except UserError as error:
            self.refused.emit(str(error))
        self._flowing = 0
        self._curves_of = -1
        self._publish()

    @Slot(str, object, float)
    def set_number(self, name: str, index: tuple[int, ...], value: float) -> None:
        """Set one number of a parameter by hand."""
        if self._session is None:
            return
        try:
            self._session.set_number(name, index, value)
        except UserError as error:
            self.refused.emit(str(error))
        self._publish()

    @Slot(object)
    def set_history_bound(self, n_bytes: int) -> None:
        """How much memory the kept moments may take."""
        self._timeline.set_bound(n_bytes)
        self._curves_of = -1
        self._publish()

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

    @Slot(int)
    def take_state(self, number: int) -> None:
        """Copy everything that training goes on from; the answer has this number."""
        self.state_taken.emit(self._taken(number))

    @Slot()
    def take_present(self) -> None:
        """Copy where the run stands, and what its next step goes by."""
        session = self._session
        if session is None or self._refusal:
            self.present_taken.emit(None)
            return
        rates = session.current_rate, session.learning_rate
        self.present_taken.emit(Present(session.moment(), *rates))

    @Slot(object)
    def answer(self, answers: SimpleQueue[Taken]) -> None:
        """The same, for one who waits for it."""
        answers.put(self._taken(0))

    def _taken(self, number: int) -> Taken:
        session, project = self._session, self._project
        if session is None or project is None:
            return Taken(number)
        optimizer = session.training.optimizer.model_copy(
            update={"learning_rate": session.learning_rate}
        )
        training = session.training.model_copy(update={"optimizer": optimizer})
        of = project.model_copy(update={"training": training})
        return Taken(number, of, session.state())

    @Slot()
    def _slice(self) -> None:
        self._asked = False
        session = self._session
        if session is None or not self._running or self._speed != FULL_SPEED:
            return
        self._advance_slice()
        self._end_where_asked()
        if self._running:
            self._ask()

    @Slot()
    def _tick(self) -> None:
        """The next step, or sample, of slow motion."""
        session = self._session
        if session is None or not self._running:
            self._ticks.stop()
            return
        self._ticks.setInterval(round(1000 * self._speed.seconds))
        steps = session.steps
        if self._speed.unit == "sample":
            self._flow_on()
        else:
            self._advance(1)
        self._pace.add(session.steps - steps)
        self._end_where_asked()

    def _end_where_asked(self) -> None:
        """Rest at the end of an epoch, if that was all; or where a stop condition is met."""
        session = self._session
        assert session is not None
        if self._running:
            session.check_time()
        if self._running and session.stopped:
            why = session.stopped
            self._halt()
            self._publish()
            self.finished.emit(why)
        elif self._running and self._until_epoch_end and self._is_epoch_over(session):
            self._halt()
            self._publish()
            self.stopped.emit("")
        else:
            self._publish()

    def _is_epoch_over(self, session: Session) -> bool:
        return session.epoch >= self._last_epoch and not session.measuring

    def _flow_on(self) -> None:
        """The next sample of the batch; after the last of them the step, and the first again."""
        if self._session is None or self._refusal:
            self._advance(0)
            return
        if self._flowing and self._flowing >= len(self._session.next_rows()):
            self._flowing = 0
            self._advance(1)
        self._flowing += 1

    def _go(self) -> None:
        """Ask for slices at full speed, and for ticks at any other."""
        if self._speed == FULL_SPEED:
            self._ticks.stop()
            self._ask()
        else:
            self._ticks.start(0)  # the first at once

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self._again.emit()

    def _advance_slice(self) -> None:
        """A slice of training, in pieces between which the window goes first."""
        session = self._session
        assert session is not None
        end, whole = perf_counter() + SLICE_S, self._until_epoch_end
        try:
            while perf_counter() < end and not (whole and self._is_epoch_over(session)):
                self._pulse.give_way()
                self._pace.add(session.advance_for(PIECE_S, to_epoch_end=whole))
        except Diverged as error:
            self._halt()
            self.stopped.emit(str(error))

    def _advance(self, steps: int) -> None:
        if self._refusal:
            self.refused.emit(self._refusal)
        if self._session is None or self._refusal:
            return
        try:
            self._session.note_start()
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
        self._session.begin_to_note_start()
        if self._speed.unit != "sample":
            self._flowing = 0
        self._pace.clear()
        self._until_epoch_end = until_epoch_end
        self._last_epoch = self._session.epoch + 1
        self._running = True
        self._count_on()
        self._go()

    def _count_on(self) -> None:
        """Obey the stop conditions, while it runs without another end."""
        if self._session is not None and self._running and not self._until_epoch_end:
            self._session.begin_run()

    def _halt(self) -> None:
        self._running = False
        self._ticks.stop()
        if self._session is not None:
            self._session.end_run()

    def _forget(self) -> None:
        """Nothing of the project before is left to go on with."""
        self._session = self._project = self.newest = self.curves = self.best = None
        self._timeline.clear()
        self.moments = ()

    def _publish(self) -> None:
        session = self._session
        if session is None:
            return
        for notice in (session.notice, self._timeline.notice):
            if notice and notice not in self._noticed:
                self._noticed.add(notice)
                self.noticed.emit(notice)
        now = perf_counter()
        if not self._running or now - self._curves_at > HISTORY_EVERY_S:
            self._curves_at = now
            history = session.history
            if len(history) != self._curves_of:
                self._curves_of = len(history)
                self.curves = RunCurves.of(history)
            self.moments, self.best = self._timeline.moments, session.best
        pace = self._pace.per_second(self._running)
        self.newest = frame_of(session, pace, self._running, *self._sample(session))

    def _sample(self, session: Session) -> tuple[int | None, tuple[int, int]]:
        """Which sample flows, as a row of the data, and its place in the batch."""
        rows = session.next_rows() if self._flowing else ()
        if not 0 < self._flowing <= len(rows):
            return None, (0, 0)
        return int(rows[self._flowing - 1]), (self._flowing, len(rows))
