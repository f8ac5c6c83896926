"""What losses make of every answer there can be, and of those that a network has given."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.gui.frame import Frame
from playground.gui.plots import words
from playground.gui.plots.chart_picture import ChartDots
from playground.gui.plots.colours import NEGATIVE, POSITIVE
from playground.gui.views.answers import Words, answered_of, why_nothing
from playground.gui.views.bench import Bench
from playground.gui.views.losses.question import Axis, Question, part_of, question_of, unweighted
from playground.network.losses import Loss
from playground.training.answered import Answered, SplitName
from playground.training.judging import worst_first
from playground.training.sample_losses import sample_losses

Floats = NDArray[np.float64]
N_WORST = 3
_MOST_DOTS, _MOST_TICKS = 120, 400
# Errors are drawn to one of these.
_REACHES = (1.0, 2.0, 3.0, 5.0, 10.0, 20.0, 50.0, 100.0, 1000.0)
_NEARLY_ALL = 0.99
# New curves that one job works out: each takes some ms.
_MOST_CURVES = 1


@dataclass(frozen=True, eq=False)
class LossCurve:
    """A loss along an axis.

    Attributes:
        x: (P,). losses: (P,).
        by_sum, by_prediction: (P,) its slope with respect to the sum before the final activation
            and to the prediction; of several classes, those of the true one. None for none.
    """

    x: Floats
    losses: Floats
    by_sum: Floats
    by_prediction: Floats | None


@lru_cache(maxsize=512)
def curve_of(question: Question, loss: Loss, axis: Axis, yes: bool, reach: float) -> LossCurve:
    """The curve of a loss; kept once it is worked out."""
    x = question.grid(axis, reach)
    found = question.judge(loss, x, axis, yes=yes)
    by = found.by_predictions
    return LossCurve(x, found.losses, found.by_logits[:, 0], None if by is None else by[:, 0])


@dataclass(frozen=True, eq=False)
class Samples:
    """Real answers on the axis.

    Attributes:
        rows: (N,) of the data. x: (N,) where they lie. yes: (N,) whether the truth is 1; of an
            amount and of classes, always. losses: (N,) by the loss looked at.
        said: (N,) what the network says. names: what the truth is called, if no, if yes.
        worst: places of the largest losses. mean: of all.
    """

    rows: NDArray[np.int64]
    x: Floats
    yes: NDArray[np.bool_]
    losses: Floats
    said: Floats
    worst: NDArray[np.int64]
    mean: float


@dataclass(frozen=True, eq=False)
class Met:
    """What is shown.

    Attributes:
        frame: whose answers. question, axis, reach: what curves are of.
        looked: the loss that samples are judged by.
        curves: those that are worked out, by loss and truth. n_missing: how many are not yet.
        samples: the answers of the split.
    """

    frame: Frame
    question: Question
    axis: Axis
    reach: float
    looked: Loss
    curves: Mapping[tuple[Loss, bool], LossCurve]
    n_missing: int
    samples: Samples

    @property
    def ends(self) -> tuple[float, float]:
        """Of the axis."""
        return self.question.ends(self.axis, self.reach)


@dataclass(frozen=True, eq=False)
class MistakesJob:
    """Judges a split of one output by one loss, and works out curves.

    Attributes:
        frame, split: whose answers. output: which label or target.
        axis: along which. truth: of an amount; None for the mean.
        looked: the loss looked at; None for the one in force. drawn: names of the others.
        fields: candidates with other fields than the usual ones, by name.
    """

    frame: Frame
    split: SplitName
    output: int
    axis: Axis
    truth: float | None
    looked: str
    drawn: tuple[str, ...]
    fields: Mapping[str, Loss]

    def run(self, bench: Bench) -> Met | Words:
        """What there is to show."""
        head, signature = self.frame.head, self.frame.signature
        truth = self.truth if self.truth is not None else self._mean()
        question = question_of(head, signature, truth)
        if isinstance(question, str):
            return Words(question)
        answered = answered_of(bench, self.frame, self.split)
        why = why_nothing(answered)
        if why:
            return Words(why)
        name = self.looked if self.looked in question.candidates else head.loss_part.name
        looked = self._part(question, name)
        axis: Axis = self.axis if question.has_axes else "prediction"
        samples = _samples(question, answered, self.output, looked, axis)
        reach = _reach(samples.x) if question.kind == "amount" else 0.0
        curves, missing = self._curves(question, looked, axis, reach)
        return Met(self.frame, question, axis, reach, looked, curves, missing, samples)

    def _part(self, question: Question, name: str) -> Loss:
        return self.fields.get(name) or part_of(question, name)

    def _mean(self) -> float:
        if self.frame.signature.task != "regression":
            return 0.0
        targets = self.frame.prepared.train.targets.reshape(-1, self.frame.signature.outputs)
        column = targets[:, min(self.output, targets.shape[1] - 1)]
        return float(np.round(column.mean(), 2)) if len(column) else 0.0

    def _curves(
        self, question: Question, looked: Loss, axis: Axis, reach: float
    ) -> tuple[dict[tuple[Loss, bool], LossCurve], int]:
        """The curves that are wanted, the one looked at first, and how many are still missing."""
        others = [
            self._part(question, name)
            for name in self.drawn
            if name in question.candidates and name != looked.name
        ]
        wanted = [(loss, True) for loss in (looked, *others)]
        if question.kind == "yes_no":
            wanted = [(looked, True), (looked, False)]
            wanted += [(loss, yes) for loss in others for yes in (True, False)]
        found: dict[tuple[Loss, bool], LossCurve] = {}
        made = 0
        for place, (loss, yes) in enumerate(wanted):
            if made >= _MOST_CURVES:
                return found, len(wanted) - place
            before = curve_of.cache_info().misses
            found[loss, yes] = curve_of(question, loss, axis, yes, reach)
            made += curve_of.cache_info().misses - before
        return found, 0


def _samples(
    question: Question, answered: Answered, output: int, loss: Loss, axis: Axis
) -> Samples:
    head, signature = answered.head, answered.signature
    truth = head.spread(_targets(answered), signature)
    logits = answered.outputs.astype(np.float64)
    said = answered.network_predictions.astype(np.float64)
    if question.kind == "one_of_many":
        yes = np.ones(len(truth), bool)
        own = truth.argmax(1)
        at = np.arange(len(truth))
        shares, sums = said[at, own], logits[at, own]
        others = np.where(truth > 0.5, -np.inf, logits)
        rivals = np.log(np.exp(others - others.max(1, keepdims=True)).mean(1)) + others.max(1)
        rivals += np.log(truth.shape[1] / max(1, truth.shape[1] - 1))
        x = shares if axis == "prediction" else sums - rivals
        told = shares
    else:
        column = slice(min(output, truth.shape[1] - 1), min(output, truth.shape[1] - 1) + 1)
        truth, logits, said = truth[:, column], logits[:, column], said[:, column]
        told = said[:, 0]
        yes = truth[:, 0] > 0.5
        if question.kind == "amount":
            yes = np.ones(len(truth), bool)
            x = told - truth[:, 0]
        else:
            x = told if axis == "prediction" else logits[:, 0]
    bare: Any = unweighted(loss)
    judging = head.model_copy(update={"loss": bare})
    losses = sample_losses(bare, head.final, logits, said, judging.prepare(truth, signature))
    with np.errstate(all="ignore"):
        mean = float(losses.mean())
    return Samples(answered.rows, x, yes, losses, told, worst_first(losses)[:N_WORST], mean)


def _targets(answered: Answered) -> Any:
    return getattr(answered.prepared, answered.split).targets


def _reach(errors: Floats) -> float:
    needed = float(np.quantile(np.abs(errors), _NEARLY_ALL)) if len(errors) else 0.0
    return next((reach for reach in _REACHES if needed <= reach), _REACHES[-1])


def dots_of(met: Met) -> ChartDots:
    """Some of the samples, evenly chosen, and the worst of them."""
    samples = met.samples
    count = len(samples.x)
    chosen = np.linspace(0, count - 1, min(count, _MOST_DOTS)).astype(np.int64)
    chosen = np.unique(np.concatenate((chosen, samples.worst)))
    places = chosen.tolist()

    def say(number: int) -> str:
        at = places[number]
        told = float(samples.said[at]), bool(samples.yes[at]), float(samples.x[at])
        loss = words.number(float(samples.losses[at]))
        return f"row {int(samples.rows[at])}: {answer_words(met.question, *told)}\nloss {loss}"

    palette = tuple("#{:02x}{:02x}{:02x}".format(*colour) for colour in (NEGATIVE, POSITIVE))
    return ChartDots(
        samples.x[chosen],
        samples.losses[chosen],
        samples.yes[chosen].astype(np.int64),
        palette,
        samples.rows[chosen],
        say,
    )


def ticks_of(met: Met) -> Floats:
    """Where samples lie, at most so many of them."""
    x = met.samples.x
    places: Floats = x[np.linspace(0, len(x) - 1, min(len(x), _MOST_TICKS)).astype(np.int64)]
    return places


def answer_words(question: Question, said: float, yes: bool, error: float) -> str:
    """ "says 0.02, truth 1"; "true class 0.31"; "says 2.1, 0.4 too high"."""
    if question.kind == "one_of_many":
        return f"true class {words.number(said)}"
    if question.kind == "yes_no":
        return f"says {words.number(said)}, truth {int(yes)}"
    return f"says {words.number(said)}, {off_words(error)}"


def off_words(error: float) -> str:
    """ "0.4 too high"."""
    if error == 0.0:
        return "exactly right"
    return f"{words.number(abs(error))} too {'high' if error > 0.0 else 'low'}"
