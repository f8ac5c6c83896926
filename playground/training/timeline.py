"""The moments of a run that are kept, within a bound of memory."""

from __future__ import annotations

from collections.abc import Sequence

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


class Kept(tuple[Moment, ...]):
    """Moments, oldest first, with what they take together.

    Attributes:
        n_bytes: of their numbers and of the samples that only they still hold.
    """

    n_bytes: int = 0


def memory_of(moments: Sequence[Moment]) -> int:
    """How many bytes moments take: their numbers, and samples that are no longer the newest's.

    An edit of the data makes new samples; what was learned from the former ones holds on to them.
    """
    if isinstance(moments, Kept):
        return moments.n_bytes
    held = {id(m.stage.prepared): m.stage.prepared for m in moments}
    if moments:
        del held[id(moments[-1].stage.prepared)]
    return sum(m.n_bytes for m in moments) + sum(each.n_bytes for each in held.values())


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
        self._told: Kept | None = Kept()
        self._bytes = 0
        # How many moments are of these samples, and how many bytes those take, by their id.
        self._samples: dict[int, tuple[int, int]] = {}
        self._dense = _DENSE

    @property
    def moments(self) -> Kept:
        """All of them, oldest first; the same object until there are others."""
        if self._told is None:
            self._told = Kept(self._moments)
            self._told.n_bytes = self.n_bytes
        return self._told

    @property
    def n_bytes(self) -> int:
        """How much memory they take, see `memory_of`."""
        newest = self._moments[-1].stage.prepared.n_bytes if self._moments else 0
        return self._bytes - newest

    def wants(self, epoch: int) -> bool:
        """Whether the moment at the end of an epoch is to be kept."""
        return epoch % spacing(epoch, self._dense) == 0

    def keep(self, moment: Moment) -> None:
        """Add a moment later than all there are; one of the same step is replaced."""
        if self._moments and self._moments[-1].steps == moment.steps:
            self._drop(len(self._moments) - 1)
        self.notice = ""
        self._moments.append(moment)
        self._count(moment, 1)
        self._make_room()

    def cut(self, steps: int) -> None:
        """Forget the moments after so many steps."""
        while self._moments and self._moments[-1].steps > steps:
            self._drop(len(self._moments) - 1)

    def clear(self) -> None:
        """Forget all."""
        self._moments, self._told, self._bytes, self._dense = [], Kept(), 0, _DENSE
        self._samples = {}
        self.notice = ""

    def set_bound(self, n_bytes: int) -> None:
        """How much memory they may take from now on."""
        self.bound = n_bytes
        self._make_room()

    def _drop(self, place: int) -> None:
        self._count(self._moments.pop(place), -1)

    def _count(self, moment: Moment, sign: int) -> None:
        prepared = moment.stage.prepared
        count, size = self._samples.get(id(prepared), (0, 0))
        if not count:
            size = prepared.n_bytes
            self._bytes += size
        self._bytes += sign * moment.n_bytes
        if count + sign:
            self._samples[id(prepared)] = count + sign, size
        else:
            del self._samples[id(prepared)]
            self._bytes -= size
        self._told = None

    def _make_room(self) -> None:
        while self.n_bytes > self.bound and len(self._moments) > 1:
            if self._dense > _SPARSEST:
                self._dense //= 2
                kept = self._still_wanted()
            else:
                kept = self._every_second()
            self._moments, self._bytes, self._samples = kept, 0, {}
            for moment in kept:
                self._count(moment, 1)
        if self.n_bytes > self.bound:
            self._give_up(self.n_bytes)

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
