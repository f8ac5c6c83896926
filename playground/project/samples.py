"""Which samples a run has seen: a reference and a mark to know them by."""

from __future__ import annotations

from pydantic import Field

from playground.data.prepare import Prepared
from playground.project.part import Part


class Samples(Part):
    """Samples that the document says how to draw.

    Attributes:
        source: where they are from.
        samples: how many.
        fingerprint: of them all; see `playground.data.fingerprint`.
    """

    source: str = Field(max_length=80)
    samples: int = Field(ge=0)
    fingerprint: str = Field(max_length=64)

    @classmethod
    def of(cls, prepared: Prepared) -> Samples:
        """All of them, whichever side they are on."""
        return cls(
            source=prepared.spec.source,
            samples=len(prepared.dataset.features),
            fingerprint=prepared.fingerprint,
        )
