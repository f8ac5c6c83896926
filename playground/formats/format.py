"""What every export format is."""

from __future__ import annotations

from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from playground.training.trained import Trained


class Format:
    """A file format for trained weights.

    Class attributes:
        name: as given to `--format`.
        suffix: with its dot.
        label: for people.
        help: what other programs read it, in one line.
        snippet: lines of Python that load the file {file} elsewhere.
    """

    name: ClassVar[str]
    suffix: ClassVar[str]
    label: ClassVar[str]
    help: ClassVar[str]
    snippet: ClassVar[str]

    def encode(self, trained: Trained) -> bytes:
        """The file's contents."""
        raise NotImplementedError

    def predict(self, path: Path, features: NDArray[Any]) -> NDArray[Any]:
        """What the file on disk answers to raw features (N, …), read back anew.

        Raises:
            UserError: the file is not sound.
        """
        raise NotImplementedError

    def reader(self) -> str:
        """What `predict` reads it with, for people."""
        raise NotImplementedError
