"""Makes the Nth system call of a child process fail, by a library that is loaded before libc."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("faults.c")


def available() -> bool:
    """Whether there are a compiler and a loader for it."""
    return sys.platform == "linux" and shutil.which("gcc") is not None


def library(folder: Path) -> Path:
    """The library, compiled into a folder."""
    path = folder / "faults.so"
    command = ["gcc", "-shared", "-fPIC", "-O1", "-o", str(path), str(SOURCE), "-ldl"]
    subprocess.run(command, check=True)
    return path
