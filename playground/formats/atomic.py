"""Files that are wholly there or not there at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from time import time
from typing import BinaryIO

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
    write_together({path: contents})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write several files as `write_atomically` writes one: all of them, or none.

    They get their names in the order given, once all are on the disk. Only a kill or a power cut
    between two of these can leave new files beside old ones, each of them whole.

    Raises:
        UserError: one can't be written; whatever was there is untouched, and nothing is left.
    """
    targets = {}
    for path, contents in files.items():
        try:
            targets[_writable(path)] = contents
        except OSError as error:
            raise _refusal(path, error) from error
    try:
        _replace(targets)
    except OSError as error:
        raise _refusal([*files][-1], error) from error
    for folder in dict.fromkeys(target.parent for target in targets):
        _sweep(folder)


@contextmanager
def writing_atomically(path: Path) -> Iterator[BinaryIO]:
    """A new file to write to, which gets its name when all is written; see `write_atomically`.

    Raises:
        UserError: it can't be written; whatever was at `path` is untouched, and nothing is left.
    """
    try:
        target = _writable(path)
        part = target.parent / f"{_PREFIX}{token_hex(6)}.part"
        try:
            with part.open("xb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            mode = _mode(target)
            if mode is not None:
                part.chmod(mode)
            part.replace(target)
            _sync_folder(target.parent)
        finally:
            _remove(part)
    except OSError as error:
        raise _refusal(path, error) from error


def _refusal(path: Path, error: OSError) -> UserError:
    return UserError(f"{path} can't be written: {error.strerror or error}. Choose another place.")


def _writable(path: Path) -> Path:
    """What is to be replaced, where `path` may be a link to it."""
    target = Path(os.path.realpath(path))
    if not target.parent.is_dir():
        raise UserError(f"{path} can't be written: the folder {target.parent} does not exist.")
    if target.is_dir():
        raise UserError(f"{path} can't be written: it is a folder. Give a file's name.")
    if target.exists() and not os.access(target, os.W_OK):
        raise PermissionError(errno.EACCES, "it may only be read")
    return target


def _replace(contents: Mapping[Path, bytes]) -> None:
    token = token_hex(6)
    names = {
        target: target.parent / f"{_PREFIX}{token}-{number}"
        for number, target in enumerate(contents)
    }
    parts = {target: name.with_suffix(".part") for target, name in names.items()}
    olds = {target: name.with_suffix(".old") for target, name in names.items()}
    try:
        for target, part in parts.items():
            _write(part, contents[target], _mode(target))
        _put(parts, olds, {target: _keep(target, old) for target, old in olds.items()})
    finally:
        for left in (*parts.values(), *olds.values()):
            _remove(left)


def _put(
    parts: Mapping[Path, Path], olds: Mapping[Path, Path], kept: Mapping[Path, bool | None]
) -> None:
    """Give the new files their names, and all the old ones back if one of them fails."""
    put: list[Path] = []
    try:
        for target, part in parts.items():
            part.replace(target)
            put.append(target)
        for folder in dict.fromkeys(target.parent for target in parts):
            _sync_folder(folder)
    except OSError:  # nobody knows whether the new names would last
        for target in put:
            if kept[target]:
                olds[target].replace(target)
            elif kept[target] is None:
                target.unlink(missing_ok=True)
        raise


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
