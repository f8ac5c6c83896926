"""Folders and pairs of files of texts by class."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from playground.data.progress import tell
from playground.data.reading.image_folder import (
    class_columns,
    layout_of,
    refuse_without_classes,
    some_of,
    spread,
)
from playground.data.reading.reader import FIRST_ROWS, Glimpse
from playground.data.reading.scan import files_by_class, holds_classes, names_in, within
from playground.data.reading.troubles import Troubles
from playground.data.tables.spec import Reading
from playground.data.tables.table import Column, Table, Words
from playground.errors import UserError

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind

_ENDINGS = (".txt",)
_LONGEST = 1 << 20
_MOST_BYTES = 1 << 30
_POLARITIES = {".pos": "positive", ".neg": "negative"}


class TextFolder:
    """Texts, class by class, as the IMDB reviews come."""

    name = "text_folder"
    label = "Folder of texts by class"
    help = (
        "A folder with a folder for each class in it, and a .txt file for each text in those; "
        "there may be train and test above the classes."
    )
    suffixes: tuple[str, ...] = ()

    def recognises(self, path: Path) -> bool:
        """A folder with folders of texts in it."""
        return path.is_dir() and holds_classes(within(path), _ENDINGS)

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        folder = within(path)
        found, counted = some_of(folder, _ENDINGS)
        refuse_without_classes(path, found, "texts")
        sided = any(each.side for each in found)
        names, kinds, roles = layout_of("text", sided)
        rows: list[tuple[str | None, ...]] = []
        for each in spread(found, FIRST_ROWS):
            text, _ = text_in(each.path)
            rows.append((text, each.label, *((each.side,) if sided else ())))
        return Glimpse(
            Reading(layout=self.name),
            names,
            kinds,
            tuple(rows),
            len(found),
            counted,
            0,
            roles=roles,
            why="each folder is a class",
        )

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        folder = within(path)
        found = list(files_by_class(folder, _ENDINGS))
        refuse_without_classes(path, found, "texts")
        texts: list[str | None] = []
        troubles = Troubles()
        total = 0
        for row, each in enumerate(found):
            if row % 200 == 0:
                tell(row / len(found), f"reading {len(found):,} texts")
            text, trouble = text_in(each.path)
            total += len(text or "")
            if total > _MOST_BYTES:
                raise UserError(
                    f"The texts in {path.name} have more than {_MOST_BYTES >> 30} GB. Take fewer."
                )
            if trouble:
                where = each.path.relative_to(folder).as_posix()
                troubles.add(row + 1, "text", f"{where} {trouble}")
            texts.append(text)
        columns = [Column("text", _text_kind(kinds), Words.of(texts)), *class_columns(found)]
        return Table(tuple(columns), troubles.in_order(), troubles.count, troubles.n_left_out)


class Polarity:
    """Two files of sentences, one ending in .pos and one in .neg, a sentence on each line."""

    name = "polarity"
    label = "Sentences for and against"
    help = "Two files side by side, one ending in .pos and one in .neg, with a sentence on a line."
    suffixes = tuple(_POLARITIES)

    def recognises(self, path: Path) -> bool:
        """One of the two files, or a folder with both."""
        if path.is_dir():
            return len(_pair(path)) == 2
        return path.suffix.lower() in _POLARITIES

    def glimpse(self, path: Path, reading: Reading | None) -> Glimpse:
        """See `Reader.glimpse`."""
        pair = self._pair(path)
        rows: list[tuple[str | None, ...]] = []
        n_rows = 0
        for name, file in pair.items():
            with file.open("rb") as opened:
                head = opened.read(256 << 10)
            lines = _sentences(head)
            rows += [(line, name) for line in lines[: FIRST_ROWS // 2]]
            n_rows += round(len(lines) * file.stat().st_size / max(1, len(head)))
        n_bytes = sum(file.stat().st_size for file in pair.values())
        names, kinds, roles = layout_of("text", sided=False)
        whole = n_bytes <= 256 << 10
        return Glimpse(
            Reading(layout=self.name),
            names,
            kinds,
            tuple(rows),
            n_rows,
            whole,
            n_bytes,
            roles=roles,
            why="each file is a class",
        )

    def read(self, path: Path, reading: Reading, kinds: Mapping[str, Kind]) -> Table:
        """See `Reader.read`."""
        texts: list[str] = []
        labels: list[str] = []
        for name, file in self._pair(path).items():
            tell(0.5 if texts else 0.0, f"reading {file.name}")
            if file.stat().st_size > _MOST_BYTES:
                raise UserError(f"{file.name} has more than {_MOST_BYTES >> 30} GB. Take less.")
            lines = _sentences(file.read_bytes())
            if not lines:
                raise UserError(f"{file.name} has no sentences in it. Put one on each line.")
            texts += lines
            labels += [name] * len(lines)
        kind = _text_kind(kinds)
        columns = (
            Column("text", kind, Words.of(texts)),
            Column("class", "category", Words.of(labels)),
        )
        return Table(columns)

    def _pair(self, path: Path) -> dict[str, Path]:
        pair = _pair(path if path.is_dir() else path.parent, path if path.is_file() else None)
        if len(pair) < 2:
            other = ".neg" if path.suffix.lower() == ".pos" else ".pos"
            raise UserError(
                f"Beside {path.name} the file that ends in {other} is missing. Put both into one "
                "folder."
            )
        return pair


def _text_kind(kinds: Mapping[str, Kind]) -> Kind:
    kind = kinds.get("text", "text")
    return kind if kind in ("category", "identifier", "tags") else "text"


def _pair(folder: Path, near: Path | None = None) -> dict[str, Path]:
    """The file of each polarity in a folder; of several pairs the first, or the one of `near`."""
    found: dict[str, dict[str, Path]] = {}
    folder = within(folder) if near is None else folder
    for name in names_in(folder)[0]:
        if not name.lower().endswith(tuple(_POLARITIES)):
            continue
        file = folder / name
        if near is None or file.stem == near.stem:
            found.setdefault(file.stem, {})[_POLARITIES[file.suffix.lower()]] = file
    pairs = [pair for pair in found.values() if len(pair) == 2]
    return dict(sorted(pairs[0].items(), reverse=True)) if pairs else {}


def _sentences(contents: bytes) -> list[str]:
    lines = (line.strip() for line in _decoded(contents).splitlines())
    return [line for line in lines if line]


def text_in(path: Path) -> tuple[str | None, str]:
    """The text in a file, None where there is none, and what is the matter with it, or ""."""
    try:
        with path.open("rb") as file:
            contents = file.read(_LONGEST + 1)
    except OSError as error:
        return None, f"can't be read: {error.strerror or error}: taken as missing"
    if b"\0" in contents[:4_096]:
        return None, "is no text: taken as missing"
    text = _decoded(contents[:_LONGEST]).strip()
    if not text:
        return None, "is empty: taken as missing"
    if len(contents) > _LONGEST:
        return text, f"has more than {_LONGEST >> 20} MB: the rest is left out"
    return text, ""


def _decoded(contents: bytes) -> str:
    """UTF-8, or else the Western code page, which has a letter for nearly every byte."""
    try:
        return contents.decode("utf-8-sig")
    except UnicodeDecodeError:
        return contents.decode("cp1252", errors="replace")
