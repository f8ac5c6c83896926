"""What can be pointed at in views, for a lesson to notice."""

from __future__ import annotations

from dataclasses import dataclass

from playground.registry import Registry


@dataclass(frozen=True)
class Sight:
    """Something in a view.

    Attributes:
        name: as in "seen neuron". view: where it is. help: one line for whoever writes a lesson.
    """

    name: str
    view: str
    help: str


SIGHTS: Registry[Sight] = Registry(
    "thing to be seen",
    [
        Sight("neuron", "neurons", "the picture of a neuron"),
        Sight("wire", "neurons", "a wire, which is a weight; of the layer it leads into"),
        Sight("bias", "neurons", "the dot of a bias"),
        Sight("matrix column", "matrices", "a neuron, so that its column lights up"),
        Sight("matrix entry", "matrices", "a weight in the matrix, so that its wire lights up"),
        Sight("calculation", "matrices", "a product as it is worked out by hand"),
        Sight("window", "matrices", "a number of a convolution's result, with its window"),
        Sight("pixel", "matrices", "a number that windows slide over, with all that see it"),
        Sight("shared weight", "matrices", "a weight in all its places in the banded matrix"),
    ],
)
