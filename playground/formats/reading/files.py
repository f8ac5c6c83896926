"""A chosen file's bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from playground.errors import UserError
from playground.formats.reading.limits import FREE_BYTES, MOST_RATIO

# A pipe must not be waited for before it is known to be one.
_FLAGS = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_NOCTTY", 0)
)
# What `st_blocks` counts in, whatever the file system.
_BLOCK = 512


def read_bytes(path: Path, most: int) -> bytes:
    """The whole file. A link that was chosen itself is followed.

    Raises:
        UserError: there is none, it is a folder, a pipe or a device, it can't be read, it is larger
            than `most` bytes or mostly holes, or it changes meanwhile. Its size is known before
            memory is taken.
    """
    try:
        _check(path, path.stat(), most)  # opening some devices does something
        handle = os.open(path, _FLAGS)
    except OSError as error:
        raise _refusal(path, error) from None
    except ValueError:
        raise UserError(f"There can't be a file called {str(path)!r}.") from None
    try:
        with os.fdopen(handle, "rb") as file:
            status = os.fstat(file.fileno())
            _check(path, status, most)
            contents = file.read(status.st_size + 1)
    except OSError as error:
        raise _refusal(path, error) from None
    if len(contents) != status.st_size:
        raise UserError(f"{path} is being written just now. Open it once that is done.")
    return contents


def _check(path: Path, status: os.stat_result, most: int) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise UserError(f"{path} is a folder, not a file. Choose a file in it.")
    if not stat.S_ISREG(status.st_mode):
        raise UserError(f"{path} is a pipe or a device, not a file.")
    if status.st_size > most:
        raise UserError(
            f"{path} is too large: {status.st_size:,} bytes, where at most {most:,} are read."
        )
    held = getattr(status, "st_blocks", status.st_size) * _BLOCK
    if status.st_size > max(FREE_BYTES, MOST_RATIO * held):
        raise UserError(
            f"{path} is mostly holes: {status.st_size:,} bytes, and {held:,} of them on the disk."
        )


def _refusal(path: Path, error: OSError) -> UserError:
    if isinstance(error, FileNotFoundError):
        return UserError(f"There is no file {path}.")
    return UserError(f"{path} can't be read: {error.strerror or error}.")
