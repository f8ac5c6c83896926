"""Why an edit can't be made, and what would make it possible."""

from __future__ import annotations

from dataclasses import dataclass

from playground.network.spec import NetworkSpec


@dataclass(frozen=True)
class Refusal:
    """What is said before something is dropped or connected that does not fit.

    Attributes:
        message: the reason, in words.
        mended: the network as it would be with the edit and all that it lacks, if that is known.
        label: what a button that makes it so says: "Insert Flatten".
    """

    message: str
    mended: NetworkSpec | None = None
    label: str = ""
