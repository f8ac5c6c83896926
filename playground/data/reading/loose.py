"""Pictures and texts of no class yet: those that a network is to answer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from playground.data.progress import tell
from playground.data.reading.image_folder import picture_column, sound_pictures
from playground.data.reading.picture_file import ENDINGS
from playground.data.reading.scan import MOST_FILES, holds_classes, names_in, too_many, within
from playground.data.reading.text_folder import text_in
from playground.data.reading.troubles import Troubles
from playground.data.tables.table import Column, Table, Words
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind

_ENDINGS: dict[Kind, tuple[str, ...]] = {"picture": ENDINGS, "text": (".txt",)}
FILE = "file"


def is_loose(path: Path, kind: Kind) -> bool:
    """Whether this is one picture or text, or a folder of some that has no folders of classes."""
    endings = _ENDINGS.get(kind, ())
    if path.is_dir():
        folder = within(path)
        named = any(name.lower().endswith(endings) for name in names_in(folder)[0])
        return bool(endings) and named and not holds_classes(folder, endings)
    return bool(endings) and path.name.lower().endswith(endings)


def loose_table(path: Path, name: str, kind: Literal["picture", "text"]) -> Table:
    """A row a file: its name in the column "file", and what is in it in the column `name`.

    Raises:
        UserError: none of them can be read, or there are too many.
    """
    folder = within(path) if path.is_dir() else path.parent
    names = names_in(folder, MOST_FILES + 1)[0] if path.is_dir() else [path.name]
    paths = [folder / each for each in names if each.lower().endswith(_ENDINGS[kind])]
    if len(paths) > MOST_FILES:
        raise too_many(folder, MOST_FILES)
    return _pictures(paths, folder, name) if kind == "picture" else _texts(paths, name)


def _pictures(paths: list[Path], folder: Path, name: str) -> Table:
    sound, sizes, troubles = sound_pictures(paths, folder)
    if not sound:
        raise UserError(f"{troubles.listed[0].what}." if troubles.listed else "No picture is here.")
    paths = [paths[row] for row in sound]
    column = picture_column(name, paths, sizes, {}, folder)
    return _table(paths, column, troubles)


def _texts(paths: list[Path], name: str) -> Table:
    texts, troubles = [], Troubles()
    for row, path in enumerate(paths):
        if row % 200 == 0:
            tell(row / len(paths), f"reading {len(paths):,} texts")
        text, trouble = text_in(path)
        if trouble:
            troubles.add(row + 1, name, f"{path.name} {trouble}")
        texts.append(text)
    return _table(paths, Column(name, "text", Words.of(texts)), troubles)


def _table(paths: list[Path], column: Column, troubles: Troubles) -> Table:
    names = Column(FILE, "identifier", Words.of([path.name for path in paths]))
    listed = troubles.in_order()
    return Table((names, column), listed, troubles.count, troubles.n_left_out)
