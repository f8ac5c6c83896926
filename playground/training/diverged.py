"""Numbers that are no longer finite, in words."""

from __future__ import annotations

from playground.errors import UserError


class Diverged(UserError):
    """Training met a number that is not finite. The weights from before are kept.

    Args:
        scope: the id of the layer where it was met, or "" for nobody's.
        epoch: whole epochs behind it.
        rate: the learning rate as it is set.
    """

    def __init__(self, scope: str, epoch: int, rate: float) -> None:
        where = f" in {scope}" if scope else ""
        super().__init__(
            f"Training diverged in epoch {epoch + 1}{where}: the numbers are no longer "
            "finite. The weights from the step before are kept. "
            f"Lower the learning rate (now {rate:g}), or reset."
        )
