"""Squares, products and sines of features, beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING

from pydantic import Field

from playground.network.node import Catalogue, NodeSpec
from playground.network.problems import Misfit
from playground.network.shapes import in_words
from playground.network.structure import concatenate

if TYPE_CHECKING:
    from playground.engine.graph import Value
    from playground.network.builder import Builder

_MOST_PRODUCTS = 100_000


class PolynomialFeatures(NodeSpec):
    """(N, D) gives what is chosen of it, side by side, in this order.

    The D features, their D squares, the D (D − 1) / 2 products of two different ones (ordered by
    the first, then the second), and their D sines. `names` says which column is what.
    """

    catalogue = Catalogue(
        "Polynomial",
        "Basic",
        "polynomial_features",
        "Offers x², xy and sin x beside x, so that one layer can draw curves.",
    )

    features: bool = Field(True, title="x", description="The features themselves.")
    squares: bool = Field(True, title="x²", description="Each feature times itself.")
    products: bool = Field(True, title="xy", description="Each feature times each other one.")
    sines: bool = Field(True, title="sin x", description="The sine of each feature.")

    def build(self, builder: Builder, x: Value) -> Value:
        self._require_fit(x)
        parts = []
        if self.features:
            parts.append(x)
        if self.squares:
            parts.append(builder.apply("multiply", x, x))
        if self.products and x.shape[0] > 1:
            parts.append(builder.apply("pair_products", x))
        if self.sines:
            parts.append(builder.apply("sine", x))
        return concatenate(builder, parts, 0)

    def names(self, features: Sequence[str]) -> list[str]:
        """What the numbers that leave are called, given the names of those that arrive."""
        return [
            *(features if self.features else ()),
            *(f"{x}²" for x in features if self.squares),
            *(f"{x}·{y}" for x, y in combinations(features, 2) if self.products),
            *(f"sin {x}" for x in features if self.sines),
        ]

    def _require_fit(self, x: Value) -> None:
        if len(x.shape) != 1:
            raise Misfit(
                f"Polynomial features takes a vector; it is given {in_words(x.shape)}.", "Flatten"
            )
        (width,) = x.shape
        n_products = width * (width - 1) // 2
        if self.products and n_products > _MOST_PRODUCTS:
            raise Misfit(
                f"{width:,} features have {n_products:,} products; at most {_MOST_PRODUCTS:,} are "
                "made. Switch the products off, or put a Dense before with fewer units."
            )
        only_products = self.products and n_products == 0
        if not (self.features or self.squares or self.sines) and (
            not self.products or only_products
        ):
            reason = "one feature has no products with others" if only_products else "none is on"
            raise Misfit(f"Polynomial features has nothing to give: {reason}. Switch more on.")
