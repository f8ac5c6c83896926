"""Project files: readable JSON, or the same in a `.playground` zip with weights and history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from playground.data.prepare import Prepared, prepare
from playground.data.reading import change_of
from playground.data.sources import source_of
from playground.errors import NewerVersion, UserError
from playground.formats.atomic import write_atomically
from playground.formats.metadata import metadata_of, trained_from
from playground.formats.reading.archive import SafeZip
from playground.formats.reading.files import read_bytes
from playground.formats.reading.limits import MOST_DOCUMENT_BYTES, MOST_MODEL_BYTES
from playground.formats.reading.pictures import refuse_large_picture
from playground.project.origin import Origin
from playground.project.own_data import (
    MOST_CARRIED,
    as_read,
    as_written,
    carried_by,
    data_path,
    stamped_anew,
    with_data_path,
)
from playground.project.run_file import decode_numbers, decode_run, encode_run
from playground.project.samples import Samples
from playground.project.settling import settled
from playground.project.spec import ProjectSpec
from playground.project.text import checked, document_text, parse_document
from playground.training.run_state import RunState
from playground.training.signature import signature_of
from playground.training.trained import Trained, trained_of

SUFFIX = ".playground"
SUFFIXES = (SUFFIX, ".json")
DOCUMENT, RUN, ARRAYS = "project.json", "run.json", "run.safetensors"
DATA, PICTURE, ORIGIN = "data.json", "picture.png", "origin.json"
TRAINED, TABLE = "trained.json", "table"

MOST_PROJECT_BYTES = MOST_RUN_BYTES = MOST_MODEL_BYTES
MOST_PICTURE_BYTES = 2_000_000
_SHORT = {
    DOCUMENT: MOST_DOCUMENT_BYTES,
    DATA: MOST_DOCUMENT_BYTES,
    PICTURE: MOST_PICTURE_BYTES,
    ORIGIN: MOST_DOCUMENT_BYTES,
    RUN: MOST_DOCUMENT_BYTES,
}
_WHOLE = {
    **_SHORT,
    ARRAYS: MOST_RUN_BYTES,
    TRAINED: MOST_DOCUMENT_BYTES,
    TABLE: MOST_CARRIED,
}


@dataclass(frozen=True)
class Project:
    """A project as a file holds it.

    Attributes:
        spec: the document.
        run: the saved run, if the file held one.
        path: where it came from.
        run_spec: the document that the run is of, where an edit of it could not be taken over yet,
            the network being broken; else None.
        data: the fingerprint of the samples that the run has seen, or "" where nobody took it.
        picture: a small PNG of the network, or b"".
        origin: of work that was kept unsaved: which file it is of.
        about: what the run answers a table by, as JSON; "" where its data is no table.
        changed: what has become of a file's data since the project was saved, in words, or "". The
            document has the mark of the data as it is now.
        moved: whether its data was found somewhere else than the file says.
    """

    spec: ProjectSpec
    run: RunState | None = None
    path: Path | None = None
    run_spec: ProjectSpec | None = None
    data: str = ""
    picture: bytes = b""
    origin: Origin | None = None
    about: str = ""
    changed: str = ""
    moved: bool = False

    @property
    def name(self) -> str:
        """The document's name."""
        return self.spec.name

    @property
    def trained(self) -> ProjectSpec:
        """The document that the run is of."""
        return self.run_spec or self.spec

    def misfit(self, error: UserError) -> UserError:
        """Why the run can't be gone on from, where changed data may have brought that about."""
        return UserError(f"{error} {self.changed}".rstrip())

    def other_data(self) -> str:
        """That the samples are not those that the run has seen, in words, or ""."""
        if self.changed or self.run is None or not self.data:
            return self.changed
        data = self.trained.data
        if prepare(data).fingerprint == self.data:
            return ""
        if data.file is not None:
            return (
                f"{source_of(data).label} does not hold what it held when this run was saved, so "
                "losses and metrics may differ from then."
            )
        return (
            f"The samples of {data.source} are drawn otherwise here than where this "
            "run was saved, so losses and metrics may differ a little from then."
        )

    def answering(self) -> Trained:
        """The network with the weights of its run; a file's data need not be there any more.

        Raises:
            UserError: there is no run, it is damaged, or its data can't be had and is needed.
        """
        where = str(self.path or self.name)
        if self.run is None:
            raise UserError(
                f"{where} holds no trained weights: it was saved before anything was learned."
            )
        parameters = dict(self.run.parameters)
        if self.about:
            return trained_from(self.about, parameters, where)
        spec = self.trained
        prepared = prepare(spec.data)
        signature = signature_of(prepared)
        return trained_of(spec.network, spec.head, signature, prepared, parameters)


def open_project(path: str | Path) -> Project:
    """Read a project file of either kind.

    Raises:
        UserError: it is not a sound project; one line names the file and the place.
    """
    opened = _marked_anew(_open(Path(path), _WHOLE))
    return replace(opened, spec=settled(opened.spec))


def glance(path: Path) -> Project:
    """A project file without the arrays of its run: quick, however large. Raises likewise."""
    return _open(path, _SHORT)


