"""Formulas with the numbers in them: how they are written, and what they come to as written.

    x, w, b = Number(0.5), Number(-0.3), Number(1.0)
    write(x * w + b, 3)   →   "0.5·(−0.3) + 1"

A number is rounded to the digits it is written with before it is reckoned with, so what stands
there is what was computed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from playground.written import significant

SUM, PRODUCT, SIGNED, POWER, ATOM = range(5)
_EXACT = 10  # digits of what people set themselves: counts, rates, decays


@dataclass(frozen=True)
class Piece:
    """Some of an expression's text.

    Attributes:
        text: as it is to be read.
        operand: which operand of the instruction the number is from; None for signs and constants.
        cell: its place in there; None where it is no single number of it.
    """

    text: str
    operand: int | None = None
    cell: tuple[int, ...] | None = None


class Expression:
    """Something to be reckoned.

    Attributes:
        level: how tightly it holds together: what is looser than its place gets parentheses.
    """

    level: ClassVar[int]

    def pieces(self, digits: int) -> Iterator[Piece]:
        """Its text, numbers written with so many digits."""
        raise NotImplementedError

    def value(self, digits: int) -> float:
        """What it comes to in float64, with the numbers as they are written."""
        raise NotImplementedError

    def holds(self, digits: int) -> int:
        """Its level, which of a number depends on its sign."""
        return self.level

    def within(self, least: int, digits: int) -> Iterator[Piece]:
        """Its text, in parentheses if it is looser than `least`."""
        if self.holds(digits) >= least:
            yield from self.pieces(digits)
        else:
            yield Piece("(")
            yield from self.pieces(digits)
            yield Piece(")")

    def following(self, digits: int) -> Iterator[Piece]:
        """Its text behind a plus or minus: a minus of its own stands in parentheses."""
        yield from self.within(PRODUCT, digits)

    def __add__(self, other: Expression | float) -> Expression:
        return Sum(self, "+", as_expression(other))

    def __radd__(self, other: float) -> Expression:
        return Sum(as_expression(other), "+", self)

    def __sub__(self, other: Expression | float) -> Expression:
        return Sum(self, "−", as_expression(other))

    def __rsub__(self, other: float) -> Expression:
        return Sum(as_expression(other), "−", self)

    def __mul__(self, other: Expression | float) -> Expression:
        return Product(self, "·", as_expression(other))

    def __rmul__(self, other: float) -> Expression:
        return Product(as_expression(other), "·", self)

    def __truediv__(self, other: Expression | float) -> Expression:
        return Product(self, " / ", as_expression(other))

    def __rtruediv__(self, other: float) -> Expression:
        return Product(as_expression(other), " / ", self)

    def __pow__(self, other: Expression | float) -> Expression:
        return Power(self, as_expression(other))

    def __neg__(self) -> Expression:
        return Negative(self)


@dataclass(frozen=True)
class Number(Expression):
    """A number.

    Attributes:
        number: it.
        operand: which operand of the instruction holds it, None for a constant.
        exact: whether it is written as it was set, whatever the digits.
        cell: its place in the operand, where it is one number of it.
    """

    number: float
    operand: int | None = None
    exact: bool = False
    cell: tuple[int, ...] | None = None

    level: ClassVar[int] = ATOM

    def pieces(self, digits: int) -> Iterator[Piece]:
        yield Piece(significant(self.number, self._digits(digits)), self.operand, self.cell)

    def value(self, digits: int) -> float:
        return float(f"{self.number:.{self._digits(digits)}g}")

    def holds(self, digits: int) -> int:
        if self.number < 0:
            return SIGNED
        # 1e−5² would be read wrongly.
        return SIGNED if "e" in f"{self.number:.{self._digits(digits)}g}" else ATOM

    def following(self, digits: int) -> Iterator[Piece]:
        yield from self.within(POWER if self.number < 0 else SIGNED, digits)

    def _digits(self, digits: int) -> int:
        return _EXACT if self.exact else digits


@dataclass(frozen=True)
class Rest(Expression):
    """What is left of a long sum: one number for many terms, and how many they are."""

    number: float
    count: int

    level: ClassVar[int] = ATOM

    def pieces(self, digits: int) -> Iterator[Piece]:
        text = significant(self.number, digits)
        yield Piece(f"({text})" if self.number < 0 else text)
        yield Piece(f"⟨{self.count:,} more⟩")

    def value(self, digits: int) -> float:
        return float(f"{self.number:.{digits}g}")


@dataclass(frozen=True)
class Sum(Expression):
    """Two terms, added or subtracted."""

    first: Expression
    sign: str
    second: Expression

    level: ClassVar[int] = SUM

    def pieces(self, digits: int) -> Iterator[Piece]:
        yield from self.first.within(SUM, digits)
        yield Piece(f" {self.sign} ")
        yield from self.second.following(digits)

    def value(self, digits: int) -> float:
        first, second = self.first.value(digits), self.second.value(digits)
        return first + second if self.sign == "+" else first - second


@dataclass(frozen=True)
class Product(Expression):
    """Two factors, or a fraction."""

    first: Expression
    sign: str
    second: Expression

    level: ClassVar[int] = PRODUCT

    def pieces(self, digits: int) -> Iterator[Piece]:
        # "a / b·c" would be read as if c were below the line too.
        fraction = isinstance(self.first, Product) and self.first.sign != self.sign
        yield from self.first.within(SIGNED if fraction else PRODUCT, digits)
        yield from self._rest(digits)

    def following(self, digits: int) -> Iterator[Piece]:
        fraction = isinstance(self.first, Product) and self.first.sign != self.sign
        if fraction or self.first.level < PRODUCT:
            yield from self.pieces(digits)
        else:
            yield from self.first.following(digits)
            yield from self._rest(digits)

    def _rest(self, digits: int) -> Iterator[Piece]:
        yield Piece(self.sign)
        signed = isinstance(self.second, Number) and self.second.number >= 0
        yield from self.second.within(SIGNED if signed else POWER, digits)

    def value(self, digits: int) -> float:
        first, second = self.first.value(digits), self.second.value(digits)
        if self.sign == "·":
            return first * second
        with np.errstate(all="ignore"):
            return float(np.float64(first) / np.float64(second))


@dataclass(frozen=True)
class Power(Expression):
    """A base and its exponent."""

    base: Expression
    exponent: Expression

    level: ClassVar[int] = POWER

    def pieces(self, digits: int) -> Iterator[Piece]:
        yield from self.base.within(ATOM, digits)
        if self.exponent == Number(2.0, exact=True):
            yield Piece("²")
        else:
            yield Piece("^")
            yield from self.exponent.within(ATOM, digits)

    def value(self, digits: int) -> float:
        with np.errstate(all="ignore"):
            base = np.float64(self.base.value(digits))
            return float(base ** np.float64(self.exponent.value(digits)))


@dataclass(frozen=True)
class Negative(Expression):
    """Something with a minus before it."""

    of: Expression

    level: ClassVar[int] = SIGNED

    def pieces(self, digits: int) -> Iterator[Piece]:
        yield Piece("−")
        yield from self.of.within(POWER, digits)

    def following(self, digits: int) -> Iterator[Piece]:
        yield from self.within(POWER, digits)

    def value(self, digits: int) -> float:
        return -self.of.value(digits)


@dataclass(frozen=True)
class Call(Expression):
    """A function of expressions, by its written name: "tanh(…)", "√(…)", "|…|", "max(…, …)"."""

    name: str
    arguments: tuple[Expression, ...]

    level: ClassVar[int] = ATOM

    def pieces(self, digits: int) -> Iterator[Piece]:
        before, after = ("|", "|") if self.name == "|" else (f"{self.name}(", ")")
        yield Piece(before)
        for place, argument in enumerate(self.arguments):
            if place:
                yield Piece(", ")
            yield from argument.pieces(digits)
        yield Piece(after)

    def value(self, digits: int) -> float:
        arguments = [np.float64(each.value(digits)) for each in self.arguments]
        with np.errstate(all="ignore"):
            return float(FUNCTIONS[self.name](*arguments))


def _erf(x: float) -> float:
    from math import erf

    return erf(x)


FUNCTIONS: dict[str, Callable[..., float]] = {
    "tanh": np.tanh,
    "ln": np.log,
    "√": np.sqrt,
    "|": np.abs,
    "max": lambda *numbers: float(np.max(numbers)),
    "min": lambda *numbers: float(np.min(numbers)),
    "sign": np.sign,
    "sin": np.sin,
    "cos": np.cos,
    "exp": np.exp,
    "erf": _erf,
}


def call(name: str, *arguments: Expression | float) -> Expression:
    """A function of these."""
    return Call(name, tuple(as_expression(each) for each in arguments))


def as_expression(of: Expression | float) -> Expression:
    """A number that is given with the formula stands as it is."""
    return of if isinstance(of, Expression) else Number(float(of), exact=True)


def total(terms: list[Expression]) -> Expression:
    """Their sum."""
    found = terms[0]
    for term in terms[1:]:
        found = found + term
    return found
