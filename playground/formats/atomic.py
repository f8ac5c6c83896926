"""Files that are wholly there or not there at all."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from time import time

from playground.errors import UserError

# What a save that was killed has left beside the file is taken away by a later one.
_PREFIX, _STALE_S = ".playground-", 3600.0
# Where these come, the file system has no second names for files, or not for this one.
_NO_LINKS = {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK}


def write_atomically(path: Path, contents: bytes) -> None:
    """Write `contents` to `path`, by way of a temporary file beside it.

    The file's bytes are on the disk before it gets its name, and the name before this returns: a
    crash, a kill or a power cut at any moment leaves the old file or the new one, whole. Where
    `path` is a link, what it points at is replaced.

    Raises:
        UserError: it can't be written; whatever was at `path` is untouched, and nothing is left.
    """
    target = Path(os.path.realpath(path))
    folder = target.parent
    try:
        if not folder.is_dir():
            raise UserError(f"{path} can't be written: the folder {folder} does not exist.")
        if target.is_dir():
            raise UserError(f"{path} can't be written: it is a folder. Give a file's name.")
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, "it may only be read")
        _replace(target, contents)
    except OSError as error:
        raise UserError(
            f"{path} can't be written: {error.strerror or error}. Choose another place."
        ) from error
    _sweep(folder)


def _replace(target: Path, contents: bytes) -> None:
    folder, token = target.parent, token_hex(6)
    part, old = folder / f"{_PREFIX}{token}.part", folder / f"{_PREFIX}{token}.old"
    try:
        _write(part, contents, _mode(target))
        kept = _keep(target, old)
        part.replace(target)
        try:
            _sync_folder(folder)
        except OSError:  # nobody knows whether the new name would last, so the old one comes back
            if kept:
                old.replace(target)
            elif kept is None:
                target.unlink(missing_ok=True)
            raise
    finally:
        for left in (part, old):
            _remove(left)


def _write(part: Path, contents: bytes, mode: int | None) -> None:
    """A new file on the disk, with these permissions, or those that a new file gets."""
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        if mode is not None and hasattr(os, "fchmod"):
            os.fchmod(handle, mode)
        rest = memoryview(contents)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    except BaseException:
        with suppress(OSError):
            os.close(handle)
        raise
    os.close(handle)


def _mode(target: Path) -> int | None:
    """The permissions of the file that is to be replaced; None when there is none."""
    try:
        return target.stat().st_mode & 0o777
    except FileNotFoundError:
        return None


def _keep(target: Path, old: Path) -> bool | None:
    """Give the file that is to be replaced a second name, so that it can come back.

    Returns:
        Whether it has one: not where the file system knows no such thing. None: there is no file.
    """
    try:
        os.link(target, old)
    except FileNotFoundError:
        return None
    except OSError as error:
        if error.errno in _NO_LINKS:
            return False
        raise
    return True


def _sync_folder(folder: Path) -> None:
    """Make the new name last; not every system lets a folder be synced."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(path: Path) -> None:
    for _ in range(2):  # the first may be interrupted
        try:
            path.unlink(missing_ok=True)
        except OSError:
            continue
        return


def _sweep(folder: Path) -> None:
    """Take away what saves that were killed long ago have left."""
    with suppress(OSError):
        for path in folder.glob(f"{_PREFIX}*"):
            status = path.stat()
            # The second name of an old file is as new as the change of it, not as its bytes.
            age = time() - max(status.st_mtime, status.st_ctime)
            if path.suffix in (".part", ".old") and age > _STALE_S:
                _remove(path)
