"""Files and folders of people's own data become tables."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.reading.reader import Glimpse, Reader
from playground.errors import UserError
from playground.registry import Registry

if TYPE_CHECKING:
    from playground.data.tables.spec import FileSpec, Reading
    from playground.data.tables.table import Table

__all__ = ["READERS", "Glimpse", "Reader", "glimpse", "read_table", "reader_of"]

READERS: Registry[Reader] = Registry("layout", [])
"""Every layout, the more particular ones first: the first that recognises a file reads it."""


def reader_of(path: Path, layout: str = "") -> Reader:
    """The reader of a file or folder: the one named, or the first that recognises it.

    Raises:
        UserError: there is none, or nothing at that place.
    """
    if not path.exists():
        raise UserError(f"There is no file {path}. Put it back, or open it from where it is now.")
    if layout:
        return READERS.find(layout)
    for reader in READERS.values():
        if reader.recognises(path):
            return reader
    labels = ", ".join(reader.label for reader in READERS.values())
    raise UserError(f"{path.name} is of no kind that can be read. What can be: {labels}.")


def glimpse(path: Path, reading: Reading | None = None) -> Glimpse:
    """A first look into a file or folder; see `Reader.glimpse`."""
    return reader_of(path, reading.layout if reading else "").glimpse(path, reading)


def read_table(file: FileSpec) -> Table:
    """All of a file, as its columns' kinds say; the tables read last are kept."""
    path = Path(file.path)
    kinds = {column.name: column.kind for column in file.columns}
    return reader_of(path, file.reading.layout).read(path, file.reading, kinds)
