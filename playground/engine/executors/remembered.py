"""What was measured to be fastest, kept for the next time in the user's cache folder.

A file that is damaged counts as empty, and what it held is measured again.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np

from playground import __version__
from playground.engine.program import Instruction, Operand, Program

FORMAT = 1
# Networks that are remembered; those that were measured first make room.
MOST = 500

_lock = threading.Lock()


def path() -> Path:
    """Where answers are kept."""
    from platformdirs import user_cache_path

    return user_cache_path("playground") / "fastest.json"


def signature_of(program: Program, dtype: np.dtype[Any], machine: str) -> str:
    """Names everything that has a say in how fast a program runs on a machine."""
    described = [
        f"{__version__}|{machine}|{dtype.name}|{program.batch}",
        *(_described(instruction) for instruction in program.instructions),
    ]
    return sha256("\n".join(described).encode()).hexdigest()[:32]


def _described(instruction: Instruction) -> str:
    places = (instruction.output, *instruction.inputs, *instruction.scratch)
    attributes = sorted(instruction.attributes.items())
    return f"{instruction.op} {[_shape(place) for place in places]} {attributes}"


def _shape(place: Operand) -> tuple[bool, tuple[int, ...]]:
    return place.batched, place.shape


def recall(question: str) -> str | None:
    """The answer that was remembered, if there is one."""
    with _lock:
        return _read().get(question)


def remember(question: str, answer: str) -> None:
    """Keep an answer. Where nothing can be written it is not kept, and measured again."""
    with _lock:
        answers = {**_read(), question: answer}
        newest = dict(list(answers.items())[-MOST:])
        with suppress(OSError):
            _write(newest)


def _read() -> dict[str, str]:
    try:
        document = json.loads(path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(document, Mapping) or document.get("format") != FORMAT:
        return {}
    answers = document.get("answers")
    if not isinstance(answers, Mapping):
        return {}
    return {str(question): str(answer) for question, answer in answers.items()}


def _write(answers: Mapping[str, str]) -> None:
    target = path()
    target.parent.mkdir(parents=True, exist_ok=True)
    with NamedTemporaryFile(
        "w", dir=target.parent, prefix=target.name, delete=False, encoding="utf-8"
    ) as file:
        json.dump({"format": FORMAT, "answers": dict(answers)}, file)
    try:
        os.replace(file.name, target)
    except OSError:
        os.unlink(file.name)
        raise
