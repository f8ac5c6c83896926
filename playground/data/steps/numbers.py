"""Steps from numbers to numbers: filling in and scaling."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.data.preprocess import Standardiser
from playground.data.steps.step import Block, Fitted, Form, Step

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


class FittedLog(Fitted):
    """sign(x) · ln(1 + |x|)."""

    type: Literal["log"] = "log"

    def apply(self, block: Block) -> Block:
        values = np.sign(block.numbers) * np.log1p(np.abs(block.numbers))
        return Block(block.name, block.kind, block.names, values)


class Log(Step):
    """Draws long tails in: sign(x) · ln(1 + |x|), which keeps 0 and the sign."""

    type: Literal["log"] = "log"

    label: ClassVar[str] = "Logarithm"
    help: ClassVar[str] = "Draws long tails in; 0 stays 0, and what is below stays below."
    takes: ClassVar[tuple[Kind, ...]] = ("number",)

    def fit(self, block: Block) -> FittedLog:
        return FittedLog()


class FittedAffine(Fitted):
    """(x − mean) / scale, a number a column; of pixels a number a channel."""

    type: Literal["affine"] = "affine"
    mean: tuple[float, ...]
    scale: tuple[float, ...]

    def apply(self, block: Block) -> Block:
        shape = (-1, *(1,) * (block.numbers.ndim - 2))
        mean, scale = np.reshape(self.mean, shape), np.reshape(self.scale, shape)
        values = (block.numbers - mean) / scale
        return Block(block.name, block.kind, block.names, values)

    @property
    def affine(self) -> tuple[list[float], list[float]]:
        return list(self.mean), list(self.scale)


class Standardise(Step):
    """Mean 0 and deviation 1, as `playground.data.preprocess.Standardiser` has it."""

    type: Literal["standardise"] = "standardise"

    label: ClassVar[str] = "Standardise"
    help: ClassVar[str] = "Shifts and scales to mean 0 and deviation 1 on the training rows."
    takes: ClassVar[tuple[Kind, ...]] = ("number", "date", "text", "picture")

    @classmethod
    def accepts(cls) -> tuple[Form, ...]:
        return ("numbers", "pixels")

    def fit(self, block: Block) -> FittedAffine:
        found = Standardiser.fit(block.numbers)
        # Of pixels one number of each channel.
        mean, scale = (np.reshape(a, (len(a), -1))[:, 0] for a in (found.mean, found.scale))
        return FittedAffine(mean=tuple(mean.tolist()), scale=tuple(scale.tolist()))


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
