"""Weights and networks from any file that holds some: project files too."""

from __future__ import annotations

from pathlib import Path

from playground.formats.importing import READERS, Found, read_weights
from playground.project.file import SUFFIX, open_project
from playground.training.trained import Trained

# What a file to import from may end in.
IMPORTED = (SUFFIX, *READERS)


def read_found(path: Path) -> Found:
    """What a file of weights, or a project with a run, holds.

    Raises:
        UserError: it is of no kind that can be read, is not sound, or holds no weights.
    """
    return _read_project(path) if path.suffix.lower() == SUFFIX else read_weights(path)


def read_trained(path: Path) -> Trained:
    """The trained network in a file: `network`, `head` and `parameters` are what it is.

    Raises:
        UserError: as `read_found`; or the file holds weights alone, so that the network they are of
            is not known.
    """
    return read_found(path).require()


def _read_project(path: Path) -> Found:
    opened = open_project(path)
    trained = opened.answering()
    return Found(path, "project file", trained.parameters, trained, framework="playground")
