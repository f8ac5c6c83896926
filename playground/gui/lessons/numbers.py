"""A lesson's words with the numbers of the run in them."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite

from playground.gui.plots.words import number, percent
from playground.lessons.prose import Prose
from playground.lessons.quantities import Amount

# (look, words), as `Piece` has them; the look of a link is "link " and its topic.
Spoken = tuple[tuple[str, str], ...]
LINK = "link "
_NOT_YET = "–"


def spoken(prose: Prose, read: Callable[[Amount], float]) -> Spoken:
    """The words, each number as it is now."""
    return tuple(
        (
            LINK + piece.topic if piece.topic else piece.look,
            piece.text if piece.amount is None else in_words(piece.amount, read),
        )
        for piece in prose
    )


def in_words(amount: Amount, read: Callable[[Amount], float]) -> str:
    """A number as it is read in a sentence."""
    value = read(amount)
    if not isfinite(value):
        return _NOT_YET
    match amount.kind:
        case "share":
            return percent(value)
        case "count":
            return f"{value:,.0f}"
        case _:
            return number(value)


def plain(words: Spoken) -> str:
    """The words alone."""
    return "".join(text for _, text in words)
