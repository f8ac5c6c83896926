"""Where lanes must wait for one another, so that each reads what others have written."""

from __future__ import annotations

from collections.abc import Callable, Mapping

# Which lane touches which place of an array; None where that is not known. Equal tokens: each place
# is touched by the same lane.
Token = object | None


class Order:
    """What lanes have read and written since they last waited.

    Args:
        wait: called where they have to.
    """

    def __init__(self, wait: Callable[[], None]) -> None:
        self._wait = wait
        self._read: dict[str, Token] = {}
        self._written: dict[str, Token] = {}

    def touch(self, read: Mapping[str, Token], written: Mapping[str, Token]) -> None:
        """The next part reads and writes these arrays; wait first, if it must."""
        meets = any(_differ(self._written, root, token) for root, token in read.items())
        meets = meets or any(
            _differ(before, root, token)
            for root, token in written.items()
            for before in (self._read, self._written)
        )
        if meets:
            self._wait()
            self.clear()
        for root, token in read.items():
            _add(self._read, root, token)
        for root, token in written.items():
            _add(self._written, root, token)

    def clear(self) -> None:
        """All lanes have waited."""
        self._read.clear()
        self._written.clear()

    def copy(self) -> Order:
        """The same, to be gone back to."""
        other = Order(self._wait)
        other._read, other._written = dict(self._read), dict(self._written)
        return other

    def set_to(self, other: Order) -> None:
        """Go back."""
        self._read, self._written = dict(other._read), dict(other._written)

    def merge(self, other: Order) -> None:
        """Either may have been the case."""
        for ours, theirs in ((self._read, other._read), (self._written, other._written)):
            for root, token in theirs.items():
                _add(ours, root, token)


def _differ(before: Mapping[str, Token], root: str, token: Token) -> bool:
    return root in before and (token is None or before[root] != token)


def _add(known: dict[str, Token], root: str, token: Token) -> None:
    known[root] = token if root not in known or known[root] == token else None
