"""What stands in a report, however it is written."""

from __future__ import annotations

from dataclasses import dataclass

from playground.gui.exporting.figure import Figure


@dataclass(frozen=True)
class Fact:
    """A name and what is said of it."""

    name: str
    value: str


@dataclass(frozen=True)
class Grid:
    """A table of text.

    Attributes:
        columns: their names.
        rows: a text a column.
        numbers: which columns, counted from 0, are numbers.
        shares: how wide each is, in parts of the whole.
        summed: whether the last row is the sum of the others.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: frozenset[int]
    shares: tuple[float, ...]
    summed: bool = False


@dataclass(frozen=True, eq=False)
class Part:
    """What stands under one heading, in this order."""

    title: str
    figures: tuple[Figure, ...] = ()
    grid: Grid | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, eq=False)
class Contents:
    """A whole report.

    Attributes:
        title: the project's name. about: what this is and when it was. notes: the project's.
        tiles: the few numbers that matter most.
        parts: the rest.
    """

    title: str
    about: str
    notes: str
    tiles: tuple[Fact, ...]
    parts: tuple[Part, ...]
