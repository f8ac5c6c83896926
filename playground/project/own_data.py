"""Where a project's own data lies: beside the project, elsewhere, or carried inside it."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from platformdirs import user_data_path

from playground.data.reading import stamped
from playground.errors import UserError
from playground.formats.atomic import write_atomically
from playground.formats.reading.files import read_bytes
from playground.project.spec import ProjectSpec

# Files of at most so many bytes travel inside a `.playground` file.
MOST_CARRIED = 2_000_000


def data_path(spec: ProjectSpec) -> Path | None:
    """The file or folder of a document's own data; None where there is none to look for."""
    file = spec.data.file
    return Path(file.path) if file is not None and file.path else None


def with_data_path(spec: ProjectSpec, path: str | Path) -> ProjectSpec:
    """The document with its own data somewhere else."""
    assert spec.data.file is not None
    file = spec.data.file.model_copy(update={"path": str(path)})
    return spec.model_copy(update={"data": spec.data.model_copy(update={"file": file})})


def stamped_anew(spec: ProjectSpec) -> ProjectSpec:
    """The document with the mark of its data as it is now; as it was where there is none."""
    if spec.data.file is None:
        return spec
    try:
        marked = stamped(spec.data.file)
    except UserError:
        return spec
    return spec.model_copy(update={"data": spec.data.model_copy(update={"file": marked})})


def as_written(spec: ProjectSpec, folder: Path) -> ProjectSpec:
    """The document as it is written into a file that lies in `folder`.

    The path of data that lies in that folder, below it or in a folder beside it is relative, so
    that both can be moved together. Data that has no mark yet gets one, to be known by.
    """
    path = data_path(spec)
    if path is None or not path.is_absolute():
        return spec
    spec = _marked(spec)
    if path.is_relative_to(_carried_folder()):
        return with_data_path(spec, path.name)
    try:
        relative = Path(os.path.relpath(path, os.path.abspath(folder)))
    except ValueError:  # another drive
        return spec
    near = relative.parts.count(os.pardir) <= 1
    return with_data_path(spec, relative.as_posix()) if near else spec


def as_read(spec: ProjectSpec, folder: Path, carried: bytes | bytearray = b"") -> ProjectSpec:
    """The document of a file that lies in `folder`, the path of its data absolute.

    Args:
        carried: the contents of the data's file, where the project holds them. They are laid where
            they can be read from, if there is no file at the document's own path.
    """
    path = data_path(spec)
    if path is None:
        return spec
    found = Path(os.path.abspath(folder / path))
    if carried and not _is_there(found):
        found = _laid_out(carried, path.name, found)
    return with_data_path(spec, found)


def carried_by(spec: ProjectSpec) -> bytes:
    """The contents of the data's file, if they are to travel inside the project; else b""."""
    path = data_path(spec)
    try:
        if path is None or not path.is_file() or path.stat().st_size > MOST_CARRIED:
            return b""
        return read_bytes(path, MOST_CARRIED)
    except (OSError, ValueError, UserError):
        return b""  # the project is saved all the same


def _marked(spec: ProjectSpec) -> ProjectSpec:
    file = spec.data.file
    return spec if file is None or file.mark else stamped_anew(spec)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _carried_folder() -> Path:
    return user_data_path("playground", appauthor=False) / "carried"


def _laid_out(contents: bytes | bytearray, name: str, otherwise: Path) -> Path:
    """A file of these contents, or the path where it should be if it can't be written."""
    mark = sha256(contents).hexdigest()[:16]
    path = _carried_folder() / mark / _plain(name)
    try:
        if not (path.is_file() and path.read_bytes() == contents):
            path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(path, bytes(contents))
    except (OSError, ValueError, UserError):
        return otherwise
    return path


def _plain(name: str) -> str:
    """A file's name that can't lead anywhere else."""
    kept = "".join(letter for letter in name if letter.isprintable() and letter not in '\\/:*?"<>|')
    return kept.strip(". ")[-100:] or "table.csv"
