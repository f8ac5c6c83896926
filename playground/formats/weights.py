"""What formats have in common that hold weights under Playground's own names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar

from numpy.typing import NDArray

from playground.errors import UserError
from playground.formats.checking import Check, difference, same
from playground.formats.checking.child import Arrays, NoReaderError, python
from playground.formats.checking.judged import judged
from playground.formats.code.numpy import NumPy
from playground.formats.contents import answering_lines
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.metadata import metadata_of
from playground.training.trained import Trained

# The network as a program in NumPy, given the weights of the file.
_READ_BACK = """
import json, runpy, sys
import numpy as np
path = sys.argv[1]
{loaded}
answers = runpy.run_path("program.py")["predict"](w, metadata, np.load("features.npy"))
np.savez("found.npz", answers=answers, reader=reader)
"""


class WeightsFormat(Format):
    """One array a parameter, and everything else as JSON (see `metadata.Metadata`).

    Class attributes:
        loaded: statements of Python that give `w` and `metadata` of the file `path`.
    """

    group: ClassVar[Group] = "Weights"
    loaded: ClassVar[str]

    def contents(self, material: Material) -> tuple[str, ...]:
        return (*answering_lines(material), "the network's layers and shapes, as JSON")

    def size(self, material: Material) -> int:
        arrays = len(material.trained.parameters)
        return 4 * material.numbers + 150 * arrays + len(metadata_of(material.trained))

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: self.encode(material.trained)}

    def check(self, path: Path, material: Material) -> Check:
        found = self.decode(path)
        exact = same(material.trained.parameters, found.parameters)
        try:
            program = NumPy().write(material.design).text

            def ask(features: NDArray[Any]) -> Arrays:
                code = _READ_BACK.format(loaded=self.loaded.strip())
                return python(code, [path.resolve()], features, program)

            return replace(judged("NumPy", material, ask), exact=exact)
        except (NoReaderError, UserError):  # or a layer that the program can't be written of
            ours = found.predict(material.samples)
            close = difference(material.answers, ours)
            return Check(self.reader(), False, close, len(material.samples), exact)

    def encode(self, trained: Trained) -> bytes:
        """The file's contents."""
        raise NotImplementedError

    def decode(self, path: Path) -> Trained:
        """The trained network in the file.

        Raises:
            UserError: the file is not sound.
        """
        raise NotImplementedError

    def reader(self) -> str:
        """What `decode` reads it with, for people."""
        raise NotImplementedError
