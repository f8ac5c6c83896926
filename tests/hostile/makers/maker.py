"""What makes a hostile file."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

# Stands wherever a file holds something that must not run; running it would leave a file so named.
MARK = "playground_was_here"


class _Harm:
    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        import os

        return os.mkdir, (MARK,)


PICKLE = pickle.dumps(_Harm())


@dataclass(frozen=True)
class Maker:
    """One hostile file.

    Attributes:
        file: its name, by which it is known; the ending says how it is opened.
        make: writes it to the path given.
        loads: whether it is sound in spite of its looks; None where either is right.
    """

    file: str
    make: Callable[[Path], object]
    loads: bool | None = False


def holding(file: str, contents: bytes | str, loads: bool | None = False) -> Maker:
    """A file of these contents."""
    data = contents.encode() if isinstance(contents, str) else contents
    return Maker(file, lambda path: path.write_bytes(data), loads)
