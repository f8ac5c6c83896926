"""Whole steps on a copy of a run, until one does what it should not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from threading import Event
from time import perf_counter

from playground.training.diverged import Diverged
from playground.training.moment import Moment
from playground.training.session import Session
from playground.training.stepping.breakpoints import Breakpoints, dead_units
from playground.training.stepping.stepper import Stepper
from playground.training.stepping.upcoming import upcoming

_STRETCH_S = 0.15


@dataclass(frozen=True, eq=False)
class Sighting:
    """What a watch knows by now.

    Attributes:
        steps: how many whole steps it has taken.
        loss: of the last one's batch.
        stepper: the step in which it happened, at the instruction that did it; None until then.
        reason: what happened, in words.
    """

    steps: int
    loss: float
    stepper: Stepper | None = None
    reason: str = ""


class Watch:
    """Goes on with a run as it would go on, without touching it, up to the first NaN or dead unit.

    Units that are dead in the very first step are no news. `work` is for one thread at a time,
    `stop` for any.

    Args:
        moment: where to begin. learning_rate: in force, which a schedule is times.
        breakpoints: which of the two to look for.

    Raises:
        UserError: the network has errors.
    """

    def __init__(self, moment: Moment, learning_rate: float, breakpoints: Breakpoints) -> None:
        self._breakpoints = Breakpoints(
            not_finite=breakpoints.not_finite, dead=breakpoints.dead, known=breakpoints.known
        )
        self._moment, self._rate = moment, learning_rate
        self._stop = Event()
        self._session: Session | None = None
        self._stepper: Stepper | None = None
        self._began = moment.steps

    def stop(self) -> None:
        """End at the next step."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether it was told to end."""
        return self._stop.is_set()

    def work(self) -> Sighting:
        """Go on for a moment; what is known then."""
        session = self._begun()
        end = perf_counter() + _STRETCH_S
        while perf_counter() < end and not self.stopped:
            stepper = self._stepper_of(session)
            reason = stepper.scan(self._breakpoints)
            if reason:
                return self._sighting(stepper, reason)
            try:
                session.advance(1)
            except Diverged as diverged:
                return self._sighting(stepper, str(diverged))
        return self._sighting(None, "")

    def _begun(self) -> Session:
        if self._session is None:
            stage = self._moment.stage
            session = Session(
                stage.network,
                stage.head,
                stage.training,
                stage.prepared,
                device="numpy",
                seed=self._moment.seed,
            )
            session.go_to(self._moment)
            session.learning_rate = self._rate
            self._session = session
            if self._breakpoints.dead:
                self._learn_what_is_dead(session)
        return self._session

    def _learn_what_is_dead(self, session: Session) -> None:
        stepper = self._stepper_of(session)
        known = set(self._breakpoints.known)
        while stepper.forward():
            current = stepper.current
            assert current is not None
            units = dead_units(current, stepper.array(current.output))
            known |= {(current.number, unit) for unit in units}
        self._breakpoints = replace(self._breakpoints, known=frozenset(known))

    def _stepper_of(self, session: Session) -> Stepper:
        """The session's next step."""
        step = upcoming(session.moment(), session.current_rate)
        before = self._stepper
        if before is None or before.step.moment.stage is not step.moment.stage:
            self._stepper = Stepper(step)
        else:
            before.begin(step)
        assert self._stepper is not None
        return self._stepper

    def _sighting(self, stepper: Stepper | None, reason: str) -> Sighting:
        assert self._session is not None
        taken = self._session.steps - self._began
        return Sighting(taken, self._session.batch_loss, stepper, reason)
