"""A folder of pictures, a folder for each class in it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from playground.data.arrays import read_only
from playground.data.progress import part, tell
from playground.data.reading.picture_file import ENDINGS, size_of
from playground.data.reading.pictures import FilePictures, usual_size
from playground.data.reading.reader import FIRST_ROWS, Glimpse
from playground.data.reading.scan import (
    GLIMPSED_FILES,
    MOST_FILES,
    Found,
    files_by_class,
    holds_classes,
    names_in,
    too_many,
    within,
)
from playground.data.reading.troubles import Troubles
from playground.data.tables.spec import Reading
from playground.data.tables.table import Column, Table, Words
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind, Role

_GLIMPSE_S = 1.0


class ImageFolder:
    """Pictures, class by class; also train, validation and test over the classes."""

    name = "image_folder"
    label = "Folder of images by class"
    help = (
        "A folder with a folder for each class in it, and pictures in those; there may be train, "
        "validation and test above the classes."
    )
    suffixes: tuple[str, ...] = ()

    def recognises(self, path: Path) -> bool:
        """A folder with folders of pictures in it, or with nothing but pictures; or one picture.

        Pictures without classes are read to be answered, and refused at the first look.
        """
        if not path.is_dir():
            return path.suffix.lower() in ENDINGS
        folder = within(path)
        if holds_classes(folder, ENDINGS):
            return True
        files, _ = names_in(folder)
        return bool(files) and all(name.lower().endswith(ENDINGS) for name in files)

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        if path.is_file():
            raise UserError(
                f"{path.name} is a single picture. Open the folder that holds all of them: in it a "
                "folder for each class, or a table that names them."
            )
        folder = within(path)
        found, counted = some_of(folder, ENDINGS)
        refuse_without_classes(path, found, "pictures")
        sided = any(each.side for each in found)
        names, kinds, roles = layout_of("picture", sided)
        shown = spread(found, FIRST_ROWS)
        rows = tuple(
            (str(each.path.relative_to(folder)), each.label, *((each.side,) if sided else ()))
            for each in shown
        )
        return Glimpse(
            Reading(layout=self.name),
            names,
            kinds,
            rows,
            len(found),
            counted,
            0,
            roles=roles,
            why="each folder is a class",
        )

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`. Pictures that are damaged are left out, and named."""
        folder = within(path) if path.is_dir() else path.parent
        found = _without_classes(path) or list(files_by_class(folder, ENDINGS))
        if not found:
            refuse_without_classes(path, found, "pictures")
        sound, sizes, troubles = sound_pictures([each.path for each in found], folder)
        found = [found[row] for row in sound]
        if not found:
            raise UserError(
                f"None of the pictures in {path.name} can be read. The first: "
                f"{troubles.listed[0].what}."
            )
        paths = [each.path for each in found]
        columns = [picture_column("picture", paths, sizes, kinds, folder)]
        columns += class_columns(found) if found[0].label else []
        return Table(
            tuple(columns),
            troubles.in_order(),
            troubles.count,
            troubles.n_left_out,
            lines=read_only(np.array(sound, np.int64) + 1),
        )


def _without_classes(path: Path) -> list[Found]:
    """One picture, or those that lie in a folder without folders in it."""
    if path.is_file():
        return [Found(path, "", "")]
    folder = within(path)
    files, folders = names_in(folder, MOST_FILES + 1)
    if folders:
        return []
    if len(files) > MOST_FILES:
        raise too_many(folder, MOST_FILES)
    return [Found(folder / name, "", "") for name in files if name.lower().endswith(ENDINGS)]


def some_of(folder: Path, endings: Sequence[str]) -> tuple[list[Found], bool]:
    """Files of some classes, as many as a second gives; and whether they are all."""
    end = time.monotonic() + _GLIMPSE_S
    found: list[Found] = []
    for each in files_by_class(folder, endings, glimpse=True):
        found.append(each)
        if time.monotonic() > end:
            break
    counts: dict[Path, int] = {}
    for each in found:
        counts[each.path.parent] = counts.get(each.path.parent, 0) + 1
    return found, time.monotonic() <= end and max(counts.values(), default=0) < GLIMPSED_FILES


def spread(found: list[Found], most: int) -> list[Found]:
    """So many at most, from all over."""
    if len(found) <= most:
        return found
    return [found[row] for row in np.linspace(0, len(found) - 1, most).astype(int)]


def refuse_without_classes(path: Path, found: Sequence[Found], what: str) -> None:
    """Refuse a folder in which there is nothing to tell apart.

    Raises:
        UserError: there are fewer than two classes.
    """
    labels = sorted({each.label for each in found})
    if len(labels) >= 2:
        return
    held = f"one class alone, “{labels[0]}”" if labels else f"no {what} in folders"
    raise UserError(
        f"{path.name} has {held}. Put the {what} into two folders or more, one for each class and "
        f"named after it, and open the folder that holds them."
    )


def layout_of(
    column: Kind, sided: bool
) -> tuple[tuple[str, ...], tuple[Kind, ...], dict[str, Role]]:
    """Names, kinds and uses of the columns of a folder of classes."""
    names: tuple[str, ...] = (column, "class")
    kinds: tuple[Kind, ...] = (column, "category")
    roles: dict[str, Role] = {column: "feature", "class": "target"}
    if sided:
        return (*names, "side"), (*kinds, "category"), {**roles, "side": "side"}
    return names, kinds, roles


def class_columns(found: Sequence[Found]) -> list[Column]:
    """The class of each file, and its side where there are sides."""
    columns = [Column("class", "category", Words.of([each.label for each in found]))]
    if any(each.side for each in found):
        columns.append(Column("side", "category", Words.of([each.side for each in found])))
    return columns


def picture_column(
    name: str,
    paths: Sequence[Path],
    sizes: Sequence[tuple[int, int, int]],
    kinds: Mapping[str, Kind],
    folder: Path,
) -> Column:
    """The pictures; or their names where they are wanted as another kind."""
    kind = kinds.get(name, "picture")
    if kind == "picture":
        return Column(name, kind, FilePictures.of(paths, usual_size(sizes)))
    words = Words.of([path.relative_to(folder).as_posix() for path in paths])
    return Column(name, "identifier", words)


def sound_pictures(
    paths: Sequence[Path], folder: Path
) -> tuple[list[int], list[tuple[int, int, int]], Troubles]:
    """Which of these files are pictures, their sizes, and what is wrong with the others."""
    sound, sizes, troubles = [], [], Troubles()
    with part(0.0, 1.0):
        for row, path in enumerate(paths):
            if row % 50 == 0:
                tell(row / len(paths), f"looking at {len(paths):,} pictures")
            try:
                sizes.append(size_of(path))
                sound.append(row)
            except UserError as error:
                where = path.parent.relative_to(folder).as_posix()
                troubles.leave_out(row + 1, f"in {where}: {error} It is left out")
    return sound, sizes, troubles
