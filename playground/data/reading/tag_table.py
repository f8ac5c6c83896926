"""A table beside a folder of pictures: each row names one, and says its tags, class or amounts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from playground.data.progress import part
from playground.data.reading.image_folder import sound_pictures
from playground.data.reading.picture_file import ENDINGS
from playground.data.reading.pictures import FilePictures, usual_size
from playground.data.reading.renamed import glimpse_renamed, read_renamed
from playground.data.reading.scan import names_in, within
from playground.data.reading.troubles import Troubles, quoted
from playground.data.tables.table import Column
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.reading.reader import Glimpse
    from playground.data.tables.kinds import Kind, Role
    from playground.data.tables.spec import Reading
    from playground.data.tables.table import Table

_ENDINGS = (".csv", ".tsv")
_MOST_TABLES, _MOST_FOLDERS, _LOOKED_AT = 6, 40, 20
_MOST_NAME = 250


@dataclass(frozen=True)
class _Named:
    """A table whose column names pictures.

    Attributes:
        table: the file. column: of the names. folder, ending: what goes before and behind them.
    """

    table: Path
    column: str
    folder: Path
    ending: str

    def path_of(self, name: str) -> Path | None:
        """Where a picture lies; None where its name leads out of the folder."""
        return _inside(self.folder, name + self.ending)


class TagTable:
    """Pictures with what a table says of them."""

    name = "tag_table"
    label = "Folder of images with a table"
    help = (
        "A CSV file with a column of file names, beside the pictures or a folder of them, as the "
        "satellite tags come: image_name, tags."
    )
    suffixes: tuple[str, ...] = ()

    def recognises(self, path: Path) -> bool:
        """Such a table, or the folder that holds it."""
        return _found(path) is not None

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        named = self._named(path)
        seen = glimpse_renamed(named.table, reading, self.name)
        kinds: list[Kind] = list(seen.kinds)
        place = seen.names.index(named.column)
        kinds[place] = "picture"
        roles: dict[str, Role] = {named.column: "feature"}
        tags = [name for name, kind in zip(seen.names, kinds, strict=True) if kind == "tags"]
        others = [name for name in seen.names if name != named.column]
        if tags or len(others) == 1:
            roles[(tags or others)[0]] = "target"
        why = f"“{named.column}” names the pictures in {named.folder.name}"
        return replace(seen, kinds=tuple(kinds), roles=roles, why=why)

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`. Rows whose picture is missing or damaged are left out, and named."""
        named = self._named(path)
        if kinds.get(named.column, "picture") != "picture":
            return read_renamed(named.table, reading, kinds)
        with part(0.0, 0.2):
            table = read_renamed(named.table, reading, {**kinds, named.column: "picture"})
        with part(0.2, 1.0):
            return _with_pictures(table, named)

    def _named(self, path: Path) -> _Named:
        named = _found(path)
        if named is None:
            raise UserError(
                f"No column of {path.name} names pictures that lie beside it. Put the pictures "
                "into a folder next to the table."
            )
        return named


def _with_pictures(table: Table, named: _Named) -> Table:
    troubles = Troubles()
    for trouble in table.troubles:
        troubles.add(trouble.row, trouble.column, trouble.what)
    lines = table.file_rows
    rows, paths = [], []
    for row, name in enumerate(table.column(named.column).words.strings()):
        path = named.path_of(name) if name else None
        if path is not None and path.is_file():
            rows.append(row)
            paths.append(path)
        else:
            what = f"there is no picture {quoted(name)} in {named.folder.name}"
            what = f"{what}: left out" if name else "no picture: left out"
            troubles.leave_out(int(lines[row]), what)
    sound, sizes, damaged = sound_pictures(paths, named.folder)
    for trouble in damaged.listed:
        troubles.leave_out(int(lines[rows[trouble.row - 1]]), trouble.what)
    if not sound:
        raise UserError(
            f"None of the pictures that {named.table.name} names can be read. The first: "
            f"{troubles.listed[0].what}."
        )
    kept = table.take(np.array([rows[place] for place in sound], np.int64))
    pictures = FilePictures.of([paths[place] for place in sound], usual_size(sizes))
    columns = tuple(
        Column(column.name, "picture", pictures) if column.name == named.column else column
        for column in kept.columns
    )
    return replace(
        kept,
        columns=columns,
        troubles=troubles.in_order(),
        n_troubles=troubles.count,
        n_left_out=table.n_left_out + troubles.n_left_out,
        taken=None,
    )


def _found(path: Path) -> _Named | None:
    """The table, its column and where the pictures lie; None where there is nothing of it."""
    if path.is_file():
        tables = [path] if path.suffix.lower() in _ENDINGS else []
        folder = path.parent
    else:
        folder = within(path)
        files = names_in(folder)[0]
        tables = [folder / name for name in files if name.lower().endswith(_ENDINGS)]
    if not tables:
        return None
    places = list(_folders_of_pictures(folder))
    if not places:
        return None
    for table in tables[:_MOST_TABLES]:
        named = _named_in(table, places)
        if named is not None:
            return named
    return None


def _folders_of_pictures(folder: Path) -> Iterator[tuple[Path, str]]:
    """The folder and those in it that have pictures, and the ending of the first picture."""
    waiting = [folder]
    for depth in range(3):
        below: list[Path] = []
        for place in waiting[:_MOST_FOLDERS]:
            files, folders = names_in(place, 2_000)
            endings = [Path(name).suffix for name in files if name.lower().endswith(ENDINGS)]
            if endings:
                yield place, endings[0]
            if depth < 2:
                below += [place / name for name in folders]
        waiting = below


def _named_in(table: Path, places: Sequence[tuple[Path, str]]) -> _Named | None:
    try:
        seen = glimpse_renamed(table, None, "")
    except UserError:
        # Whatever is wrong with it is said when it is read as a table.
        return None
    if len(seen.names) < 2:
        return None
    for place, column in enumerate(seen.names):
        if seen.kinds[place] not in ("identifier", "category", "text"):
            continue
        given = [row[place] for row in seen.rows[: 5 * _LOOKED_AT]]
        cells = [cell.strip() for cell in given if cell is not None][:_LOOKED_AT]
        if not cells or max(map(len, cells)) > _MOST_NAME:
            continue
        roots = [(table.parent, "")] if table.parent not in [each for each, _ in places] else []
        for folder, ending in (*roots, *places):
            for each in dict.fromkeys(("", ending)):
                if _share(folder, cells, each) >= 0.5:
                    return _Named(table, column, folder, each)
    return None


def _share(folder: Path, cells: Sequence[str], ending: str) -> float:
    """The share of names that are those of pictures there."""
    named = (_inside(folder, cell + ending) for cell in cells)
    there = [
        path is not None and path.name.lower().endswith(ENDINGS) and path.is_file()
        for path in named
    ]
    return sum(there) / len(there)


def _inside(folder: Path, name: str) -> Path | None:
    path = Path(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name:
        return None
    return folder / path
