"""How the program ended, where it ended otherwise than it should, for the next start to show."""

from __future__ import annotations

import faulthandler
import platform
import secrets
import sys
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import TextIO

import PySide6
from PySide6.QtCore import QLockFile

from playground import __version__
from playground.project.state_folder import state_folder

MOST_REPORTS = 10
MOST_CHARACTERS = 200_000
_SUFFIX, _SEEN = ".txt", ".seen"


class CrashReport:
    """The report of this process: written into when it dies of a fault, gone when it ends well.

    A fault of Python's in answer to a click does not end the program; that is written down too, and
    `told` is called.

    Attributes:
        path: the file.
        told: what to call with a sentence.
    """

    def __init__(self) -> None:
        folder = report_folder()
        self.path = folder / f"{datetime.now():%Y-%m-%d-%H%M%S}-{secrets.token_hex(3)}{_SUFFIX}"
        self.told: Callable[[str], None] = _nobody
        self._lock = _lock_of(self.path)
        self._file: TextIO | None = None
        self._before = sys.excepthook
        self._faults = 0

    def begin(self) -> None:
        """Write down every fault from here on."""
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self.path.open("w", encoding="utf-8", errors="replace")
        except OSError:
            return  # there is nowhere to write to, and nothing else depends on it
        self._lock.tryLock(0)
        self._file.write(_heading())
        self._file.flush()
        faulthandler.enable(self._file, all_threads=True)
        sys.excepthook = self._note

    def end(self) -> None:
        """The program ends as it should."""
        sys.excepthook = self._before
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            if not self._faults:
                self.path.unlink(missing_ok=True)
        self._lock.unlock()

    def _note(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        """A fault that nobody caught; the program goes on."""
        self._before(kind, error, trace)
        if self._file is None or issubclass(kind, KeyboardInterrupt):
            return
        self._faults += 1
        self._file.write(f"\n{datetime.now():%H:%M:%S}\n")
        self._file.write("".join(traceback.format_exception(kind, error, trace)))
        self._file.flush()
        self.told(f"Something went wrong that should not have: {kind.__name__}: {error}.")


def report_folder() -> Path:
    """Where reports are kept; it may not be there yet."""
    return state_folder() / "reports"


def find_reports() -> list[Path]:
    """Reports that nobody has seen, newest first, of processes that are gone.

    A process that was killed from outside has written nothing, and its report goes.
    """
    found = []
    for path in sorted(report_folder().glob(f"*{_SUFFIX}"), reverse=True):
        lock = _lock_of(path)
        if not lock.tryLock(0):
            continue  # of a process that lives
        try:
            if _has_fault(path):
                found.append(path)
            else:
                path.unlink(missing_ok=True)
        finally:
            lock.unlock()
    return found


def note_seen(paths: list[Path]) -> list[Path]:
    """These are shown now: where they are from here on; of those seen, the newest few stay."""
    seen = [path.with_name(path.name + _SEEN) for path in paths]
    for path, after in zip(paths, seen, strict=True):
        path.rename(after)
    for old in sorted(report_folder().glob(f"*{_SEEN}"), reverse=True)[MOST_REPORTS:]:
        old.unlink(missing_ok=True)
    return seen


def text_of(path: Path) -> str:
    """What a report says, the end of it if it is long."""
    return path.read_text("utf-8", errors="replace")[-MOST_CHARACTERS:]


def _heading() -> str:
    return (
        f"Playground {__version__}, Python {platform.python_version()}, "
        f"Qt for Python {PySide6.__version__}, {platform.platform()}\n"
        f"Started {datetime.now():%Y-%m-%d %H:%M:%S}\n"
    )


def _has_fault(path: Path) -> bool:
    """Whether anything follows the heading, which has two lines."""
    try:
        return len(text_of(path).splitlines()) > _heading().count("\n")
    except OSError:
        return False


def _lock_of(path: Path) -> QLockFile:
    lock = QLockFile(str(path.with_suffix(".lock")))
    lock.setStaleLockTime(0)
    return lock


def _nobody(words: str) -> None:
    """Before there is a window."""
