"""Ratings as the MovieLens sets have them: who, what, how much, and when.

The layouts: `u.data` of the set of 100,000 (tabs), `ratings.dat` of 1 million ("::"), and
`ratings.csv` of the later ones (Harper, Konstan, "The MovieLens datasets", 2015, and the sets'
own notes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.reading.renamed import glimpse_renamed, read_renamed
from playground.data.reading.scan import names_in, within
from playground.data.tables.spec import Reading

if TYPE_CHECKING:
    from playground.data.reading.reader import Glimpse
    from playground.data.tables.kinds import Kind, Role
    from playground.data.tables.table import Table

_NAMES = ("user", "item", "rating", "time")
_KINDS: tuple[Kind, ...] = ("identifier", "identifier", "number", "number")
_ROLES: tuple[Role, ...] = ("feature", "feature", "target", "skip")
_FILES = ("u.data", "ratings.dat", "ratings.csv")
_BARE = re.compile(r"(u\.data|u[1-5ab]\.(base|test)|ratings\.dat)", re.I)
_HEADING = re.compile(rb"user_?id,(movie|item|book)_?id,rating(,timestamp)?\s*", re.I)
_LINE = re.compile(rb"\w+(?P<mark>\t|::)\w+(?P=mark)[\d.]+((?P=mark)\d+)?\s*")


class Ratings:
    """Ratings by users of items."""

    name = "ratings"
    label = "Ratings (MovieLens)"
    help = (
        "u.data, ratings.dat or ratings.csv, or the folder that holds it: a user, an item and a "
        "rating in each row."
    )
    suffixes: tuple[str, ...] = ()

    def recognises(self, path: Path) -> bool:
        """One of these files, or a folder with one in it."""
        file = _file_of(path)
        if file is None:
            return False
        return _heading_of(file) != () or _mark_of(file) != ""

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        file = _file_of(path) or path
        names = _names_of(file)
        seen = glimpse_renamed(file, reading or _usual(file), self.name, names)
        roles = dict(zip(seen.names, _ROLES, strict=False))
        kinds = (*_KINDS[: len(seen.kinds)], *seen.kinds[len(_KINDS) :])
        why = "a row says how much somebody likes something"
        return replace(seen, kinds=kinds, roles=roles, task="regression", why=why)

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        file = _file_of(path) or path
        if reading == Reading(layout=self.name):
            reading = _usual(file) or reading
        known = dict(zip(_heading_of(file) or _NAMES, _KINDS, strict=False))
        return read_renamed(file, reading, {**known, **kinds}, _names_of(file))


def _file_of(path: Path) -> Path | None:
    """The file with the ratings."""
    if path.is_file():
        return path if _BARE.fullmatch(path.name) else None
    folder = within(path)
    files = names_in(folder)[0]
    return next((folder / name for name in _FILES if name in files), None)


def _names_of(file: Path) -> tuple[str, ...]:
    """The columns' names, where the file does not say them."""
    return () if file.suffix.lower() == ".csv" else _NAMES


def _heading_of(file: Path) -> tuple[str, ...]:
    """The names in the first line of a `ratings.csv`; () where it is none."""
    try:
        with file.open("rb") as opened:
            found = _HEADING.fullmatch(opened.readline(1_000))
    except OSError:
        return ()
    return tuple(found[0].decode().strip().split(",")) if found else ()


def _usual(file: Path) -> Reading | None:
    """How a file without a heading is read; None where that is to be found out."""
    mark = _mark_of(file)
    return Reading(separator=mark, header=False) if mark else None


def _mark_of(file: Path) -> str:
    """What stands between cells; "" where it is no such file."""
    try:
        with file.open("rb") as opened:
            found = _LINE.fullmatch(opened.readline(1_000))
    except OSError:
        return ""
    return found["mark"].decode() if found else ""
