"""Columns that are the steps of a series: "x step 3", or "x step 3, 2" with several values each."""

from __future__ import annotations

import re
from collections.abc import Sequence

_NAME = re.compile(r"(?P<of>.*) step (?P<step>\d+)(?:, (?P<value>\d+))?", re.DOTALL)


def step_names(of: str, steps: int, values: int) -> list[str]:
    """The names of all values of all steps, step after step."""
    behind = [""] if values == 1 else [f", {value}" for value in range(1, values + 1)]
    return [f"{of} step {step}{each}" for step in range(1, steps + 1) for each in behind]


def steps_in(names: Sequence[str]) -> tuple[int, int] | None:
    """How many steps of how many values columns are, if they are just those of one series.

    The numbers of the steps follow one another; the first need not be 1.
    """
    found = [_NAME.fullmatch(name) for name in names]
    if not found or found[0] is None or found[-1] is None:
        return None
    of, first = found[0]["of"], int(found[0]["step"])
    steps = int(found[-1]["step"]) - first + 1
    values = int(found[-1]["value"] or 1)
    if steps < 2 or steps * values != len(names):
        return None
    wanted = step_names(of, first + steps - 1, values)[-len(names) :]
    return (steps, values) if list(names) == wanted else None
