"""Where a run's moments lie in a slice through the weights."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from playground.training.weight_slice import Projected, Slice, project, thinned

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from playground.engine.program import Operand
    from playground.gui.frame import Frame
    from playground.gui.views.bench import Bench
    from playground.gui.views.shown import Shown
    from playground.training.moment import Moment


@dataclass(frozen=True, eq=False)
class Walked:
    """A path in a slice.

    Attributes:
        places: (M, 2) of the moments, oldest first. epochs: (M,) theirs.
        present: (2,) of the moment that is shown; None where it does not fit the slice.
        share: how much of the path's movement lies in the slice; NaN without a path.
    """

    places: NDArray[np.float64]
    epochs: NDArray[np.int64]
    present: NDArray[np.float64] | None
    share: float


@dataclass(frozen=True, eq=False)
class Walker:
    """Projects moments on one slice; remembers those it has seen. For one thread.

    Attributes:
        through: the slice. layout: of the weights that it goes through.
    """

    through: Slice
    layout: Mapping[str, Operand]
    _seen: WeakKeyDictionary[Moment, Projected] = field(default_factory=WeakKeyDictionary)

    def walk(self, moments: Sequence[Moment], frame: Frame) -> Walked:
        """The path of a run; of it the moments whose parameters lie as in the slice."""
        fits: dict[int, bool] = {}
        kept = []
        for moment in moments:
            stage = moment.stage
            if id(stage) not in fits:
                fits[id(stage)] = self._fits(stage.layout)
            if fits[id(stage)]:
                kept.append(moment)
        kept = thinned(kept)
        found = [self._projected(moment) for moment in kept]
        present = None
        if self._fits(frame.layout):
            present = project([frame.parameters], self.through).places[0]
        places, movement, within = (
            np.concatenate([getattr(each, name) for each in found]) if found else np.zeros(shape)
            for name, shape in (("places", (0, 2)), ("movement", 0), ("within", 0))
        )
        epochs = np.array([moment.epoch for moment in kept], np.int64)
        return Walked(places, epochs, present, Projected(places, movement, within).share)

    def _fits(self, layout: Mapping[str, Operand]) -> bool:
        return layout is self.layout or layout == self.layout

    def _projected(self, moment: Moment) -> Projected:
        known = self._seen.get(moment)
        if known is None:
            known = self._seen[moment] = project([moment.parameters], self.through)
        return known


@dataclass(frozen=True, eq=False)
class WalkJob:
    """Projects a run's moments on a slice.

    Attributes:
        walker: of the slice. shown: the moments.
    """

    walker: Walker
    shown: Shown

    def run(self, bench: Bench) -> tuple[Walker, Walked]:
        """The path, and whose."""
        return self.walker, self.walker.walk(self.shown.moments, self.shown.frame)
