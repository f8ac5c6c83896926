"""What the trainer thread last said of its run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.engine.program import Operand
from playground.formats.material import Material, material_of
from playground.network.edits import freeze
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec
from playground.training.carry import parts
from playground.training.history import Pair
from playground.training.moment import Moment
from playground.training.session import Session
from playground.training.spec import TrainingSpec
from playground.training.trained import Trained, trained_of

# Of the next batch so many samples are told of.
_MOST_UPCOMING = 64


@dataclass(frozen=True, eq=False)
class Frame:
    """A run at one moment, frozen, for the window and the renderer.

    Attributes:
        parameters: the flat buffer, a copy; `layout` says where each parameter lies.
        network, head, signature, prepared: what they are the weights of. Of large data `prepared`
            is a glance, for views; `whole` has all of it.
        epoch, steps: behind it.
        batch_loss: of the last step's batch.
        steps_per_second: over the last half second of running, 0 when it rests.
        executor: the name of what runs it.
        preparing: whether something faster is being made ready for it.
        last: the newest measurements, (training, validation) by name.
        running: whether it goes on by itself.
        version: changes with the layout.
        sample: the row of `whole.dataset` that flows through the network in slow motion, sample by
            sample; None at any other pace.
        in_batch: which sample of its batch that is, from 1, and of how many; (0, 0) for none.
        thawed: the frozen layers that gradual unfreezing has freed.
        upcoming: (B,) the rows of `prepared.dataset` that the next step takes, the first few of
            them, as far as they are in it; None of an earlier moment.
    """

    parameters: NDArray[Any]
    layout: Mapping[str, Operand]
    network: NetworkSpec
    head: Head
    signature: Signature
    prepared: Prepared
    epoch: int
    steps: int
    batch_loss: float
    steps_per_second: float
    executor: str
    preparing: bool
    last: Mapping[str, Pair]
    running: bool
    version: int
    sample: int | None = None
    in_batch: tuple[int, int] = (0, 0)
    thawed: frozenset[str] = frozenset()
    upcoming: NDArray[Any] | None = None

    @property
    def in_force(self) -> NetworkSpec:
        """The network with those layers frozen that are so now."""
        return freeze(self.network, self.thawed, False)

    @property
    def whole(self) -> Prepared:
        """All of the data."""
        return self.prepared.whole

    @property
    def sample_row(self) -> int | None:
        """The row of `prepared.dataset` that `sample` is, if it is in it."""
        if self.sample is None:
            return None
        found = self.prepared.rows_of(np.array([self.sample]))
        return int(found[0]) if len(found) else None

    def trained(self) -> Trained:
        """What an export of this moment holds."""
        parameters = {n: view.copy() for n, view in parts(self.parameters, self.layout).items()}
        return trained_of(self.network, self.head, self.signature, self.prepared, parameters)

    def material(
        self, name: str, training: TrainingSpec, history: Mapping[str, NDArray[np.float64]]
    ) -> Material:
        """What exports of this moment are made of.

        Args:
            name: the project's.
            training: how it is trained.
            history: of the whole run, as `History.columns` has it; taken up to this moment.
        """
        rows = len(history["epoch"]) if history else 0
        if rows:
            rows = int(np.searchsorted(history["epoch"], self.epoch, "right"))
        until = {key: column[:rows] for key, column in history.items()}
        return material_of(
            name, self.trained(), self.whole, training, until, self.epoch, self.steps
        )


def frame_at(moment: Moment, like: Frame) -> Frame:
    """An earlier moment of the run that `like` is the newest frame of."""
    stage = moment.stage
    return Frame(
        moment.parameters,
        stage.layout,
        stage.network,
        stage.head,
        stage.signature,
        stage.prepared.glance,
        moment.epoch,
        moment.steps,
        moment.batch_loss,
        0.0,
        like.executor,
        like.preparing,
        moment.last,
        False,
        stage.version,
        thawed=stage.thawed,
    )


def frame_of(
    session: Session,
    steps_per_second: float,
    running: bool,
    sample: int | None = None,
    in_batch: tuple[int, int] = (0, 0),
) -> Frame:
    """The session's present moment; see `Frame` for the rest."""
    snapshot, glance = session.snapshot(), session.prepared.glance
    return Frame(
        snapshot.parameters,
        session.layout,
        session.network,
        session.head,
        session.signature,
        glance,
        snapshot.epoch,
        snapshot.steps,
        session.batch_loss,
        steps_per_second,
        session.executor_name,
        session.preparing,
        session.history.last(),
        running,
        snapshot.version,
        sample,
        in_batch,
        session.thawed,
        glance.rows_of(session.next_rows()[:_MOST_UPCOMING]),
    )
