"""What follows from a product, line by line: the sums, what bends them, what is answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from numpy.typing import NDArray

from playground.gui.views.matrices.case import Case
from playground.network.spec import HEAD
from playground.training.workings import final_lines

# When a line is found: with the sum of a cell, with its bias, right after it, or once the sums of
# the whole row are there.
Turn = Literal["product", "sums", "cell", "row"]


@dataclass(frozen=True, eq=False)
class Result:
    """A line beneath the matrix.

    Attributes:
        key: of its grid. label: what it is: "= z", "tanh(z)".
        values: (R, U), or (R, 1) of what is one number a row.
        turn: when it is found as one works it out by hand.
    """

    key: str
    label: str
    values: NDArray[Any]
    turn: Turn


def results_of(case: Case) -> list[Result]:
    """The lines of a product, in order; of several rows only sums and answers."""
    station = case.station
    product = station.product
    assert product is not None
    single = len(product.x) == 1
    found = []
    if single and product.bias is not None:
        found.append(Result("product", "x · W", product.product, "product"))
    if product.bias is not None:
        label = "= z" if single else "Z = X · W + b"
    else:
        label = "x · W = z" if single else "Z = X · W"
    found.append(Result("sums", label, product.sums, "sums"))
    if case.id == HEAD:
        lines = final_lines(case.head, case.signature, case.worked.logits, case.worked.prediction)
        by_row = case.head.final == "softmax"
        for line in lines if single else lines[-1:]:
            turn: Turn = "row" if by_row else "cell"
            found.append(Result(line.key, line.label, line.values, turn))
    elif station.activation is not None:
        output = station.output.reshape(len(product.x), -1)
        turn = "row" if station.activation.name == "softmax" else "cell"
        z = "z" if single else "Z"
        found.append(Result("output", f"{station.activation.label}({z})", output, turn))
    return found
