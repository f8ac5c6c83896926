"""A result, and how it comes about, with enough digits to be checked by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, isnan

from playground.engine.worked.expression import Expression, Piece
from playground.written import significant

# Digits of a result, from what is wanted to what will do, and of the numbers it is made of: as few
# as give that result. Nine tell any two float32 numbers apart.
_OF_RESULT = (4, 3, 2)
_OF_NUMBERS = range(3, 10)


@dataclass(frozen=True)
class Equation:
    """One number of an instruction.

    Attributes:
        name: what it is: "y[0, 2]", or a part of the way to it: "m".
        right: what it is made of.
        result: it, as the engine has it.
        because: why the formula took the branch it did, or "".
    """

    name: str
    right: Expression
    result: float
    because: str = ""


@dataclass(frozen=True)
class Written:
    """An equation as it is read.

    Attributes:
        name: of the result.
        pieces: of the right-hand side.
        sign: "=", or "≈" where float32 has rounded so much on the way that the numbers as written
            give another result.
        result: its text.
        because: see `Equation`.
    """

    name: str
    pieces: tuple[Piece, ...]
    sign: str
    result: str
    because: str

    @property
    def right(self) -> str:
        """The right-hand side."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def text(self) -> str:
        """The whole line."""
        because = f"   since {self.because}" if self.because else ""
        if self.right == self.result:
            return f"{self.name} = {self.result}{because}"
        return f"{self.name} = {self.right} {self.sign} {self.result}{because}"


def written(equation: Equation) -> Written:
    """As few digits as give the result that stands there."""
    for of_result in _OF_RESULT:
        result = significant(equation.result, of_result)
        for digits in _OF_NUMBERS:
            if significant(equation.right.value(digits), of_result) == result:
                return _written(equation, digits, "=", result)
    value = equation.right.value(_OF_NUMBERS[-1])
    same = isnan(value) and not isfinite(equation.result)
    digits = _OF_RESULT[0] if isfinite(equation.result) else _OF_NUMBERS[0]
    return _written(equation, digits, "=" if same else "≈", significant(equation.result, 4))


def _written(equation: Equation, digits: int, sign: str, result: str) -> Written:
    pieces = tuple(equation.right.pieces(digits))
    return Written(equation.name, pieces, sign, result, equation.because)


def place(index: Sequence[int]) -> str:
    """ "[0, 2]", or "" for a number alone."""
    return f"[{', '.join(str(each) for each in index)}]" if len(index) else ""
