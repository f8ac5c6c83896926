"""Which samples a run has seen: a reference and a mark to know them by."""

from __future__ import annotations

from pydantic import Field

from playground.data.fingerprint import fingerprint
from playground.data.prepare import prepare
from playground.data.spec import DataSpec
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
    def drawn_by(cls, data: DataSpec) -> Samples:
        """Those that this part of a document draws."""
        dataset = prepare(data).dataset
        return cls(
            source=data.source, samples=len(dataset.features), fingerprint=fingerprint(dataset)
        )
