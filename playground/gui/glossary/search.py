"""Finds entries by what somebody types."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from playground.gui.glossary.entry import Entry

_APART = re.compile(r"[^\w²³]+")
_WHOLE, _BEGINS, _WORD, _OTHER_NAME, _TEXT = 100, 60, 40, 30, 5


def search(entries: Iterable[Entry], query: str) -> list[Entry]:
    """The entries that have every word of `query`, the best first.

    A title counts more than other names, and these more than the text. Upper and lower case,
    hyphens and raised or lowered digits make no difference. All entries, in their order, for a
    query with no word in it.
    """
    wanted = folded(query)
    listed = list(entries)
    if not wanted:
        return listed
    scored = [(_score(entry, wanted), place) for place, entry in enumerate(listed)]
    best = sorted((-score, place) for score, place in scored if score)
    return [listed[place] for _, place in best]


def folded(text: str) -> str:
    """Lower case words with single spaces between: "R² score" is "r2 score"."""
    plain = unicodedata.normalize("NFKD", text).casefold().replace("_", " ")
    return " ".join(_APART.split(plain)).strip()


def _score(entry: Entry, wanted: str) -> int:
    title, others, text = _folded(entry)
    if wanted == title or wanted in others:
        return _WHOLE + (wanted in (title, others[-1]))
    score = 0
    for word in wanted.split():
        if title.startswith(word):
            score += _BEGINS
        elif f" {word}" in title:
            score += _WORD
        elif any(f" {word}" in f" {other}" for other in others):
            score += _OTHER_NAME
        elif f" {word}" in text:
            score += _TEXT
        else:
            return 0
    return score


@lru_cache(maxsize=2048)
def _folded(entry: Entry) -> tuple[str, tuple[str, ...], str]:
    """Title, other names and text as they are searched."""
    rows = " ".join(f"{left} {right}" for left, right in entry.rows)
    bare = entry.key.rpartition(".")[2]
    others = tuple(folded(each) for each in (*entry.words, bare))
    return folded(entry.title), others, f" {folded(f'{entry.plain} {entry.family} {rows}')}"
