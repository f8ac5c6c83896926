"""What every export format is."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar, Literal

import numpy as np

from playground.formats.checking import Check
from playground.formats.material import Material

Group = Literal["Weights", "Whole network", "Program", "Run"]


class Format:
    """A kind of file, or of several files side by side, that a run goes out in.

    Everything but `files` and `check` is quick, so that a dialog can show it while one types.

    Class attributes:
        name: as given to `--format`.
        suffix: of the main file, with its dot; may have two, as ".weights.h5".
        label: for people.
        group: what kind of thing goes out.
        help: what it is and who reads it, in one line.
    """

    name: ClassVar[str]
    suffix: ClassVar[str]
    label: ClassVar[str]
    group: ClassVar[Group]
    help: ClassVar[str]

    def refusal(self, material: Material) -> str:
        """Why this can't go out in this format, and what to do; "" where it can."""
        if self.group != "Run":
            for name, array in material.trained.parameters.items():
                if not np.isfinite(array).all():
                    return (
                        f"{name} holds numbers that are not finite: the run has diverged. Go back "
                        "to an earlier epoch, or reset, and export then."
                    )
        return self.refused(material)

    def refused(self, material: Material) -> str:
        """`refusal`, of weights that are finite numbers."""
        return ""

    def contents(self, material: Material) -> tuple[str, ...]:
        """What will be inside, a short line each. Only of what is not refused."""
        raise NotImplementedError

    def size(self, material: Material) -> int:
        """About how many bytes all files together will have."""
        raise NotImplementedError

    def names(self, name: str) -> tuple[str, ...]:
        """What the files are called when the main one, the last, is called `name`."""
        return (name,)

    def snippet(self, material: Material, path: Path) -> str:
        """Lines that load what was written to `path` and use it; in Python, unless they say so.

        In Python, `x` is an array (N, …) of raw features.
        """
        raise NotImplementedError

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        """The files' contents, in the order of `names(name)`.

        Raises:
            UserError: it is refused.
        """
        raise NotImplementedError

    def check(self, path: Path, material: Material) -> Check:
        """Read back from the disk, with a reader that is not Playground's where there is one."""
        raise NotImplementedError
