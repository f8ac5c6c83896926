"""From numbers of words to vectors that are learned."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.initializers import InitializerField, Uniform
from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playground.engine.graph import Shape, Value
    from playground.network.builder import Builder
    from playground.network.sight import Sight

# What moves numbers and does not change them.
_MOVES = ("reshape", "slice", "concatenate", "swap")

MOST_WORDS = 10_000_000


class Embedding(NodeSpec):
    """A learned vector for each word: numbers from 0, (N, T), give (N, T, units).

    The table is `weight` (vocabulary, units). A number between two words counts as the nearer one,
    a number beyond the table as its nearest end; a session refuses such data in the first place.
    """

    catalogue = Catalogue(
        "Embedding",
        "Sequence",
        "embedding",
        "Looks up a learned vector for each word, class or item number.",
    )

    vocabulary: int = Field(
        100,
        ge=1,
        le=MOST_WORDS,
        title="Vocabulary",
        description="How many words there are; the data numbers them from 0.",
    )
    units: int = Field(
        8, ge=1, le=10_000, title="Units", description="How many numbers stand for a word."
    )
    initializer: InitializerField = Field(
        Uniform(), title="Initializer", description="What the vectors start as."
    )

    def build(self, builder: Builder, x: Value) -> Value:
        if not _as_in_the_data(builder, x):
            raise Misfit(
                "Embedding takes numbers of words as the data has them; a layer before it changes "
                "them. Put it right behind the input."
            )
        weight = builder.parameter(
            "weight",
            (self.vocabulary, self.units),
            self.initializer,
            fan_in=self.units,
            fan_out=self.units,
            penalised=True,
        )
        return builder.apply("embedding", x, weight)

    def sees(self, shapes: Sequence[Shape], sights: Sequence[Sight]) -> Sight:
        return sights[0].moved()


def _as_in_the_data(builder: Builder, x: Value) -> bool:
    """Whether x holds features, at most moved about."""
    if x is builder.features:
        return True
    maker = next((node for node in builder.graph.nodes if node.output is x), None)
    return (
        maker is not None
        and maker.op in _MOVES
        and all(_as_in_the_data(builder, each) for each in maker.inputs)
    )
