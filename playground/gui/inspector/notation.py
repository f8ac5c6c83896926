"""What may be typed in more than one way: a word, a number, or several numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from playground.gui.inspector.limits import Limits, number_text


@dataclass(frozen=True)
class Several:
    """Numbers side by side.

    Attributes:
        limits: of each.
        least, most: how many; `most` None for any number.
    """

    limits: Limits
    least: int
    most: int | None

    @property
    def is_pair(self) -> bool:
        """Whether they are two, of which the first is a height and the second a width."""
        return self.least == self.most == 2

    def write(self, values: Iterable[float]) -> str:
        return (" × " if self.is_pair else ", ").join(_plain(each) for each in values)

    @property
    def wish(self) -> str:
        """What they may be, in words."""
        if self.is_pair:
            return "two: height × width"
        kind = "whole numbers" if self.limits.whole else "numbers"
        most = f"up to {self.most} " if self.most else ""
        return f"{most}{kind} {self.limits.range}, with commas between".replace(" ,", ",")


# Commas part numbers here, so none stands within one.
_BETWEEN = re.compile(r"\s*[×x*,;]\s*|\s+")


@dataclass(frozen=True)
class Notation:
    """A word, a number, or several numbers, whichever of them the field takes.

    Attributes:
        words: what it can be called by.
        number: the limits of a single number.
        several: how several may stand side by side.
        optional: whether an empty field means None.
    """

    words: tuple[str, ...] = ()
    number: Limits | None = None
    several: Several | None = None
    optional: bool = False

    def write(self, value: Any) -> str:
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, tuple) and self.several:
            return self.several.write(value)
        return _plain(value)

    def read(self, text: str) -> Any:
        bare = text.strip()
        if not bare and self.optional:
            return None
        if bare.lower() in self.words:
            return bare.lower()
        parts = [part for part in _BETWEEN.split(bare.strip("()[] ")) if part]
        try:
            if self.number and len(parts) == 1:
                return self.number.read(parts[0])
            if self.several:
                return self._tuple(parts, self.several)
        except ValueError:
            pass
        raise ValueError(self.wish)

    def stepped(self, value: Any, steps: int) -> Any:
        """The value some steps on, each of several; a word or nothing becomes a number."""
        if isinstance(value, tuple) and self.several:
            limits = self.several.limits
            return tuple(limits.stepped(each, steps) for each in value)
        return self.number.stepped_from(value, steps) if self.number else value

    @property
    def wish(self) -> str:
        """What it may be, in words."""
        ways = list(self.words)
        ways += [self.number.wish] if self.number else []
        ways += [self.several.wish] if self.several else []
        comma = "," if self.several else ""
        return f"{', '.join(ways[:-1])}{comma} or {ways[-1]}" if len(ways) > 1 else ways[0]

    def _tuple(self, parts: list[str], several: Several) -> tuple[float, ...]:
        if len(parts) < several.least or len(parts) > (several.most or len(parts)):
            raise ValueError(self.wish)
        return tuple(several.limits.read(part) for part in parts)


@dataclass(frozen=True)
class OwnNotation:
    """Text in a notation that the field brings with it."""

    writer: Callable[[Any], str | None]
    reader: Callable[[str], Any]

    def write(self, value: Any) -> str:
        return self.writer(value) or ""

    def read(self, text: str) -> Any:
        try:
            return self.reader(text)
        except ValueError as error:
            raise ValueError(str(error).removeprefix("expected ")) from None


def _plain(value: float) -> str:
    """A number without marks for thousands."""
    return str(value) if isinstance(value, int) else number_text(value)
