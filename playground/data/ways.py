"""The ways of cutting rows into those that learn and those that judge."""

from __future__ import annotations

import heapq
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from playground.data.split import first_of_each, validation_sizes
from playground.errors import UserError

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Groups are dealt so many times, and the deal is kept whose sides have classes most alike. Where
# there are many groups, chance alone mixes them well.
_DEALS = 10
_FEW_GROUPS = 20_000


class Cut(Protocol):
    """One way. Rows are numbers into the whole data, in random order."""

    def aside(
        self, rows: NDArray[np.int64], share: float, random: np.random.Generator
    ) -> NDArray[np.bool_]:
        """(n,) which of `rows` are kept aside: about `share` of them, neither none nor all.

        Raises:
            UserError: that can't be.
        """
        ...

    def folds(
        self, rows: NDArray[np.int64], count: int, fold: int, random: np.random.Generator
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """(n,) which of `rows` learn, and which judge, where part `fold` of `count` judges.

        Raises:
            UserError: they can't be cut into so many.
        """
        ...


@dataclass(frozen=True, eq=False)
class Mixed:
    """At random, each stratum by itself, so that all sides have the same mixture.

    Attributes:
        strata: (N,) numbers from 0 on, without gaps.
    """

    strata: NDArray[np.int64]

    def aside(
        self, rows: NDArray[np.int64], share: float, random: np.random.Generator
    ) -> NDArray[np.bool_]:
        strata = np.unique(self.strata[rows], return_inverse=True)[1]
        return first_of_each(strata, validation_sizes(np.bincount(strata), share))

    def folds(
        self, rows: NDArray[np.int64], count: int, fold: int, random: np.random.Generator
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """As scikit-learn's `StratifiedKFold`: each class, and all together, cut to one row.

        The only row of a class always learns.
        """
        _refuse_folds(len(rows), count, "samples")
        strata = self.strata[rows]
        parts = np.empty(len(rows), np.int64)
        parts[np.argsort(strata, kind="stable")] = np.arange(len(rows)) % count
        alone = np.bincount(strata)[strata] == 1
        judging = (parts == fold) & ~alone
        return ~judging, judging


@dataclass(frozen=True, eq=False)
class Grouped:
    """Whole groups at random.

    Attributes:
        groups: (N,) the number of each row's group; below 0 where it is of none, and its own.
        strata: as in `Mixed`; kept alike on all sides as far as the groups allow.
    """

    groups: NDArray[np.int64]
    strata: NDArray[np.int64]

    def aside(
        self, rows: NDArray[np.int64], share: float, random: np.random.Generator
    ) -> NDArray[np.bool_]:
        groups, sizes = self._of(rows)
        if len(sizes) < 2:
            raise UserError(
                "All samples are of one group, so none can be kept aside without it: split in "
                "another way, or by another column."
            )
        best = min(
            (_chosen(sizes, share, random)[groups] for _ in range(_deals(sizes))),
            key=lambda aside: self._unlike(rows, aside.astype(np.int64), 2),
        )
        return np.asarray(best, np.bool_)

    def folds(
        self, rows: NDArray[np.int64], count: int, fold: int, random: np.random.Generator
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """Parts as large as the groups allow, as scikit-learn's `GroupKFold`."""
        groups, sizes = self._of(rows)
        _refuse_folds(len(sizes), count, "groups")
        parts = min(
            (_dealt(sizes, count, random)[groups] for _ in range(_deals(sizes))),
            key=lambda parts: self._unlike(rows, parts, count),
        )
        return parts != fold, parts == fold

    def _of(self, rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The groups of some rows, numbered without gaps, and their sizes."""
        groups = self.groups[rows].astype(np.int64)
        alone = groups < 0
        groups[alone] = groups.max(initial=0) + 1 + np.arange(int(alone.sum()))
        _, numbers, sizes = np.unique(groups, return_inverse=True, return_counts=True)
        return numbers, sizes

    def _unlike(self, rows: NDArray[np.int64], parts: NDArray[np.int64], count: int) -> float:
        """How far the mixtures of classes in the parts are from that of the whole."""
        strata = self.strata[rows]
        classes = int(strata.max()) + 1
        table = np.bincount(parts * classes + strata, minlength=count * classes)
        table = table.reshape(count, classes)
        expected = np.outer(table.sum(axis=1), table.sum(axis=0)) / len(rows)
        return float(np.abs(table - expected).sum())


@dataclass(frozen=True, eq=False)
class InTime:
    """What comes later judges; rows of one moment stay together.

    Attributes:
        times: (N,) any numbers that grow; NaN, no time known, counts as the earliest.
    """

    times: NDArray[np.float64]

    def aside(
        self, rows: NDArray[np.int64], share: float, random: np.random.Generator
    ) -> NDArray[np.bool_]:
        times = self._of(rows)
        ordered = np.sort(times)
        wanted = min(max(round((1.0 - share) * len(rows)), 1), len(rows) - 1)
        return np.asarray(times >= ordered[_nearest(_beginnings(ordered), wanted)])

    def folds(
        self, rows: NDArray[np.int64], count: int, fold: int, random: np.random.Generator
    ) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """As scikit-learn's `TimeSeriesSplit`: each part is judged by all that came before it.

        The earliest of `count + 1` parts never judges, and what comes after the judging part is on
        neither side.
        """
        times = self._of(rows)
        ordered = np.sort(times)
        beginnings = _beginnings(ordered)
        _refuse_folds(len(beginnings), count, "later moments")
        bounds: list[int] = []
        for part in range(1, count + 1):
            # Each part has at least one moment, and leaves one to each part after it.
            left = beginnings[beginnings > (bounds[-1] if bounds else 0)]
            left = left[: len(left) - (count - part)]
            bounds.append(_nearest(left, round(part * len(rows) / (count + 1))))
        moments = [ordered[bound] for bound in bounds] + [np.inf]
        last = times <= moments[-1] if fold == count - 1 else times < moments[fold + 1]
        return times < moments[fold], (times >= moments[fold]) & last

    def _of(self, rows: NDArray[np.int64]) -> NDArray[np.float64]:
        times = self.times[rows]
        return np.where(np.isnan(times), -np.inf, times)


def _deals(sizes: NDArray[np.int64]) -> int:
    return _DEALS if len(sizes) <= _FEW_GROUPS else 1


def _chosen(
    sizes: NDArray[np.int64], share: float, random: np.random.Generator
) -> NDArray[np.bool_]:
    """(groups,) which are kept aside: in random order, each that brings their share nearer."""
    wanted, taken = share * float(sizes.sum()), 0
    chosen = np.zeros(len(sizes), np.bool_)
    order = random.permutation(len(sizes))
    for group in order.tolist():
        size = int(sizes[group])
        if abs(taken + size - wanted) < abs(taken - wanted):
            chosen[group] = True
            taken += size
    if not chosen.any():
        chosen[sizes.argmin()] = True
    elif chosen.all():
        chosen[order[-1]] = False
    return chosen


def _dealt(sizes: NDArray[np.int64], count: int, random: np.random.Generator) -> NDArray[np.int64]:
    """(groups,) the part of each: the largest first, each to the part that is smallest by then."""
    order = random.permutation(len(sizes))
    order = order[np.argsort(-sizes[order], kind="stable")]
    parts = np.empty(len(sizes), np.int64)
    heap = [(0, part) for part in range(count)]
    for group in order.tolist():
        filled, part = heap[0]
        parts[group] = part
        heapq.heapreplace(heap, (filled + int(sizes[group]), part))
    return parts


def _beginnings(ordered: NDArray[np.float64]) -> NDArray[np.int64]:
    """Where another moment begins, from the second on."""
    found = np.flatnonzero(ordered[1:] != ordered[:-1]) + 1
    if not len(found):
        raise UserError(
            "All samples are of one moment, so none is later than others: split in another way, or "
            "by another column."
        )
    return found


def _nearest(places: NDArray[np.int64], wanted: int) -> int:
    return int(places[np.abs(places - wanted).argmin()])


def _refuse_folds(found: int, count: int, what: str) -> None:
    if found < count:
        remedy = f"take at most {found} folds" if found > 1 else "split in another way"
        raise UserError(f"{found:,} {what} can't be cut into {count} folds: {remedy}.")
