"""What a process does to files, to others and to memory while it reads a hostile file."""

from __future__ import annotations

import ctypes
import gc
import os
import resource
import sys
from pathlib import Path
from typing import Any

from playground.engine.executors.native import library
from playground.formats.reading import confined
from tests.hostile.makers.maker import MARK

ROOT = Path(__file__).parents[2]
_READING = tuple(
    os.path.realpath(place)
    for place in (sys.prefix, sys.base_prefix, ROOT, os.environ.get("PLAYGROUND_KERNELS", ROOT))
)
# What the system tells of itself.
_TOLD = ("/proc/", "/sys/", "/dev/null", "/etc/localtime", "/usr/share/zoneinfo")
_CHANGING = (
    "os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate",
    "os.chmod", "os.chown", "os.utime", "os.mkfifo", "os.mknod", "os.setxattr", "os.removexattr",
    "shutil.",
)  # fmt: skip
_RUNNING = ("os.system", "os.exec", "os.fork", "os.posix_spawn", "os.startfile", "pty.", "pickle.",
            "socket.", "ctypes.set_errno", "webbrowser.", "urllib.")  # fmt: skip
_STARTED = {str(Path(confined.__file__).with_name("confined_main.py")), library.__name__}
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


class Watch:
    """Notes what should not happen; see `sys.addaudithook`.

    Attributes:
        chosen: the file that may be read.
        seen: what happened, in words.
    """

    def __init__(self) -> None:
        self.chosen, self.seen = "", list[str]()
        self._looking = False
        sys.addaudithook(self._note)

    def begin(self, chosen: Path) -> None:
        """Look from now on, while this file is read."""
        self.chosen, self.seen, self._looking = str(chosen), [], True

    def end(self) -> list[str]:
        """Look no more; what happened."""
        self._looking = False
        return self.seen

    def _note(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._looking:
            return
        if event == "open":
            self._note_open(*arguments)
        elif event.startswith((*_CHANGING, *_RUNNING)) or (
            event == "subprocess.Popen" and not _STARTED.intersection(map(str, arguments[1]))
        ):
            self.seen.append(f"{event} {arguments!r}"[:300])
        elif event == "compile" and MARK in str(arguments[0]):
            self.seen.append("compiles the file's text")

    def _note_open(self, place: Any, mode: str | None, flags: int) -> None:
        if isinstance(place, int):
            return
        name = os.fsdecode(place)
        if name == os.devnull:
            return
        if flags & _WRITING or any(letter in (mode or "") for letter in "wax+"):
            self.seen.append(f"writes {name}")
        elif name != self.chosen and not name.startswith(_TOLD):
            real = os.path.realpath(name)
            if not real.startswith(_READING):
                self.seen.append(f"reads {name}")


class Memory:
    """How much memory more than before a stretch of work took at its most, in MB."""

    def __init__(self) -> None:
        gc.collect()
        ctypes.CDLL(None).malloc_trim(0)
        Path("/proc/self/clear_refs").write_text("5")  # what is the most is counted anew
        self._before = _status("VmRSS")

    @property
    def grown(self) -> float:
        return (_status("VmHWM") - self._before) / 1024


def children_mb() -> float:
    """The most that any process took that this one has started."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def _status(name: str) -> int:
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1])
    raise AssertionError(name)
