"""What lies in a folder: looked at without following links, and never for long."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.progress import tell
from playground.data.reading.picture_file import ENDINGS
from playground.data.sides import SIDE_WORDS
from playground.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_FILES = 300_000
LEFT_OUT = ("unsup", "unlabeled", "unlabelled")
"""Folders whose files are of no class."""
GLIMPSED_FILES = 5_000
"""So many files of a folder are counted at a first look."""
_PEEK_FILES, _PEEK_FILES_BELOW, _PEEK_FOLDERS = 20_000, 200, 80
_DEEPEST = 6


@dataclass(frozen=True)
class Found:
    """A file in a folder of classes.

    Attributes:
        path: of the file. label: its class, "" at the top. side: train, validation, test or "".
    """

    path: Path
    label: str
    side: str


def names_in(folder: Path, most: int = _PEEK_FILES) -> tuple[list[str], list[str]]:
    """The files and folders in a folder, so many at most; links to folders are none.

    What can't be looked at holds nothing.
    """
    files: list[str] = []
    folders: list[str] = []
    try:
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= most:
                    break
                if entry.name.startswith((".", "__MACOSX")):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif _is_file(entry):
                    files.append(entry.name)
    except OSError:
        return [], []
    return sorted(files), sorted(folders)


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:
        # A link that leads to itself.
        return False


def within(folder: Path) -> Path:
    """The folder itself, or the only one in it, as archives have it, where nothing is beside."""
    for _ in range(2):
        files, folders = names_in(folder, 10)
        if files or len(folders) != 1 or folders[0].lower() in SIDE_WORDS:
            break
        inner = folder / folders[0]
        if not names_in(inner, 1_000)[1] and _is_class(inner):
            break
        folder = inner
    return folder


def _is_class(folder: Path) -> bool:
    """Whether the files in a folder are all of one class: pictures or texts by their names."""
    files, _ = names_in(folder, 200)
    return bool(files) and all(name.lower().endswith((*ENDINGS, ".txt")) for name in files)


def holds_classes(folder: Path, endings: Sequence[str]) -> bool:
    """Whether there are folders with files of these endings in them, and little besides."""
    _, folders = names_in(folder)
    right = other = 0
    waiting = [(folder / name, 1) for name in folders[:_PEEK_FOLDERS]]
    looked = 0
    while waiting and looked < _PEEK_FOLDERS:
        place, depth = waiting.pop(0)
        looked += 1
        files, below = names_in(place, _PEEK_FILES_BELOW)
        here = sum(name.lower().endswith(tuple(endings)) for name in files)
        right, other = right + here, other + len(files) - here
        if depth < 3:
            waiting += [(place / name, depth + 1) for name in below[:_PEEK_FOLDERS]]
    return right > 0 and right >= other


def files_by_class(
    folder: Path, endings: Sequence[str], most: int = MOST_FILES, *, glimpse: bool = False
) -> Iterator[Found]:
    """Files of some endings, class by class, by name; those of a million files never all.

    The folders at the top are the classes, or the sides (train, test, …) with the classes in them.

    Args:
        glimpse: take only some of each folder, spread over the classes.

    Raises:
        UserError: there are more than `most`.
    """
    top = names_in(folder)[1]
    sides = [name for name in top if name.lower() in SIDE_WORDS]
    sided = bool(sides) and any(names_in(folder / name)[1] for name in sides)
    count = 0
    for name in top:
        side = name if sided and name in sides else ""
        if sided and not side:
            continue
        labels = names_in(folder / name)[1] if side else [name]
        for label in labels:
            if label.lower() in LEFT_OUT:
                continue
            place = folder / name / label if side else folder / name
            for path in _files_below(place, endings, most, glimpse):
                count += 1
                if count > most:
                    raise too_many(folder, most)
                if count % 1_000 == 0:
                    tell(0.0, f"looking through {folder.name}: {count:,} files")
                yield Found(path, label, _word_of(side))


def too_many(folder: Path, most: int) -> UserError:
    """What is said of a folder with more files than can be worked with."""
    return UserError(
        f"{folder.name} holds more than {most:,} files; so many can be worked with at most. Move "
        "some of them to another folder, and open this one again."
    )


def _word_of(side: str) -> str:
    return ("train", "validation", "test")[SIDE_WORDS[side.lower()]] if side else ""


def _files_below(folder: Path, endings: Sequence[str], most: int, glimpse: bool) -> Iterator[Path]:
    """Files of these endings in a folder and the folders in it, by name."""
    waiting = [(folder, 0)]
    wanted = tuple(endings)
    while waiting:
        place, depth = waiting.pop(0)
        files, folders = names_in(place, GLIMPSED_FILES if glimpse else most + 1)
        if len(files) > most:
            raise too_many(folder, most)
        yield from (place / name for name in files if name.lower().endswith(wanted))
        if depth < _DEEPEST:
            waiting += [(place / name, depth + 1) for name in folders]
