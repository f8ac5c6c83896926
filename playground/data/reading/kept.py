"""The tables read last, and the mark by which a file that has changed is known."""

from __future__ import annotations

import os
import stat
from collections import OrderedDict
from collections.abc import Callable, Hashable
from contextlib import suppress
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from playground.data.reading.source import unreadable
from playground.data.tables.table import Words

if TYPE_CHECKING:
    from playground.data.tables.spec import FileSpec
    from playground.data.tables.table import Table

_MOST_KEPT, _MOST_BYTES = 3, 1 << 30
_PIECE = 64 << 10
_MOST_ENTRIES = 2_000


class KeptTables:
    """Keeps the tables that were asked for last. Threads may share it."""

    def __init__(self) -> None:
        self._tables: OrderedDict[Hashable, Table] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, read: Callable[[], Table]) -> Table:
        """The table of this key; read if it is not here."""
        with self._lock:
            if key in self._tables:
                self._tables.move_to_end(key)
                return self._tables[key]
        table = read()
        with self._lock:
            self._tables[key] = table
            while len(self._tables) > 1 and self._too_many():
                self._tables.popitem(last=False)
        return table

    def _too_many(self) -> bool:
        n_bytes = sum(_n_bytes(table) for table in self._tables.values())
        return len(self._tables) > _MOST_KEPT or n_bytes > _MOST_BYTES

    def clear(self) -> None:
        """Forget them all."""
        with self._lock:
            self._tables.clear()


def _n_bytes(table: Table) -> int:
    """The bytes of a table's numbers and codes; what is mapped counts too."""
    n_bytes = 0
    for column in table.columns:
        if isinstance(column.values, np.ndarray):
            n_bytes += column.values.nbytes
        elif isinstance(column.values, Words):
            n_bytes += column.values.codes.nbytes
    return n_bytes


def state_of(path: Path) -> tuple[int, int]:
    """What the system says of a file: its size in bytes, and when it was changed.

    Of a folder: how much lies in it and the folders beneath, and when any of that was changed.

    Raises:
        UserError: there is nothing at that place.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise unreadable(path, error) from error
    if not stat.S_ISDIR(found.st_mode):
        return found.st_size, found.st_mtime_ns
    # A folder's own time says nothing of what changes inside the folders and files in it.
    changed = found.st_mtime_ns
    entries = _entries_in(path)
    for entry in entries:
        with suppress(OSError):
            changed = max(changed, entry.stat(follow_symlinks=False).st_mtime_ns)
    return len(entries), changed


def mark_of(path: Path) -> tuple[int, str]:
    """The size of a file, and a mark of what is in it; quick whatever the size.

    The mark is of the first, middle and last bytes, so a copy has the same. Of a folder both are of
    the names in it and beneath, two thousand of them at most.

    Raises:
        UserError: there is nothing at that place.
    """
    try:
        if path.is_dir():
            return _mark_of_folder(path)
        size = path.stat().st_size
        digest = blake2b(str(size).encode(), digest_size=8)
        with path.open("rb") as file:
            for at in (0, max(0, size // 2 - _PIECE // 2), max(0, size - _PIECE)):
                file.seek(at)
                digest.update(file.read(_PIECE))
    except OSError as error:
        raise unreadable(path, error) from error
    return size, digest.hexdigest()


def _mark_of_folder(path: Path) -> tuple[int, str]:
    found = [entry.path.removeprefix(str(path)) for entry in _entries_in(path)]
    digest = blake2b("\0".join(sorted(found)).encode(errors="replace"), digest_size=8)
    return len(found), digest.hexdigest()


def _entries_in(path: Path) -> list[os.DirEntry[str]]:
    """What lies in a folder and the two levels beneath it, two thousand at most; no link followed.

    Each folder has its share, so that a full one does not hide the others.
    """
    found: list[os.DirEntry[str]] = []
    waiting = [str(path)]
    for _ in range(3):
        share = max(10, _MOST_ENTRIES // max(1, 2 * len(waiting)))
        below: list[str] = []
        for place in waiting[: _MOST_ENTRIES - len(found)]:
            with suppress(OSError), os.scandir(place) as entries:
                some = list(islice(entries, share))
            found += some
            below += [each.path for each in some if each.is_dir(follow_symlinks=False)]
        waiting = sorted(below)
    return found[:_MOST_ENTRIES]


def stamped(file: FileSpec) -> FileSpec:
    """The same, with the size and the mark that the file has now.

    Raises:
        UserError: there is nothing at that place.
    """
    if not file.path:
        return file
    size, mark = mark_of(Path(file.path))
    return file.model_copy(update={"size": size, "mark": mark})


def change_of(file: FileSpec) -> str:
    """What has become of the file since it was stamped, in words; "" where it is the same.

    For showing beside the data: a file that has changed is read as it is now.
    """
    if not file.path or not file.mark:
        return ""
    path = Path(file.path)
    if not path.exists():
        return f"{path} is gone. Put it back, or open it from where it is now."
    size, mark = mark_of(path)
    if (size, mark) == (file.size, file.mark):
        return ""
    sizes = f": {file.size:,} bytes then, {size:,} now" if size != file.size else ""
    return (
        f"{path.name} has changed since this project was made{sizes}. It is read as it is now; "
        "look the columns through."
    )
