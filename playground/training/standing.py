"""Where a run stands, with all that is kept of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from playground.training.moment import Moment
from playground.training.start import Start


@dataclass(frozen=True, eq=False)
class Standing:
    """A run as it was, so that it can be so again.

    Attributes:
        moment: the run at that moment.
        history: what was measured until then: the columns of a `History`.
        moments: those kept until then, oldest first; shared, not copied.
        best: the one with the lowest validation loss, if any.
        lowest: that loss; infinite before the first.
        start: first weights that were given.
    """

    moment: Moment
    history: Mapping[str, NDArray[np.float64]]
    moments: tuple[Moment, ...]
    best: Moment | None
    lowest: float
    start: Start
