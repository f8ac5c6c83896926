"""The moments of a run that are kept, within a bound of memory."""

from __future__ import annotations

from playground.training.moment import Moment

DEFAULT_BYTES = 256_000_000
# Every epoch is kept of so many at the start, then every second of as many, every fourth of twice
# as many, and so on: half as many from each doubling of the run's length.
_DENSE = 512
_SPARSEST = 2  # one from each doubling; of fewer, none would be wanted ever again


def spacing(epoch: int, dense: int) -> int:
    """Every how many epochs a moment is kept, around `epoch`, when the first `dense` all are.

    It depends on these two alone, so thinning a run afterwards leaves what would have been kept
    with fewer from the start.
    """
    return 1 << (epoch // dense).bit_length()


class Timeline:
    """Keeps moments, densely at a run's start and ever less so: that is where most happens.

    When they take more memory than they may, half of them go, but for the first and the newest.

    Attributes:
        bound: how many bytes the moments may take.
        notice: why nothing is kept, in words, or "".
    """

    def __init__(self, bound: int = DEFAULT_BYTES) -> None:
        self.bound = bound
        self.notice = ""
        self._moments: list[Moment] = []
        self._told: tuple[Moment, ...] | None = ()
        self._bytes = 0
        self._dense = _DENSE

    @property
    def moments(self) -> tuple[Moment, ...]:
        """All of them, oldest first; the same object until there are others."""
        if self._told is None:
            self._told = tuple(self._moments)
        return self._told

    @property
    def n_bytes(self) -> int:
        """How much memory their numbers take."""
        return self._bytes

    def wants(self, epoch: int) -> bool:
        """Whether the moment at the end of an epoch is to be kept."""
        return epoch % spacing(epoch, self._dense) == 0

    def keep(self, moment: Moment) -> None:
        """Add a moment later than all there are; one of the same step is replaced."""
        if self._moments and self._moments[-1].steps == moment.steps:
            self._drop(len(self._moments) - 1)
        self.notice = ""
        self._moments.append(moment)
        self._bytes += moment.n_bytes
        self._told = None
        self._make_room()

    def cut(self, steps: int) -> None:
        """Forget the moments after so many steps."""
        while self._moments and self._moments[-1].steps > steps:
            self._drop(len(self._moments) - 1)

    def clear(self) -> None:
        """Forget all."""
        self._moments, self._told, self._bytes, self._dense = [], (), 0, _DENSE
        self.notice = ""

    def set_bound(self, n_bytes: int) -> None:
        """How much memory they may take from now on."""
        self.bound = n_bytes
        self._make_room()

    def _drop(self, place: int) -> None:
        self._bytes -= self._moments.pop(place).n_bytes
        self._told = None

    def _make_room(self) -> None:
        while self._bytes > self.bound and len(self._moments) > 1:
            if self._dense > _SPARSEST:
                self._dense //= 2
                kept = self._still_wanted()
            else:
                kept = self._every_second()
            self._moments = kept
            self._bytes = sum(moment.n_bytes for moment in kept)
            self._told = None
        if self._bytes > self.bound:
            self._give_up(self._bytes)

    def _give_up(self, n_bytes: int) -> None:
        """Keep nothing, since a single moment is too large."""
        self.clear()
        self.notice = (
            f"One moment of this network takes {n_bytes / 1e6:,.0f} MB and the timeline may take "
            f"{self.bound / 1e6:,.0f} MB: give it more to travel back in time."
        )

    def _still_wanted(self) -> list[Moment]:
        first, *between, newest = self._moments
        return [first, *(m for m in between if self.wants(m.epoch)), newest]

    def _every_second(self) -> list[Moment]:
        """Fewer of them still: of three, the first and the newest; of two, the newest."""
        *earlier, newest = self._moments
        return [*earlier[::2], newest] if len(earlier) > 1 else [newest]
