"""Where the features come in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer

from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words
from playground.network.structure import concatenate

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder

_RANGE = re.compile(r"\s*(\d{1,7})\s*(?:[-\u2013]\s*(\d{1,7})\s*)?")
_MOST_COLUMNS = 100_000


def parse_columns(given: Any) -> Any:
    """Column numbers from how people write them: "0-3, 7" is (0, 1, 2, 3, 7)."""
    if not isinstance(given, str):
        return given
    if not given.strip():
        return None
    found: list[int] = []
    for part in given.split(","):
        matched = _RANGE.fullmatch(part)
        first, last = (int(g) for g in matched.groups(matched[1])) if matched else (1, 0)
        if last < first or last - first >= _MOST_COLUMNS:
            raise ValueError(f'expected column numbers such as "0-3, 7"; received {given!r}')
        found += range(first, last + 1)
    return tuple(found)


def write_columns(columns: Iterable[int] | None) -> str | None:
    """(0, 1, 2, 3, 7) as "0-3, 7"."""
    if columns is None:
        return None
    return ", ".join(
        str(start) if stop == start + 1 else f"{start}-{stop - 1}" for start, stop in _runs(columns)
    )


def _runs(columns: Iterable[int]) -> Iterator[tuple[int, int]]:
    """(start, stop) of the stretches of numbers that follow one another."""
    start = stop = None
    for column in columns:
        if stop is not None and start is not None and column != stop:
            yield start, stop
        if column != stop:
            start = column
        stop = column + 1
    if start is not None and stop is not None:
        yield start, stop


def _once_each(columns: tuple[int, ...]) -> tuple[int, ...]:
    if len(set(columns)) < len(columns):
        raise ValueError(f"a column is listed twice in {write_columns(columns)}")
    return columns


_Numbers = Annotated[
    tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1), AfterValidator(_once_each)
]
Columns = Annotated[_Numbers | None, BeforeValidator(parse_columns), PlainSerializer(write_columns)]


class Input(NodeSpec):
    """The features of one sample, standardised, as the data gives them, or some of them."""

    catalogue = Catalogue("Input", "Basic", "input", "The features of each sample, or some.")
    inputs = (0, 0)

    columns: Columns = Field(
        None,
        title="Columns",
        description='Which features come in here, counted from 0: "0-3, 7". Empty for all.',
    )

    def build(self, builder: Builder) -> Value:
        x = builder.features
        if self.columns is None:
            return x
        if len(x.shape) != 1:
            raise Misfit(
                f"{self.id} picks columns, but the samples are {in_words(x.shape)}, not vectors. "
                "Leave its columns empty."
            )
        (width,) = x.shape
        if max(self.columns) >= width:
            raise Misfit(
                f"{self.id} asks for column {max(self.columns)}, but the data has {width}: "
                f"0 to {width - 1}."
            )
        parts = [
            builder.apply("slice", x, start=start, stop=stop) for start, stop in _runs(self.columns)
        ]
        return concatenate(builder, parts, 0)
