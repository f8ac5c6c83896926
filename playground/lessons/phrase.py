"""A phrase of the language of lessons: words, some of them slots, as in "units of {layer}"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol, TypeVar

from playground.errors import UserError
from playground.lessons.names import Names
from playground.registry import did_you_mean


class Phrased(Protocol):
    """Anything that is known by a phrase."""

    @property
    def name(self) -> str: ...


P = TypeVar("P", bound=Phrased)
Args = Mapping[str, str]


def slots_of(phrase: str, words: Sequence[str]) -> dict[str, str] | None:
    """What stands in the slots where `words` are said as in `phrase`; None where they are not."""
    pattern = phrase.split()
    if len(pattern) != len(words):
        return None
    found = {}
    for said, word in zip(pattern, words, strict=True):
        if said.startswith("{"):
            found[said[1:-1]] = word
        elif said != word.lower():
            return None
    return found


def find(entries: Iterable[P], words: Sequence[str], names: Names) -> tuple[P, Args] | None:
    """The entry that these words say, with what stands in its slots; None where there is none.

    Of several it is the one with the fewest slots.

    Raises:
        UserError: the words are those of an entry, and a name in a slot is not known.
    """
    said = ((entry, slots_of(entry.name, words)) for entry in entries)
    found = [(entry, slots) for entry, slots in said if slots is not None]
    if not found:
        return None
    entry, slots = min(found, key=lambda pair: len(pair[1]))
    return entry, {slot: names.check(slot, word) for slot, word in slots.items()}


def unknown(kind: str, text: str, phrases: Iterable[str]) -> UserError:
    """The error that says nothing of a kind is said so, with the nearest that is."""
    known = list(phrases)
    hint = did_you_mean(text, known)
    more = "" if hint else f" There are: {', '.join(known)}."
    return UserError(f"There is no {kind} {text!r}.{hint}{more}")
