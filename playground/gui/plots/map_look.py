"""How a map of predictions is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.data.dataset import Task
    from playground.data.extent import Extent


@dataclass(frozen=True)
class MapLook:
    """How predictions over a rectangle of the plane are drawn.

    Attributes:
        extent: the rectangle: x0, x1, y0, y1.
        task: what the predictions mean.
        value_range: the range of the regression's target that is drawn.
        dark: whether it is drawn on the dark ground.
        sharp: whether only the answers are drawn, and not how sure they are; for a regression,
            bands between tidy values.
        chosen: the class, label or target that is drawn alone; None for all, or the first target.
        side: the px of the square, at `ratio` device pixels each; 0 where it is not known.
    """

    extent: Extent
    task: Task
    value_range: tuple[float, float]
    dark: bool
    sharp: bool = False
    chosen: int | None = None
    side: float = 0.0
    ratio: float = 1.0

    @property
    def output(self) -> int:
        """The number of the output that is drawn, of a regression."""
        return self.chosen or 0
