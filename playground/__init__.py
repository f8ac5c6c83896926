"""Playground: build a neural network by hand, watch it learn, take its weights home.

import playground
project = playground.open("examples/spiral.json")
session = playground.Session(project, device="cpu", dtype="float32", seed=0)
session.train(epochs=200)
session.predict(x)
session.export("spiral.onnx")
"""

from __future__ import annotations

from typing import Any

__version__ = "0.1.0"
__all__ = ["Session", "UserError", "from_dict", "open"]

_PUBLIC = {
    "open": ("playground.project.file", "open_project"),
    "from_dict": ("playground.project.file", "project_from"),
    "Session": ("playground.project.session", "ProjectSession"),
    "UserError": ("playground.errors", "UserError"),
}


def __getattr__(name: str) -> Any:
    """Import the public names when they are first asked for, so that importing is quick."""
    if name not in _PUBLIC:
        raise AttributeError(f"module 'playground' has no attribute {name!r}")
    from importlib import import_module

    module, attribute = _PUBLIC[name]
    return getattr(import_module(module), attribute)
