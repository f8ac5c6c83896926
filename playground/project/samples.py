"""Which samples a run has seen: a reference and a mark to know them by."""

from __future__ import annotations

from pydantic import Field, ValidationError

from playground.data.fingerprint import fingerprint
from playground.data.prepare import prepare
from playground.data.spec import DataSpec
from playground.errors import UserError
from playground.frozen import Frozen


class Samples(Frozen):
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

    @classmethod
    def of(cls, contents: bytes | bytearray, where: str) -> Samples:
        """Those that JSON text describes.

        Raises:
            UserError: it does not; the line names `where`.
        """
        try:
            return cls.model_validate_json(contents)
        except ValidationError:
            raise UserError(f"{where}: what it says of its samples is damaged.") from None
