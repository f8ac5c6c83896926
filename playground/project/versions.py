"""Versions of what is written into files, and how an older one becomes the present one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import astuple
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import NewerVersion
from playground.training.schedules import NOTHING_SEEN

RUN_FORMAT = 2

Numbers = dict[str, Any]
Arrays = dict[str, NDArray[Any]]


def refuse_newer(version: object, known: int, what: str) -> None:
    """Refuse what a newer version of Playground has made.

    Args:
        version: as the file has it.
        known: the newest that this version reads.
        what: the file, and what in it: "a.playground: format".

    Raises:
        NewerVersion: it is newer.
    """
    if isinstance(version, int) and version > known:
        raise NewerVersion(
            f"{what} {version} was made by a newer version of Playground; this one reads up to "
            f"{known}. Open it with the newer version."
        )


def brought_up(numbers: Numbers, arrays: Arrays) -> tuple[Numbers, Arrays]:
    """A run's numbers and arrays in the present format, whichever they were written in."""
    for version in range(int(numbers.get("format", 1)), RUN_FORMAT):
        numbers, arrays = _RUN_MIGRATIONS[version](numbers, arrays)
    return numbers, arrays


def _from_1(numbers: Numbers, arrays: Arrays) -> tuple[Numbers, Arrays]:
    """Runs were of the file's document always; the first of them knew of no time, nor schedule."""
    watch = np.array(astuple(NOTHING_SEEN), np.float64)
    return {"seconds": 0.0, "of": None, **numbers}, {"watch": watch, **arrays}


_RUN_MIGRATIONS: Mapping[int, Callable[[Numbers, Arrays], tuple[Numbers, Arrays]]] = {1: _from_1}
