"""Text and numbers as C has them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from playground.formats.code.names import prose

_NUMBERS_A_LINE = 8


def number(value: float) -> str:
    """A float constant that is read as the very number, rounded to float32."""
    text = str(np.float32(value))
    return f"{text}f" if "." in text or "e" in text else f"{text}.0f"


def numbers(array: NDArray[Any]) -> list[str]:
    """All numbers of an array, in lines that end in a comma."""
    texts = [number(each) for each in np.ravel(array)]
    return [
        f"    {', '.join(texts[start : start + _NUMBERS_A_LINE])},"
        for start in range(0, len(texts), _NUMBERS_A_LINE)
    ]


def constant(name: str, array: NDArray[Any]) -> list[str]:
    """An array of float constants."""
    return [f"static const float {name}[{array.size}] = {{", *numbers(array), "};"]


def string(text: str) -> str:
    """A string literal of plain ASCII, whatever is in the text, in UTF-8."""
    return f'"{"".join(_escaped(byte) for byte in text.encode("utf-8", "replace"))}"'


def _escaped(byte: int) -> str:
    character = chr(byte)
    # Question marks could make up trigraphs.
    plain = 0x20 <= byte < 0x7F and character not in '"\\?'
    return character if plain else f"\\{byte:03o}"


def remark(text: str) -> str:
    """Text to stand in a comment, unable to end it."""
    return prose(text).replace("*", "·")


def indented(lines: Iterable[str], steps: int = 1) -> list[str]:
    """The same lines further in."""
    return [f"{'    ' * steps}{line}" if line else line for line in lines]


def loops(*counted: tuple[str, int], body: list[str]) -> list[str]:
    """Loops in one another, each from 0 up to a count.

    Args:
        counted: the variable and the count of each, the outermost first.
        body: the statements inside.
    """
    for name, count in reversed(counted):
        body = [f"for (int {name} = 0; {name} < {count}; {name}++) {{", *indented(body), "}"]
    return body
