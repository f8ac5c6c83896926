"""What a run has measured, epoch by epoch."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

_FIRST_ROOM = 256
# A run of millions of epochs keeps between half as many rows and this many.
MOST_ROWS = 2_000
Pair = tuple[float, float]
_COUNTS = ("epoch", "step", "seconds")


def stride(epoch: int) -> int:
    """Every how many epochs one is kept, once a run has come to `epoch`.

    Every one of the first `MOST_ROWS`, then every second of twice as many, and so on. It depends on
    the epoch alone, so a run that was stopped and taken up again keeps the same.
    """
    return 1 << max(epoch // MOST_ROWS, 0).bit_length()


def until_kept(epoch: int) -> int:
    """How many epochs from `epoch` on it takes to come to the next that is kept."""
    kept = epoch + 1
    while over := kept % stride(kept):
        kept += stride(kept) - over
    return kept - epoch


class History:
    """Loss and metrics on the training and the validation split, one row an epoch.

    A metric that was not measured at an epoch is NaN there; so are the steps and the seconds of
    runs saved before these were counted.
    """

    def __init__(self) -> None:
        self._length = 0
        self._columns: dict[str, NDArray[np.float64]] = {
            name: np.full(_FIRST_ROOM, np.nan) for name in _COUNTS
        }

    def __len__(self) -> int:
        return self._length

    def record(
        self,
        epoch: int,
        measured: Mapping[str, Pair],
        step: float = np.nan,
        seconds: float = np.nan,
    ) -> None:
        """Add an epoch: for each name, (training, validation); the steps and seconds behind it."""
        if self._length == len(self._columns["epoch"]):
            room = np.full(max(self._length, _FIRST_ROOM), np.nan)
            self._columns = {
                name: np.concatenate([column, room]) for name, column in self._columns.items()
            }
        self._write("epoch", float(epoch))
        self._write("step", float(step))
        self._write("seconds", float(seconds))
        for name, (train, validation) in measured.items():
            self._write(f"train {name}", train)
            self._write(f"validation {name}", validation)
        self._length += 1

    def _write(self, column: str, number: float) -> None:
        if column not in self._columns:
            self._columns[column] = np.full_like(self._columns["epoch"], np.nan)
        self._columns[column][self._length] = number

    def thinned(self, every: int) -> History:
        """The rows of every so many epochs alone."""
        rows = self.epochs() % every == 0
        return History.of({name: column[rows] for name, column in self.columns().items()})

    def until(self, epoch: int) -> History:
        """The rows of this one up to an epoch, included."""
        rows = int(np.searchsorted(self.epochs(), epoch, "right"))
        return History.of({name: column[:rows] for name, column in self.columns().items()})

    @classmethod
    def of(cls, columns: Mapping[str, NDArray[np.float64]]) -> History:
        """A history of the given columns (see `columns`), all of one length."""
        made = cls()
        made._columns = {name: np.array(column, np.float64) for name, column in columns.items()}
        made._length = len(made._columns["epoch"])
        for name in _COUNTS:
            made._columns.setdefault(name, np.full(made._length, np.nan))
        return made

    def columns(self) -> dict[str, NDArray[np.float64]]:
        """Everything measured, (E,) each, copies: "epoch", "step", "seconds", "train loss", …"""
        return {name: column[: self._length].copy() for name, column in self._columns.items()}

    @property
    def names(self) -> list[str]:
        """What was measured: "loss" and the metrics."""
        return [
            column.removeprefix("train ") for column in self._columns if column.startswith("train ")
        ]

    def epochs(self) -> NDArray[np.float64]:
        """(E,) epoch numbers, a copy."""
        return self._columns["epoch"][: self._length].copy()

    def steps(self) -> NDArray[np.float64]:
        """(E,) steps behind each epoch, a copy; NaN where nobody counted."""
        return self._columns["step"][: self._length].copy()

    def seconds(self) -> NDArray[np.float64]:
        """(E,) seconds of training behind each epoch, a copy; NaN where nobody counted."""
        return self._columns["seconds"][: self._length].copy()

    def series(self, name: str) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """(E,) on the training split and (E,) on the validation split, copies."""
        return (
            self._columns[f"train {name}"][: self._length].copy(),
            self._columns[f"validation {name}"][: self._length].copy(),
        )

    @property
    def last_loss(self) -> Pair:
        """The newest epoch and its validation loss; NaN before the first."""
        if not self._length:
            return np.nan, np.nan
        row, losses = self._length - 1, self._columns.get("validation loss")
        return float(self._columns["epoch"][row]), float(
            losses[row]
        ) if losses is not None else np.nan

    @property
    def lowest_loss(self) -> float:
        """The lowest validation loss; infinite where none is finite."""
        column = self._columns.get("validation loss", np.empty(0))[: self._length]
        return float(np.min(column, initial=np.inf, where=np.isfinite(column)))

    def last(self) -> dict[str, Pair]:
        """The newest measurements, by name; empty before the first."""
        if not self._length:
            return {}
        row = self._length - 1
        return {
            name: (
                float(self._columns[f"train {name}"][row]),
                float(self._columns[f"validation {name}"][row]),
            )
            for name in self.names
        }
