"""Writes reviews of films from parts: praise or blame?

No word alone tells. What is praised may be denied, what is blamed in one half of a sentence may be
outweighed in the other, what could have been was not, and there are words that fit both.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from playground.assets_path import asset

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np

# The shares of reviews that open, and that end, with something that tells nothing; that grant the
# other side something; and that go on after each judgement.
_OPEN, _PLAIN_END, _GRANT, _GO_ON = 0.5, 0.08, 0.12, 0.5
# Of judgements: said of both sides alike, by denying the other, or as only one is spoken of.
_ALIKE, _DENIED, _OWN = 0.68, 0.12, 0.2
_ENOUGH_SENTENCES = 4
SLOT = re.compile(r"{([^}]+)}")
_SIDES = ("bad", "good")


@cache
def parts() -> Mapping[str, tuple[str, ...]]:
    """What reviews are put together from, by the headings of the file that has it."""
    text = asset("texts/film_parts.txt").read_text("utf-8")
    sections = re.split(r"^\[(.+)\]$", text, flags=re.MULTILINE)[1:]
    return {
        heading: tuple(part.strip() for part in re.split(r"[|\n]", body) if part.strip())
        for heading, body in zip(sections[::2], sections[1::2], strict=True)
    }


def write_reviews(rng: np.random.Generator, positive: Sequence[bool]) -> list[str]:
    """A text of one to ten sentences for each of these opinions."""
    return [_review(rng, bool(good)) for good in positive]


def _review(rng: np.random.Generator, good: bool) -> str:
    said = ["aside"] if rng.random() < _OPEN else []
    if rng.random() < _GRANT:
        said.append("grant")
    while True:
        own = "praise" if good else "blame"
        said.append(str(rng.choice(("judgement", "denial", own), p=(_ALIKE, _DENIED, _OWN))))
        if len(said) >= _ENOUGH_SENTENCES or rng.random() >= _GO_ON:
            break
    if rng.random() < _PLAIN_END:
        said.append("plain head")
    return " ".join(_sentence(rng, f"{{{kind}}}", good) for kind in said)


def _sentence(rng: np.random.Generator, text: str, good: bool) -> str:
    """The text with its slots filled, and as it is written: "an honest film", a capital first."""
    while "{" in text:
        text = SLOT.sub(lambda slot: _part(rng, slot[1], good), text)
    text = re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", text)
    return re.sub(r"(^|[.!?] )([a-z])", lambda start: start[1] + start[2].upper(), text)


def _part(rng: np.random.Generator, heading: str, good: bool) -> str:
    first, _, rest = heading.partition(" ")
    if first in ("same", "other"):
        heading = f"{_SIDES[good == (first == 'same')]} {rest}".strip()
    options = parts()[heading]
    return options[int(rng.integers(len(options)))]
