"""Sound files of every kind that is opened, to be damaged."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from playground.formats.npz import Npz
from playground.formats.onnx import Onnx
from playground.formats.safetensors import SafeTensors
from playground.project.session import ProjectSession
from tests.formats.trained import session
from tests.project.documents import document, project

KERAS = Path(__file__).parents[1] / "formats" / "importing" / "files"
FILES = (
    "document.json",
    "run.playground",
    "weights.safetensors",
    "weights.npz",
    "network.onnx",
    "graph.onnx",
    "cnn.keras",
    "cnn.weights.h5",
    "cnn.h5",
)


@cache
def valid(file: str) -> bytes:
    """The contents of one of `FILES`."""
    if file == "document.json":
        return json.dumps(document(), indent=1).encode()
    if file == "run.playground":
        return _saved()
    if file == "graph.onnx":
        return _of_others()
    for form in (SafeTensors(), Npz(), Onnx()):
        if file.endswith(form.suffix):
            return form.encode(session("binary").trained())
    return (KERAS / file).read_bytes()


def _of_others() -> bytes:
    """An ONNX file that says nothing of who made it, so that its network is read from its graph."""
    import onnx

    model = onnx.ModelProto.FromString(valid("network.onnx"))
    del model.metadata_props[:]
    contents: bytes = model.SerializeToString()
    return contents


def _saved() -> bytes:
    made = ProjectSession(project())
    made.train(2)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.playground"
        made.save(path)
        return path.read_bytes()
