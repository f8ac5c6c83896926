"""How a layer is shown large."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from playground.gui.views.matrices.case import LOSS, Case
from playground.gui.views.matrices.look import Look
from playground.gui.views.matrices.scene import Scene

_HERE = "playground.gui.views.matrices.exhibits"


@dataclass(frozen=True)
class Exhibit:
    """A kind of scene.

    Attributes:
        path: "module:function", imported at first use; takes a case and a look, gives the scene.
    """

    path: str

    def scene(self, case: Case, look: Look) -> Scene:
        """The scene."""
        module, _, name = self.path.partition(":")
        made: Scene = getattr(import_module(module), name)(case, look)
        return made


_PRODUCT = Exhibit(f"{_HERE}.product_scene:ProductScene")
_LOSS = Exhibit(f"{_HERE}.loss_scene:LossScene")
_PASSAGE = Exhibit(f"{_HERE}.passage_scene:PassageScene")

# By layer type; a matrix product is shown as one whatever its type is.
_BY_TYPE: Mapping[str, Exhibit] = {
    "Embedding": Exhibit(f"{_HERE}.lookup_scene:LookupScene"),
}


def exhibit_for(case: Case) -> Exhibit:
    """How a layer is shown."""
    if case.id == LOSS:
        return _LOSS
    if case.station.product is not None:
        return _PRODUCT
    return _BY_TYPE.get(case.station.type, _PASSAGE)
