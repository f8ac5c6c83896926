"""Tables on the disk, column by column, so that they are opened at once and share no memory.

A table is a folder: `table.json` says what its columns are, and each column is a `.npy` file that
is mapped, not read. The folders lie in the user's cache; what has not been used for long goes.
"""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

import numpy as np

from playground.data.arrays import read_only
from playground.data.tables.table import Column, Table, Trouble, Words

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind

FORMAT = 2
LINES = "lines.npy"
"""The row of the file that each row is, where that is not plain (see `Table.lines`)."""
_MOST_BYTES = 6 << 30
_MOST_DAYS = 30
_STALE_S = 86_400.0
_FEW_WORDS = 20_000
_MANIFEST = "table.json"


class PackedWords(Sequence[str]):
    """Many words in one array of bytes, each made a string when it is asked for.

    Args:
        letters: the words as UTF-8, one after the other, uint8.
        ends: (n,) int64, where each ends.
    """

    def __init__(self, letters: NDArray[np.uint8], ends: NDArray[np.int64]) -> None:
        self._letters = letters
        self._ends = ends

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[str]: ...
    def __getitem__(self, place: int | slice) -> str | Sequence[str]:
        if isinstance(place, slice):
            return tuple(self[each] for each in range(*place.indices(len(self))))
        place = range(len(self))[place]
        begin = int(self._ends[place - 1]) if place else 0
        return self._letters[begin : int(self._ends[place])].tobytes().decode()

    def __iter__(self) -> Iterator[str]:
        # Some at a time: one call for each word would take long.
        begin = 0
        for first in range(0, len(self), _FEW_WORDS):
            ends = self._ends[first : first + _FEW_WORDS]
            letters = self._letters[begin : int(ends[-1])].tobytes()
            at = 0
            for end in (ends - begin).tolist():
                yield letters[at:end].decode()
                at = end
            begin = int(ends[-1])


def tables_folder() -> Path:
    """Where tables that were read are kept."""
    from platformdirs import user_cache_path

    return user_cache_path("playground") / "tables"


def write_words(folder: Path, place: int, distinct: Sequence[str]) -> None:
    """Write the words of a column."""
    encoded = [word.encode(errors="replace") for word in distinct]
    ends = np.cumsum([len(word) for word in encoded], dtype=np.int64)
    np.save(folder / f"{place}.ends.npy", ends, allow_pickle=False)
    np.save(
        folder / f"{place}.letters.npy",
        np.frombuffer(b"".join(encoded), np.uint8),
        allow_pickle=False,
    )


def write_manifest(
    folder: Path,
    columns: Sequence[tuple[str, Kind, bool]],
    table: Table,
    *,
    lined: bool = False,
) -> None:
    """Write what there is besides the columns' values; this makes the folder a table.

    Args:
        columns: name, kind, and whether it is of words, of each.
        table: its troubles are written; its columns are not looked at.
        lined: whether `LINES` is there.
    """
    known = {
        "format": FORMAT,
        "columns": columns,
        "troubles": [astuple(trouble) for trouble in table.troubles],
        "n_troubles": table.n_troubles,
        "n_left_out": table.n_left_out,
        "lined": lined,
    }
    (folder / _MANIFEST).write_text(json.dumps(known), encoding="utf-8")


def write_table(folder: Path, table: Table) -> None:
    """Write a table that is in memory. Columns of pictures can't be kept so."""
    columns = []
    for place, column in enumerate(table.columns):
        if isinstance(column.values, Words):
            np.save(folder / f"{place}.npy", column.values.codes, allow_pickle=False)
            write_words(folder, place, column.values.distinct)
        else:
            np.save(folder / f"{place}.npy", column.numbers, allow_pickle=False)
        columns.append((column.name, column.kind, isinstance(column.values, Words)))
    if table.lines is not None:
        np.save(folder / LINES, table.lines, allow_pickle=False)
    write_manifest(folder, columns, table, lined=table.lines is not None)


def open_table_folder(folder: Path) -> Table | None:
    """The table in a folder, its values mapped; None where there is none that is whole."""
    try:
        known = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if known["format"] != FORMAT:
            return None
        columns = tuple(
            _column(folder, place, *each) for place, each in enumerate(known["columns"])
        )
        troubles = tuple(Trouble(*each) for each in known["troubles"])
        lines = _mapped(folder / LINES) if known["lined"] else None
        with suppress(OSError):
            os.utime(folder)
        return Table(columns, troubles, known["n_troubles"], known["n_left_out"], lines=lines)
    except (OSError, EOFError, ValueError, KeyError, TypeError):
        return None


def _column(folder: Path, place: int, name: str, kind: Kind, worded: bool) -> Column:
    values = _mapped(folder / f"{place}.npy")
    if not worded:
        return Column(name, kind, values)
    packed = PackedWords(
        _mapped(folder / f"{place}.letters.npy"), _mapped(folder / f"{place}.ends.npy")
    )
    distinct = tuple(packed) if len(packed) <= _FEW_WORDS else packed
    return Column(name, kind, Words(values, distinct))


def _mapped(path: Path) -> NDArray[Any]:
    """The array in a file, mapped; what is empty can't be."""
    try:
        return np.asarray(np.load(path, mmap_mode="r", allow_pickle=False))
    except ValueError:
        return read_only(np.asarray(np.load(path, allow_pickle=False)))


def tidy(folder: Path) -> None:
    """Take away tables that were not used for long, and the oldest where there are too many."""
    now = time.time()
    ages = []
    with suppress(OSError):
        ages = sorted((entry.stat().st_mtime, entry.path) for entry in os.scandir(folder))
    total = 0
    for changed, path in reversed(ages):
        total += sum(_size(file) for file in Path(path).iterdir()) if Path(path).is_dir() else 0
        half_written = path.endswith(".part") and now - changed > _STALE_S
        if half_written or now - changed > _MOST_DAYS * _STALE_S or total > _MOST_BYTES:
            shutil.rmtree(path, ignore_errors=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
