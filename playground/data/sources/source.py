"""What a data source is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from playground.data.split_spec import SplitSpec

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.data.dataset import Dataset, Task
    from playground.data.sources.parameter import Parameter
    from playground.data.spec import DataSpec


@dataclass(frozen=True)
class Source:
    """One entry of the data gallery.

    Attributes:
        name: as written in files ("spiral").
        label: as shown ("Two spirals").
        task: what its targets mean.
        help: one plain sentence for a learner.
        draw: makes the samples; equal specs give equal samples.
        generated: whether `samples` and `noise` of the spec apply. A bundled source has a size of
            its own and ignores both.
        uses_classes: whether `classes` of the spec applies.
        standardise, standardise_targets: the advised settings of the spec's fields of those names.
        icon: the icon's *name*, for a source that can't be drawn on the plane.
        shape: of one sample, as shown: "4 features", "8 × 8 pixels".
        size: how many samples there are; 0 for as many as one likes.
        origin, licence: whose it is, and what one may do with it.
        parameters: what else can be changed, at `DataSpec.options`.
        held_out: makes samples that are held out, where the split is as the data gives it.
    """

    name: str
    label: str
    task: Task
    help: str
    draw: Callable[[DataSpec], Dataset]
    generated: bool = True
    uses_classes: bool = False
    standardise: bool = True
    standardise_targets: bool = False
    icon: str = ""
    shape: str = "2 features"
    size: int = 0
    origin: str = "Made by Playground"
    licence: str = "Apache 2.0"
    parameters: tuple[Parameter, ...] = ()
    held_out: Callable[[DataSpec], Dataset] | None = None

    @property
    def split(self) -> SplitSpec:
        """The advised split."""
        return SplitSpec(way="given") if self.held_out else SplitSpec()
