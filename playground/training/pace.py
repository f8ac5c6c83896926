"""How fast a run goes: as fast as it can, or so slowly that one can follow it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Unit = Literal["step", "sample"]


@dataclass(frozen=True)
class Pace:
    """How much is done a second.

    Attributes:
        per_second: steps or samples a second; None for as many as can be done.
        unit: what is done at a time: a "step" of the optimizer, with a whole batch, or one "sample"
            of a batch, after the last of which comes the step.
    """

    per_second: float | None
    unit: Unit

    def __post_init__(self) -> None:
        if self.per_second is not None and not self.per_second > 0.0:
            raise ValueError(f"Expected a pace above 0. Received: {self.per_second!r}.")

    @property
    def label(self) -> str:
        """The pace for people: "10 steps/s", "1 sample/s"."""
        if self.per_second is None:
            return "Full speed"
        return f"{self.per_second:g} {self.unit}{'s' * (self.per_second != 1)}/s"

    @property
    def seconds(self) -> float:
        """From one step or sample to the next; 0 at full speed."""
        return 1.0 / self.per_second if self.per_second is not None else 0.0


FULL_SPEED = Pace(None, "step")
# Those that are offered, the fastest first.
PACES = (
    FULL_SPEED,
    *(Pace(per_second, "step") for per_second in (30.0, 10.0, 3.0, 1.0)),
    *(Pace(per_second, "sample") for per_second in (10.0, 3.0, 1.0)),
)
