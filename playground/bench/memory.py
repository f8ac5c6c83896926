"""How much memory this process holds, and held at most."""

from __future__ import annotations

import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
_CLEAR = Path("/proc/self/clear_refs")


def resident_bytes() -> int | None:
    """What is held now; None where it can't be told."""
    return _status("VmRSS")


def peak_bytes() -> int | None:
    """The most since the last `forget_peak`, or since the process began; None if unknown.

    Linux's own figure of this process is read where there is one: getrusage's starts from what the
    process that started this one held.
    """
    known = _status("VmHWM")
    if known is not None:
        return known
    try:
        import resource
    except ImportError:  # not a POSIX system
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


def forget_peak() -> bool:
    """Let the peak begin anew; whether that is possible here."""
    try:
        _CLEAR.write_text("5")
    except OSError:
        return False
    return True


def _status(field: str) -> int | None:
    try:
        lines = _STATUS.read_text("ascii", errors="replace").splitlines()
    except OSError:
        return None
    for line in lines:
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    return None
