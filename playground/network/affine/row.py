"""A network as a row of products and of what bends between them."""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

import numpy as np

from playground.errors import UserError
from playground.network.affine.maps import AffineMap, Floats, Parameters, map_of, size_of
from playground.network.affine.running import Known, run
from playground.network.affine.stretches import Stretch, between, stretches
from playground.network.compiler import trace
from playground.network.heads import Head
from playground.network.signature import Signature
from playground.network.spec import NetworkSpec

# A matrix of more numbers (32 MB of float64) is not written out.
MOST_NUMBERS = 4_000_000


@dataclass(frozen=True, eq=False)
class Piece:
    """A product with a matrix, plus a bias; or what bends.

    Attributes:
        stretch: what computes it.
        layers: the ids of the layers it is of; "head" for the head.
        inputs, outputs: how many numbers of a sample arrive and leave.
    """

    stretch: Stretch
    layers: tuple[str, ...]
    inputs: int
    outputs: int

    @property
    def is_product(self) -> bool:
        """Whether it is one; else it bends."""
        return self.stretch.is_affine

    @property
    def numbers(self) -> int:
        """How many numbers its matrix has."""
        return self.inputs * self.outputs


class Row:
    """A network from its input to the head's sums, before the head's final activation.

    As when it answers: dropout lets everything pass, and batch normalization goes by its running
    statistics, so that it is a product too.

    Attributes:
        pieces: in order. inputs, outputs: how many numbers go in, and come out.
    """

    def __init__(self, network: NetworkSpec, head: Head, signature: Signature) -> None:
        """Raises `UserError` where the network has errors; the first is named."""
        traced = trace(network, head, signature, training=False)
        if traced.errors:
            raise UserError(traced.errors[0].message)
        assert traced.logits is not None
        assert traced.prediction is not None
        self.features = traced.builder.features
        cut = stretches(traced.builder.graph, self.features, traced.logits)
        self.pieces: tuple[Piece, ...] = tuple(map(_piece, _joined(cut)))
        self.inputs = prod(self.features.shape)
        self.outputs = prod(traced.logits.shape)
        self._sums, self._answers = traced.logits, traced.prediction
        self._last = tuple(between(traced.builder.graph, traced.logits, traced.prediction))

    @property
    def products(self) -> tuple[Piece, ...]:
        """Those that are products."""
        return tuple(piece for piece in self.pieces if piece.is_product)

    @property
    def bends(self) -> tuple[Piece, ...]:
        """Those that bend."""
        return tuple(piece for piece in self.pieces if not piece.is_product)

    @property
    def joints(self) -> tuple[int, ...]:
        """The places of products that another follows at once: these two can be folded."""
        pairs = zip(self.pieces, self.pieces[1:], strict=False)
        return tuple(place for place, (a, b) in enumerate(pairs) if a.is_product and b.is_product)

    @property
    def too_large(self) -> Piece | None:
        """The first product whose matrix has too many numbers to be written out."""
        return next((each for each in self.products if each.numbers > MOST_NUMBERS), None)

    def answers(self, sums: Floats) -> Floats:
        """What the head's final activation makes of sums (N, O)."""
        known: Known = {self._sums: np.ascontiguousarray(sums, np.float64)}
        run(self._last, known, len(sums))
        return known[self._answers]

    def maps(self, parameters: Parameters) -> tuple[AffineMap | None, ...]:
        """The matrix and bias of each piece; None for what bends."""
        return tuple(
            map_of(piece.stretch, parameters) if piece.is_product else None for piece in self.pieces
        )


def _piece(stretch: Stretch) -> Piece:
    return Piece(stretch, stretch.scopes, *size_of(stretch))


def _joined(cut: list[Stretch]) -> list[Stretch]:
    """A layer's own product and bias together, and what only moves numbers with what follows."""
    found: list[Stretch] = []
    for stretch in cut:
        before = found[-1] if found else None
        if before is not None and _belong_together(before, stretch):
            found[-1] = before.then(stretch)
        else:
            found.append(stretch)
    return found


def _belong_together(before: Stretch, stretch: Stretch) -> bool:
    if not (before.is_affine and stretch.is_affine):
        # The numbers that a bend gives, in another shape, are what it gives.
        return stretch.only_moves
    if before.only_moves or stretch.only_moves:
        return True
    return not set(before.scopes).isdisjoint(stretch.scopes)
