"""Public data sets that the user has put where Playground looks for them.

Nothing is ever fetched. They are looked for in `datasets` in the user's data folder, and in the
folders that the environment variable `PLAYGROUND_DATASETS` names.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from playground.data.reading import READERS
from playground.data.reading.public_sets import PUBLIC_SETS, PublicSet
from playground.data.reading.scan import names_in
from playground.errors import UserError

VARIABLE = "PLAYGROUND_DATASETS"
_MOST_ENTRIES = 200


@dataclass(frozen=True)
class KnownSet:
    """A data set that lies on this computer.

    Attributes:
        path: its file or folder. layout: the name of its reader.
        public: which of the public sets it is; None where it is none of them.
    """

    path: Path
    layout: str
    public: PublicSet | None = None

    @property
    def label(self) -> str:
        """As shown."""
        if self.public is not None:
            return self.public.label
        return self.path.stem if self.path.is_file() else self.path.name


def folders_of_sets() -> tuple[Path, ...]:
    """Where sets are looked for; not all of them need to be there."""
    from platformdirs import user_data_path

    named = [Path(each) for each in os.environ.get(VARIABLE, "").split(os.pathsep) if each]
    return (user_data_path("playground") / "datasets", *named)


def known_sets() -> tuple[KnownSet, ...]:
    """The sets that lie in those folders, public ones first, each with its name.

    Looks at little of each; what is of no kind that can be read is passed over.
    """
    found: dict[Path, KnownSet] = {}
    for place in folders_of_sets():
        files, folders = names_in(place)
        for name in (*folders, *files)[:_MOST_ENTRIES]:
            path = place / name
            known = _known(path)
            if known is not None:
                found.setdefault(path, known)
    return tuple(sorted(found.values(), key=lambda each: (not each.public, each.label.lower())))


def as_public(path: Path, public: PublicSet) -> KnownSet:
    """A file or folder taken for a public set, whatever it is called.

    Raises:
        UserError: it is not laid out as that set comes; says how that is.
    """
    reader = READERS.find(public.layout)
    if not reader.recognises(path):
        raise UserError(
            f"{path.name} is not laid out as {public.label} comes. Choose the folder in which it "
            f"lies. {reader.help}"
        )
    return KnownSet(path, reader.name, public)


def _known(path: Path) -> KnownSet | None:
    for reader in READERS.values():
        if not reader.recognises(path):
            continue
        for public in PUBLIC_SETS.values():
            if public.layout == reader.name and public.is_called(path):
                return KnownSet(path, reader.name, public)
        return KnownSet(path, reader.name) if path.is_dir() or reader.suffixes else None
    return None
