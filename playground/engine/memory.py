"""How much memory there is, and how much a program takes."""

from __future__ import annotations

import os
from pathlib import Path

from playground.engine.program import Buffer, Program

DRAW_BYTES = 44
_MEMINFO = Path("/proc/meminfo")


def available_bytes() -> int | None:
    """What programs can still take: free memory on Linux, all there is elsewhere, None unknown."""
    if _MEMINFO.exists():
        for line in _MEMINFO.read_text("ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):
        return None


def training_bytes(program: Program, item_size: int) -> int:
    """What training a program takes, all in all, in bytes.

    Parameters and the optimizer's memory lie there three times (as they are, as they were, and the
    zeros they are checked with), and parameters four times more (gradients, two evaluations and a
    snapshot). While first values are drawn, words and float64s take `DRAW_BYTES` a parameter.
    """
    parameters = program.sizes[Buffer.PARAMETERS]
    learned = parameters + program.sizes[Buffer.STATE]
    numbers = 3 * learned + 4 * parameters + program.sizes[Buffer.WORKSPACE]
    return numbers * item_size + DRAW_BYTES * parameters
