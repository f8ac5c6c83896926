"""Files and folders of people's own data become tables."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.reading.arff import Arff
from playground.data.reading.arrays import NumpyArrays
from playground.data.reading.cifar import Cifar
from playground.data.reading.excel import Excel
from playground.data.reading.idx import Idx
from playground.data.reading.image_folder import ImageFolder
from playground.data.reading.jsonl import JsonLines
from playground.data.reading.kaggle import TrainAndTest
from playground.data.reading.kept import KeptTables, change_of, stamped, state_of
from playground.data.reading.parquet import Parquet
from playground.data.reading.pasted import looks_like_a_table, table_text
from playground.data.reading.ratings import Ratings
from playground.data.reading.reader import Glimpse, Reader
from playground.data.reading.separated import Separated
from playground.data.reading.source import Source, unreadable
from playground.data.reading.tag_table import TagTable
from playground.data.reading.text_folder import Polarity, TextFolder
from playground.errors import UserError
from playground.registry import Registry

if TYPE_CHECKING:
    from playground.data.tables.spec import FileSpec, Reading
    from playground.data.tables.table import Table

__all__ = [
    "READERS",
    "Glimpse",
    "Reader",
    "change_of",
    "glimpse",
    "glimpse_text",
    "looks_like_a_table",
    "read_table",
    "reader_of",
    "stamped",
]

_SEPARATED = Separated()
READERS: Registry[Reader] = Registry(
    "layout",
    [
        Parquet(),
        Excel(),
        NumpyArrays(),
        Idx(),
        Cifar(),
        Polarity(),
        Ratings(),
        TagTable(),
        TrainAndTest(),
        ImageFolder(),
        TextFolder(),
        JsonLines(),
        Arff(),
        _SEPARATED,
    ],
)
"""Every layout, the more particular ones first: the first that recognises a file reads it."""

_KEPT = KeptTables()


def reader_of(path: Path, layout: str = "") -> Reader:
    """The reader of a file or folder: the one named, or the first that recognises it.

    Raises:
        UserError: there is none, or nothing at that place.
    """
    if not path.exists():
        raise UserError(f"There is no file {path}. Put it back, or open it from where it is now.")
    if not (path.is_file() or path.is_dir()):
        raise UserError(f"{path} is a pipe or a device. Choose a file or a folder.")
    if layout:
        return READERS.find(layout)
    for reader in READERS.values():
        if reader.recognises(path):
            return reader
    labels = ", ".join(reader.label for reader in READERS.values())
    raise UserError(f"{path.name} is of no kind that can be read. What can be: {labels}.")


def glimpse(path: Path, reading: Reading | None = None) -> Glimpse:
    """A first look into a file or folder; see `Reader.glimpse`."""
    with _spoken_of(path):
        return reader_of(path, reading.layout if reading else "").glimpse(path, reading)


def glimpse_text(text: str, reading: Reading | None = None) -> Glimpse:
    """A first look into a table that was pasted."""
    return _SEPARATED.glimpse_source(Source.of_text(table_text(text)), reading)


def read_table(file: FileSpec) -> Table:
    """All of a file, as its columns' kinds say; the tables read last are kept.

    Columns of the file that `file` does not name have the kind that they seem to have.

    Raises:
        UserError: it can't be read; says what is wrong, where, and what to do.
        Cancelled: it is no longer wanted.
    """
    kinds = {column.name: column.kind for column in file.columns}
    asked = (file.reading, tuple(kinds.items()))
    if not file.path:
        source = Source.of_text(table_text(file.text))
        return _KEPT.get(
            (file.text, *asked), lambda: _SEPARATED.read_source(source, file.reading, kinds)
        )
    path = Path(file.path)
    with _spoken_of(path):
        reader = reader_of(path, file.reading.layout)
        key = (str(path.absolute()), *state_of(path), *asked)
        return _KEPT.get(key, lambda: reader.read(path, file.reading, kinds))


@contextmanager
def _spoken_of(path: Path) -> Iterator[None]:
    """What the system refuses of a file is said in words."""
    try:
        yield
    except OSError as error:
        raise unreadable(path, error) from error
