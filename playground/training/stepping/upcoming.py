"""The step that training takes after a moment: its batch and its rate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.network.compiler import FEATURES, TARGET, Compiled, compile_training
from playground.training.feed import as_trained
from playground.training.moment import Moment, Stage
from playground.training.next_step import NO_SAMPLE
from playground.training.order import Orders
from playground.training.rates import Rates

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Upcoming:
    """What the next step after a moment is made of.

    Attributes:
        moment: the run before it.
        rate: the learning rate of this step, the schedule's factor included.
        rows: (B,) its samples, as rows of the whole data.
        inputs: features and encoded targets of those samples, each (B, …), by the program's names.
    """

    moment: Moment
    rate: float
    rows: NDArray[np.int64]
    inputs: Mapping[str, Array]

    @property
    def number(self) -> int:
        """Which step of the run it is, from 1."""
        return self.moment.steps + 1


@dataclass(frozen=True, eq=False)
class Present:
    """Where a run stands, and what its next step goes by.

    Attributes:
        moment: it.
        rate: of the next step. learning_rate: what the schedule makes it of.
    """

    moment: Moment
    rate: float
    learning_rate: float


def upcoming(moment: Moment, rate: float | None = None) -> Upcoming:
    """The next step.

    Args:
        rate: of the step, where the run's is known; left out, it is what the schedule makes of the
            learning rate in the document.

    Raises:
        UserError: there is no training sample.
    """
    stage = moment.stage
    rows = stage.prepared.train
    count = len(rows)
    if not count:
        raise UserError(NO_SAMPLE)
    batch = stage.training.batch_size
    order = Orders(moment.seed, count).of(moment.epoch)
    chosen = order[moment.place : moment.place + batch]
    return Upcoming(
        moment,
        _rate(moment, count) if rate is None else rate,
        stage.prepared.split.train[chosen],
        {
            FEATURES: as_trained(stage, rows.features[chosen], moment.seed, moment.epoch, chosen),
            TARGET: stage.head.encode(rows.targets[chosen], stage.signature),
        },
    )


def _rate(moment: Moment, count: int) -> float:
    training = moment.stage.training
    batch = training.batch_size
    rates = Rates(training.schedule, training.epochs, moment.watch).ahead(
        training.optimizer.learning_rate,
        moment.epoch,
        -(-count // batch),
        moment.place // batch,
        1,
    )
    return training.optimizer.learning_rate if rates is None else float(rates[0])


def compiled_step(stage: Stage) -> Compiled:
    """The program of a whole step.

    Raises:
        UserError: the network has errors.
    """
    training = stage.training
    return compile_training(
        stage.in_force,
        stage.head,
        stage.signature,
        training.batch_size,
        training.update(),
        training.regularization,
    )
