"""Limits on the gradient."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import Field

from playground.frozen import Frozen


class Clipping(Frozen):
    """No number of the gradient ("value"), or not the gradient as a whole ("norm"), may be larger.

    The gradient as a whole is that of everything that is learned, prices on weights included. One
    that is not finite is not clipped: it is a divergence.
    """

    type: Literal["none", "value", "norm"] = Field("none", title="Clip")
    limit: float = Field(
        1.0,
        ge=1e-6,
        le=1e6,
        title="Limit",
        description="How large a number of the gradient, or its length, may be.",
    )

    def ops(self) -> tuple[tuple[str, Mapping[str, Any]], ...]:
        """The ops that change the gradient before an update, with their attributes."""
        if self.type == "none":
            return ()
        return ((f"clip_{self.type}", {"limit": self.limit}),)
