"""Work on files in a process of its own: bounded in memory and time, and stopped at once.

The window's process never decodes what it does not know, never waits for it, and does not grow with
it: what is read comes back as columns on the disk, which are mapped (see `store`).

    table = table_apart("playground.data.reading.parquet:read_here", path, reading, kinds)
    seen = glimpse_apart("playground.data.reading.parquet:glimpse_here", path, reading)

where `read_here(path, reading, kinds, folder)` gives a `Table` in memory, or writes it to `folder`
itself and gives None, and `glimpse_here(path, reading)` gives a `Glimpse`. Both run in the child,
may raise `UserError`, and tell their progress as anywhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from queue import Empty, SimpleQueue
from secrets import token_hex
from shutil import rmtree
from threading import Thread
from typing import IO, TYPE_CHECKING, Any

from playground.data.progress import tell
from playground.data.reading.kept import state_of
from playground.data.reading.reader import Glimpse
from playground.data.reading.store import open_table_folder, tables_folder, tidy
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import Reading
    from playground.data.tables.table import Table

SPARE_BYTES = 512 << 20
"""Memory that a child may take beside three times the file."""
_MOST_SECONDS, _BYTES_A_SECOND = 120.0, 2 << 20
_LOOK_S = 0.05
_ROOT = Path(__file__).parents[3]


def table_apart(job: str, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
    """A table that a child process reads; one that was read before is opened at once.

    Args:
        job: "module:function", of Playground's own.

    Raises:
        UserError: the job refused, broke, or took too much memory or time.
        Cancelled: it is no longer wanted; nothing is left.
    """
    given = {
        "path": str(path.absolute()),
        "reading": reading.model_dump(mode="json"),
        "kinds": dict(kinds),
    }
    size, changed = state_of(path)
    key = blake2b(json.dumps([job, given, size, changed]).encode(), digest_size=16).hexdigest()
    tables = tables_folder()
    folder = tables / key
    table = open_table_folder(folder)
    if table is not None:
        return table
    part = tables / f"{key}-{token_hex(4)}.part"
    try:
        part.mkdir(parents=True)
    except OSError as error:
        raise _no_room(tables, error) from error
    try:
        run_apart(job, {**given, "folder": str(part)}, path.name, size)
        table = open_table_folder(folder)
        if table is not None:
            # Another process was quicker; its table is as good.
            return table
        rmtree(folder, ignore_errors=True)
        with suppress(OSError):
            part.rename(folder)
    finally:
        rmtree(part, ignore_errors=True)
    table = open_table_folder(folder)
    if table is None:
        raise _no_room(tables, OSError("the columns that were read are not there"))
    tidy(tables)
    return table


def glimpse_apart(job: str, path: Path, reading: Reading | None) -> Glimpse:
    """What a child process sees in a file at a first look; as `table_apart`."""
    size, _ = state_of(path)
    given = {
        "path": str(path.absolute()),
        "reading": reading and reading.model_dump(mode="json"),
    }
    return Glimpse.of_json(run_apart(job, given, path.name, size))


def run_apart(job: str, given: Mapping[str, Any], name: str, n_bytes: int) -> Any:
    """What a job makes of what it is given, both of them JSON.

    Args:
        job: "module:function", of Playground's own; see `apart_main` for what it is called with.
        name: of the file, for messages. n_bytes: its size, which bounds memory and time.

    Raises:
        UserError, Cancelled: as in `table_apart`.
    """
    memory = SPARE_BYTES + 3 * n_bytes
    asked = json.dumps({"job": job, "given": given, "memory": memory}) + "\n"
    threads = str(min(4, os.cpu_count() or 1))
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join([str(_ROOT), os.environ.get("PYTHONPATH", "")]),
        "PYTHONIOENCODING": "utf-8",
        "POLARS_MAX_THREADS": threads,
        "OPENBLAS_NUM_THREADS": "1",
    }
    with tempfile.TemporaryFile() as errors:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "playground.data.reading.apart_main"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=environment,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        try:
            answer = _answer(child, asked, name, _MOST_SECONDS + n_bytes / _BYTES_A_SECOND)
        finally:
            child.kill()
            child.wait()
            for stream in (child.stdin, child.stdout):
                if stream is not None:
                    with suppress(OSError):
                        stream.close()
        if answer is None:
            errors.seek(0)
            raise _broken(name, child.returncode, errors.read()[-2_000:], memory)
    if "refused" in answer:
        raise UserError(answer["refused"])
    return answer["done"]


def _answer(
    child: subprocess.Popen[bytes], asked: str, name: str, seconds: float
) -> dict[str, Any] | None:
    """The child's last word; None where it ends without one. Progress is told meanwhile."""
    assert child.stdin is not None
    assert child.stdout is not None
    # A thread, since pipes can't be waited for with a limit everywhere.
    lines: SimpleQueue[bytes | None] = SimpleQueue()
    Thread(target=_hand_on, args=(child.stdout, lines), daemon=True).start()
    with suppress(OSError):
        child.stdin.write(asked.encode())
        child.stdin.flush()
    end = time.monotonic() + seconds
    share, what = 0.0, f"reading {name}"
    while time.monotonic() < end:
        tell(share, what)
        try:
            line = lines.get(timeout=_LOOK_S)
        except Empty:
            continue
        if line is None:
            with suppress(subprocess.TimeoutExpired):
                child.wait(5)
            return None
        said: dict[str, Any] = json.loads(line)
        if "share" not in said:
            return said
        share, what = said["share"], said["what"]
    raise UserError(
        f"{name} takes too long to be read: more than {seconds:,.0f} s. It may be damaged, or made "
        "to keep programs busy; save it anew, or as CSV."
    )


def _hand_on(stream: IO[bytes], lines: SimpleQueue[bytes | None]) -> None:
    with suppress(OSError, ValueError):
        for line in stream:
            lines.put(line)
    lines.put(None)


def _broken(name: str, status: int, errors: bytes, memory: int) -> Exception:
    """What is said of a child that ended without an answer."""
    said = errors.decode(errors="replace")
    if b"emory" in errors or b"alloc" in errors:
        return UserError(
            f"{name} needs more memory to be read than three times its size and "
            f"{SPARE_BYTES >> 20} MB ({memory >> 20:,} MB). Take fewer columns or rows of it, or "
            "save it as CSV."
        )
    if status < 0:
        return UserError(
            f"{name} breaks the program that reads it, so it is damaged. Save it anew, or as CSV."
        )
    last = said.strip().splitlines()[-1:] or [f"status {status}"]
    return RuntimeError(f"reading {name} failed: {last[0]}")


def _no_room(folder: Path, error: OSError) -> UserError:
    reason = error.strerror or str(error)
    return UserError(
        f"What is read can't be kept in {folder}: {reason}. Make room there, or set XDG_CACHE_HOME "
        "to a folder that has some."
    )
