"""Where unsaved work is kept: a file a window, found again when the window is gone."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground.errors import UserError
from playground.gui.work import Work
from playground.project.file import SUFFIX, glance, save_project
from playground.project.origin import Origin
from playground.project.state_folder import state_folder

# Of those whose network was trained alone. What was edited is kept until someone discards it.
MOST_TRAINED = 5


@dataclass(frozen=True)
class Kept:
    """Work that a window, which is gone, has left.

    Attributes:
        path: where it is kept.
        name: of the project.
        origin: what is known of it.
        written: when, in seconds since 1970.
    """

    path: Path
    name: str
    origin: Origin
    written: float

    @property
    def urgent(self) -> bool:
        """Whether it is to be offered unasked: its window was killed, or it was edited."""
        return self.origin.edited or not self.origin.left


class Place:
    """Where one window keeps its unsaved work; nobody else's while it is held.

    Attributes:
        path: the file, which may not be there.

    Args:
        path: of work that was left, to be taken over; else a new one.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or recovery_folder() / f"{secrets.token_hex(8)}{SUFFIX}"
        self._lock = _lock_of(self.path)

    def hold(self) -> bool:
        """Hold it; False where another window does."""
        return self._lock.isLocked() or self._lock.tryLock(0)

    def write(self, work: Work, origin: Origin) -> None:
        """Keep this, in the place of what is there.

        Raises:
            UserError: it can't be written; what was kept before is untouched.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise UserError(f"{self.path.parent} can't be made: {error.strerror}.") from None
        self.hold()
        save_project(self.path, work.spec, work.run, run_spec=work.run_spec, origin=origin)

    def clear(self) -> None:
        """There is nothing unsaved any more."""
        self.path.unlink(missing_ok=True)

    def release(self) -> None:
        """Leave what is there to whoever looks for it."""
        self._lock.unlock()


def recovery_folder() -> Path:
    """The folder; it may not be there yet."""
    return state_folder() / "recovery"


def find_kept() -> list[Kept]:
    """What windows that are gone have left, newest first; what can't be read stays unmentioned."""
    found = [kept for path in _files() if (kept := _kept(path)) is not None]
    found.sort(key=lambda kept: kept.written, reverse=True)
    trained = [kept for kept in found if not kept.urgent]
    for old in trained[MOST_TRAINED:]:
        discard(old)
        found.remove(old)
    return found


def discard(kept: Kept) -> None:
    """Throw it away."""
    kept.path.unlink(missing_ok=True)


def _files() -> list[Path]:
    try:
        return sorted(recovery_folder().glob(f"*{SUFFIX}"))
    except OSError:
        return []


def _kept(path: Path) -> Kept | None:
    lock = _lock_of(path)
    if not lock.tryLock(0):
        return None  # of a window that is open
    try:
        project = glance(path)
        written = path.stat().st_mtime
    except (UserError, OSError):
        return None
    finally:
        lock.unlock()
    return Kept(path, project.name, project.origin or Origin(), written)


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)  # however long it is held; that of a process that is gone is none
    return lock
