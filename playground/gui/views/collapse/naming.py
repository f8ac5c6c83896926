"""What the products of a row are called: W₁, b₁ and what comes of them."""

from __future__ import annotations

from playground.network.affine.folding import Run
from playground.network.affine.reasons import subscript
from playground.network.affine.row import Row

# More factors than these are not listed one by one.
_MOST_FACTORS = 3


def number_of(row: Row, place: int) -> int:
    """Which product a piece is, from 1."""
    return sum(piece.is_product for piece in row.pieces[: place + 1])


def matrix_name(row: Row, run: Run) -> str:
    """ "W₁", "W₁·W₂", "W₁ ⋯ W₅"."""
    first, last = number_of(row, run.first), number_of(row, run.last)
    if last - first < _MOST_FACTORS:
        return "·".join(f"W{subscript(number)}" for number in range(first, last + 1))
    return f"W{subscript(first)} ⋯ W{subscript(last)}"


def bias_name(row: Row, run: Run) -> str:
    """ "b₁", "b₁·W₂ + b₂", "b₁·W₂·W₃ + ⋯ + b₃"."""
    first, last = number_of(row, run.first), number_of(row, run.last)
    if last == first:
        return f"b{subscript(first)}"
    own, end = f"b{subscript(first)}·W{subscript(first + 1)}", f"b{subscript(last)}"
    if last == first + 1:
        return f"{own} + {end}"
    return f"{own} ⋯ + {end}"


def layers_of(row: Row, run: Run) -> tuple[str, ...]:
    """The layers that a run is of, "the head" for the head, branches by where they end."""
    found = []
    for piece in row.pieces[run.first : run.last + 1]:
        last = piece.layers[-1]
        found.append("the head" if last == "head" else last)
    return tuple(found)
