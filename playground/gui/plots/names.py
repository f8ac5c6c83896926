"""Names for what has none."""

from __future__ import annotations

from collections.abc import Sequence


def named(names: Sequence[str], what: str, count: int) -> tuple[str, ...]:
    """These names, if there are as many; else "output 1", "output 2", …"""
    if len(names) == count:
        return tuple(names)
    return tuple(f"{what} {number}" for number in range(1, count + 1))
