"""What the neurons view draws of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from numpy.typing import NDArray

from playground.gui.views.neurons.pictures import Sheet
from playground.gui.views.neurons.plan import Plan
from playground.gui.views.neurons.stand import Board
from playground.gui.views.neurons.wires import Strip

if TYPE_CHECKING:
    from playground.gui.views.neurons.job import NeuronsJob

Array = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Passing:
    """One sample on its way through the network.

    Attributes:
        row: of the dataset.
        values: by layer, (units,) what each unit answers; of pictures and sequences the mean.
        slopes: by layer, (units,) the loss's derivative there, the sum over pictures and steps.
        loss: of this sample.
    """

    row: int
    values: Mapping[str, Array]
    slopes: Mapping[str, Array]
    loss: float


@dataclass(frozen=True, eq=False)
class Picture:
    """What the view draws of one moment.

    Attributes:
        message: why there is nothing to draw, in words; else "".
        job: what was asked. plan, board: what there is and where it stands.
        values: by layer, what its units answer; see `units_first`.
        side: rows and columns of the maps in it.
        sheets, filters: by layer, the pictures of what is shown.
        strips: the wires. biases: by layer, (units,).
        passing: the sample that passes through, in slow motion.
        finite: whether all that is drawn is a number.
    """

    message: str
    job: NeuronsJob
    plan: Plan | None = None
    board: Board | None = None
    values: Mapping[str, Array] | None = None
    side: int = 0
    sheets: Mapping[str, Sheet] | None = None
    filters: Mapping[str, Sheet] | None = None
    strips: tuple[Strip, ...] = ()
    biases: Mapping[str, Array] | None = None
    passing: Passing | None = None
    finite: bool = True
