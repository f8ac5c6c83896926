"""Project files: readable JSON, or the same in a `.playground` zip with weights and history."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import numpy as np
from numpy.typing import NDArray
from pydantic import ValidationError

from playground.errors import UserError
from playground.formats.atomic import write_atomically
from playground.formats.damage import ZIP_DAMAGE
from playground.project.spec import FORMAT, ProjectSpec
from playground.training.run_state import RunState
from playground.training.schedules import NOTHING_SEEN, Watch

SUFFIX = ".playground"
SUFFIXES = (SUFFIX, ".json")
_LONG = "set_int_max_str_digits"
# What the checks add to a place where a value may be of several kinds: "tuple[int, ...]".
_TAG = re.compile(r"[-\[\],()']")
DOCUMENT, RUN, ARRAYS = "project.json", "run.json", "run.safetensors"

# A document larger than this is none of ours.
MOST_DOCUMENT_BYTES = 20_000_000
MOST_RUN_BYTES = 4_000_000_000


@dataclass(frozen=True)
class Project:
    """An opened project.

    Attributes:
        spec: the document.
        run: the saved run, if the file held one.
        path: where it came from.
    """

    spec: ProjectSpec
    run: RunState | None = None
    path: Path | None = None

    @property
    def name(self) -> str:
        """The document's name."""
        return self.spec.name


def open_project(path: str | Path) -> Project:
    """Read a project file of either kind.

    Raises:
        UserError: it is not a sound project; one line names the file and the place.
    """
    path = Path(path)
    contents = _read(path)
    if contents.startswith(b"PK"):
        return _open_zip(path, contents)
    return Project(parse_document(contents, str(path)), None, path)


def save_project(path: Path, spec: ProjectSpec, run: RunState | None) -> None:
    """Write a project file: with the run, if the suffix is `.playground`, else the document alone.

    Raises:
        UserError: it can't be written; what was there is untouched.
    """
    document = document_text(spec).encode()
    if path.suffix.lower() != SUFFIX:
        write_atomically(path, document)
        return
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as file:
        _add(file, DOCUMENT, document)
        if run is not None:
            numbers, arrays = _encode_run(run)
            _add(file, RUN, numbers.encode())
            _add(file, ARRAYS, arrays)
    write_atomically(path, buffer.getvalue())


def _add(file: ZipFile, name: str, contents: bytes) -> None:
    """A member without a time, so that the same project makes the same file."""
    info = ZipInfo(name)
    info.compress_type = ZIP_DEFLATED
    info.external_attr = 0o644 << 16
    file.writestr(info, contents)


