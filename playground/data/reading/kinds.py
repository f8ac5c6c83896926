"""What the cells of a column seem to hold, from a sample of them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from playground.data.reading.cells import number_of, seconds_of

if TYPE_CHECKING:
    from playground.data.tables.kinds import Kind
    from playground.data.tables.spec import Reading

# So large a part of the cells must be of a kind for the column to be.
_MOST_OF = 0.9
_FEW = 20
_LONG_LETTERS, _LONG_WORDS = 60, 4
_MOST_TAGS, _MOST_TAGS_A_CELL = 60, 10
_TAG = re.compile(r"[^\s|;,]+")
_TAG_MARKS = re.compile(r"[ |;,]+")


def is_missing(cell: str, reading: Reading) -> bool:
    """Whether there is nothing in a cell, or a word for it."""
    return cell.strip().lower() in reading.missing


def present(cells: Sequence[str], reading: Reading) -> list[str | None]:
    """The cells, None where there is nothing."""
    missing = frozenset(reading.missing)
    return [None if cell.strip().lower() in missing else cell for cell in cells]


def kind_of(cells: Sequence[str | None], reading: Reading) -> Kind:
    """The kind that most of these cells have; None is a missing one."""
    given = [cell.strip() for cell in cells if cell is not None]
    if not given:
        return "category"
    if _most(given, lambda cell: number_of(cell, reading.decimal) is not None):
        return "number"
    if _most(given, lambda cell: seconds_of(cell, reading.dates) is not None):
        return "date"
    return _kind_of_words(given)


def _most(given: Sequence[str], holds: Callable[[str], bool]) -> bool:
    """Whether most cells are so; the first ones are looked at first, and the rest if those are."""
    return all(
        sum(map(holds, cells)) >= _MOST_OF * len(cells) for cells in (given[:200], given[200:])
    )


def _kind_of_words(given: list[str]) -> Kind:
    distinct = set(given)
    if _are_tags(given, distinct):
        return "tags"
    letters = sum(map(len, distinct)) / len(distinct)
    words = sum(len(cell.split()) for cell in distinct) / len(distinct)
    many = len(distinct) > max(_FEW, len(given) // 2)
    if many and (letters >= _LONG_LETTERS or words >= _LONG_WORDS):
        return "text"
    if many and len(given) > _FEW and len(distinct) > 0.95 * len(given):
        return "identifier"
    return "category"


def _are_tags(given: list[str], distinct: set[str]) -> bool:
    """Whether cells name several of a few words, such as "clear primary" or "Comedy|Drama"."""
    if len(given) < _FEW or len(distinct) < 5:
        return False
    counts: dict[str, int] = {}
    sets: set[frozenset[str]] = set()
    n_words = 0
    for cell in given:
        parts = [part for part in _TAG_MARKS.split(cell) if part]
        if len(set(parts)) < len(parts):
            return False
        sets.add(frozenset(parts))
        n_words += len(parts)
        for part in parts:
            counts[part] = counts.get(part, 0) + 1
        if len(counts) > _MOST_TAGS:
            return False
    mean = n_words / len(given)
    once = sum(count == 1 for count in counts.values())
    sentences = sum(cell.endswith((".", "!", "?")) for cell in given)
    if mean > _MOST_TAGS_A_CELL or once > 0.2 * len(counts) or sentences > 0.2 * len(given):
        return False
    # Each word comes in company and in other company: names of two words do not.
    in_company = len(sets) >= 1.5 * len(counts) or len(sets) >= len(given) // 2
    return mean >= 1.3 and in_company and n_words / len(counts) >= 4


def tags_in(cell: str) -> str:
    """The tags of a cell with one blank between two, whatever stood there."""
    if any(mark in cell for mark in "|;,"):
        parts = re.split(r"\s*[|;,]\s*", cell.strip())
        return " ".join("_".join(part.split()) for part in parts if part)
    return " ".join(_TAG.findall(cell))
