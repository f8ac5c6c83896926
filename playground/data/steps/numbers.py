"""Steps from numbers to numbers: filling in and scaling."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.data.preprocess import Standardiser
from playground.data.steps.step import Block, Fitted, Step

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind


class FittedImpute(Fitted):
    """Fills in what is missing; where `marked`, a further column says where that was."""

    type: Literal["impute"] = "impute"
    values: tuple[float, ...]
    marked: tuple[bool, ...]

    def apply(self, block: Block) -> Block:
        missing = np.isnan(block.numbers)
        filled = np.where(missing, self.values, block.numbers)
        marked = np.array(self.marked, np.bool_)
        names = tuple(f"{name} is missing" for name in np.array(block.names)[marked].tolist())
        values = np.concatenate((filled, missing[:, marked].astype(np.float64)), axis=1)
        return Block(block.name, block.kind, (*block.names, *names), values)


class Impute(Step):
    """Fills in missing numbers, as scikit-learn's `SimpleImputer` does."""

    type: Literal["impute"] = "impute"
    how: Literal["median", "mean", "most_frequent", "constant"] = Field(
        "median", title="Fill in", description="What stands where nothing does."
    )
    value: float = Field(0.0, title="Value", description="The constant.")
    mark: bool = Field(
        True, title="Mark", description="A further feature says where something was missing."
    )

    label: ClassVar[str] = "Fill in"
    help: ClassVar[str] = "Puts a number where there is none."
    takes: ClassVar[tuple[Kind, ...]] = ("number", "date")

    def fit(self, block: Block) -> FittedImpute:
        columns = [column[~np.isnan(column)] for column in block.numbers.T]
        return FittedImpute(
            values=tuple(self._filling(column) for column in columns),
            marked=tuple(self.mark and len(c) < len(block.numbers) for c in columns),
        )

    def _filling(self, known: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
        if self.how == "constant" or not len(known):
            return self.value
        if self.how == "most_frequent":
            values, counts = np.unique(known, return_counts=True)
            return float(values[counts.argmax()])
        return float(np.median(known) if self.how == "median" else known.mean())


class FittedAffine(Fitted):
    """(x − mean) / scale."""

    type: Literal["affine"] = "affine"
    mean: tuple[float, ...]
    scale: tuple[float, ...]

    def apply(self, block: Block) -> Block:
        values = (block.numbers - np.array(self.mean)) / np.array(self.scale)
        return Block(block.name, block.kind, block.names, values)

    @property
    def affine(self) -> tuple[list[float], list[float]]:
        return list(self.mean), list(self.scale)


class Standardise(Step):
    """Mean 0 and deviation 1, as `playground.data.preprocess.Standardiser` has it."""

    type: Literal["standardise"] = "standardise"

    label: ClassVar[str] = "Standardise"
    help: ClassVar[str] = "Shifts and scales to mean 0 and deviation 1 on the training rows."
    takes: ClassVar[tuple[Kind, ...]] = ("number", "date", "text")

    def fit(self, block: Block) -> FittedAffine:
        found = Standardiser.fit(block.numbers)
        return FittedAffine(mean=tuple(found.mean.tolist()), scale=tuple(found.scale.tolist()))


class MinMax(Step):
    """From the least training value to the greatest, as scikit-learn's `MinMaxScaler`."""

    type: Literal["min_max"] = "min_max"
    low: float = Field(0.0, title="Low", description="Where the least value goes.")
    high: float = Field(1.0, title="High", description="Where the greatest value goes.")

    label: ClassVar[str] = "Min–max"
    help: ClassVar[str] = "Shifts and scales so that the training rows just fill a range."
    takes: ClassVar[tuple[Kind, ...]] = ("number", "date")

    def fit(self, block: Block) -> FittedAffine:
        least, most = block.numbers.min(axis=0), block.numbers.max(axis=0)
        span = self.high - self.low or 1.0
        scale = np.where(most > least, most - least, 1.0) / span
        mean = least - self.low * scale
        return FittedAffine(mean=tuple(mean.tolist()), scale=tuple(scale.tolist()))
