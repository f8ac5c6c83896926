"""A step from moments to numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal

import numpy as np
from pydantic import Field

from playground.data.steps.step import Block, Fitted, Step

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from playground.data.tables.kinds import Kind

Part = Literal["days", "year", "month", "day", "weekday", "hour"]
_DAY = 86_400.0


class FittedDateParts(Fitted):
    """Parts of each moment; a missing one has none of them (NaN)."""

    type: Literal["date_parts"] = "date_parts"
    parts: tuple[Part, ...]

    def apply(self, block: Block) -> Block:
        moments = block.numbers[:, 0]
        known = np.where(np.isnan(moments), 0.0, moments)
        columns = [_part(known, part) for part in self.parts]
        values = np.where(np.isnan(moments)[:, np.newaxis], np.nan, np.column_stack(columns))
        names = tuple(f"{block.name}: {part}" for part in self.parts)
        return Block(block.name, block.kind, names, values)


class DateParts(Step):
    """Splits a moment into numbers."""

    type: Literal["date_parts"] = "date_parts"
    parts: tuple[Part, ...] = Field(
        ("days", "month", "weekday"),
        min_length=1,
        title="Parts",
        description="days since 1970, year, month (1–12), day (1–31), weekday (1 is Monday), hour.",
    )

    label: ClassVar[str] = "Date parts"
    help: ClassVar[str] = "Splits a date into numbers: days, month, weekday."
    takes: ClassVar[tuple[Kind, ...]] = ("date",)

    def fit(self, block: Block) -> FittedDateParts:
        return FittedDateParts(parts=self.parts)


def _part(seconds: NDArray[np.float64], part: Part) -> NDArray[np.float64]:
    days = np.floor(seconds / _DAY)
    if part == "days":
        return np.asarray(seconds / _DAY, np.float64)
    if part == "hour":
        return np.asarray(np.floor((seconds - days * _DAY) / 3600.0), np.float64)
    if part == "weekday":  # 1970-01-01 was a Thursday
        return np.asarray((days + 3) % 7 + 1, np.float64)
    dates = days.astype("datetime64[D]")
    years, months = dates.astype("datetime64[Y]"), dates.astype("datetime64[M]")
    if part == "year":
        found = years.astype(np.int64) + 1970
    elif part == "month":
        found = (months - years).astype(np.int64) + 1
    else:
        found = (dates - months).astype(np.int64) + 1
    return found.astype(np.float64)
