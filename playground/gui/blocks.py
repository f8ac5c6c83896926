"""Blocks: parts of networks under a name, those that come with the program and those kept."""

from __future__ import annotations

import re
from pathlib import Path

from platformdirs import user_data_path
from PySide6.QtCore import QObject, Signal

from playground.assets_path import asset
from playground.errors import UserError
from playground.formats.atomic import write_atomically
from playground.network.fragment import Fragment, parse_fragment

_MOST_BYTES = 5_000_000


class Blocks(QObject):
    """Every block there is, by its title.

    Attributes:
        own: the titles of those that the person has kept, which can be removed.

    Signals:
        changed(): one was kept or removed.
        failed(message): one could not be kept, or removed.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: dict[str, Fragment] = {}
        self.own: set[str] = set()
        self._read()

    @property
    def titles(self) -> list[str]:
        """Of all blocks, those of the program first."""
        return list(self._found)

    def find(self, title: str) -> Fragment:
        """The block of that title."""
        return self._found[title]

    def keep(self, fragment: Fragment) -> None:
        """Keep a block; one of the same title that was kept before gives way."""
        path = _folder() / f"{_file_name(fragment.title)}.json"
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, fragment.model_dump_json(exclude_none=True).encode())
        except (OSError, UserError) as error:
            self.failed.emit(f"The block can't be kept: {error}")
            return
        self._read()
        self.changed.emit()

    def remove(self, title: str) -> None:
        """Forget a block that was kept."""
        if title not in self.own:
            return
        try:
            (_folder() / f"{_file_name(title)}.json").unlink(missing_ok=True)
        except OSError as error:
            self.failed.emit(f"The block can't be removed: {error.strerror}.")
            return
        self._read()
        self.changed.emit()

    def _read(self) -> None:
        self._found = _read_folder(asset("blocks"))
        kept = _read_folder(_folder())
        self.own = set(kept)
        self._found |= kept


def _folder() -> Path:
    return user_data_path("playground", appauthor=False) / "blocks"


def _file_name(title: str) -> str:
    return re.sub(r"[^A-Za-z0-9]+", "_", title).strip("_").lower() or "block"


def _read_folder(folder: Path) -> dict[str, Fragment]:
    """The blocks in a folder; a file that is none is passed over, since nobody can mend it here."""
    found = {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        if path.stat().st_size > _MOST_BYTES:
            continue
        try:
            fragment = parse_fragment(path.read_text("utf-8"))
        except (UserError, UnicodeDecodeError):
            continue
        title = fragment.title or path.stem
        found[title] = fragment.model_copy(update={"title": title})
    return found
