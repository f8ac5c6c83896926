"""Pictures with classes, out of arrays, as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from playground.data.reading.reader import FIRST_ROWS, Glimpse
from playground.data.tables.spec import Reading
from playground.data.tables.table import Column, Table, Words

if TYPE_CHECKING:
    from playground.data.reading.pictures import ArrayPictures
    from playground.data.tables.kinds import Kind, Role


def picture_glimpse(
    layout: str, counts: Mapping[str, int], first: Sequence[str], n_bytes: int, why: str
) -> Glimpse:
    """A first look at pictures, their classes and sides.

    Args:
        counts: how many there are on each side; the side is "" where there are none.
        first: the classes of the first.
    """
    sided = any(counts)
    names: tuple[str, ...] = ("picture", "class")
    kinds: tuple[Kind, ...] = ("picture", "category")
    roles: dict[str, Role] = {"picture": "feature", "class": "target"}
    side = next(iter(counts))
    rows: list[tuple[str | None, ...]] = [
        (f"picture {row + 1}", label) for row, label in enumerate(first[:FIRST_ROWS])
    ]
    if sided:
        names, kinds, roles = (*names, "side"), (*kinds, "category"), {**roles, "side": "side"}
        rows = [(*row, side) for row in rows]
    n_rows = sum(counts.values())
    return Glimpse(
        Reading(layout=layout),
        names,
        kinds,
        tuple(rows),
        n_rows,
        True,
        n_bytes,
        roles=roles,
        why=why,
    )


def picture_table(
    pictures: ArrayPictures, labels: Sequence[str], sides: Sequence[str], kinds: Mapping[str, Kind]
) -> Table:
    """Pictures, their classes, and their sides where there are any."""
    columns = [
        numbered_pictures("picture", pictures, kinds),
        Column("class", "category", Words.of(labels)),
    ]
    if any(sides):
        columns.append(Column("side", "category", Words.of([side or None for side in sides])))
    return Table(tuple(columns))


def numbered_pictures(name: str, pictures: ArrayPictures, kinds: Mapping[str, Kind]) -> Column:
    """The pictures; or their numbers where they are wanted as another kind."""
    if kinds.get(name, "picture") == "picture":
        return Column(name, "picture", pictures)
    numbers = [f"picture {row + 1}" for row in range(len(pictures))]
    return Column(name, "identifier", Words.of(numbers))
