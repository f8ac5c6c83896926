"""Prepared data that is kept, so that nothing is prepared twice."""

from __future__ import annotations

from collections import OrderedDict
from threading import Condition
from typing import TYPE_CHECKING
from weakref import WeakValueDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

    from playground.data.prepared import Prepared
    from playground.data.spec import DataSpec

MOST = 8
LARGE_BYTES = 50_000_000
MOST_BYTES = 500_000_000
_SHARE_OF_FREE = 0.2


class Kept:
    """The last few results of a function of a spec, by it; for any thread.

    Who asks for what another thread is at waits for that. Of large ones the newest is kept
    whatever it takes, also while smaller ones are asked for, so that an edit is soon undone; older
    ones as long as all take no more than `MOST_BYTES`, or a share of the memory that is free.
    """

    def __init__(self, make: Callable[[DataSpec], Prepared]) -> None:
        self._make = make
        self._found: OrderedDict[DataSpec, Prepared] = OrderedDict()
        # What somebody else still has is found again, too, whatever was asked for since.
        self._alive: WeakValueDictionary[DataSpec, Prepared] = WeakValueDictionary()
        self._making: set[DataSpec] = set()
        self._changed = Condition()

    def of(self, spec: DataSpec) -> Prepared:
        """What the function makes of it, or made.

        Raises whatever that raises.
        """
        with self._changed:
            while spec in self._making:
                self._changed.wait()
            made = self._alive.get(spec)
            if made is not None:
                self._keep(spec, made)
                return made
            self._making.add(spec)
        try:
            made = self._make(spec)
        finally:
            with self._changed:
                self._making.discard(spec)
                self._changed.notify_all()
        with self._changed:
            self._keep(spec, made)
        return made

    def has(self, spec: DataSpec) -> bool:
        """Whether that is at hand, with nothing to be made."""
        with self._changed:
            return spec in self._alive

    def _keep(self, spec: DataSpec, made: Prepared) -> None:
        self._alive[spec] = self._found[spec] = made
        self._found.move_to_end(spec)
        large = [each for each, of in self._found.items() if of.n_bytes > LARGE_BYTES]
        if len(self._found) > MOST:
            oldest = [each for each in self._found if each not in large] or large
            del self._found[oldest[0]]
        while len(large) > 1 and self._is_too_much(large):
            del self._found[large.pop(0)]

    def _is_too_much(self, large: list[DataSpec]) -> bool:
        from playground.engine.memory import available_bytes

        n_bytes = sum(self._found[each].n_bytes for each in large if each in self._found)
        return n_bytes > max(MOST_BYTES, _SHARE_OF_FREE * (available_bytes() or 0))
