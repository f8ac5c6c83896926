"""The document of a project as JSON text."""

from __future__ import annotations

import json
import re
from typing import Any

from pydantic import ValidationError

from playground.errors import UserError
from playground.formats.reading.json_text import read_json
from playground.network.sizes import why_too_large
from playground.project.spec import FORMAT, ProjectSpec
from playground.project.versions import refuse_newer

# So many are no slip of anybody's, and take long to be told apart.
_MOST_ERRORS = 2_000
# What the checks add to a place where a value may be of several kinds: "tuple[int, ...]".
_TAG = re.compile(r"[-\[\],()']")


def document_text(spec: ProjectSpec) -> str:
    """The document as readable JSON."""
    return json.dumps(spec.model_dump(mode="json"), indent=2, ensure_ascii=False) + "\n"


def parse_document(contents: bytes | bytearray, where: str) -> ProjectSpec:
    """The document in JSON text.

    Raises:
        UserError: one line that names `where` and the place in it.
    """
    return checked(read_json(contents, where), where)


def checked(given: Any, where: str) -> ProjectSpec:
    """The document that parsed JSON describes.

    Raises:
        UserError: one line that names `where` and the place in it.
    """
    if not isinstance(given, dict):
        raise UserError(f"{where}: expected a project, an object in braces.")
    refuse_newer(given.get("format", FORMAT), FORMAT, f"{where}: format")
    network = given.get("network")
    if isinstance(network, dict) and (why := why_too_large(network)):
        raise UserError(f"{where}: network: {why}.")
    try:
        return ProjectSpec.model_validate(given)
    except ValidationError as error:
        raise UserError(f"{where}: {first_error(error, given)}") from None
    except RecursionError:
        raise UserError(f"{where}: nested too deep.") from None


def first_error(error: ValidationError, given: dict[str, Any]) -> str:
    """The first thing that is wrong: "network.nodes[1].units: …. Received: 0."."""
    if error.error_count() > _MOST_ERRORS:
        return f"{error.error_count():,} values in it are not what a project has."
    errors = error.errors(include_url=False)
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
