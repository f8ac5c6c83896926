"""What is known of work that was kept without being saved."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from playground.project.part import Part

Stamp = tuple[int, int, int]


class Origin(Part):
    """Which file unsaved work is of, and how it came to be left.

    Attributes:
        path: the file, or None when it was never saved.
        stamp: of the file when it was opened or saved last; see `stamp_of`.
        edited: whether the document was edited since; else its network was trained alone.
        epoch: how far it was trained.
        left: whether its window was closed, or showed another project; else it was killed.
    """

    path: Path | None = None
    stamp: Stamp | None = None
    edited: bool = True
    epoch: int = Field(0, ge=0)
    left: bool = False


def stamp_of(path: Path) -> Stamp | None:
    """What changes whenever a file is written anew; None when there is none."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size, status.st_ino
