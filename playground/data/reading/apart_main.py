"""What `apart` runs: one job in a process of its own.

On standard input comes a line of JSON: the job ("module:function"), what it is given, and how much
memory it may take. On standard output go lines of JSON: {"share", "what"} now and then, and at the
end {"done": …} or {"refused": words}. When standard input ends, whoever asked is gone, and so is
this.
"""

from __future__ import annotations

import errno
import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import Any, TextIO

from playground.data.progress import listening
from playground.data.reading.reader import Glimpse
from playground.data.reading.store import write_table
from playground.data.tables.spec import Reading
from playground.data.tables.table import Table
from playground.errors import UserError

_PAUSE_S = 0.05


class _Teller:
    """Writes progress, not too often."""

    def __init__(self, out: TextIO) -> None:
        self._out = out
        self._last = 0.0

    def __call__(self, share: float, what: str) -> None:
        now = time.monotonic()
        if now - self._last >= _PAUSE_S:
            self._last = now
            _say(self._out, {"share": share, "what": what})


def _say(out: TextIO, what: dict[str, Any]) -> None:
    out.write(json.dumps(what) + "\n")
    out.flush()


def main() -> int:
    """Do the job; the exit status."""
    # What libraries print would come between.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    asked = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with_the_asker, daemon=True).start()
    _bound(asked["memory"])
    try:
        with listening(_Teller(out)):
            done = _do(asked["job"], asked["given"])
    except UserError as error:
        _say(out, {"refused": str(error)})
    else:
        _say(out, {"done": done})
    # What is left of threads and memory needs no clearing away.
    os._exit(0)


def _do(job: str, given: dict[str, Any]) -> Any:
    module, name = job.split(":")
    function = getattr(import_module(module), name)
    if "path" not in given:
        return function(given)
    path = Path(given["path"])
    reading = None if given["reading"] is None else Reading.model_validate(given["reading"])
    if "folder" not in given:
        seen: Glimpse = function(path, reading)
        return seen.to_json()
    folder = Path(given["folder"])
    try:
        table: Table | None = function(path, reading, given["kinds"], folder)
        if table is not None:
            write_table(folder, table)
    except OSError as error:
        reason = error.strerror or str(error)
        if error.errno == errno.ENOSPC:
            reason = f"there is no room for its columns in {folder.parent}"
        raise UserError(f"{path.name} can't be read: {reason}.") from error
    return None


def _end_with_the_asker() -> None:
    while sys.stdin.buffer.read(1):
        pass
    os._exit(1)


def _bound(memory: int) -> None:
    """Take so much more memory at most, where the system can see to it."""
    try:
        import resource

        with open("/proc/self/statm", encoding="ascii") as file:
            held = int(file.read().split()[5]) * resource.getpagesize()
    except (OSError, ImportError):
        return
    resource.setrlimit(resource.RLIMIT_DATA, (held + memory, held + memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