def save_project(
    path: Path,
    spec: ProjectSpec,
    run: RunState | None,
    *,
    run_spec: ProjectSpec | None = None,
    picture: bytes = b"",
    origin: Origin | None = None,
) -> None:
    """Write a project file: with the run, if the suffix is `.playground`, else the document alone.

    Args:
        path: where to.
        spec, run, run_spec, picture, origin: see `Project`.

    Raises:
        UserError: it can't be written; what was there is untouched.
    """
    _refuse_to_overwrite_newer(path)
    document = document_text(as_written(spec, path.parent)).encode()
    if path.suffix.lower() != SUFFIX:
        write_atomically(path, document)
        return
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        _add(file, DOCUMENT, document)
        if run is not None:
            other = run_spec if run_spec != spec else None
            written = as_written(other, path.parent) if other is not None else None
            numbers, arrays = encode_run(run, written)
            _add(file, RUN, numbers)
            # Weights hardly get smaller: a twelfth, for seven times the time.
            _add(file, ARRAYS, arrays, ZIP_STORED)
            prepared = run.prepared or _prepared(run_spec or spec)
            if prepared is not None:
                _add(file, DATA, Samples.of(prepared).model_dump_json().encode())
                _add_about(file, run_spec or spec, run, prepared)
        if table := carried_by(spec):
            _add(file, TABLE, table)
        if picture:
            _add(file, PICTURE, picture, ZIP_STORED)
        if origin is not None:
            _add(file, ORIGIN, origin.model_dump_json().encode())
    write_atomically(path, buffer.getvalue())


def relocated(project: Project, path: Path) -> Project:
    """The project with its own data at `path`, where it has been moved to."""
    other = project.run_spec
    found = replace(
        project,
        spec=with_data_path(project.spec, path),
        run_spec=with_data_path(other, path) if other is not None and other.data.file else other,
        moved=True,
    )
    found = _marked_anew(found)
    return replace(found, spec=settled(found.spec))


def missing_data(project: Project) -> Path | None:
    """Where the project's own data should be and is not; None where nothing is missing."""
    path = data_path(project.spec)
    return path if path is not None and not path.exists() else None


def project_from(document: Mapping[str, Any]) -> Project:
    """The project that a dict describes, with the fields that a project file has.

    Raises:
        UserError: it is not a sound project; one line names the place.
    """
    given = dict(document) if isinstance(document, Mapping) else document
    return Project(settled(as_read(checked(given, "The project"), Path.cwd())))


def _marked_anew(project: Project) -> Project:
    """Data that has changed gets another mark, so that it is not taken for what was read before."""
    file, other = project.trained.data.file, project.run_spec
    changed = change_of(file) if file is not None and missing_data(project) is None else ""
    if not changed:
        return project
    return replace(
        project,
        spec=stamped_anew(project.spec),
        run_spec=stamped_anew(other) if other is not None else None,
        changed=changed,
    )


def _prepared(spec: ProjectSpec) -> Prepared | None:
    """The samples, where they can be had: a run is saved without a mark of them as well."""
    try:
        return prepare(spec.data)
    except UserError:
        return None


def _add_about(file: ZipFile, spec: ProjectSpec, run: RunState, prepared: Prepared) -> None:
    """What it takes to answer a table by this run, without the data it has learned from."""
    if prepared.pipeline is not None:
        parts = (spec.network, spec.head, signature_of(prepared), prepared, run.parameters)
        _add(file, TRAINED, metadata_of(trained_of(*parts)).encode())


def _add(file: ZipFile, name: str, contents: bytes, how: int = ZIP_DEFLATED) -> None:
    """A member without a time, so that the same project makes the same file."""
    info = ZipInfo(name)
    info.compress_type = how
    info.external_attr = 0o644 << 16
    file.writestr(info, contents)


def _refuse_to_overwrite_newer(path: Path) -> None:
    """What a newer version has written may hold what this one knows nothing of."""
    if path.is_file() and path.suffix.lower() in SUFFIXES and _is_newer(path):
        raise UserError(
            f"{path} was made by a newer version of Playground, and what is in it would be lost. "
            "Save under another name."
        )


def _is_newer(path: Path) -> bool:
    try:
        glance(path)
    except NewerVersion:
        return True
    except UserError:
        return False  # whatever it is, it is to be overwritten
    return False


def _open(path: Path, members: Mapping[str, int]) -> Project:
    contents = read_bytes(path, MOST_PROJECT_BYTES)
    if not contents.startswith(b"PK"):
        return Project(as_read(parse_document(contents, str(path)), path.parent), None, path)
    found = _members(contents, members, path)
    if DOCUMENT not in found:
        raise UserError(f"{path}: no {DOCUMENT} in it, so it is not a project.")
    table = found.get(TABLE, b"")
    spec = as_read(parse_document(found[DOCUMENT], str(path)), path.parent, table)
    run, run_spec = None, None
    if RUN in found:
        numbers = decode_numbers(found[RUN], str(path))
        if ARRAYS in found:
            run, run_spec = decode_run(numbers, found[ARRAYS], str(path))
            run_spec = run_spec and as_read(run_spec, path.parent, table)
    return Project(
        spec,
        run,
        path,
        run_spec,
        Samples.read(found[DATA], str(path), "its samples").fingerprint if DATA in found else "",
        _picture(found.get(PICTURE, b""), path),
        Origin.read(found[ORIGIN], str(path), "where it is from") if ORIGIN in found else None,
        bytes(found.get(TRAINED, b"")).decode("utf-8", "replace"),
    )


def _picture(contents: bytes | bytearray, path: Path) -> bytes:
    if contents:
        refuse_large_picture(contents, f"{path}, its picture")
    return bytes(contents)


def _members(contents: bytes, members: Mapping[str, int], path: Path) -> dict[str, bytearray]:
    """What the zip holds of `members`, each of at most so many bytes."""
    archive = SafeZip(contents, str(path), "project file")
    for name, most in members.items():
        if name in archive and archive.size(name) > most:
            raise UserError(f"{path}: {name} in it is larger than {most:,} bytes.")
    return {name: archive.read(name) for name in members if name in archive}
