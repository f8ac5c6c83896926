"""What formats have in common that hold weights under Playground's own names."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

import numpy as np

from playground.formats.check import Check, difference
from playground.formats.contents import answering_lines
from playground.formats.format import Format, Group
from playground.formats.material import Material
from playground.formats.metadata import metadata_of
from playground.training.trained import Trained


class WeightsFormat(Format):
    """One array a parameter, and everything else as JSON (see `metadata.Metadata`)."""

    group: ClassVar[Group] = "Weights"

    def contents(self, material: Material) -> tuple[str, ...]:
        return (*answering_lines(material), "the network's layers and shapes, as JSON")

    def size(self, material: Material) -> int:
        arrays = len(material.trained.parameters)
        return 4 * material.numbers + 150 * arrays + len(metadata_of(material.trained))

    def files(self, material: Material, name: str) -> dict[str, bytes]:
        return {name: self.encode(material.trained)}

    def check(self, path: Path, material: Material) -> Check:
        found = self.decode(path)
        return Check(
            self.reader(),
            False,
            difference(material.answers, found.predict(material.samples)),
            len(material.samples),
            same_weights(material.trained, found),
        )

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


def same_weights(one: Trained, other: Trained) -> bool:
    """Whether all parameters are alike, bit for bit, as float32."""
    if one.parameters.keys() != other.parameters.keys():
        return False
    return all(
        array.astype(np.float32).tobytes() == other.parameters[name].tobytes()
        for name, array in one.parameters.items()
    )