def document_text(spec: ProjectSpec) -> str:
    """The document as readable JSON."""
    return json.dumps(spec.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def parse_document(contents: bytes, where: str) -> ProjectSpec:
    """The document in JSON text.

    Raises:
        UserError: one line that names `where` and the place in it.
    """
    if len(contents) > MOST_DOCUMENT_BYTES:
        raise UserError(
            f"{where}: {len(contents):,} bytes are more than a project can have "
            f"({MOST_DOCUMENT_BYTES:,})."
        )
    try:
        given = json.loads(contents, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        raise UserError(
            f"{where}: not JSON at line {error.lineno}, column {error.colno}: {error.msg}."
        ) from None
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        # Python's own advice on long numbers is to programmers.
        why = "a number in it has thousands of digits" if _LONG in str(error) else error
        raise UserError(f"{where}: not a JSON document: {why}.") from None
    return _checked(given, where)


def project_from(document: Mapping[str, Any]) -> Project:
    """The project that a dict describes, with the fields that a project file has.

    Raises:
        UserError: it is not a sound project; one line names the place.
    """
    given = dict(document) if isinstance(document, Mapping) else document
    return Project(_checked(given, "The project"))


def _checked(given: Any, where: str) -> ProjectSpec:
    if not isinstance(given, dict):
        raise UserError(f"{where}: expected a project, an object in braces.")
    version = given.get("format", FORMAT)
    if isinstance(version, int) and version > FORMAT:
        raise UserError(
            f"{where}: format {version} was made by a newer version of Playground; this one reads "
            f"up to {FORMAT}. Open it with the newer version."
        )
    try:
        return ProjectSpec.model_validate(given)
    except ValidationError as error:
        raise UserError(f"{where}: {first_error(error, given)}") from None
    except RecursionError:
        raise UserError(f"{where}: nested too deep.") from None


def first_error(error: ValidationError, given: dict[str, Any]) -> str:
    """The first thing that is wrong: "network.nodes[1].units: …. Received: 0."."""
    errors = error.errors()
    first = errors[0]
    alternatives = [first]
    for other in errors[1:]:
        # Of a value that may be of several kinds, the kind that fits furthest is spoken of.
        here, there = _steps(alternatives[0]), _steps(other)
        if there == here:
            alternatives.append(other)
        elif there[: len(_steps(first))] == _steps(first) and len(there) > len(here):
            alternatives = [other]
    first = alternatives[0]
    place = ""
    for step in _steps(first):
        if isinstance(step, int):
            # Counted as in the file, where the input may be left out.
            place += f"[{step - (place == 'network.nodes' and _input_left_out(given))}]"
        else:
            place += f".{step}" if place else step
    messages = dict.fromkeys(_in_words(each["msg"]) for each in alternatives)
    message = ", or ".join(messages).replace(", or Input should", ", or should")
    received = repr(first["input"])
    if first["type"] in ("value_error", "missing") or len(received) > 60:
        return f"{place}: {message}."
    return f"{place}: {message}. Received: {received}."


def _steps(error: Any) -> list[int | str]:
    return [step for step in error["loc"] if isinstance(step, int) or not _TAG.search(step)]


def _in_words(message: str) -> str:
    message = message.removeprefix("Value error, ").rstrip(".")
    message = message.replace("a valid tuple", "a list")
    return re.sub(r"a valid dictionary( or instance of \w+)?", "an object in braces", message)


def _input_left_out(given: dict[str, Any]) -> bool:
    nodes = given["network"]["nodes"]
    return not any(isinstance(node, dict) and node.get("id") == "input" for node in nodes)


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number that JSON has")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise UserError(f"There is no file {path}.") from None
    except IsADirectoryError:
        raise UserError(f"{path} is a folder, not a project file.") from None
    except OSError as error:
        raise UserError(f"{path} can't be read: {error.strerror}.") from None


def _open_zip(path: Path, contents: bytes) -> Project:
    try:
        with ZipFile(BytesIO(contents)) as file:
            names = file.namelist()
            if DOCUMENT not in names:
                raise UserError(f"{path}: no {DOCUMENT} in it, so it is not a project.")
            spec = parse_document(_member(file, DOCUMENT, MOST_DOCUMENT_BYTES, path), f"{path}")
            if RUN not in names or ARRAYS not in names:
                return Project(spec, None, path)
            numbers = _member(file, RUN, MOST_DOCUMENT_BYTES, path)
            arrays = _member(file, ARRAYS, MOST_RUN_BYTES, path)
    except ZIP_DAMAGE as error:
        raise UserError(f"{path}: a damaged project file: {error}.") from None
    return Project(spec, _decode_run(numbers, arrays, path), path)


def _member(file: ZipFile, name: str, most: int, path: Path) -> bytes:
    if file.getinfo(name).file_size > most:
        raise UserError(f"{path}: {name} in it is larger than {most:,} bytes.")
    return file.read(name)


def _encode_run(run: RunState) -> tuple[str, bytes]:
    from safetensors.numpy import save

    numbers = {
        "seed": run.seed,
        "epoch": run.epoch,
        "place": run.place,
        "steps": run.steps,
        "seconds": run.seconds,
        "parameters": list(run.parameters),
    }
    arrays: dict[str, NDArray[Any]] = {
        "optimizer": run.optimizer,
        "control": run.control,
        "watch": np.array(astuple(run.watch), np.float64),
        **{f"parameter {name}": array for name, array in run.parameters.items()},
        **{f"history {name}": array for name, array in run.history.items()},
    }
    encoded: bytes = save({name: np.ascontiguousarray(array) for name, array in arrays.items()})
    return json.dumps(numbers), encoded


def _decode_run(numbers: bytes, encoded: bytes, path: Path) -> RunState:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        found = json.loads(numbers)
        arrays = load(encoded)
        return RunState(
            {name: arrays[f"parameter {name}"] for name in found["parameters"]},
            arrays["optimizer"],
            arrays["control"],
            int(found["seed"]),
            int(found["epoch"]),
            int(found["place"]),
            int(found["steps"]),
            {
                name.removeprefix("history "): array
                for name, array in arrays.items()
                if name.startswith("history ")
            },
            _decode_watch(arrays["watch"]) if "watch" in arrays else NOTHING_SEEN,
            float(found.get("seconds", 0.0)),
        )
    except (SafetensorError, ValueError, KeyError, TypeError) as error:
        raise UserError(f"{path}: the saved run in it is damaged: {error}.") from None


def _decode_watch(numbers: NDArray[np.float64]) -> Watch:
    best, waited, factor, epoch = numbers.tolist()
    return Watch(best, int(waited), factor, int(epoch))
