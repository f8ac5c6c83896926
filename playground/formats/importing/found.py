"""What a file of weights holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from playground.errors import UserError
from playground.training.trained import Trained


@dataclass(frozen=True, eq=False)
class Found:
    """The arrays of a file, and the network they belong to where the file says it.

    Attributes:
        path: the file.
        kind: what it is, for people: "safetensors file".
        arrays: of numbers, by name, in the file's order.
        trained: the whole network, where it is known.
        why: why it is not, in words, or "".
        told: what else is to be said of it, a sentence each.
        framework: which conventions the arrays follow, as far as the file says: "playground",
            "keras", "onnx", "pytorch", or "".
    """

    path: Path
    kind: str
    arrays: Mapping[str, NDArray[Any]]
    trained: Trained | None = None
    why: str = ""
    told: tuple[str, ...] = field(default=())
    framework: str = ""

    def require(self) -> Trained:
        """The whole network.

        Raises:
            UserError: it is not known, and why.
        """
        if self.trained is None:
            raise UserError(f"{self.path}: {self.why}")
        return self.trained
