"""What exports are made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from playground.data.prepare import Prepared
from playground.formats.code.design import Design
from playground.formats.decision import Decision, decision_of
from playground.training.spec import TrainingSpec
from playground.training.trained import Trained

if TYPE_CHECKING:
    from playground.data.tables.spec import Window
    from playground.data.tables.table import Table

# So many samples are answered again to check an export.
MOST_COMPARED = 1_000


@dataclass(frozen=True, eq=False)
class Material:
    """A run at one moment, frozen. Independent of any session or window.

    Attributes:
        name: the project's.
        trained: the network with its weights, in float32 (see `material_of`).
        prepared: the data, its split and scaling.
        training: how it is trained.
        history: what was measured, (E,) each: "epoch", "step", "seconds", "train loss", …, as
            `History.columns` has them; empty where nothing was.
        epoch, steps: behind the weights.
    """

    name: str
    trained: Trained
    prepared: Prepared
    training: TrainingSpec
    history: Mapping[str, NDArray[np.float64]]
    epoch: int = 0
    steps: int = 0

    @cached_property
    def design(self) -> Design:
        """What code is written of."""
        one = self.trained
        return Design(
            self.name, self.prepared.spec, one.network, one.head, self.training, one.signature
        )

    @property
    def decision(self) -> Decision:
        """How answers become decisions."""
        return decision_of(self.trained.head, self.trained.signature)

    @cached_property
    def samples(self) -> NDArray[Any]:
        """(N, …) raw features to compare answers on: the validation split, or its beginning.

        Of a series, whose samples overlap, the first ones.
        """
        return self.prepared.dataset.features[self._compared]

    @cached_property
    def _compared(self) -> NDArray[np.int64]:
        if self._window is None:
            return self.prepared.split.validation[:MOST_COMPARED]
        return np.arange(min(MOST_COMPARED, len(self.prepared.dataset.features)))

    @property
    def _window(self) -> Window | None:
        pipeline = self.prepared.pipeline
        return pipeline.window if pipeline is not None else None

    @cached_property
    def rows(self) -> Table | None:
        """The rows of the file that `samples` are made of; None where they are of no table."""
        prepared = self.prepared
        if prepared.table is None:
            return None
        rows = self._compared
        if self._window is not None:
            rows = np.arange(len(rows) + self._window.steps - 1)
        return prepared.table.take(rows)

    @cached_property
    def answers(self) -> NDArray[Any]:
        """(N, columns) the network's own answers to `samples`."""
        return self.trained.predict(self.samples)

    @cached_property
    def numbers(self) -> int:
        """How many numbers the parameters hold."""
        return sum(array.size for array in self.trained.parameters.values())


def material_of(
    name: str,
    trained: Trained,
    prepared: Prepared,
    training: TrainingSpec,
    history: Mapping[str, NDArray[np.float64]],
    epoch: int = 0,
    steps: int = 0,
) -> Material:
    """The material of a run's parts; weights go out in float32, whatever they were trained in."""
    single = {key: array.astype(np.float32) for key, array in trained.parameters.items()}
    one = replace(trained, parameters=single)
    return Material(name, one, prepared, training, dict(history), epoch, steps)
