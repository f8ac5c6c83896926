"""A part of a project file that is a model of its own, as JSON."""

from __future__ import annotations

from typing import Self

from pydantic import ValidationError

from playground.errors import UserError
from playground.frozen import Frozen


class Part(Frozen):
    """A frozen model that is read from what a file holds."""

    @classmethod
    def read(cls, contents: bytes | bytearray, where: str, what: str) -> Self:
        """That which JSON text describes.

        Raises:
            UserError: it does not; the line names `where`, and `what` it is.
        """
        try:
            return cls.model_validate_json(contents)
        except ValidationError:
            raise UserError(f"{where}: what it says of {what} is damaged.") from None
