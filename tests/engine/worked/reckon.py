"""Reckons what stands in a written formula, knowing nothing of how it was written."""

from __future__ import annotations

import math
import re

TOKEN = re.compile(r"⟨[^⟩]*⟩|\d+\.?\d*(?:e−?\d+)?|[a-z]+|[√∞²^·/+−(),|]|\s+")
FUNCTIONS = {
    "tanh": math.tanh,
    "ln": lambda x: math.log(x) if x > 0 else -math.inf,
    "√": math.sqrt,
    "max": max,
    "min": min,
    "sign": lambda x: float((x > 0) - (x < 0)),
    "sin": math.sin,
    "cos": math.cos,
    "exp": math.exp,
    "erf": math.erf,
}


class Reader:
    """A reader of sums of products of powers."""

    def __init__(self, text: str) -> None:
        tokens = TOKEN.findall(text)
        assert "".join(tokens) == text, f"{text!r} is not all of it a formula"
        self.tokens = [t for t in tokens if t.strip() and not t.startswith("⟨")]
        self.place = 0

    def whole(self) -> float:
        value = self.sum()
        assert self.place == len(self.tokens), self.tokens[self.place :]
        return value

    def sum(self) -> float:
        value = self.product()
        while self.peek() in ("+", "−"):
            value += self.product() if self.take() == "+" else -self.product()
        return value

    def product(self) -> float:
        value = self.signed()
        while self.peek() in ("·", "/"):
            if self.take() == "·":
                value *= self.signed()
            else:
                below = self.signed()
                value = value / below if below else math.copysign(math.inf, value)
        return value

    def signed(self) -> float:
        if self.peek() == "−":
            self.take()
            return -self.power()
        return self.power()

    def power(self) -> float:
        value = self.atom()
        if self.peek() == "²":
            self.take()
            return value**2
        if self.peek() == "^":
            self.take()
            return float(value ** self.atom())
        return value

    def atom(self) -> float:
        token = self.take()
        if token == "(":
            value = self.sum()
            assert self.take() == ")"
        elif token == "|":
            value = abs(self.sum())
            assert self.take() == "|"
        elif token in FUNCTIONS:
            assert self.take() == "("
            arguments = [self.sum()]
            while self.peek() == ",":
                self.take()
                arguments.append(self.sum())
            assert self.take() == ")"
            value = float(FUNCTIONS[token](*arguments))
        elif token == "∞":
            value = math.inf
        else:
            value = float(token.replace("−", "-"))
        return value

    def peek(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.peek()
        self.place += 1
        return token


def reckon(text: str) -> float:
    """What a written formula comes to."""
    return Reader(text).whole()
