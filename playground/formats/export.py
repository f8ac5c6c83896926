"""Writes a trained network to a file, reads it back and compares."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats import FORMATS, Format
from playground.formats.atomic import write_atomically
from playground.training.trained import Trained

# Answers of a file that was read back may differ by this much, relative to the largest answer.
TOLERANCE = 1e-4


@dataclass(frozen=True)
class Report:
    """What an export came to.

    Attributes:
        path: the file.
        format: its format.
        size: bytes.
        difference: the largest difference between the file's answers and the session's, relative to
            the largest answer.
        rows: how many samples were compared.
    """

    path: Path
    format: Format
    size: int
    difference: float
    rows: int

    @property
    def agrees(self) -> bool:
        """Whether the file answers as the session does."""
        return self.difference <= TOLERANCE

    def __str__(self) -> str:
        if self.agrees:
            verdict = f"matches the network to {max(self.difference, 1e-9):.0e}"
        else:
            verdict = f"DIFFERS from the network by {self.difference:.0e}"
        return (
            f"{self.path.name}: {self.size / 1000:.1f} kB, read back with {self.format.reader()}: "
            f"{verdict} on {self.rows} samples."
        )


def format_for(path: Path, name: str | None = None) -> Format:
    """The format by its name, or by the file's suffix.

    Raises:
        UserError: neither says one.
    """
    if name is not None:
        return FORMATS.find(name)
    for found in FORMATS.values():
        if path.suffix.lower() == found.suffix:
            return found
    raise UserError(
        f"{path.name} has no ending that names a format. Use one of "
        f"{', '.join(f.suffix for f in FORMATS.values())}, or --format."
    )


def export(
    trained: Trained, path: Path, features: NDArray[Any], format_name: str | None = None
) -> Report:
    """Write `trained` to `path`, read it back and compare the answers on raw features (N, …).

    Weights go out in float32, whatever they were trained in.

    Raises:
        UserError: it can't be written, or not in this format; no half file is left.
    """
    chosen = format_for(path, format_name)
    single = {name: array.astype(np.float32) for name, array in trained.parameters.items()}
    contents = chosen.encode(replace(trained, parameters=single))
    write_atomically(path, contents)
    ours = trained.predict(features)
    theirs = chosen.predict(path, features)
    size = float(np.abs(ours).max()) or 1.0
    difference = float(np.abs(ours - theirs).max()) / size
    return Report(path, chosen, len(contents), difference, len(features))
