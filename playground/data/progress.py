"""How far work has come, and whether it is still wanted.

Work that may take long calls `tell` now and then, wherever it is. Who starts such work listens with
`listening`, and may stop it there. Without a listener nothing happens.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[float, str], None]
"""Gets the share that is done (0 to 1) and what is being done; raises `Cancelled` to stop it."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


class Cancelled(Exception):
    """The work is no longer wanted."""


def tell(share: float, what: str) -> None:
    """Say how far work has come.

    Args:
        share: from 0 to 1.
        what: in words: "reading houses.csv".

    Raises:
        Cancelled: it is no longer wanted.
    """
    listener = _listener.get()
    if listener is not None:
        listener(share, what)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have the work inside told to `listener`, on this thread."""
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


@contextmanager
def part(begin: float, end: float) -> Iterator[None]:
    """Have the work inside count as the part of the whole from `begin` to `end`."""
    outer = _listener.get()
    if outer is None:
        yield
        return
    with listening(lambda share, what: outer(begin + share * (end - begin), what)):
        yield
