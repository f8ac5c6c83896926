"""When a run ends by itself."""

from __future__ import annotations

from math import inf, isfinite
from typing import TYPE_CHECKING, Any

from pydantic import Field, field_validator, model_serializer

from playground.frozen import Frozen
from playground.registry import did_you_mean
from playground.training.metrics import LABELS, LOWER_IS_BETTER, in_words, label_of

if TYPE_CHECKING:
    from playground.training.session import Session


class StopSpec(Frozen):
    """Conditions that end a run; each may be left out, and the first that is met ends it.

    They count from where a run was begun: a pause does not begin it anew, a condition that was met
    does.
    """

    epochs: int | None = Field(
        None,
        ge=1,
        le=10_000_000,
        title="Epochs",
        description="Stop after so many epochs. Empty for any number of them.",
    )
    minutes: float | None = Field(
        None,
        gt=0.0,
        le=100_000.0,
        title="Minutes",
        description="Stop after so many minutes of training. Empty for no limit.",
    )
    metric: str | None = Field(
        None,
        max_length=100,
        title="Metric",
        description="The validation metric that has to reach the target, or loss. Empty for none.",
    )
    target: float | None = Field(
        None,
        ge=-1e30,
        le=1e30,
        title="Target",
        description="Stop when the validation metric is as good as this. Empty for none.",
    )
    patience: int | None = Field(
        None,
        ge=1,
        le=10_000_000,
        title="Patience",
        description="Stop after so many epochs without a lower validation loss. Empty for no end.",
    )

    @field_validator("metric")
    @classmethod
    def _known_metric(cls, metric: str | None) -> str | None:
        known = ("loss", *LABELS)
        if metric is not None and metric.partition(".")[0] not in known:
            raise ValueError(
                f"There is no metric called {metric!r}.{did_you_mean(metric, known)} "
                f"There are: {', '.join(known)}."
            )
        return metric

    @model_serializer(mode="wrap")
    def _short(self, handler: Any) -> dict[str, Any]:
        return {name: value for name, value in handler(self).items() if value is not None}

    def __bool__(self) -> bool:
        """Whether there is any condition."""
        with_target = self.metric is not None and self.target is not None
        others = (self.epochs, self.minutes, self.patience)
        return with_target or any(each is not None for each in others)

    @property
    def count(self) -> int:
        """How many conditions there are."""
        with_target = self.metric is not None and self.target is not None
        others = (self.epochs, self.minutes, self.patience)
        return with_target + sum(each is not None for each in others)


class Stopper:
    """Counts for one run, pauses and all.

    Epochs and minutes count from where the run began; where so many are over already, from there
    on for as many again. A target that is met already when the run begins is not asked for in it.

    Attributes:
        spec: what is obeyed.

    Args:
        before: what has counted for the run up to now, if its conditions are changed in the midst.
    """

    def __init__(self, spec: StopSpec, session: Session, before: Stopper | None = None) -> None:
        self.spec = spec
        self._epoch: int = before._epoch if before is not None else session.epoch
        self._seconds: float = before._seconds if before is not None else session.seconds
        self._best, self._best_epoch = session.history.last_loss[1], session.epoch
        self._open = spec.metric is not None and not self._reached(session)
        done = session.epoch - self._epoch
        self._last_epoch = self._epoch + _next_multiple(spec.epochs or inf, done)
        self._limit = _next_multiple(60.0 * (spec.minutes or inf), session.seconds - self._seconds)

    @property
    def last_epoch(self) -> float:
        """The epoch that the run ends with at the latest; infinite if it is not said."""
        return self._last_epoch

    def reason(self, session: Session) -> str:
        """Why the run ends here, at the end of an epoch, in words, or ""."""
        epoch, loss = session.history.last_loss
        found = self._measured(session, loss) if epoch == session.epoch else ""
        if not found and session.epoch >= self._last_epoch:
            epochs = session.epoch - self._epoch
            at = f", at epoch {session.epoch:,}" if self._epoch else ""
            found = f"Stopped: {epochs:,} {_count('epoch', epochs)} done{at}."
        return found or self.overtime(session)

    def overtime(self, session: Session) -> str:
        """Why the run's time is over, in words, or ""; also in the midst of an epoch."""
        spent = session.seconds - self._seconds
        if spent < self._limit:
            return ""
        minutes = self._limit / 60.0
        over = _count("minute", minutes)
        return f"Stopped: {minutes:g} {over} of training done, at epoch {session.epoch:,}."

    def _measured(self, session: Session, loss: float) -> str:
        """Why what was measured at the end of this epoch ends the run, or ""."""
        spec = self.spec
        if not self._best <= loss and isfinite(loss):
            self._best, self._best_epoch = loss, session.epoch
        if spec.metric is not None and self._open and self._reached(session):
            value = in_words(spec.metric, session.history.last()[spec.metric][1])
            wish = "at most" if _lower_is_better(spec.metric) else "at least"
            target = in_words(spec.metric, spec.target or 0.0)
            return (
                f"Stopped: the validation {_label(spec.metric)} is {value} at epoch "
                f"{session.epoch:,}; the target was {wish} {target}."
            )
        waited = session.epoch - self._best_epoch
        if spec.patience is None or waited < spec.patience:
            return ""
        best = f"{self._best:.4g}" if isfinite(self._best) else "not finite"
        return (
            f"Stopped: the validation loss has not improved for {waited:,} "
            f"{_count('epoch', waited)}; the best was {best} at epoch {self._best_epoch:,}."
        )

    def _reached(self, session: Session) -> bool:
        metric, target = self.spec.metric, self.spec.target
        last = session.history.last()
        if metric is None or target is None or metric not in last:
            return False
        value = last[metric][1]
        return value <= target if _lower_is_better(metric) else value >= target


def _next_multiple(step: float, done: float) -> float:
    """The first multiple of `step` above `done`."""
    return step * (done // step + 1.0) if step < inf else inf


def _count(word: str, count: float) -> str:
    """ "1 epoch", "2 epochs": the word after a count."""
    return word if count == 1 else f"{word}s"


def _lower_is_better(metric: str) -> bool:
    return metric.partition(".")[0] in LOWER_IS_BETTER


def _label(metric: str) -> str:
    return "loss" if metric == "loss" else label_of(metric)
