"""A formula that a person types, read by a small grammar of its own: nothing of it is ever run.

    sum      = product {("+" | "-") product}
    product  = sign {("*" | "/") sign}
    sign     = ("+" | "-") sign | power
    power    = value ["^" sign]                      also "**"; binds tighter than a sign before it
    value    = number | name | name "(" sum {"," sum} ")" | "(" sum ")" | "|" sum "|"

Comparisons (<, <=, >, >=) stand outside sums, and give 1 where they hold and 0 where not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from playground.errors import UserError
from playground.registry import did_you_mean

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_LETTERS = 500
MOST_DEPTH = 50

CONSTANTS: Mapping[str, float] = {"pi": float(np.pi), "π": float(np.pi), "e": float(np.e)}
Function = Callable[..., Any]
FUNCTIONS: Mapping[str, tuple[int, Function]] = {
    "sin": (1, np.sin),
    "cos": (1, np.cos),
    "tan": (1, np.tan),
    "tanh": (1, np.tanh),
    "exp": (1, np.exp),
    "log": (1, np.log),
    "sqrt": (1, np.sqrt),
    "abs": (1, np.abs),
    "sign": (1, np.sign),
    "floor": (1, np.floor),
    "round": (1, np.rint),
    "sinc": (1, np.sinc),
    "hypot": (2, np.hypot),
    "atan2": (2, np.arctan2),
    "mod": (2, np.mod),
    "min": (2, np.minimum),
    "max": (2, np.maximum),
}
"""Every function: how many arguments it takes, and what it does."""

_OPERATORS: Mapping[str, Function] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "^": np.power,
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
}
_TOKEN = re.compile(
    r"\s*(?:(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)|(?P<name>[A-Za-z_π][A-Za-z0-9_]*)"
    r"|(?P<sign>\*\*|<=|>=|[-+*/^(),|<>≤≥−·×÷])|(?P<raised>[²³]))"
)
_ALIKE = {"**": "^", "−": "-", "·": "*", "×": "*", "÷": "/", "≤": "<=", "≥": ">="}
_RAISED = {"²": "2", "³": "3"}
_COMPARED = ("<", "<=", ">", ">=")


@dataclass(frozen=True)
class _Token:
    kind: str  # "number", "name", "sign" or "end"
    text: str
    place: int


@dataclass(frozen=True)
class _Part:
    """A number, a variable, or an operation on other parts."""

    apply: Function | None
    parts: tuple[_Part, ...] = ()
    number: float = 0.0
    name: str = ""

    def at(self, variables: Mapping[str, NDArray[np.float64]]) -> Any:
        if self.name:
            return variables[self.name]
        if self.apply is None:
            return self.number
        return self.apply(*(np.asarray(part.at(variables), np.float64) for part in self.parts))


@dataclass(frozen=True)
class Formula:
    """A formula that can be worked out.

    Attributes:
        text: as it was typed.
        used: the variables in it.
    """

    text: str
    used: frozenset[str]
    _whole: _Part

    def at(self, variables: Mapping[str, NDArray[np.float64]]) -> NDArray[np.float64]:
        """Its values (N,), where each variable has the values (N,) given.

        Where it has none, as the root of a negative number, there is NaN or infinity.
        """
        length = len(next(iter(variables.values())))
        with np.errstate(all="ignore"):
            found = np.asarray(self._whole.at(variables), np.float64)
        return np.broadcast_to(found, (length,)).copy()


class FormulaError(UserError):
    """A formula that can't be read.

    Attributes:
        place: which letter it is about, from 0.
    """

    def __init__(self, message: str, place: int) -> None:
        super().__init__(message)
        self.place = place


def parse_formula(text: str, variables: Sequence[str]) -> Formula:
    """Read a formula.

    Args:
        variables: the names that stand for something, ("x1", "x2").

    Raises:
        FormulaError: it is none; says what is wrong, where, and what could stand there.
    """
    if len(text) > MOST_LETTERS:
        raise FormulaError(
            f"The formula has {len(text):,} letters; {MOST_LETTERS} are taken at most.",
            MOST_LETTERS,
        )
    reader = _Reader(_tokens(text), tuple(variables))
    whole = reader.whole()
    return Formula(text, frozenset(reader.used), whole)


def _tokens(text: str) -> list[_Token]:
    found, place = [], 0
    stripped = text.rstrip()
    while place < len(stripped):
        match = _TOKEN.match(stripped, place)
        if match is None:
            letter = stripped[place:].lstrip()[0]
            at = stripped.index(letter, place)
            raise FormulaError(f"“{letter}” at letter {at + 1} means nothing in a formula.", at)
        kind = match.lastgroup or ""
        if kind == "raised":
            found.append(_Token("sign", "^", match.start(kind)))
            found.append(_Token("number", _RAISED[match[kind]], match.start(kind)))
        else:
            found.append(_Token(kind, _ALIKE.get(match[kind], match[kind]), match.start(kind)))
        place = match.end()
    if not found:
        raise FormulaError("Type a formula, such as sin(3 * x1) * x2.", 0)
    found.append(_Token("end", "", len(stripped)))
    return found


class _Reader:
    """Goes through the tokens once, from left to right."""

    def __init__(self, tokens: list[_Token], variables: tuple[str, ...]) -> None:
        self._tokens = tokens
        self._variables = variables
        self._next = 0
        self._depth = 0
        self._bars = 0
        self.used: set[str] = set()

    def whole(self) -> _Part:
        found = self._comparison()
        if self._here.kind != "end":
            raise self._unexpected("an operator such as + or *")
        return found

    @property
    def _here(self) -> _Token:
        return self._tokens[self._next]

    def _take(self) -> _Token:
        token = self._here
        self._next += 1
        return token

    def _is(self, *signs: str) -> bool:
        return self._here.kind == "sign" and self._here.text in signs

    def _comparison(self) -> _Part:
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise FormulaError("The formula is nested too deeply.", self._here.place)
        left = self._sum()
        if self._is(*_COMPARED):
            apply = _OPERATORS[self._take().text]
            left = _Part(apply, (left, self._sum()))
        self._depth -= 1
        return left

    def _sum(self) -> _Part:
        left = self._product()
        while self._is("+", "-"):
            apply = _OPERATORS[self._take().text]
            left = _Part(apply, (left, self._product()))
        return left

    def _product(self) -> _Part:
        left = self._sign()
        while self._is("*", "/"):
            apply = _OPERATORS[self._take().text]
            left = _Part(apply, (left, self._sign()))
        return left

    def _sign(self) -> _Part:
        minus = False
        while self._is("+", "-"):
            minus ^= self._take().text == "-"
        found = self._power()
        return _Part(np.negative, (found,)) if minus else found

    def _power(self) -> _Part:
        base = self._value()
        if not self._is("^"):
            return base
        self._take()
        self._depth += 1
        if self._depth > MOST_DEPTH:
            raise FormulaError("The formula is nested too deeply.", self._here.place)
        power = self._sign()
        self._depth -= 1
        return _Part(np.power, (base, power))

    def _value(self) -> _Part:
        if self._here.kind == "number":
            return _Part(None, number=float(self._take().text))
        if self._here.kind == "name":
            return self._named(self._take())
        if self._is("("):
            self._take()
            found = self._comparison()
            self._close(")")
            return found
        if self._is("|"):
            self._take()
            found = self._comparison()
            self._close("|")
            return _Part(np.abs, (found,))
        raise self._unexpected("a number, a variable or a bracket")

    def _named(self, token: _Token) -> _Part:
        name = token.text
        if name in self._variables:
            self.used.add(name)
            return _Part(None, name=name)
        if name in CONSTANTS:
            return _Part(None, number=CONSTANTS[name])
        if name not in FUNCTIONS:
            known = (*self._variables, *FUNCTIONS, *CONSTANTS)
            hint = did_you_mean(name, known)
            variables = " and ".join(self._variables)
            raise FormulaError(
                f"“{name}” at letter {token.place + 1} is unknown.{hint} The variables are "
                f"{variables}; the functions {', '.join(FUNCTIONS)}.",
                token.place,
            )
        count, apply = FUNCTIONS[name]
        if not self._is("("):
            raise self._unexpected(f"“(” after {name}")
        self._take()
        given = [self._comparison()]
        while self._is(","):
            self._take()
            given.append(self._comparison())
        self._close(")")
        if len(given) != count:
            raise FormulaError(
                f"{name} at letter {token.place + 1} takes {count} "
                f"argument{'s' * (count > 1)}, not {len(given)}.",
                token.place,
            )
        return _Part(apply, tuple(given))

    def _close(self, sign: str) -> None:
        if not self._is(sign):
            raise self._unexpected(f"“{sign}”")
        self._take()

    def _unexpected(self, wanted: str) -> FormulaError:
        token = self._here
        if token.kind == "end":
            return FormulaError(f"The formula ends where {wanted} is expected.", token.place)
        return FormulaError(
            f"“{token.text}” at letter {token.place + 1} stands where {wanted} is expected.",
            token.place,
        )
