"""Opens files one after the other as Playground does, and tells what came of each.

Run as a process of its own: paths on standard input, a line each as JSON; a line of JSON goes out
when a file is begun, and one when it is done.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import warnings
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from playground.errors import UserError
from playground.formats.importing import Found, read_weights
from playground.project.file import Project, open_project
from playground.project.text import document_text
from playground.soundness import check_model, check_project
from tests.hostile.watch import Memory, Watch, children_mb

Entry = Callable[[Path], Any]
PROJECTS: dict[str, Entry] = {
    "check": check_project,
    "open": open_project,
}
ENTRIES: dict[str, dict[str, Entry]] = {
    ".json": PROJECTS,
    ".playground": PROJECTS,
    ".safetensors": {"check": check_model, "import": read_weights},
    ".npz": {"check": check_model, "import": read_weights},
    ".onnx": {"check": check_model, "import": read_weights},
    # What "check" does with them is to import them.
    ".keras": {"check": check_model},
    ".h5": {"import": read_weights},
}
OTHERS: dict[str, Entry] = {"import": read_weights}


def main() -> None:
    """Read what is asked for until there is no more."""
    warnings.simplefilter("error")
    watch = Watch()
    for line in sys.stdin:
        path = Path(json.loads(line))
        _tell({"begun": str(path)})
        entries = ENTRIES.get(path.suffix.lower(), OTHERS)
        gc.freeze()  # what is there by now is not looked through for every file
        _tell({name: _opened(entry, path, watch) for name, entry in entries.items()})


def _tell(what: dict[str, Any]) -> None:
    print(json.dumps(what), flush=True)


def _opened(entry: Entry, path: Path, watch: Watch) -> dict[str, Any]:
    memory = Memory()
    said = {"refused": "", "fault": "", "digest": ""}
    result = None
    watch.begin(path)
    started, spent = perf_counter(), _spent()
    try:
        with redirect_stdout(StringIO()):
            result = entry(path)
    except UserError as error:
        said["refused"] = str(error)
    except BaseException as error:  # whatever else it is, it is a fault of ours
        said["fault"] = f"{type(error).__name__}: {error}"[:500]
    seconds, wait = _spent() - spent, perf_counter() - started
    seen, grown = watch.end(), memory.grown
    if result is not None:
        said["digest"] = _digest(result)
    return {
        **said,
        "seconds": seconds,
        "wait": wait,
        "mb": grown,
        "children_mb": children_mb(),
        "seen": seen,
    }


def _spent() -> float:
    """Seconds of a processor, with those of children that have ended."""
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _digest(result: Any) -> str:
    """The same for what is the same."""
    found = hashlib.sha256()
    if isinstance(result, Project):
        found.update(document_text(result.spec).encode())
        if result.run is not None:
            state = result.run
            for name, array in {**state.parameters, **state.history}.items():
                _add(found, name, array)
            for array in (state.optimizer, state.control):
                _add(found, "", array)
    elif isinstance(result, Found):
        for name, array in result.arrays.items():
            _add(found, name, array)
        if result.trained is not None:
            assert all(np.isfinite(array).all() for array in result.trained.parameters.values())
    return found.hexdigest()


def _add(found: Any, name: str, array: Any) -> None:
    found.update(f"{name} {array.dtype} {array.shape}".encode())
    found.update(np.ascontiguousarray(array).tobytes())


if __name__ == "__main__":
    main()
