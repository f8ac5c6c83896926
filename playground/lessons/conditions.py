"""When a step of a lesson is done: states, and comparisons of quantities."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import isfinite, isnan
from operator import eq, ge, gt, le, lt
from typing import Protocol

from playground.errors import UserError
from playground.lessons.names import Names
from playground.lessons.phrase import Args, find, unknown
from playground.lessons.quantities import Amount, parse_amount
from playground.lessons.situation import Since, Situation
from playground.lessons.states import STATES, State

# Changes smaller than this share of the number are no rise and no fall.
_NOTABLE = 0.05
_COMPARED: dict[str, Callable[[float, float], bool]] = {
    ">=": ge,
    "<=": le,
    ">": gt,
    "<": lt,
    "=": eq,
}
_TRENDS = ("rises", "falls")


class Condition(Protocol):
    """Something that a step waits for.

    Attributes:
        text: as the lesson says it.
    """

    @property
    def text(self) -> str: ...

    def met(self, now: Situation, since: Since) -> bool:
        """Whether it is so."""


@dataclass(frozen=True)
class Stated:
    """A state holds: "running", "activation of dense_1 is tanh"."""

    text: str
    state: State
    args: Args

    def met(self, now: Situation, since: Since) -> bool:
        """Whether it holds."""
        return self.state.holds(self.args, now, since)


@dataclass(frozen=True)
class Compared:
    """A quantity stands so to a number or to another: "validation accuracy >= 0.95"."""

    text: str
    left: Amount
    sign: str
    right: Amount | float

    def met(self, now: Situation, since: Since) -> bool:
        """Whether both are known and stand so."""
        right = self.right if isinstance(self.right, float) else self.right.read(now, since)
        left = self.left.read(now, since)
        return not (isnan(left) or isnan(right)) and _COMPARED[self.sign](left, right)


@dataclass(frozen=True)
class Trend:
    """A quantity rises from its lowest, or falls from its highest, since the step began.

    Attributes:
        times: how many times as much, or as little; 0 for any notable change.
    """

    text: str
    amount: Amount
    rises: bool
    times: float

    def met(self, now: Situation, since: Since) -> bool:
        """Whether it has. A loss that is no longer finite has risen."""
        value = self.amount.read(now, since)
        low, high = since.range_of(self.amount.text, value)
        if not isfinite(value):
            return self.rises and since.diverged
        if self.times:
            return value >= low * self.times if self.rises else value * self.times <= high
        return value > low + _NOTABLE * abs(low) if self.rises else value < high - _NOTABLE * high


def parse_condition(text: str, names: Names) -> Condition:
    """The condition that a line of a lesson says.

    Raises:
        UserError: it says none; with the nearest that it could have meant.
    """
    text = " ".join(text.split())
    words = text.split()
    found = find(STATES.values(), words, names)
    if found is not None:
        return Stated(text, *found)
    for at, word in enumerate(words):
        if word in _COMPARED:
            return _comparison(text, words[:at], word, words[at + 1 :], names)
        if word in _TRENDS:
            return _trend(text, words[:at], word == "rises", words[at + 1 :], names)
    raise unknown("condition", text, STATES)


def _comparison(text: str, left: list[str], sign: str, right: list[str], names: Names) -> Compared:
    other = _number(right)
    amount = parse_amount(" ".join(left), names)
    return Compared(
        text, amount, sign, parse_amount(" ".join(right), names) if other is None else other
    )


def _trend(text: str, left: list[str], rises: bool, rest: list[str], names: Names) -> Trend:
    amount = parse_amount(" ".join(left), names)
    if not rest:
        return Trend(text, amount, rises, 0.0)
    times = _number(rest[:1])
    if rest[1:] != ["times"] or times is None or times <= 1.0:
        raise UserError(
            f"After rises or falls comes nothing, or how many times, as in “rises 2 times”. "
            f"Received: {' '.join(rest)!r}."
        )
    return Trend(text, amount, rises, times)


def _number(words: list[str]) -> float | None:
    """What is written there, per cent too; None where it is no number."""
    if len(words) != 1:
        return None
    share = words[0].endswith("%")
    try:
        value = float(words[0].removesuffix("%"))
    except ValueError:
        return None
    return (value / 100.0 if share else value) if isfinite(value) else None
