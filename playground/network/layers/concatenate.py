"""Branches side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from playground.network.merges import first_not_vector
from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words
from playground.network.sight import Sight, one_after_another
from playground.network.structure import concatenate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder

Axis = Literal["features", "time", "height", "width"]

# Which axis of a sample that is, by how many axes the sample has.
_PLACES: dict[Axis, dict[int, int]] = {
    "features": {1: 0, 2: 1, 3: 0},
    "time": {2: 0},
    "height": {3: 1},
    "width": {3: 2},
}
# The same, among those axes of a sample that a `Sight` follows; −1: not among them.
_SAMPLE_AXES: dict[Axis, int] = {"features": -1, "time": 0, "height": 0, "width": 1}
_KINDS = {1: "A vector", 2: "A sequence", 3: "An image"}


def place_of(axis: Axis, rank: int) -> int | None:
    """Which axis of a sample with `rank` axes that is; None if it has none of that name."""
    return _PLACES[axis].get(rank)


class Concatenate(NodeSpec):
    """Inputs one after the other along an axis, in the order of the links.

    By features: (N, A) and (N, B) give (N, A + B); (N, T, A) and (N, T, B) give (N, T, A + B);
    (N, A, H, W) and (N, B, H, W) give (N, A + B, H, W).
    """

    catalogue = Catalogue("Concat", "Merge", "concatenate", "Puts branches side by side as one.")
    inputs = (2, None)
    on_card = ("axis",)

    axis: Axis = Field(
        "features",
        title="Axis",
        description="Features (of an image: channels), or time of sequences, or height or width "
        "of images.",
    )

    def build(self, builder: Builder, *values: Value) -> Value:
        given = " and ".join(in_words(value.shape) for value in values)
        ranks = {len(value.shape) for value in values}
        if len(ranks) > 1:
            raise Misfit(
                f"Concatenate takes vectors, or sequences, or images, not a mixture; it is given "
                f"{given}.",
                "Flatten",
                operand=first_not_vector(values) or 0,
            )
        (rank,) = ranks
        place = place_of(self.axis, rank)
        if place is None:
            kind = _KINDS.get(rank, "What has this shape")
            raise Misfit(f"{kind} has no {self.axis} to concatenate along. Choose another axis.")
        others = {(*value.shape[:place], *value.shape[place + 1 :]) for value in values}
        if len(others) > 1:
            raise Misfit(
                f"Concatenate by {self.axis} takes inputs that agree in all else; it is given "
                f"{given}. Change the layers before it so that they agree."
            )
        return concatenate(builder, values, place)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return one_after_another(sights, _SAMPLE_AXES[self.axis])
