"""A number in a field: what it may be, how it is written, read and stepped."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from playground.gui.widgets.rates import next_rate, previous_rate

# Where steps by ratio end on the way down to 0, and where they begin on the way up from it.
_LAST_BEFORE_ZERO, _FIRST_AFTER_ZERO = 1e-8, 1e-4
# A default beneath this, and a range wider than that, ask for steps by ratio.
_SMALL_DEFAULT, _WIDE = 0.05, 100.0
_SHARE_STEP = 0.05
# From here on numbers have marks for thousands.
_LARGE = 1000.0


@dataclass(frozen=True)
class Limits:
    """The bounds of a number, and the way it is shown.

    Attributes:
        whole: whether it is a whole number.
        low, high: the bounds, infinite where there is none.
        low_open, high_open: whether the bound itself is out.
        percent: whether it is written in percent; it runs from 0 to 1 all the same.
        by_ratio: whether steps are 1, 3, 10 and so on.
        step: the distance between two steps otherwise.
    """

    whole: bool
    low: float = -math.inf
    high: float = math.inf
    low_open: bool = False
    high_open: bool = False
    percent: bool = False
    by_ratio: bool = False
    step: float = 1

    def allows(self, value: float) -> bool:
        """Whether the value is within the bounds."""
        above = value > self.low if self.low_open else value >= self.low
        below = value < self.high if self.high_open else value <= self.high
        return math.isfinite(value) and above and below

    def text(self, value: float) -> str:
        """The value as people write it: "1,024", "0.999", "1e-8", "20%"."""
        if self.whole:
            return f"{int(value):,}"
        text = self._short(value)
        if self.allows(self._number(text)):
            return text
        # So near to a bound that is out that, rounded, it would be the bound.
        return f"{Decimal(repr(value)) * 100}%" if self.percent else repr(value)

    def read(self, text: str) -> float:
        """The number that was typed.

        Raises:
            ValueError: it is none, or out of bounds; the message says what would do, to follow
                "must be".
        """
        try:
            value = self._number(text.strip().replace("−", "-"))
        except (ValueError, ArithmeticError):
            raise ValueError(self.wish) from None
        if not self.allows(value):
            raise ValueError(self.wish)
        return value

    def stepped(self, value: float, steps: int) -> float:
        """The value some steps on, as far as the bounds let it go."""
        for _ in range(abs(steps)):
            there = self._next(value, 1 if steps > 0 else -1)
            if not self.allows(there):
                there = self._end(steps > 0, value)
            value = there
        return value

    def stepped_from(self, value: Any, steps: int) -> float:
        """`stepped`; where there is no number yet, the first that there is near 0."""
        if isinstance(value, int | float):
            return self.stepped(value, steps)
        return next((start for start in (0, 1) if self.allows(start)), self.low)

    def shared_with(self, other: Limits) -> Limits:
        """What both allow, stepped and written as this one."""
        low, low_open = max((self.low, self.low_open), (other.low, other.low_open))
        high, closed = min((self.high, not self.high_open), (other.high, not other.high_open))
        return Limits(
            self.whole, low, high, low_open, not closed, self.percent, self.by_ratio, self.step
        )

    @property
    def wish(self) -> str:
        """What it may be, in words: "a whole number from 1 to 100"."""
        kind = "a whole number" if self.whole else "a percentage" if self.percent else "a number"
        return f"{kind} {self.range}".strip()

    @property
    def range(self) -> str:
        """The bounds in words: "from 1 to 100", "above 0"; "" for none."""
        words = []
        if math.isfinite(self.low):
            words.append(f"{'above' if self.low_open else 'from'} {self._in_words(self.low)}")
        if math.isfinite(self.high):
            words.append(f"{'to below' if self.high_open else 'to'} {self._in_words(self.high)}")
        return " ".join(words)

    def _in_words(self, bound: float) -> str:
        large = abs(bound) >= _LARGE or self.whole
        text = f"{bound:,.0f}" if large else self._short(bound)
        return text.replace("-", "−") if text.startswith("-") else text

    def _short(self, value: float) -> str:
        return f"{number_text(value * 100)}%" if self.percent else number_text(value)

    def _number(self, text: str) -> float:
        if self.whole:
            return int(text.replace(",", "").replace("\u202f", ""))
        if self.percent:
            return float(Decimal(text.rstrip("% ").replace(",", ".")) / 100)
        return float(text.replace(",", "."))

    def _next(self, value: float, way: int) -> float:
        if not self.by_ratio:
            there = value + way * self.step
            return int(there) if self.whole else round(there, 10)
        if way > 0:
            return next_rate(value) if value > 0.0 else _FIRST_AFTER_ZERO
        falls = value > _LAST_BEFORE_ZERO or self.low_open or self.low > 0.0
        return previous_rate(value) if falls else 0.0

    def _end(self, upwards: bool, value: float) -> float:
        """The bound, where it is in and beyond the value; else the value."""
        end, is_open = (self.high, self.high_open) if upwards else (self.low, self.low_open)
        if is_open or not math.isfinite(end):
            return value
        return int(end) if self.whole else end


def limits_of(whole: bool, name: str, metadata: Iterable[Any], default: Any) -> Limits:
    """The limits that pydantic checks a field against.

    Args:
        name: the field's; a rate from 0 to 1 is written in percent.
        metadata: the bounds among it count.
        default: the field's, by which steps are chosen.
    """
    bounds: dict[str, float] = {}
    for each in metadata:
        for key in ("ge", "gt", "le", "lt"):
            if hasattr(each, key):
                bounds[key] = getattr(each, key)
    low, high = bounds.get("ge", bounds.get("gt", -math.inf)), bounds.get("le", bounds.get("lt"))
    high = math.inf if high is None else high
    is_share = not whole and low >= 0.0 and high <= 1.0
    usual = float(default) if isinstance(default, int | float) else None
    least = 0.0 if is_share or high > _WIDE else -1.0
    small = usual is not None and least < usual < _SMALL_DEFAULT
    wide = low >= 0.0 and high >= _WIDE and (usual is None or "gt" in bounds or low > 0.0)
    percent = is_share and name.endswith("rate")
    return Limits(
        whole,
        low,
        high,
        low_open="gt" in bounds,
        high_open="lt" in bounds,
        percent=percent,
        by_ratio=not whole and not percent and (small or wide),
        step=1 if whole else _step(low, high, usual),
    )


def number_text(value: float) -> str:
    """A number with all the digits that tell it apart, and no more: "0.999", "1e-8"."""
    mantissa, e, exponent = f"{value:.12g}".partition("e")
    return f"{mantissa}e{int(exponent)}" if e else mantissa


def _step(low: float, high: float, usual: float | None) -> float:
    """A twentieth of a share, or as fine as the default is written; else a tenth, or 1."""
    if high - low <= 2.0:
        decimals = len(f"{usual or 0.0:.12g}".partition(".")[2])
        return _SHARE_STEP if decimals < 2 else max(10.0**-decimals, 0.001)
    return 0.1 if high - low <= _WIDE / 10 else 1.0
