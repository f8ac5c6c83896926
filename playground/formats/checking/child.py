"""Programs that were exported, run by themselves: in a process of their own, within a time limit.

What they answer comes back as arrays in a file, which nothing of ours runs.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.damage import ZIP_DAMAGE

Arrays = dict[str, NDArray[Any]]
LIMIT_S = 120.0
FEATURES, ROWS, FOUND, PROGRAM = "features.npy", "rows.json", "found.npz", "program.py"
# What a reader ends with where it is not installed.
MISSING = 3
# What a process can't do without.
_KEPT = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR", "HOME", "LD_LIBRARY_PATH")


class NoReaderError(Exception):
    """There is no such reader here, or it takes too long; the message says which."""


class ReaderFailedError(Exception):
    """The reader could not read what was written, or run it; the message says why."""


def python(
    code: str,
    arguments: Sequence[object],
    features: NDArray[Any],
    program: str = "",
    rows: str = "",
) -> Arrays:
    """Run Python in isolated mode, with the packages that are installed and nothing of ours.

    Args:
        code: finds raw features in "features.npy", and leaves arrays in "found.npz".
        arguments: of the program.
        features: (N, …).
        program: what stands in "program.py".
        rows: what stands in "rows.json", if anything.

    Returns:
        The arrays that it left, by name.

    Raises:
        NoReaderError, ReaderFailedError.
    """
    if getattr(sys, "frozen", False):
        raise NoReaderError("there is no Python beside this program")
    command = [sys.executable, "-I", "-X", "utf8", "-c", code, *map(str, arguments)]
    with in_folder() as folder:
        np.save(folder / FEATURES, features, allow_pickle=False)
        (folder / PROGRAM).write_text(program, "utf-8")
        if rows:
            (folder / ROWS).write_text(rows, "utf-8")
        run(command, folder)
        try:
            with np.load(folder / FOUND, allow_pickle=False) as found:
                return {key: found[key] for key in found.files}
        except ZIP_DAMAGE as error:
            raise ReaderFailedError(f"it left no answers: {error}") from None


@contextmanager
def in_folder() -> Iterator[Path]:
    """An empty folder that is gone afterwards."""
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        yield Path(name)


def run(command: Sequence[str], folder: Path) -> None:
    """Run a command in a folder; it is killed at the time limit. Raises as `python` does."""
    environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
    try:
        ended = subprocess.run(
            command,
            cwd=folder,
            env=environment,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=LIMIT_S,
            check=False,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except subprocess.TimeoutExpired:
        raise NoReaderError(f"it took over {LIMIT_S:.0f} seconds") from None
    except OSError as error:
        raise NoReaderError(str(error.strerror or error)) from None
    said = ended.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
    if ended.returncode == MISSING:
        raise NoReaderError(said[-1])
    if ended.returncode != 0:
        raise ReaderFailedError(said[-1][:300])
