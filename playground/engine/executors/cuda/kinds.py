"""What a name in a kernel stands for, and what it is called in CUDA C++."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum


class Untranslatable(Exception):
    """A kernel does what can't be said in CUDA C++; why, in words."""


class Scalar(IntEnum):
    """One number; two of different kinds together make the larger."""

    WORD = 1  # a 64-bit integer
    REAL = 2  # of the run's dtype
    DOUBLE = 3


@dataclass(frozen=True)
class ArrayKind:
    """An array seen with `rank` axes."""

    rank: int
    of: Scalar = Scalar.REAL


Kind = Scalar | ArrayKind
NAMES = {Scalar.WORD: "word", Scalar.REAL: "real", Scalar.DOUBLE: "double"}


def c_type(kind: Kind) -> str:
    """The type in CUDA C++; see `source` for its definition."""
    if isinstance(kind, ArrayKind):
        return f"View<{NAMES[kind.of]}, {kind.rank}>"
    return NAMES[kind]


def joined(a: Kind | None, b: Kind) -> Kind:
    """What a name is that stands for both.

    Raises:
        Untranslatable: there is no such kind.
    """
    if a is None or a == b:
        return b
    if isinstance(a, Scalar) and isinstance(b, Scalar):
        return max(a, b)
    raise Untranslatable(f"one name stands for {a} and for {b}")
