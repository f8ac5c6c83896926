"""Blocks: parts of networks under a name, those that come with the program and those kept."""

from __future__ import annotations

import re
from pathlib import Path
from zlib import crc32

from platformdirs import user_data_path
from PySide6.QtCore import QObject, Signal

from playground.assets_path import asset
from playground.errors import UserError
from playground.formats.atomic import write_atomically
from playground.network.canvas_parts import MOST_LETTERS
from playground.network.fragment import Fragment, parse_fragment

_MOST_BYTES = 5_000_000


class Blocks(QObject):
    """Every block there is, by its title.

    Signals:
        changed(): one was kept or removed.
        failed(message): one could not be kept, or removed.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._found: dict[str, Fragment] = {}
        self._files: dict[str, Path] = {}
        self._is_read = False

    @property
    def own(self) -> set[str]:
        """The titles of those that the person has kept, which can be removed."""
        self._read_once()
        return set(self._files)

    @property
    def titles(self) -> list[str]:
        """Of all blocks, those of the program first."""
        self._read_once()
        return list(self._found)

    def find(self, title: str) -> Fragment:
        """The block of that title."""
        self._read_once()
        return self._found[title]

    def _read_once(self) -> None:
        if not self._is_read:
            self._is_read = True
            self._read()

    def keep(self, fragment: Fragment) -> None:
        """Keep a block; one of the same title that was kept before gives way."""
        self._read_once()
        path = self._files.get(fragment.title, _folder() / _file_name(fragment.title))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, fragment.model_dump_json(exclude_none=True).encode())
        except OSError as error:
            self.failed.emit(f"The block can't be kept in {path.parent}: {error.strerror}.")
            return
        except UserError as error:
            self.failed.emit(f"The block can't be kept: {error}")
            return
        self._read()
        self.changed.emit()

    def remove(self, title: str) -> None:
        """Forget a block that was kept."""
        self._read_once()
        path = self._files.get(title)
        if path is None:
            return
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            self.failed.emit(f"The block can't be removed: {error.strerror}.")
            return
        self._read()
        self.changed.emit()

    def _read(self) -> None:
        of_the_program, kept = _read_folder(asset("blocks")), _read_folder(_folder())
        self._files = {title: path for title, (_, path) in kept.items()}
        self._found = {title: block for title, (block, _) in (of_the_program | kept).items()}


def _folder() -> Path:
    return user_data_path("playground", appauthor=False) / "blocks"


def _file_name(title: str) -> str:
    """Readable, legal everywhere, and another one for every other title."""
    words = re.sub(r"[^A-Za-z0-9]+", "_", title).strip("_").lower() or "block"
    return f"{words}_{crc32(title.encode()):08x}.json"


def _read_folder(folder: Path) -> dict[str, tuple[Fragment, Path]]:
    """The blocks in a folder by title, and their files.

    A file that is none is passed over, since nobody can mend it here.
    """
    found = {}
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else []:
        try:
            if path.stat().st_size > _MOST_BYTES:
                continue
            fragment = parse_fragment(path.read_text("utf-8"))
        except (UserError, UnicodeDecodeError, OSError):
            continue
        title = fragment.title or path.stem[:MOST_LETTERS]
        found[title] = fragment.model_copy(update={"title": title}), path
    return found
