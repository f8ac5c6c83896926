"""Moves a stepper on and back, without anything having to wait for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from playground.gui.views.view import Context
from playground.training.stepping.breakpoints import Breakpoints
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import Present, upcoming
from playground.training.stepping.watch import Sighting, Watch

# So long instructions run before the window has its turn.
_STRETCH_S = 0.02
NO_RUN = "There is no run to step through. Mend the network under Build first."


class Driver(QObject):
    """One stepper, made of the run's next step, and what moves it.

    Attributes:
        stepper: None before the first. present: the run where it begins.
        breakpoints: where it is to stop.

    Signals:
        begun: another step is stepped through, from its beginning.
        moved: another instruction is the current one.
        arrived: a move has ended; behind the last `moved`.
        told(str): why it has stopped, or what else there is to say.
        failed(str): the step can't be stepped through, and why.
        watched(object): how far a watch over whole steps is, a `Sighting`; None: it has ended.
    """

    begun = Signal()
    moved = Signal()
    arrived = Signal()
    told = Signal(str)
    failed = Signal(str)
    watched = Signal(object)

    def __init__(self, context: Context, parent: QObject) -> None:
        super().__init__(parent)
        self._context = context
        self.stepper: Stepper | None = None
        self.present: Present | None = None
        self.breakpoints = Breakpoints()
        self._asked = False
        self._reached: Callable[[Stepper], str | None] | None = None
        self._watch: Watch | None = None
        self._turn = QTimer(self)
        self._turn.setSingleShot(True)
        self._turn.setInterval(0)
        self._turn.timeout.connect(self._go_on)
        context.trainer.trainer.present_taken.connect(
            self._take, Qt.ConnectionType.QueuedConnection
        )

    @property
    def busy(self) -> bool:
        """Whether it is on its way, or a step is on its way to it."""
        return self._asked or self._reached is not None

    @property
    def watching(self) -> bool:
        """Whether whole steps are being taken."""
        return self._watch is not None

    # Which step

    def begin(self) -> None:
        """Step through the run's next step from now on."""
        if not self._asked:
            self._asked = True
            self.stop()
            self._context.trainer.take_present.emit()

    def begin_at(self, present: Present) -> None:
        """Step through the step after an earlier moment."""
        if not self._asked:
            self._asked = True
            self.stop()
            self._build(present)

    def forget(self) -> None:
        """The run is gone."""
        self.stop()
        self.stop_watch()
        self.stepper = self.present = None
        self.begun.emit()

    @Slot(object)
    def _take(self, present: Present | None) -> None:
        if not self._asked:
            return
        if present is None:
            self._asked = False
            self.failed.emit(NO_RUN)
        else:
            self._build(present)

    def _build(self, present: Present) -> None:
        def build() -> Stepper:
            return Stepper(upcoming(present.moment, present.rate))

        self._context.jobs.start(build, partial(self._use, present), self._fail)

    def _use(self, present: Present, stepper: Stepper) -> None:
        self._asked = False
        before = self.stepper
        if before is not None and len(before.instructions) != len(stepper.instructions):
            self.breakpoints = Breakpoints(
                frozenset(),
                self.breakpoints.layers,
                self.breakpoints.not_finite,
                self.breakpoints.dead,
            )
        self.stepper, self.present = stepper, present
        self.begun.emit()
        self.moved.emit()
        self.arrived.emit()

    def _fail(self, message: str) -> None:
        self._asked = False
        self.failed.emit(message)

    # Where in it

    def next(self) -> None:
        """One instruction on."""
        if self.stepper is not None and not self.busy:
            self.to(self.stepper.position + 1)

    def back(self) -> None:
        """One instruction back."""
        if self.stepper is not None and not self.busy:
            self.to(self.stepper.position - 1)

    def restart(self) -> None:
        """Before the first."""
        self.to(0)

    def end(self) -> None:
        """Behind the last."""
        if self.stepper is not None:
            self.to(len(self.stepper.instructions))

    def next_phase(self) -> None:
        """To the first instruction of the next phase."""
        if self.stepper is not None:
            self.to(self.stepper.next_phase())

    def next_layer(self) -> None:
        """To the first instruction of the next layer."""
        if self.stepper is not None:
            self.to(self.stepper.next_layer())

    def to(self, position: int) -> None:
        """Where so many instructions have run."""
        stepper = self.stepper
        if stepper is None or self._asked:
            return
        position = min(max(position, 0), len(stepper.instructions))
        if position < stepper.position:
            # What is remembered is copied back in no time; else it is run anew.
            if stepper.position - position <= stepper.remembered:
                stepper.go_to(position)
            else:
                stepper.restart()
        self._move(lambda now: "" if now.position >= position else None)

    def run(self) -> None:
        """On to the next breakpoint, or to the end."""
        breakpoints = self.breakpoints

        def reached(stepper: Stepper) -> str | None:
            return stepper.reason(breakpoints) or None

        if self.stepper is not None and not self.busy:
            self.stepper.forward()
            self._move(reached)

    def stop(self) -> None:
        """End a move where it is."""
        self._turn.stop()
        self._reached = None

    def _move(self, reached: Callable[[Stepper], str | None]) -> None:
        self._reached = reached
        self._go_on()

    @Slot()
    def _go_on(self) -> None:
        stepper, reached = self.stepper, self._reached
        if stepper is None or reached is None:
            return
        end = perf_counter() + _STRETCH_S
        reason = reached(stepper)
        while reason is None and perf_counter() < end:
            if not stepper.forward():
                reason = ""
                break
            reason = reached(stepper)
        if reason is None:
            self._turn.start()
            return
        self._reached = None
        self.moved.emit()
        self.told.emit(reason)
        self.arrived.emit()

    # Whole steps

    def watch(self) -> None:
        """Take whole steps on a copy of the run until a NaN or a dead unit, as asked for."""
        if self.present is None or self._watch is not None:
            return
        present = self.present
        self._watch = Watch(present.moment, present.learning_rate, self.breakpoints)
        self._work(self._watch)

    def stop_watch(self) -> None:
        """End it at the next step."""
        if self._watch is not None:
            self._watch.stop()

    def _work(self, watch: Watch) -> None:
        failed = partial(self._end_watch, watch)
        self._context.jobs.start(watch.work, partial(self._look, watch), failed)

    def _look(self, watch: Watch, sighting: Sighting) -> None:
        if watch is not self._watch:
            return
        if sighting.stepper is not None:
            self._watch = None
            self.stop()
            self.stepper = sighting.stepper
            self.watched.emit(None)
            self.begun.emit()
            self.moved.emit()
            steps = f"after {sighting.steps:,} more steps" if sighting.steps else "in this step"
            self.told.emit(f"{sighting.reason} It happens {steps} on a copy of the run.")
            self.arrived.emit()
        elif watch.stopped:
            self._end_watch(watch, f"Stopped: nothing in {sighting.steps:,} steps.")
        else:
            self.watched.emit(sighting)
            self._work(watch)

    def _end_watch(self, watch: Watch, message: str) -> None:
        if watch is self._watch:
            self._watch = None
            self.watched.emit(None)
            self.told.emit(message)
