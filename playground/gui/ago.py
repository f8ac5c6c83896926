"""How long ago, in words."""

from __future__ import annotations

from time import time

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


def ago(when: float, now: float | None = None) -> str:
    """ "just now", "5 minutes ago", "an hour ago", "3 days ago".

    Args:
        when: seconds since 1970.
        now: likewise; the present by default.
    """
    passed = max((time() if now is None else now) - when, 0.0)
    if passed < 0.75 * _MINUTE:
        return "just now"
    if passed < 0.75 * _HOUR:
        return _counted(passed / _MINUTE, "a minute", "minutes")
    if passed < 0.75 * _DAY:
        return _counted(passed / _HOUR, "an hour", "hours")
    return _counted(passed / _DAY, "a day", "days")


def _counted(number: float, one: str, several: str) -> str:
    count = max(round(number), 1)
    return f"{one} ago" if count == 1 else f"{count:,} {several} ago"
