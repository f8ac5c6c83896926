"""Whose file it is: this window's, another's too, or changed meanwhile."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path

from PySide6.QtCore import QLockFile

from playground.project.origin import Stamp, stamp_of
from playground.project.state_folder import state_folder


class Claim:
    """Holds the project file of a window, so that a second window on it is told.

    The mark is in the user's state folder, not beside the file; that of a program that was killed
    counts for nothing.

    Attributes:
        path: the file, or None when there is none.
        held: whether no other window had it first, when it was asked for last.
        stamp: of the file as it was opened or saved here.
    """

    def __init__(self) -> None:
        self.path: Path | None = None
        self.held = True
        self._lock: QLockFile | None = None
        self.stamp: Stamp | None = None

    def take(self, path: Path | None) -> bool:
        """This window's file is this from now on, as it is on the disk; whether it is `held`."""
        if path is None or path != self.path:
            self.release()
            self.path = path
            self.held = path is None or self._lock_it(path)
        self.stamp = stamp_of(path) if path is not None else None
        return self.held

    def take_as(self, path: Path | None, stamp: Stamp | None) -> bool:
        """The same, of a file that was opened when it had this stamp."""
        self.take(path)
        self.stamp = stamp
        return self.held

    def hold(self) -> bool:
        """Whether it is this window's alone; asked anew where another had it."""
        if not self.held and self.path is not None:
            self.held = self._lock_it(self.path)
        return self.held

    def changed_meanwhile(self) -> bool:
        """Whether another program has written the file since it was opened or saved here."""
        return self.path is not None and stamp_of(self.path) not in (self.stamp, None)

    def release(self) -> None:
        """No file is this window's."""
        if self._lock is not None:
            self._lock.unlock()
        self.path = self._lock = self.stamp = None
        self.held = True

    def _lock_it(self, path: Path) -> bool:
        folder = state_folder() / "open"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return True  # without a place for marks there is nobody to ask
        name = sha256(str(path.resolve()).encode("utf-8", "surrogatepass")).hexdigest()[:32]
        self._lock = QLockFile(str(folder / f"{name}.lock"))
        self._lock.setStaleLockTime(0)
        if self._lock.tryLock(0) or self._lock.error() is not QLockFile.LockError.LockFailedError:
            return True
        self._lock = None
        return False
