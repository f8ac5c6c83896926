"""One layer at work, with what everything in it is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from playground.gui.plots.number_grid import Matrix
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.training.workings import Station, Worked

LOSS = "loss"


@dataclass(frozen=True, eq=False)
class Case:
    """What a scene is made of.

    Attributes:
        id: the layer's, "head", or "loss".
        station: the layer at work; that of the head for the loss.
        worked: the whole network at work, on the same samples.
        head, signature: the network's.
        inputs: for each source, the names of its units; as many as it has. units: of its own.
        rows: the names of the samples.
    """

    id: str
    station: Station
    worked: Worked
    head: Head
    signature: Signature
    inputs: tuple[tuple[str, ...], ...]
    units: tuple[str, ...]
    rows: tuple[str, ...]
    _kept: dict[str, Matrix] = field(default_factory=dict, init=False, repr=False)

    def matrix(
        self,
        key: str,
        values: NDArray[Any],
        *,
        title: str = "",
        rows: tuple[str, ...] = (),
        columns: tuple[str, ...] = (),
        scale: Callable[[], tuple[float, float]] | None = None,
    ) -> Matrix:
        """A matrix of this case, made when it is first asked for."""
        if key not in self._kept:
            limits = None if scale is None else scale()
            self._kept[key] = Matrix(key, title, values, rows, columns, limits)
        return self._kept[key]
