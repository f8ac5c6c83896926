"""Where the bytes of a text table come from: a file, or what was pasted."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from playground.errors import UserError


@dataclass(frozen=True)
class Source:
    """Bytes to read, and what to call them.

    Attributes:
        name: for messages: the file's name, or "the pasted table".
        path: of the file; None where `contents` is all there is.
        size: in bytes.
    """

    name: str
    path: Path | None
    contents: bytes
    size: int

    @classmethod
    def of_file(cls, path: Path) -> Source:
        """The bytes of a file.

        Raises:
            UserError: there is none at that place, or it may not be read.
        """
        try:
            return cls(path.name, path, b"", path.stat().st_size)
        except OSError as error:
            raise unreadable(path, error) from error

    @classmethod
    def of_text(cls, text: str) -> Source:
        """Text that was pasted."""
        contents = text.encode(errors="replace")
        return cls("The pasted table", None, contents, len(contents))

    def open(self) -> BinaryIO:
        """The bytes, from the first.

        Raises:
            UserError: as in `of_file`.
        """
        if self.path is None:
            return BytesIO(self.contents)
        try:
            return self.path.open("rb")
        except OSError as error:
            raise unreadable(self.path, error) from error

    def piece(self, begin: int, length: int) -> bytes:
        """Some of the bytes."""
        with self.open() as file:
            file.seek(begin)
            return file.read(length)


def unreadable(path: Path, error: OSError) -> UserError:
    """What is said of a file that the system does not give."""
    reason = error.strerror or str(error)
    return UserError(f"{path} can't be read: {reason}. Put it where it can be, and open it again.")
