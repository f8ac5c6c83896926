"""Small project documents to try things on."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from playground.project.file import Project
from playground.project.text import parse_document

PLAIN: dict[str, Any] = {
    "format": 1,
    "name": "A small one",
    "data": {"source": "circle", "samples": 60, "noise": 0.1, "validation": 0.25, "seed": 3},
    "network": {
        "nodes": [{"id": "dense_1", "type": "Dense", "units": 5, "activation": "tanh"}],
        "links": [["input", "dense_1"], ["dense_1", "head"]],
    },
    "head": {"type": "binary", "loss": "binary_cross_entropy"},
    "training": {
        "optimizer": {"type": "adam", "learning_rate": 0.03},
        "batch_size": 8,
        "epochs": 3,
        "seed": 1,
    },
}


def document(**changes: Any) -> dict[str, Any]:
    """The small document with changes: `document(training__epochs=5, head="regression")`.

    Two underscores go one level deeper, a number names an item of a list.
    """
    made = deepcopy(PLAIN)
    for place, new in changes.items():
        *path, last = place.split("__")
        at: Any = made
        for step in path:
            at = at[int(step) if step.isdigit() else step]
        at[int(last) if last.isdigit() else last] = new
    return made


def write(path: Path, **changes: Any) -> Path:
    """The small document, with changes, as a file."""
    path.write_text(json.dumps(document(**changes)), "utf-8")
    return path


def project(**changes: Any) -> Project:
    """The small document, with changes, opened."""
    return Project(parse_document(json.dumps(document(**changes)).encode(), "test"))
