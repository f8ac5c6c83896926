"""Runs a reader that is written in C in a process of its own, where it can do no harm.

A file that is made for it, or just damaged, can crash such a library, or keep it busy for ever. The
process gets the file's bytes, not its name; from then on it can open no file, write none, and take
only so much memory and time.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from playground.formats.reading.damage import unsound
from playground.formats.reading.limits import (
    BYTES_A_SECOND,
    MOST_SECONDS,
    MOST_WAIT_S,
    SPARE_BYTES,
    unpacked_bytes,
)

_SCRIPT = Path(__file__).with_name("confined_main.py")
_REFUSED = 3
_ENVIRONMENT = {
    "HDF5_PLUGIN_PRELOAD": "::",  # no filters from elsewhere
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONDONTWRITEBYTECODE": "1",
}


def run_confined(
    job: Path, contents: bytes | bytearray, where: str, kind: str, **limits: int
) -> bytes:
    """What a job makes of a file's contents.

    Args:
        job: a script with `read(contents, limits)`, which gives pieces of bytes or raises
            ValueError with words. It imports nothing of ours.
        where, kind: for messages: which file, and what it should be.
        limits: for the job.

    Raises:
        UserError: it refused, crashed, or took too much memory or time.
    """
    given = {
        "seconds": MOST_SECONDS + len(contents) // BYTES_A_SECOND,
        "memory": SPARE_BYTES + 2 * len(contents) + unpacked_bytes(len(contents)),
        **limits,
    }
    command = [sys.executable, "-P", str(_SCRIPT), str(job), json.dumps(given)]
    try:
        done = subprocess.run(
            command,
            input=contents,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=MOST_WAIT_S,
            env={**os.environ, **_ENVIRONMENT},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise unsound(where, kind, "it takes too long to be read") from None
    if done.returncode == _REFUSED:
        raise unsound(where, kind, done.stdout.decode(errors="replace"))
    if done.returncode != 0:
        raise unsound(where, kind, "it breaks the program that reads it, so it is damaged")
    return done.stdout
