"""What another process is asked to do in tests of it."""

from __future__ import annotations

import os
import time
from typing import Any

import numpy as np

from playground.data.progress import tell
from playground.errors import UserError


def doubled(given: dict[str, Any]) -> dict[str, Any]:
    """The number twice."""
    print("a library that talks")
    tell(0.5, "doubling")
    time.sleep(0.2)
    return {"number": 2 * given["number"]}


def refused(given: dict[str, Any]) -> None:
    """No."""
    raise UserError("It is not to be.")


def crashed(given: dict[str, Any]) -> None:
    """An end without a word."""
    os.abort()


def greedy(given: dict[str, Any]) -> float:
    """More memory than there may be."""
    return float(np.ones(given["bytes"] // 8).sum())


def endless(given: dict[str, Any]) -> None:
    """No end."""
    with open(given["file"], "w", encoding="utf-8") as file:
        file.write(str(os.getpid()))
    time.sleep(600)
