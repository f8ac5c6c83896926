"""Files that are wholly there or not there at all."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import NamedTemporaryFile

from playground.errors import UserError


def write_atomically(path: Path, contents: bytes) -> None:
    """Write `contents` to `path`, by way of a temporary file beside it.

    Raises:
        UserError: it can't be written; whatever was at `path` is untouched, and nothing is left.
    """
    folder = path.parent
    if not folder.is_dir():
        raise UserError(f"{path} can't be written: the folder {folder} does not exist.")
    if path.is_dir():
        raise UserError(f"{path} can't be written: it is a folder. Give a file's name.")
    temporary: Path | None = None
    try:
        with NamedTemporaryFile(
            dir=folder, prefix=f".{path.name}.", suffix=".part", delete=False
        ) as file:
            temporary = Path(file.name)
            file.write(contents)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(_mode(path))
        temporary.replace(path)
        temporary = None
        _sync_folder(folder)
    except OSError as error:
        raise UserError(
            f"{path} can't be written: {error.strerror or error}. Choose another place."
        ) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def _mode(path: Path) -> int:
    """The permissions of the file that is replaced, or those a new file gets."""
    if path.exists():
        return path.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def _sync_folder(folder: Path) -> None:
    """Make the rename last; not every system lets a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
