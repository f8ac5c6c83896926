"""Pictures that have been decoded, kept so that no file is decoded twice at one size."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Put = Callable[[int, NDArray[np.uint8]], None]
    Decode = Callable[[Sequence[Path], tuple[int, int, int], Put], None]

_FEW_BYTES = 64 << 20
_MOST_ON_DISK = 4 << 30


class Shelf:
    """The files of a set, and their pixels at the size that was asked for last.

    What is large lies in the user's cache, mapped, and is found there again when the same files are
    opened another day. Threads may share it.

    Attributes:
        paths: of the files.
    """

    def __init__(self, paths: tuple[Path, ...]) -> None:
        self.paths = paths
        self._lock = Lock()
        self._size: tuple[int, int, int] | None = None
        self._pixels: NDArray[np.uint8] = np.empty((0,), np.uint8)
        self._there = np.zeros(0, np.bool_)

    def pixels(
        self, rows: NDArray[np.int64], size: tuple[int, int, int], decode: Decode
    ) -> NDArray[np.uint8]:
        """The pixels of some files at one size, (n, channels, height, width).

        Args:
            decode: gets paths and the size, and puts the pixels of each by its place.
        """
        with self._lock:
            if self._size != size:
                self._clear(size)
            wanted = np.unique(rows)
            wanted = wanted[~self._there[wanted]]
            if len(wanted):
                self._fill(wanted, size, decode)
            found = self._pixels[rows]
        found.flags.writeable = False
        return found

    def _clear(self, size: tuple[int, int, int]) -> None:
        """Make room for another size; what lies in the cache is there at once."""
        shape = (len(self.paths), *size)
        self._size = None
        self._there = np.zeros(len(self.paths), np.bool_)
        kept = None if _is_small(shape) else self._kept(size)
        if kept is not None and kept.shape == shape:
            self._pixels = kept
            self._there[:] = True
        else:
            self._pixels = np.empty(shape, np.uint8) if _is_small(shape) else _mapped(shape)
        self._size = size

    def _fill(self, wanted: NDArray[np.int64], size: tuple[int, int, int], decode: Decode) -> None:
        def put(place: int, pixels: NDArray[np.uint8]) -> None:
            row = wanted[place]
            self._pixels[row] = pixels
            self._there[row] = True

        decode([self.paths[row] for row in wanted], size, put)
        if self._there.all() and not _is_small(self._pixels.shape):
            self._keep(size)

    def _kept(self, size: tuple[int, int, int]) -> NDArray[np.uint8] | None:
        try:
            found = np.load(self._place(size), mmap_mode="r", allow_pickle=False)
        except (OSError, ValueError, EOFError):
            return None
        return found if found.dtype == np.uint8 else None

    def _keep(self, size: tuple[int, int, int]) -> None:
        place = self._place(size)
        part = place.with_name(f"{place.stem}-{token_hex(4)}.part")
        # A cache that can't be written is only slower.
        with suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            with part.open("wb") as file:
                np.lib.format.write_array(file, np.asarray(self._pixels))
            part.replace(place)
            _tidy(place.parent)

    def _place(self, size: tuple[int, int, int]) -> Path:
        """Where the cache has them: by names, sizes and times of the files."""
        digest = blake2b(repr(size).encode(), digest_size=16)
        for path in self.paths:
            with suppress(OSError):
                found = os.stat(path)
                digest.update(f"{path}|{found.st_size}|{found.st_mtime_ns}\n".encode())
        return _folder() / f"{digest.hexdigest()}.npy"


def _is_small(shape: tuple[int, ...]) -> bool:
    return int(np.prod(shape)) <= _FEW_BYTES


def _folder() -> Path:
    from platformdirs import user_cache_path

    return user_cache_path("playground") / "pictures"


def _mapped(shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """Room on the disk that goes with the process; in memory where there is no disk."""
    import tempfile

    try:
        with tempfile.TemporaryFile() as file:
            return np.memmap(file, np.uint8, "w+", shape=shape)
    except OSError:
        return np.empty(shape, np.uint8)


def _tidy(folder: Path) -> None:
    """Take the oldest away where they are too many."""
    with suppress(OSError):
        found = sorted(
            (
                (entry.stat().st_mtime, entry.stat().st_size, entry.path)
                for entry in os.scandir(folder)
            ),
            reverse=True,
        )
        total = 0
        for _, size, path in found:
            total += size
            if total > _MOST_ON_DISK:
                os.unlink(path)
