"""What became of the parameters when a session took over an edited network."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Adopted:
    """Names of parameters; those in neither list are as they were.

    Attributes:
        anew: they start as at a reset.
        grown: part of them is new and starts so; the rest is kept.
    """

    anew: tuple[str, ...] = ()
    grown: tuple[str, ...] = ()
