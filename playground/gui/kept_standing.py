"""Where a run stood, for an edit that can be undone."""

from __future__ import annotations

from dataclasses import dataclass

from playground.training.standing import Standing


@dataclass
class KeptStanding:
    """Filled and read by the trainer's thread alone; others only hand it there.

    Attributes:
        standing: None until it was filled, or where there was no run.
    """

    standing: Standing | None = None
