"""Two sessions trained together, step for step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.errors import UserError
from playground.network.spec import NetworkSpec
from playground.training.diverged import Diverged
from playground.training.experiments.experiment import Experiment
from playground.training.experiments.standing import MOST_ROWS, SideStanding, Standing
from playground.training.history import Pair
from playground.training.session import Session
from playground.training.signature import signature_of
from playground.training.spec import TrainingSpec

# Steps in one turn at most, so that a pause is heard soon.
_MOST_STEPS = 64


@dataclass(frozen=True, eq=False)
class Setup:
    """What is tried on what.

    Attributes:
        experiment: which.
        network, training, prepared: of the example, or of a project.
    """

    experiment: Experiment
    network: NetworkSpec
    training: TrainingSpec
    prepared: Prepared

    @classmethod
    def example(cls, experiment: Experiment) -> Setup:
        """The example that the experiment brings."""
        return cls(experiment, experiment.network, experiment.how, experiment.prepared)


class Duel:
    """Trains both sides on the same samples in the same order, for one thread.

    Attributes:
        setup: what is tried.
        sessions: the one that does not fit, and the one that does.
        rows: the validation samples that `standing` answers.
    """

    def __init__(self, setup: Setup) -> None:
        """Raises `UserError` where one of the two can't be trained."""
        experiment, signature = setup.experiment, signature_of(setup.prepared)
        if signature.task not in experiment.tasks:
            raise UserError(f"“{experiment.label}” can't be tried on data of this kind.")
        self.setup = setup
        wrong, right = (
            Session(setup.network, head, setup.training, setup.prepared, device="cpu")
            for head in experiment.heads(signature)
        )
        self.sessions = (wrong, right)
        self.rows: NDArray[np.int64] = setup.prepared.split.validation[:MOST_ROWS]
        self._ended = ["", ""]
        experiment.begin(self.sessions)
        for session in self.sessions:
            session.note_start()

    @property
    def epoch(self) -> int:
        """Whole epochs behind both."""
        return min(session.epoch for session in self.sessions)

    @property
    def ended(self) -> str:
        """Why it can't go on, in words, or ""."""
        return self._ended[0] or self._ended[1]

    @property
    def is_over(self) -> bool:
        """Whether it can't go on, or has shown what there is to see."""
        return bool(self.ended) or self.epoch >= self.setup.experiment.epochs

    def reset(self) -> None:
        """Both start over, from the same first weights as before."""
        self._ended = ["", ""]
        for session in self.sessions:
            session.reset()
            session.note_start()

    def advance(self, steps: int = _MOST_STEPS) -> int:
        """Both take the same steps, up to the end of the epoch at most; how many."""
        taken = 0
        for number, session in enumerate(self.sessions):
            try:
                taken = session.advance(steps, to_epoch_end=True)
            except Diverged as error:
                self._ended[number] = str(error)
        return taken

    def standing(self) -> Standing:
        """Copies of what both have come to."""
        mistaken = self._mistaken()
        sides = tuple(
            self._side(session, ended, mistaken)
            for session, ended in zip(self.sessions, self._ended, strict=True)
        )
        prepared = self.setup.prepared
        row = int(prepared.split.train[mistaken])
        steps = min(session.steps for session in self.sessions)
        return Standing(prepared, self.rows, self.epoch, steps, row, (sides[0], sides[1]))

    def answers(self, features: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any]]:
        """(N, columns) of both for raw features (N, …)."""
        wrong, right = self.sessions
        return wrong.predict(features), right.predict(features)

    def _side(self, session: Session, ended: str, mistaken: int) -> SideStanding:
        history, task = session.history, session.signature.task
        answers = session.predict(self.setup.prepared.dataset.features[self.rows])
        series = {
            name: (train.copy(), validation.copy())
            for name, (train, validation) in ((n, history.series(n)) for n in history.names)
        }
        return SideStanding(
            session.head,
            _measured(session),
            history.epochs().copy(),
            series,
            answers,
            session.head.decide(answers, task),
            self._pull(session, mistaken),
            ended,
        )

    def _mistaken(self) -> int:
        """The training sample, as a row of that split, that both together have most wrong."""
        train = self.setup.prepared.train
        part = slice(0, MOST_ROWS)
        raw = self.setup.prepared.dataset.features[self.setup.prepared.split.train[part]]
        total = np.zeros(len(raw))
        for session in self.sessions:
            wanted = session.head.encode(train.targets[part], session.signature)
            answers = self._scaled(session.predict(raw))
            total += np.abs(answers - wanted).sum(1)
        return int(np.nan_to_num(total, nan=-1.0).argmax())

    def _scaled(self, answers: NDArray[Any]) -> NDArray[np.float64]:
        """Answers as the loss has them, after the target scaling."""
        if self.setup.prepared.dataset.task != "regression":
            return np.asarray(answers, np.float64)
        return self.setup.prepared.target_scaler.apply(answers.astype(np.float64))

    def _pull(self, session: Session, row: int) -> float:
        """How strongly the loss of one sample moves the last sum that its target asks most of."""
        train = self.setup.prepared.train
        one = slice(row, row + 1)
        wanted = session.head.encode(train.targets[one], session.signature)[0]
        try:
            gradient = session.gradients(train.features[one], train.targets[one])["head.bias"]
        except (UserError, KeyError):  # a network with no bias at its end
            return float("nan")
        return float(abs(gradient[int(np.argmax(wanted))]))


def _measured(session: Session) -> dict[str, Pair]:
    """Loss and metrics of this very step, which may lie between two epochs' ends."""
    (loss, metrics), (aside, others) = (session.evaluate(s) for s in ("train", "validation"))
    return {"loss": (loss, aside)} | {name: (metrics[name], others[name]) for name in metrics}
