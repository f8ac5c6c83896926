"""Layouts that are tables of text at heart: read as such, with a few things known beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from playground.data.reading.separated import Separated

if TYPE_CHECKING:
    from pathlib import Path

    from playground.data.reading.reader import Glimpse
    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import Reading
    from playground.data.tables.table import Table


def glimpse_renamed(
    path: Path, reading: Reading | None, layout: str, names: Sequence[str] = ()
) -> Glimpse:
    """A first look into a table whose columns may be named by the layout, the first ones."""
    seen = Separated().glimpse(path, reading)
    return replace(
        seen,
        reading=seen.reading.model_copy(update={"layout": layout}),
        names=(*names[: len(seen.names)], *seen.names[len(names) :]),
    )


def read_renamed(
    path: Path, reading: Reading, kinds: Mapping[str, Kind], names: Sequence[str] = ()
) -> Table:
    """All of such a table."""
    inner = reading.model_copy(update={"layout": ""})
    given = {name: f"column {place + 1}" for place, name in enumerate(names)}
    table = Separated().read(path, inner, {given.get(name, name): k for name, k in kinds.items()})
    columns = tuple(
        replace(column, name=names[place]) if place < len(names) else column
        for place, column in enumerate(table.columns)
    )
    return replace(table, columns=columns)
