"""One element of an instruction's result, and the numbers that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import isclose
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from playground.engine.worked.equation import Equation, place
from playground.engine.worked.expression import Expression, Number, Rest, call, total

Array = NDArray[Any]
Index = tuple[int, ...]
# Terms of a long sum that are written out.
MOST_TERMS = 6
MOST_READ = 400


@dataclass(frozen=True, eq=False)
class At:
    """Where one looks.

    Attributes:
        inputs: what the instruction has read, as it was before it wrote.
        output: what it has written.
        attributes: its settings.
        index: the element of the output that is looked at.
        symbol: what the output is called: "y", "∂L/∂x".
        row: the sample that is looked at, where the output is of all of them.
        reads: by operand, the cells that a long sum goes over, also those not written out.
    """

    inputs: tuple[Array, ...]
    output: Array
    attributes: Mapping[str, Any]
    index: Index
    symbol: str
    row: int = 0
    reads: dict[int, set[Index]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The element: "y[0, 2]"."""
        return f"{self.symbol}{place(self.index)}"

    @property
    def result(self) -> float:
        """The element itself."""
        return float(self.output[self.index])

    def x(self, operand: int, index: Index | None = None) -> Number:
        """A number of an operand; at the output's own index if no other is given."""
        cell = self.index if index is None else index
        # Plus 0, since nobody reads −0 as a number.
        return Number(float(self.inputs[operand][cell]) + 0.0, operand, cell=cell)

    def read(self, operand: int, cells: Sequence[Index]) -> None:
        """Take note of cells that a sum goes over, unless they are more than can be pointed out."""
        if len(cells) <= MOST_READ:
            self.reads.setdefault(operand, set()).update(cells)

    def is_(self, right: Expression, because: str = "") -> list[Equation]:
        """The element is this."""
        return [Equation(self.name, right, self.result, because)]


Writer = Callable[[At], list[Equation]]


def sum_of(
    count: int, term: Callable[[int], Expression], terms: Callable[[], ArrayLike], first: int = 0
) -> Expression:
    """A sum of many terms, some of them written out.

    Args:
        count: how many there are.
        term: one of them.
        terms: (count,) all of them as numbers, for what is not written out.
        first: the term to begin with, where not all are.
    """
    if count <= MOST_TERMS + 1:
        return total([term(n) for n in range(count)])
    first = min(max(first, 0), count - MOST_TERMS)
    shown = range(first, first + MOST_TERMS)
    numbers = np.asarray(terms(), np.float64)
    rest = float(np.delete(numbers, list(shown)).sum())
    return total([*(term(n) for n in shown), Rest(rest, count - MOST_TERMS)])


def dot(at: At, one: tuple[int, Sequence[Index]], other: tuple[int, Sequence[Index]]) -> Expression:
    """Σ a·b over pairs of places in two operands."""
    (a, a_places), (b, b_places) = one, other
    at.read(a, a_places)
    at.read(b, b_places)

    def products() -> Array:
        return numbers_at(at.inputs[a], a_places) * numbers_at(at.inputs[b], b_places)

    return sum_of(len(a_places), lambda n: at.x(a, a_places[n]) * at.x(b, b_places[n]), products)


def numbers_at(array: Array, places: Sequence[Index]) -> NDArray[np.float64]:
    """Some numbers of an array."""
    found: NDArray[np.float64] = array[tuple(np.array(places).T)].astype(np.float64)
    return found


def scaled(gradient: Number, right: Expression) -> Expression:
    """Times the derivative that arrives, which for a loss is nearly always 1."""
    return right if gradient.number == 1.0 else gradient * right


def constant(number: float) -> Number:
    """A number that people have set, or that belongs to a formula."""
    short = float(f"{number:.6g}")
    exact = short == number or isclose(number, short, rel_tol=1e-12)
    return Number(short if exact else number, exact=exact)


def e_to(power: Expression | float) -> Expression:
    """The exponential function of it."""
    return call("exp", power)
