"""Cross-validation: the same network trained once a fold, each judged on its own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from playground.data.prepare import prepare
from playground.data.progress import tell
from playground.data.spec import DataSpec
from playground.data.split_spec import MOST_FOLDS
from playground.errors import UserError
from playground.network.heads import Head
from playground.network.spec import NetworkSpec
from playground.training.given import count
from playground.training.session import Session
from playground.training.spec import TrainingSpec

# How long training goes on before it is asked whether it is still wanted.
_PIECE_S = 0.1


@dataclass(frozen=True)
class Fold:
    """What the network of one fold has come to.

    Attributes:
        number: from 0.
        samples: how many it has learned from, and was judged on.
        epochs, steps, seconds: it took.
        train, validation: loss and metrics by name, "loss" first.
    """

    number: int
    samples: tuple[int, int]
    epochs: int
    steps: int
    seconds: float
    train: Mapping[str, float]
    validation: Mapping[str, float]


@dataclass(frozen=True)
class Folds:
    """What all of them have come to.

    Attributes:
        seed: of every network's first weights and order.
        folds: in order.
    """

    seed: int
    folds: tuple[Fold, ...]

    def mean(self, side: str) -> dict[str, float]:
        """Over the folds, of loss and metrics on "train" or "validation"."""
        return {name: float(np.mean(values)) for name, values in self._values(side).items()}

    def deviation(self, side: str) -> dict[str, float]:
        """Likewise the standard deviation, divided by their number as scikit-learn's examples."""
        return {name: float(np.std(values)) for name, values in self._values(side).items()}

    def _values(self, side: str) -> dict[str, list[float]]:
        found: list[Mapping[str, float]] = [getattr(fold, side) for fold in self.folds]
        return {name: [each[name] for each in found] for name in found[0]}


def over_folds(
    network: NetworkSpec,
    head: Head,
    training: TrainingSpec,
    data: DataSpec,
    folds: int,
    *,
    epochs: int | None = None,
    device: str = "auto",
    dtype: str = "float32",
    seed: int | None = None,
) -> Folds:
    """Train a network once a fold, one after the other, from the same first weights.

    What is held out for the test stays so. How far it has come is told by `progress.tell`, which
    may stop it.

    Args:
        network, head, training: what is trained, and how; its stop conditions hold.
        data: its split says how samples come into folds; how many it says itself does not count.
        folds: how many.
        epochs: how long each; None to go by the training.
        device, dtype, seed: as a session's.

    Raises:
        UserError: the data can't be cut into so many, or the network can't be trained.
        Diverged: a number was no longer finite.
        Cancelled: it is no longer wanted.
    """
    wanted = epochs or training.stop.epochs or training.epochs
    if not 2 <= count(folds, "folds") <= MOST_FOLDS:
        raise UserError(f"Expected 2 to {MOST_FOLDS} folds. Received: {folds}.")
    found = []
    for number in range(folds):
        split = data.split.model_copy(update={"folds": folds, "fold": number})
        spec = data.model_copy(update={"split": split})
        session = Session(
            network, head, training, prepare(spec), device=device, dtype=dtype, seed=seed
        )
        session.begin_run(training.stop.model_copy(update={"epochs": wanted}))
        what = f"fold {number + 1} of {folds}"
        begin = perf_counter()
        while not session.stopped:
            tell((number + min(session.epoch / wanted, 1.0)) / folds, what)
            session.advance_for(_PIECE_S)
        found.append(_fold(number, session, perf_counter() - begin))
    tell(1.0, f"{folds} folds")
    return Folds(session.seed, tuple(found))


def _fold(number: int, session: Session, seconds: float) -> Fold:
    sides = []
    for side in ("train", "validation"):
        loss, metrics = session.evaluate(side)
        sides.append({"loss": loss, **metrics})
    split = session.prepared.split
    samples = len(split.train), len(split.validation)
    return Fold(number, samples, session.epoch, session.steps, seconds, *sides)
